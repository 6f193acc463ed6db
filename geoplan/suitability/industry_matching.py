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
from geoplan.concordance.difference_table import short
from geoplan.plan_text.normalise import normalise
from geoplan.suitability.industry_terms import SOURCES, IndustryTerm, IndustryTerms, industry_terms, ngrams
from geoplan.text.message import Text, local_text, message

HOWS: Final = {
    "exact": message("suitability.industry_matching.hows.exact"),
    "contains": message("suitability.industry_matching.hows.contains"),
    "within": message("suitability.industry_matching.hows.within"),
    "overlap": message("suitability.industry_matching.hows.overlap"),
    "spelling": message("suitability.industry_matching.hows.spelling"),
    "pinyin": message("suitability.industry_matching.hows.pinyin"),
    "near": message("suitability.industry_matching.hows.near"),
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
    how : str
        A key of `HOWS`.
    word : str
        The wording that matched best, as it is written there.
    source : str
        A key of `geoplan.suitability.industry_terms.SOURCES`.
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
        """Say why, in one line of either language.

        Parameters
        ----------
        catalogue : Catalogue
            Where the names of plans are.

        Returns
        -------
        Text
            The word, how it matched and where it stands.
        """
        how, source = HOWS[self.how], SOURCES[self.source]
        plan = short(catalogue, self.plan_id) if self.plan_id else message("suitability.industry_matching.text")
        zh = f"《{plan.zh}》{self.section}" if self.plan_id else ""
        en = f", {plan.en} {self.section}" if self.plan_id else ""
        return message(
            "suitability.industry_matching.text_2", word=self.word, source=source, how=how, zh=local_text(zh, en)
        )


def match_industries(catalogue: Catalogue, text: str, limit: int = 8) -> list[Match]:
    """Find the terms of the vocabulary that a text may mean, best first.

    Parameters
    ----------
    catalogue : Catalogue
        Whose vocabulary and plans.
    text : str
        Chinese (simplified or traditional), English, or pinyin.
    limit : int
        At most so many industries.

    Returns
    -------
    list of Match
        One an industry, by score; equal ones in the vocabulary's order. Empty where nothing is alike enough: see
        `nearest_terms`.
    """
    return [match for match in _scored(catalogue, text) if match.score >= ENOUGH][:limit]


def nearest_terms(catalogue: Catalogue, text: str, limit: int = 3) -> list[Match]:
    """Name the known terms nearest to a text that matched nothing.

    Parameters
    ----------
    catalogue : Catalogue
        Whose vocabulary.
    text : str
        As in `match_industries`.
    limit : int
        At most so many.

    Returns
    -------
    list of Match
        With ``how`` "near": suggestions, not matches. Empty for an empty text.
    """
    known = industry_terms(catalogue)
    wanted = normalise(text[:_LONGEST])
    if not wanted:
        return []
    best = {m.industry_id: m for m in _scored(catalogue, text)}
    for _, likeness, at in process.extract(wanted, known.keys, scorer=fuzz.WRatio, limit=20):
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
    wanted, parts = normalise(text), frozenset(ngrams(text))
    if not wanted:
        return []
    found: dict[str, list[Match]] = {}
    for at, wording in enumerate(known.wordings):
        score, how = _likeness(known, at, wanted, parts)
        if score > 0:
            found.setdefault(wording.industry_id, []).append(_match(wording, score * wording.trust, how))
    best = []
    for matches in found.values():
        matches.sort(key=lambda m: -m.score)
        top = matches[0]
        alike = sum(m.score >= ENOUGH for m in matches[1:])
        # An exact word stays on top of many half-matches.
        score = top.score if top.how == "exact" else min(94.0, top.score + _MORE * math.log2(1 + alike))
        best.append(Match(**{**vars(top), "score": round(score, 1), "others": alike}))
    return sorted(best, key=lambda m: (-m.score, known.order[m.industry_id]))


def _likeness(known: IndustryTerms, at: int, wanted: str, parts: frozenset[str]) -> tuple[float, str]:
    key = known.keys[at]
    if key == wanted:
        return 100.0, "exact"
    if (sound := known.sounds[at]) and wanted.isascii() and len(wanted) >= 3:
        if wanted in (sound.full, sound.initials):
            return 96.0, "pinyin"
        if len(wanted) >= 5 and wanted in sound.full:
            return 70.0 + 20.0 * len(wanted) / len(sound.full), "pinyin"
    shared = parts & known.grams[at]
    if shared:
        mass = sum(known.worth(g) for g in shared)
        recall = mass / sum(known.worth(g) for g in parts)
        precision = mass / sum(known.worth(g) for g in known.grams[at])
        score = 90.0 * (2 * recall + precision) / 3
        if wanted in key and len(wanted) >= 2:
            return max(score, 72.0), "contains"
        if key in wanted and len(key) >= 2:
            return score, "within"
        return score, "overlap"
    if len(wanted) >= 4 and (ratio := fuzz.ratio(wanted, key, score_cutoff=_ALIKE)):
        return 0.8 * ratio, "spelling"
    return 0.0, ""
