"""Parse English names, and names typed in pinyin, in full or by initials."""

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

_MIN_RATIO: Final = 84  # rapidfuzz ratio, 0-100, of misspelt English or pinyin
_SHORTEST_PINYIN: Final = 6  # letters
_SHORTEST_INITIALS: Final = 4
_LONG: Final = 8  # letters a misspelt text needs
_ROADS: Final = ("lu", "jie", "dadao", "road", "rd", "street", "avenue")


class LatinNameIndex:
    """English names and pinyin of a catalogue's places."""

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
        """Find places in English or pinyin.

        Returns
        -------
        tuple of list of Candidate, RegionMentions and bool
            The candidates, best first; the regions named; whether the text is nothing but a region.
        """
        words = normalise_latin(text).split()
        mentions, left = self.regions.latin_mentions(words)
        if not words:
            return [], mentions, False
        if mentions.elsewhere:
            matches, at_home = self._despite_city_elsewhere(words, mentions.elsewhere)
            return matches, at_home if matches else mentions, False
        matches = (
            self._english(words, mentions)
            or self._pinyin(words, left, mentions)
            or self._initials(words, mentions)
            or self._fuzzy(words, left, mentions)
        )
        return sorted(matches, key=lambda c: (-c.score, c.place.ref)), mentions, not left

    def _despite_city_elsewhere(self, words: list[str], city: str) -> tuple[list[Candidate], RegionMentions]:
        """Names that hold the word of a city outside the study area, and so do not mean it: Xinyang Industrial Zone."""
        mentions, _ = self.regions.latin_mentions([word for word in words if word != city])
        matches = self._english(words, mentions) or self._pinyin(words, list(range(len(words))), mentions)
        return [c for c in matches if city in c.matched.split() or city in pinyin(c.matched)[0]], mentions

    def _english(self, words: list[str], mentions: RegionMentions) -> list[Candidate]:
        matches = []
        for span in self.english.find(words):
            if span.end < len(words) and words[span.end] in _ROADS:
                continue
            for known in span.known:
                matches += self._candidates(
                    known, "english", 1.0, mentions, is_whole_text=span.end - span.start == len(words)
                )
        return _best(matches)

    def _pinyin(self, words: list[str], left: list[int], mentions: RegionMentions) -> list[Candidate]:
        """Names whose pinyin stands in the text from the beginning of a word to the end of one."""
        matches = []
        for tokens in (words, [words[at] for at in left]):
            for start in range(len(tokens)):
                joined = ""
                for end in range(start, len(tokens)):
                    joined += tokens[end]
                    after = tokens[end + 1] if end + 1 < len(tokens) else ""
                    for known in self.pinyin.get(joined, []) if after not in _ROADS else []:
                        matches.append((len(joined), known))
        longest = max((length for length, _ in matches), default=0)
        chosen = [known for length, known in matches if length == longest]
        return _best([c for known in chosen for c in self._candidates(known, "pinyin", 1.0, mentions)])

    def _initials(self, words: list[str], mentions: RegionMentions) -> list[Candidate]:
        known = self.initials.get("".join(words), []) if len(words) == 1 else []
        return _best([c for name in known for c in self._candidates(name, "initials", 1.0, mentions)])

    def _fuzzy(self, words: list[str], left: list[int], mentions: RegionMentions) -> list[Candidate]:
        matches: list[Candidate] = []
        for tokens in (words, [words[at] for at in left]):
            spaced, joined = " ".join(tokens), "".join(tokens)
            if len(joined) < _LONG:
                continue
            for name, ratio, _ in process.extract(
                spaced, self.english_texts, scorer=fuzz.ratio, score_cutoff=_MIN_RATIO, limit=4
            ):
                # Huzhou University is no misspelling of Fuzhou University
                if fuzz.ratio(name.split()[0], tokens[0]) < _MIN_RATIO:
                    continue
                for known in self.english.names[tuple(name.split())]:
                    matches += self._candidates(known, "fuzzy", ratio / 100, mentions)
            for name, ratio, _ in process.extract(
                joined, self.pinyin_texts, scorer=fuzz.ratio, score_cutoff=_MIN_RATIO, limit=4
            ):
                for known in self.pinyin[name]:
                    matches += self._candidates(known, "fuzzy", ratio / 100, mentions)
        return _best(matches)

    def _candidates(
        self, known: NameVariant, how: str, similarity: float, mentions: RegionMentions, is_whole_text: bool = False
    ) -> list[Candidate]:
        against = against_region(known.place, mentions, self.regions)
        if "other_city" in against:
            return []
        region_named = mentions.names_part_of_area
        if known.grade == BARE and not region_named and how != "english":
            against.append("no_region")
        if known.grade == BARE and not region_named and how == "english":
            against.append("no_region" if not is_whole_text else "joined")
        base = SCORES["contained"] if how == "english" and not is_whole_text and known.grade != FULL else SCORES[how]
        score = base * similarity - sum(PENALTIES[reason] for reason in against)
        return [Candidate(known.place, how, known.text, round(score, 1), tuple(against))] if score >= MIN_SCORE else []


def _best(matches: list[Candidate]) -> list[Candidate]:
    """The best candidate of each place."""
    best: dict[str, Candidate] = {}
    for candidate in matches:
        if candidate.place.ref not in best or best[candidate.place.ref].score < candidate.score:
            best[candidate.place.ref] = candidate
    return list(best.values())
