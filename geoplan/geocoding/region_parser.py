"""Find the regions that an address names: those of the study area, and other provinces and cities of China."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.geocoding import name_patterns
from geoplan.geocoding.name_normalisation import NormalisedText, normalise_chinese, normalise_latin
from geoplan.geocoding.outside_province import (
    CITY,
    COUNTY,
    FULL,
    PROVINCE,
    outside_regions,
    outside_regions_latin,
    short_name,
)
from geoplan.study_area import study_area

_STREET_WORDS: Final = name_patterns.words("regions.street_words")
_SCHOOLS: Final = name_patterns.words("regions.schools")
_LATIN_STREET_WORDS: Final = frozenset(name_patterns.words("regions.latin_street_words"))
_LATIN_SUFFIXES: Final = frozenset(name_patterns.words("regions.latin_suffixes"))
_LATIN_CITY_SUFFIXES: Final = frozenset(name_patterns.words("regions.latin_city_suffixes"))
_LATIN_COUNTRIES: Final = frozenset(name_patterns.words("regions.latin_countries"))
Mention = tuple[int, int, list[str]]  # start, end and the adcodes of those that bear the name


@dataclass(frozen=True)
class RegionMentions:
    """The regions that a text names."""

    adcodes: tuple[str, ...] = ()  # of the study area, the innermost last
    spans: tuple[tuple[int, int], ...] = ()  # their positions in the text
    elsewhere: str = ""  # a province or city outside the study area that is named first
    at_odds: bool = False  # whether the regions do not lie in one another
    perhaps: str = ""  # a city outside whose short name, a word as well, begins the text: 深圳 of 深圳光明科学城

    @property
    def innermost(self) -> str:
        """The smallest region named; empty where none is."""
        return self.adcodes[-1] if self.adcodes else ""

    @property
    def names_part_of_area(self) -> bool:
        """Whether a region within the study area is named."""
        return any(adcode != study_area().area for adcode in self.adcodes)


class RegionNameIndex:
    """Names of the regions of the study area, and of the other provinces and cities of China."""

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
            words = [word for word in normalise_latin(name).split() if word not in _LATIN_SUFFIXES]
            self.latin.setdefault("".join(words), []).append(str(code))
        self.area_latin = next((name for name, codes in self.latin.items() if study_area().area in codes), "")
        self.elsewhere = outside_regions()
        self.elsewhere_latin = outside_regions_latin()
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
        """A normalised name without the regions it begins with, as long as the place lies in them."""
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

    def mentions(self, address: NormalisedText, names: list[tuple[int, int]] | None = None) -> RegionMentions:
        """Find the regions that an address names.

        Parameters
        ----------
        names : list of (int, int), optional
            Spans of other names, which name no region.

        Returns
        -------
        RegionMentions
            Full names (思明区) count anywhere, short ones (思明) at the beginning or after another region.
        """
        covered = {i for start, end in names or [] for i in range(start, end)}
        matches: list[Mention] = []
        ends = {end for _, end in names or []}
        elsewhere, at, after = "", 0, True  # after: a short name may stand here
        text = address.text
        while at < len(text):
            step = self._region_at(text, at, after or at in address.breaks | ends, covered)
            if step is None:
                after, at = False, at + 1
                continue
            end, codes, other = step
            if other and not matches:
                elsewhere = elsewhere or other
            elif codes:
                matches.append((at, end, codes))
            after, at = True, end
        mentions = self._joined(matches, elsewhere)
        return mentions if matches or elsewhere else replace(mentions, perhaps=self.city_elsewhere_at(text, 0))

    def city_elsewhere_at(self, text: str, at: int) -> str:
        """The city outside the study area whose name begins at an index of a text; empty for none or a street's."""
        for end in range(min(len(text), at + self.longest), at + 1, -1):
            if text[at:end] in self.elsewhere and not text.startswith(_STREET_WORDS, end):
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
            if text.startswith(_STREET_WORDS, end):
                continue
            outside = self.elsewhere.get(piece)
            if outside == FULL:
                return end, [], piece
            if short_too:
                if piece in self.short and not text.startswith(_SCHOOLS, end):
                    return end, self.short[piece], ""
                # 东方 and 中山 are cities, and words: the short name of a city counts before a name and at the end.
                if outside in {PROVINCE, COUNTY} or (outside == CITY and (end == len(text) or end in covered)):
                    return end, [], piece
        return None

    def _joined(self, matches: list[Mention], elsewhere: str) -> RegionMentions:
        """One region out of another: of two counties by one name, the one in the city that is named."""
        chosen: list[str] = []
        at_odds = False
        for _, _, codes in sorted(matches, key=lambda item: len(item[2])):  # what is sure first
            fits = [code for code in codes if all(self.agree(code, other) for other in chosen)]
            at_odds |= not fits
            chosen.append((fits or codes)[0])
        unsure = any(len(codes) > 1 for *_, codes in matches) and len(matches) == 1
        if unsure:
            return RegionMentions((study_area().area,), tuple((a, b) for a, b, _ in matches), "", False)
        chosen = sorted(dict.fromkeys(chosen), key=lambda code: len(self.path(code)))
        if elsewhere and (not chosen or self._only_namesakes(matches)):
            return RegionMentions((), (), elsewhere, False)
        return RegionMentions(tuple(chosen), tuple((start, end) for start, end, _ in matches), "", at_odds)

    def _only_namesakes(self, matches: list[Mention]) -> bool:
        """Whether only counties are named, which other provinces have by the same name: 南京市鼓楼区."""
        return all(self.regions.at[code, "level"] == "county" for *_, codes in matches for code in codes)

    def latin_mentions(self, words: list[str]) -> tuple[RegionMentions, list[int]]:
        """Find the regions that the words of `normalise_latin` name.

        Returns
        -------
        tuple of RegionMentions and list of int
            The regions (their spans count words), and the indices of the other words.
        """
        matches: list[Mention] = []
        left: list[int] = []
        elsewhere = ""
        for at, word in enumerate(words):
            core = word.removesuffix("shi").removesuffix("qu") if len(word) > 6 else word
            following = words[at + 1] if at + 1 < len(words) else ""
            known = self.latin.get(word) or self.latin.get(core)
            if known and self._is_namesake(words, word, following, known):
                known = None
            if known and following not in _LATIN_STREET_WORDS:
                matches.append((at, at + 1, known))
            elif (word in _LATIN_SUFFIXES and matches and matches[-1][1] == at) or word in _LATIN_COUNTRIES:
                matches[-1:] = [(a, at + 1, codes) for a, _, codes in matches[-1:]]
            else:
                left.append(at)
                if word in self.elsewhere_latin and not matches and following not in _LATIN_STREET_WORDS:
                    elsewhere = elsewhere or word
        return self._joined(*self._in_last_province(words, matches, elsewhere)), left

    def _in_last_province(self, words: list[str], matches: list[Mention], elsewhere: str) -> tuple[list[Mention], str]:
        """English names the province last: Fuzhou, Jiangxi."""
        names = [word for word in words if word not in _LATIN_SUFFIXES | _LATIN_COUNTRIES and not word.isdigit()]
        if len(names) > 1 and self.elsewhere_latin.get(names[-1]) == PROVINCE and self.area_latin not in names:
            return [], names[-1]
        return matches, elsewhere

    def _is_namesake(self, words: list[str], word: str, following: str, codes: list[str]) -> bool:
        """Whether a county's name in pinyin rather means a city elsewhere: Nanjing, but not beside Zhangzhou."""
        if word not in self.elsewhere_latin or following in _LATIN_SUFFIXES - _LATIN_CITY_SUFFIXES:
            return False
        around = {
            self.area_latin,
            *(name for name, known in self.latin.items() if set(known) & set(self.path(codes[0])[1:])),
        }
        return self.regions.at[codes[0], "level"] == "county" and not around & set(words)
