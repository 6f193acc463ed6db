"""Free text to terms of the vocabulary, saying which word matched and where it stands.

Compared are grams: pairs of Chinese characters, and whole Latin words or numbers. A gram is worth more the fewer
industries use it (inverse document frequency: K. Spärck Jones, *Journal of Documentation* 28, 1972, 11–21), so that
"system" or "research" finds nothing by itself. No model, no network; the words are the catalogue's own
(`geoplan.suitability.industry_terms`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.plan_text.normalise import normalise
from geoplan.suitability.industry_terms import SOURCES, IndustryTerm, IndustryTerms, industry_terms, ngrams
from geoplan.text.message import Text, message

HOWS: Final = {
    code: message(f"suitability.industry_matching.hows.{code}")
    for code in ("exact", "contains", "within", "overlap", "spelling", "pinyin", "near")
}
ENOUGH: Final = 34.0  # score, 0-100, from which a term is taken to be meant
_ALIKE: Final = 82  # rapidfuzz ratio, 0-100, from which two spellings are one word
_LONGEST: Final = 200  # characters of a text that are read
_MORE: Final = 1.5  # points for each doubling of the wordings of an industry that match


@dataclass(frozen=True)
class Match:
    """A term of the vocabulary that a text may mean, and why.

    Attributes
    ----------
    industry_id : str
    score : float
        0 to 100.
    word : str
        The wording that matched best, as it is written there.
    plan_id, section : str
        Where the plan writes it; "" for words of the vocabulary itself.
    others : int
        How many more wordings of this industry match.
    """

    industry_id: str
    score: float
    how: str
    word: str
    source: str
    plan_id: str = ""
    section: str = ""
    others: int = 0

    def why(self, catalogue: Catalogue) -> Text:
        """The word, how it matches and where it stands, in one line."""
        values = {"word": self.word, "source": SOURCES[self.source], "how": HOWS[self.how]}
        if not self.plan_id:
            return message("suitability.industry_matching.word", **values)
        place = cite(catalogue, self.plan_id, self.section)
        return message("suitability.industry_matching.word_of_plan", citation=place, **values)


def match_industries(catalogue: Catalogue, text: str, limit: int = 8) -> list[Match]:
    """Find the terms of the vocabulary that a text may mean, best first.

    Returns
    -------
    list of Match
        One an industry, by score; equal ones in the vocabulary's order. Empty where nothing is alike enough: see
        `nearest_terms`.
    """
    return [match for match in _scored(catalogue, text) if match.score >= ENOUGH][:limit]


def nearest_terms(catalogue: Catalogue, text: str, limit: int = 3) -> list[Match]:
    """Name the known terms nearest to a text that matched nothing, at most `limit`.

    Returns
    -------
    list of Match
        With ``how`` "near": suggestions, not matches. Empty for an empty text.
    """
    known = industry_terms(catalogue)
    query = normalise(text[:_LONGEST])
    if not query:
        return []
    best = {m.industry_id: m for m in _scored(catalogue, text)}
    for _, likeness, at in process.extract(query, known.keys, scorer=fuzz.WRatio, limit=20):
        wording = known.wordings[at]
        if likeness:
            best.setdefault(wording.industry_id, _match(wording, 0.3 * likeness, "near"))
    order = sorted(best.values(), key=lambda m: (-m.score, known.order[m.industry_id]))
    return [Match(**{**vars(m), "how": "near"}) for m in order[:limit]]


def _match(wording: IndustryTerm, score: float, how: str) -> Match:
    return Match(
        wording.industry_id, round(score, 1), how, wording.word, wording.source, wording.plan_id, wording.section
    )


def _scored(catalogue: Catalogue, text: str) -> list[Match]:
    known = industry_terms(catalogue)
    text = text[:_LONGEST]
    query, parts = normalise(text), frozenset(ngrams(text))
    if not query:
        return []
    of_industry: dict[str, list[Match]] = {}
    for at, wording in enumerate(known.wordings):
        score, how = _likeness(known, at, query, parts)
        if score > 0:
            of_industry.setdefault(wording.industry_id, []).append(_match(wording, score * wording.trust, how))
    best = []
    for matches in of_industry.values():
        matches.sort(key=lambda m: -m.score)
        top = matches[0]
        alike = sum(m.score >= ENOUGH for m in matches[1:])
        # An exact word stays on top of many half-matches.
        score = top.score if top.how == "exact" else min(94.0, top.score + _MORE * math.log2(1 + alike))
        best.append(Match(**{**vars(top), "score": round(score, 1), "others": alike}))
    return sorted(best, key=lambda m: (-m.score, known.order[m.industry_id]))


def _likeness(known: IndustryTerms, at: int, query: str, parts: frozenset[str]) -> tuple[float, str]:
    key = known.keys[at]
    if key == query:
        return 100.0, "exact"
    if (sound := known.sounds[at]) and query.isascii() and len(query) >= 3:
        if query in (sound.full, sound.initials):
            return 96.0, "pinyin"
        if len(query) >= 5 and query in sound.full:
            return 70.0 + 20.0 * len(query) / len(sound.full), "pinyin"
    shared = parts & known.grams[at]
    if shared:
        mass = sum(known.worth(g) for g in shared)
        recall = mass / sum(known.worth(g) for g in parts)
        precision = mass / sum(known.worth(g) for g in known.grams[at])
        score = 90.0 * (2 * recall + precision) / 3
        if query in key and len(query) >= 2:
            return max(score, 72.0), "contains"
        if key in query and len(key) >= 2:
            return score, "within"
        return score, "overlap"
    if len(query) >= 4 and (ratio := fuzz.ratio(query, key, score_cutoff=_ALIKE)):
        return 0.8 * ratio, "spelling"
    return 0.0, ""
