"""Reading English names, and names typed in pinyin, in full or by initials."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz, process

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.address_parser import against_region
from geoplan.geocoding.name_normalisation import normalise_latin, pinyin
from geoplan.geocoding.name_scanner import NameScanner
from geoplan.geocoding.name_variants import (
    BARE,
    FRAGMENT,
    FULL,
    NameVariant,
    chinese_names,
    english_names,
    region_names,
)
from geoplan.geocoding.region_parser import RegionMentions
from geoplan.geocoding.scoring import MIN_SCORE, PENALTIES, SCORES, Candidate

_ALIKE: Final = 84  # rapidfuzz ratio, 0-100, of misspelt English or pinyin
_SHORTEST_PINYIN: Final = 6  # letters
_SHORTEST_INITIALS: Final = 4
_LONG: Final = 8  # letters a misspelt text needs
_ROADS: Final = ("lu", "jie", "dadao", "road", "rd", "street", "avenue")


class LatinNameIndex:
    """English names and pinyin of a catalogue's places.

    Parameters
    ----------
    catalogue : Catalogue
        Whose places.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.regions = region_names(catalogue)
        english = english_names(catalogue)
        self.english = NameScanner(english, str.split)
        self.english_texts = list({known.text for known in english})
        self.pinyin: dict[str, list[NameVariant]] = {}
        self.initials: dict[str, list[NameVariant]] = {}
        for known in chinese_names(catalogue):
            if known.grade == FRAGMENT:
                continue
            full, initials = pinyin(known.text)
            if len(full) >= _SHORTEST_PINYIN:
                self.pinyin.setdefault(full, []).append(known)
            if len(initials) >= _SHORTEST_INITIALS and known.grade != BARE:
                self.initials.setdefault(initials, []).append(known)
        self.pinyin_texts = list(self.pinyin)

    def read(self, text: str) -> tuple[list[Candidate], RegionMentions, bool]:
        """Find places in a Latin text.

        Parameters
        ----------
        text : str
            English or pinyin.

        Returns
        -------
        tuple of list of Candidate, Mentions and bool
            What may be meant, best first; the regions named; whether the text is nothing but a region.
        """
        words = normalise_latin(text).split()
        mentions, left = self.regions.latin_mentions(words)
        if not words:
            return [], mentions, False
        if mentions.elsewhere:
            found, at_home = self._though_elsewhere(words, mentions.elsewhere)
            return found, at_home if found else mentions, False
        found = (
            self._english(words, mentions)
            or self._pinyin(words, left, mentions)
            or self._initials(words, mentions)
            or self._alike(words, left, mentions)
        )
        return sorted(found, key=lambda c: (-c.score, c.place.ref)), mentions, not left

    def _though_elsewhere(self, words: list[str], city: str) -> tuple[list[Candidate], RegionMentions]:
        """Names that hold the word of a city outside Fujian, and so do not mean it: Xinyang Industrial Zone."""
        mentions, _ = self.regions.latin_mentions([word for word in words if word != city])
        found = self._english(words, mentions) or self._pinyin(words, list(range(len(words))), mentions)
        return [c for c in found if city in c.matched.split() or city in pinyin(c.matched)[0]], mentions

    def _english(self, words: list[str], mentions: RegionMentions) -> list[Candidate]:
        found = []
        for span in self.english.find(words):
            if span.end < len(words) and words[span.end] in _ROADS:
                continue
            for known in span.known:
                found += self._weighed(known, "english", 1.0, mentions, whole=span.end - span.start == len(words))
        return _best(found)

    def _pinyin(self, words: list[str], left: list[int], mentions: RegionMentions) -> list[Candidate]:
        """Names whose pinyin stands in the text from the beginning of a word to the end of one."""
        found = []
        for tokens in (words, [words[at] for at in left]):
            for start in range(len(tokens)):
                joined = ""
                for end in range(start, len(tokens)):
                    joined += tokens[end]
                    after = tokens[end + 1] if end + 1 < len(tokens) else ""
                    for known in self.pinyin.get(joined, []) if after not in _ROADS else []:
                        found.append((len(joined), known))
        longest = max((length for length, _ in found), default=0)
        chosen = [known for length, known in found if length == longest]
        return _best([c for known in chosen for c in self._weighed(known, "pinyin", 1.0, mentions)])

    def _initials(self, words: list[str], mentions: RegionMentions) -> list[Candidate]:
        known = self.initials.get("".join(words), []) if len(words) == 1 else []
        return _best([c for name in known for c in self._weighed(name, "initials", 1.0, mentions)])

    def _alike(self, words: list[str], left: list[int], mentions: RegionMentions) -> list[Candidate]:
        found: list[Candidate] = []
        for tokens in (words, [words[at] for at in left]):
            spaced, joined = " ".join(tokens), "".join(tokens)
            if len(joined) < _LONG:
                continue
            for name, ratio, _ in process.extract(
                spaced, self.english_texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4
            ):
                if fuzz.ratio(name.split()[0], tokens[0]) < _ALIKE:  # Huzhou University is no slip of Fuzhou University
                    continue
                for known in self.english.whole[tuple(name.split())]:
                    found += self._weighed(known, "fuzzy", ratio / 100, mentions)
            for name, ratio, _ in process.extract(
                joined, self.pinyin_texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4
            ):
                for known in self.pinyin[name]:
                    found += self._weighed(known, "fuzzy", ratio / 100, mentions)
        return _best(found)

    def _weighed(
        self, known: NameVariant, how: str, likeness: float, mentions: RegionMentions, whole: bool = False
    ) -> list[Candidate]:
        against = against_region(known.place, mentions, self.regions)
        if "other_city" in against:
            return []
        region_named = any(code != "350000" for code in mentions.adcodes)
        if known.grade == BARE and not region_named and how != "english":
            against.append("no_region")
        if known.grade == BARE and not region_named and how == "english":
            against.append("no_region" if not whole else "joined")
        base = SCORES["contained"] if how == "english" and not whole and known.grade != FULL else SCORES[how]
        score = base * likeness - sum(PENALTIES[reason] for reason in against)
        return [Candidate(known.place, how, known.text, round(score, 1), tuple(against))] if score >= MIN_SCORE else []


def _best(found: list[Candidate]) -> list[Candidate]:
    """The best candidate of each place."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.place.ref not in best or best[candidate.place.ref].score < candidate.score:
            best[candidate.place.ref] = candidate
    return list(best.values())
