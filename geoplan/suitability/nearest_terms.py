"""What a refused need stands nearest to, of the industries that some plan designates."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise
from geoplan.suitability.industry_matching import LONGEST, Match, match_need, term_match
from geoplan.suitability.industry_terms import IndustryTerm, IndustryTerms, industry_terms
from geoplan.suitability.relevance import headings


def nearest_terms(catalogue: Catalogue, text: str, limit: int = 3) -> list[Match]:
    """Name the industries that some plan designates and that stand nearest to a refused text, at most `limit`.

    Of a class of GB/T 4754 those of the classes beside it, in the group, the division, the section; else those with
    the words most alike.

    Returns
    -------
    list of Match
        With ``how`` "near": suggestions, not matches. Empty for an empty text.
    """
    known = industry_terms(catalogue)
    query = normalise(text[:LONGEST])
    if not query:
        return []
    designated = set(catalogue.designations["industry_id"]) - headings(catalogue)
    best: dict[str, Match] = {}
    unplaced = match_need(catalogue, text).unplaced
    for term in _beside(catalogue, known, unplaced) if unplaced else ():
        if term.industry_id in designated:
            best.setdefault(term.industry_id, term_match(term, 0.0, "near"))
    if not best:
        words = {"".join(key): terms[0] for key, terms in known.by_tokens.items() if terms[0].industry_id in designated}
        for word, likeness, _ in process.extract(query, words.keys(), scorer=fuzz.WRatio, limit=20):
            if likeness:
                best.setdefault(words[word].industry_id, term_match(words[word], 0.3 * likeness, "near"))
    return list(best.values())[:limit]


def _beside(catalogue: Catalogue, known: IndustryTerms, code: str) -> list[IndustryTerm]:
    """The terms of placed classes, those that share most of the code first, of one section only."""
    parents = catalogue.gbt4754["parent_code"].to_dict()

    def section(one: str) -> str:
        while parents.get(one):
            one = parents[one]
        return one

    terms = [t for found in known.by_tokens.values() for t in found if t.gbt_code and t.industry_id]
    near = [t for t in terms if section(t.gbt_code) == section(code)]
    return sorted(near, key=lambda t: (-_shared(t.gbt_code, code), abs(_number(t.gbt_code) - _number(code))))


def _shared(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _number(code: str) -> int:
    return int(code.ljust(4, "0")) if code.isdigit() else 0
