"""The regions an address names: province, city and county in Fujian, and the mention of somewhere else in China."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.geocoding.name_normalisation import NormalisedText, normalise_chinese, normalise_latin
from geoplan.geocoding.outside_province import (
    CITY,
    COUNTY,
    FULL,
    PROVINCE,
    find_outside_region,
    find_outside_region_latin,
    short_name,
)
from geoplan.geodata.boundaries import PROVINCE_ADCODE

# What turns the short name of a region into that of something else: 同安路, 湖里大道, 思明园.
_STREETS: Final = (
    "路",
    "街",
    "大街",
    "大道",
    "道",
    "巷",
    "桥",
    "大桥",
    "隧道",
    "里",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "站",
    "园",
    "大厦",
)
_LATIN_STREETS: Final = {
    "road",
    "rd",
    "street",
    "st",
    "avenue",
    "ave",
    "lu",
    "jie",
    "dadao",
    "bridge",
    "station",
    "university",
}
_SHI_QU: Final = {"shi", "qu", "xian", "sheng", "city", "district", "county", "province"}


@dataclass(frozen=True)
class RegionMentions:
    """What regions a text names.

    Attributes
    ----------
    adcodes : tuple of str
        Regions of Fujian, the innermost last; empty where none is named.
    spans : tuple of (int, int)
        Where they stand in the text.
    elsewhere : str
        A province or city outside Fujian that is named first; empty where there is none.
    at_odds : bool
        Whether the regions named do not lie in one another.
    perhaps : str
        A city outside Fujian whose short name, a word as well, begins the text: 深圳 of 深圳光明科学城.
    """

    adcodes: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    elsewhere: str = ""
    at_odds: bool = False
    perhaps: str = ""

    @property
    def innermost(self) -> str:
        """The smallest region named; empty where none is."""
        return self.adcodes[-1] if self.adcodes else ""


class RegionNameIndex:
    """Fujian's regions by every name they are called, and the other provinces and cities of China.

    Parameters
    ----------
    catalogue : Catalogue
        Whose regions.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.regions = catalogue.regions
        self._paths = {str(code): region_path(self.regions, str(code)) for code in self.regions.index}
        full = {normalise_chinese(name): [str(code)] for code, name in self.regions["name_zh"].items()}
        self.full: dict[str, list[str]] = full
        self.short: dict[str, list[str]] = {}
        for name, codes in full.items():
            if (short := short_name(name)) != name:
                self.short.setdefault(short, []).extend(codes)
        self.latin: dict[str, list[str]] = {}
        for code, name in self.regions["name_en"].items():
            words = [word for word in normalise_latin(name).split() if word not in _SHI_QU]
            self.latin.setdefault("".join(words), []).append(str(code))
        self.elsewhere = find_outside_region()
        self.elsewhere_latin = find_outside_region_latin()
        every = [*self.full, *self.short, *self.elsewhere]
        self.longest = max(map(len, every))
        self._beginnings = {name[:2] for name in every}

    def path(self, adcode: str) -> list[str]:
        """A region and those it lies in, innermost first."""
        return self._paths.get(adcode, [])

    def agree(self, one: str, other: str) -> bool:
        """Whether one region lies in the other or is it."""
        return one in self.path(other) or other in self.path(one)

    def stripped(self, name: str, adcode: str) -> str:
        """A name without the regions it begins with, as long as the place lies in them; folded."""
        text = normalise_chinese(name)
        home = self.path(adcode)
        while True:
            for end in range(min(self.longest, len(text) - 2), 1, -1):
                codes = self.full.get(text[:end]) or self.short.get(text[:end]) or []
                if set(codes) & set(home) or any(self.agree(code, adcode) for code in codes):
                    text = text[end:]
                    break
            else:
                return text

    def mentions(self, given: NormalisedText, taken: list[tuple[int, int]] | None = None) -> RegionMentions:
        """Find the regions an address names.

        Parameters
        ----------
        given : NormalisedText
            The address.
        taken : list of (int, int), optional
            Spans that are names of something and so no regions of their own.

        Returns
        -------
        RegionMentions
            Full names (思明区) count anywhere, short ones (思明) at the beginning or after another region.
        """
        covered = {i for start, end in taken or [] for i in range(start, end)}
        found: list[tuple[int, int, list[str]]] = []
        ends = {end for _, end in taken or []}
        elsewhere, at, after = "", 0, True  # after: a short name may stand here
        text = given.text
        while at < len(text):
            step = self._region_at(text, at, after or at in given.breaks | ends, covered)
            if step is None:
                after, at = False, at + 1
                continue
            end, codes, other = step
            if other and not found:
                elsewhere = elsewhere or other
            elif codes:
                found.append((at, end, codes))
            after, at = True, end
        mentions = self._joined(found, elsewhere)
        return mentions if found or elsewhere else replace(mentions, perhaps=self.city_elsewhere_at(text, 0))

    def city_elsewhere_at(self, text: str, at: int) -> str:
        """The city outside Fujian whose name begins at a place of a text; empty where there is none or a street's."""
        for end in range(min(len(text), at + self.longest), at + 1, -1):
            if text[at:end] in self.elsewhere and not text.startswith(_STREETS, end):
                return text[at:end]
        return ""

    def _region_at(self, text: str, at: int, short_too: bool, covered: set[int]) -> tuple[int, list[str], str] | None:
        if text[at : at + 2] not in self._beginnings:
            return None
        for end in range(min(len(text), at + self.longest), at + 1, -1):
            if covered.intersection(range(at, end)):
                continue
            piece = text[at:end]
            if piece in self.full:
                return end, self.full[piece], ""
            if text.startswith(_STREETS, end):
                continue
            outside = self.elsewhere.get(piece)
            if outside == FULL:
                return end, [], piece
            if short_too:
                if piece in self.short and not text.startswith(("大学", "学院"), end):
                    return end, self.short[piece], ""
                # 东方 and 中山 are cities, and words: the short name of a city counts before a name and at the end.
                if outside in {PROVINCE, COUNTY} or (outside == CITY and (end == len(text) or end in covered)):
                    return end, [], piece
        return None

    def _joined(self, found: list[tuple[int, int, list[str]]], elsewhere: str) -> RegionMentions:
        """One region out of another: of two counties by one name, the one in the city that is named."""
        chosen: list[str] = []
        at_odds = False
        for _, _, codes in sorted(found, key=lambda item: len(item[2])):  # what is sure first
            fits = [code for code in codes if all(self.agree(code, other) for other in chosen)]
            at_odds |= not fits
            chosen.append((fits or codes)[0])
        unsure = any(len(codes) > 1 for *_, codes in found) and len(found) == 1
        if unsure:
            return RegionMentions((PROVINCE_ADCODE,), tuple((a, b) for a, b, _ in found), "", False)
        chosen = sorted(dict.fromkeys(chosen), key=lambda code: len(self.path(code)))
        if elsewhere and (not chosen or self._only_namesakes(found)):
            return RegionMentions((), (), elsewhere, False)
        return RegionMentions(tuple(chosen), tuple((start, end) for start, end, _ in found), "", at_odds)

    def _only_namesakes(self, found: list[tuple[int, int, list[str]]]) -> bool:
        """Whether only counties are named, which other provinces have by the same name: 南京市鼓楼区."""
        return all(self.regions.at[code, "level"] == "county" for *_, codes in found for code in codes)

    def latin_mentions(self, words: list[str]) -> tuple[RegionMentions, list[int]]:
        """Find the regions a Latin text names.

        Parameters
        ----------
        words : list of str
            The words of `geoplan.geocoding.name_normalisation.normalise_latin`.

        Returns
        -------
        tuple of Mentions and list of int
            The regions (their spans count words), and which words are left over.
        """
        found: list[tuple[int, int, list[str]]] = []
        left: list[int] = []
        elsewhere = ""
        for at, word in enumerate(words):
            core = word.removesuffix("shi").removesuffix("qu") if len(word) > 6 else word
            following = words[at + 1] if at + 1 < len(words) else ""
            known = self.latin.get(word) or self.latin.get(core)
            if known and self._is_namesake(words, word, following, known):
                known = None
            if known and following not in _LATIN_STREETS:
                found.append((at, at + 1, known))
            elif (word in _SHI_QU and found and found[-1][1] == at) or word in {"china", "prc"}:
                found[-1:] = [(a, at + 1, codes) for a, _, codes in found[-1:]]
            else:
                left.append(at)
                if word in self.elsewhere_latin and not found and following not in _LATIN_STREETS:
                    elsewhere = elsewhere or word
        return self._joined(*self._in_last_province(words, found, elsewhere)), left

    def _in_last_province(
        self, words: list[str], found: list[tuple[int, int, list[str]]], elsewhere: str
    ) -> tuple[list[tuple[int, int, list[str]]], str]:
        """English names the province last: Fuzhou, Jiangxi."""
        said = [word for word in words if word not in _SHI_QU | {"china", "prc"} and not word.isdigit()]
        if len(said) > 1 and self.elsewhere_latin.get(said[-1]) == PROVINCE and "fujian" not in said:
            return [], said[-1]
        return found, elsewhere

    def _is_namesake(self, words: list[str], word: str, following: str, codes: list[str]) -> bool:
        """Whether a county's name in pinyin rather means a city elsewhere: Nanjing, but not beside Zhangzhou."""
        if word not in self.elsewhere_latin or following in _SHI_QU - {"shi", "city"}:
            return False
        around = {"fujian", *(name for name, known in self.latin.items() if set(known) & set(self.path(codes[0])[1:]))}
        return self.regions.at[codes[0], "level"] == "county" and not around & set(words)
