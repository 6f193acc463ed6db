"""Free text to an industry of the vocabulary, with the word that matched and how sure the match is.

A text is parted into known words, the longest first (`geoplan.suitability.need_segments`): 乙烯 inside 聚四氟乙烯 is
not found. What is made weighs more than what describes it. Known words written like the whole of it vote beside
(`geoplan.suitability.word_likeness`). A match that is not sure is a question; a text that no industry of the plans
answers is refused, with the class of GB/T 4754 where one is known. No network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.plan_text.normalise import normalise
from geoplan.suitability.industry_terms import SOURCES, IndustryTerm, IndustryTerms, industry_terms
from geoplan.suitability.need_lists import AGREE, TELLS, bare, ends_as_place, headed, joined_scores, list_weights
from geoplan.suitability.need_segments import Segment, segments, without_use
from geoplan.suitability.need_tokens import things, tokens
from geoplan.suitability.relevance import headings
from geoplan.suitability.word_likeness import Vote, likely_industries
from geoplan.text.message import Text, message

HOWS: Final = {
    code: message(f"suitability.industry_matching.hows.{code}")
    for code in ("exact", "within", "spelling", "part", "pinyin", "near")
}
CERTAINTIES: Final = ("sure", "ask", "refuse")
SURE: Final = 70.0  # score, 0-100, from which the first industry is taken without asking
ENOUGH: Final = 40.0  # from which it is a question; below, the text is refused
MARGIN: Final = 10.0  # by which the first must lead the next one that is not of its line
LONGEST: Final = 200  # characters of a text that are read
_PINYIN: Final = 96.0

_OFFERED: Final = 3  # industries that a question offers where that many may be meant
_MOST: Final = 98.0  # the score of a list
_TIED: Final = 5.0  # an industry of a list and its part within it are a question
_AS_ONE: Final = 0.9  # of the score of a list that is read as one name
_ABOVE: Final = 0.97  # a word of what lies above an industry says a little less of it
_LIKENESS: Final = 0.7  # of the score of several pieces what words like the whole of them say
_NO_PLAN: Final = 1.4  # what no plan places has few known words for all that it may be
_DESCRIBING: Final = 0.5  # what no plan places weighs half where it only describes: "home" of a rowing machine


@dataclass(frozen=True)
class Match:
    """An industry that a text may mean, and why.

    Attributes
    ----------
    industry_id : str
    score : float
        0 to 100: how much of the text the industry's words are.
    how : str
        A key of `HOWS`.
    word, source : str
        The word that matched, as it is written there; a key of `SOURCES`.
    plan_id, section : str
        Where the plan writes it; "" for words of the vocabulary itself.
    gbt_code : str
        The class of GB/T 4754 whose name it is, or "".
    """

    industry_id: str
    score: float
    how: str
    word: str
    source: str
    plan_id: str = ""
    section: str = ""
    gbt_code: str = ""

    def why(self, catalogue: Catalogue) -> Text:
        """The word, how it matches and where it stands, in one line."""
        values = {"word": self.word, "source": SOURCES[self.source], "how": HOWS[self.how]}
        if self.gbt_code:
            return message("suitability.industry_matching.word_of_class", code=self.gbt_code, **values)
        if not self.plan_id:
            return message("suitability.industry_matching.word", **values)
        place = cite(catalogue, self.plan_id, self.section)
        return message("suitability.industry_matching.word_of_plan", citation=place, **values)


@dataclass(frozen=True)
class MatchedNeed:
    """What a text means.

    Attributes
    ----------
    certainty : str
        "sure": the first match is meant; "ask": one of the matches may be; "refuse": no industry of the plans is.
    matches : tuple of Match
        The best first; of a refused text empty.
    unplaced : str
        Code of the class of GB/T 4754 that is meant and that no plan places, or "".
    known : bool
        Whether anything is known of the text; what no plan places may be known too.
    """

    certainty: str
    matches: tuple[Match, ...] = ()
    unplaced: str = ""
    known: bool = True


def match_need(catalogue: Catalogue, text: str, limit: int = 8) -> MatchedNeed:
    """Say which industry a text means, and whether that is sure.

    A list is read three ways: thing by thing, thing by thing with the head of the last ("abalone and shrimp hatchery"),
    and as one name, unless its things tell surely of several industries; the way that is surest counts.
    """
    whole = _scores(catalogue, text)
    items = [] if _named(whole) else things(text[:LONGEST])
    if len(items) < 2:
        return _matched(catalogue, whole, limit)
    known = industry_terms(catalogue)
    weights = list_weights(items)
    readings = []
    if not ends_as_place(items[-1]):
        readings.append(_joined_scores(known, [_scores(catalogue, bare(item)) for item in items], weights))
    if with_head := headed(known, items):
        readings.append(_joined_scores(known, [_scores(catalogue, item) for item in with_head], weights, agree=0.0))
    found = [_matched(catalogue, reading, limit, of_list=True) for reading in readings]
    if not any(one.certainty == "ask" and one.matches[0].score >= SURE for one in found):  # a tie stays a question
        as_one = [replace(match, score=round(_AS_ONE * match.score, 1)) for match in whole]
        found.append(_matched(catalogue, as_one, limit, of_list=True))
    return min(found, key=lambda one: (CERTAINTIES.index(one.certainty), -one.matches[0].score if one.matches else 0.0))


def _named(scored: list[Match]) -> bool:
    """Whether a text is one known word."""
    return bool(scored) and scored[0].how == "exact" and scored[0].score >= SURE


@lru_cache(maxsize=4096)
def _scores(catalogue: Catalogue, text: str) -> list[Match]:
    known = industry_terms(catalogue)
    words = tokens(text[:LONGEST])
    pieces = segments(known, words)
    scored = _scored(known, pieces)
    if len(pieces) > 1 and not (scored and not scored[0].industry_id and scored[0].score >= ENOUGH):
        scored = _with_likeness(known, scored, words)
    if len(pieces) != 1:  # a heading is meant only by its own name
        scored = [match for match in scored if match.industry_id not in headings(catalogue)]
    if len(words) == 1 and scored and scored[0].score < ENOUGH:
        return _by_pinyin(known, text) or scored
    return scored or _by_pinyin(known, text)


def _joined_scores(
    known: IndustryTerms, items: list[list[Match]], weights: list[float], agree: float = AGREE
) -> list[Match]:
    scores = joined_scores([{m.industry_id: m.score for m in item} for item in items], weights, known.lineage, agree)
    best: dict[str, Match] = {}
    for match in sorted((match for item in items for match in item), key=lambda match: -match.score):
        best.setdefault(match.industry_id, match)
    joined = [replace(best[industry], score=round(score, 1)) for industry, score in scores.items()]
    return sorted(joined, key=lambda match: -match.score)


def _matched(catalogue: Catalogue, scored: list[Match], limit: int, of_list: bool = False) -> MatchedNeed:
    known, catch_all = industry_terms(catalogue), headings(catalogue)
    refused = [match for match in scored if not match.industry_id]
    found = [match for match in scored if match.industry_id and match.score >= ENOUGH]
    if refused and (not found or refused[0].score >= found[0].score):
        return MatchedNeed("refuse", unplaced=refused[0].gbt_code)
    if not found:
        return MatchedNeed("refuse", known=False)
    first = found[0]
    rivals = [m for m in found[1:] if not _one_line(known, first.industry_id, m.industry_id)]
    close = bool(rivals) and first.score - rivals[0].score < MARGIN
    if of_list:  # of an industry and its own part both may be meant
        close = close or (len(found) > 1 and first.score - found[1].score < _TIED)
        scored = [replace(match, score=min(match.score, _MOST)) for match in scored]
        found = [match for match in scored if match.industry_id and match.score >= ENOUGH]
    sure = first.score >= SURE and not close and first.industry_id not in catch_all
    if sure:
        return MatchedNeed("sure", tuple(found[:limit]))
    perhaps = [m for m in scored if m.industry_id and TELLS <= m.score < ENOUGH and m.industry_id not in catch_all]
    return MatchedNeed("ask", tuple(_spread(known, [*found, *perhaps[: max(_OFFERED - len(found), 0)]])[:limit]))


def _spread(known: IndustryTerms, found: list[Match]) -> list[Match]:
    """Put first, in their order, those that do not lie in one line with one before: a question offers what differs."""
    first: list[Match] = []
    for match in found:
        if not any(_one_line(known, match.industry_id, other.industry_id) for other in first):
            first.append(match)
    return [*first, *(match for match in found if match not in first)]


def match_industries(catalogue: Catalogue, text: str, limit: int = 8) -> list[Match]:
    """Find the industries that a text may mean, best first; none where it is refused (see `match_need`)."""
    return list(match_need(catalogue, text, limit).matches)


def needed_words(catalogue: Catalogue, industry_id: str, text: str) -> tuple[str, ...]:
    """The things of a text as words of products, for `Requirements.words`.

    None where one of them is another name of the industry: then the industry is asked for.
    """
    known = industry_terms(catalogue).by_tokens
    items = [text] if tokens(text) in known else [bare(item) for item in things(text)]
    for item in items:
        own = [term for term in known.get(tokens(item), []) if term.industry_id == industry_id]
        if any(term.source in ("name", "alias") or (term.source == "word" and term.trust == 1.0) for term in own):
            return ()
    return tuple(items)


def term_match(term: IndustryTerm, score: float, how: str) -> Match:
    """A term as a match; ``score`` is from 0 to 100."""
    return Match(
        term.industry_id, round(score, 1), how, term.word, term.source, term.plan_id, term.section, term.gbt_code
    )


def _one_line(known: IndustryTerms, one: str, other: str) -> bool:
    return one in known.lineage[other] or other in known.lineage[one]


def _scored(known: IndustryTerms, pieces: list[Segment]) -> list[Match]:
    """Each industry with the share of the text that its words are, best first; "" for what no plan places."""
    whole = sum(piece.weight for piece in pieces)
    industries = {term.industry_id for piece in pieces for term in piece.terms}
    scored = []
    for industry in industries:
        above = known.lineage.get(industry, frozenset({industry}))
        score, best, heaviest, how = 0.0, None, -1.0, "exact"
        for piece in pieces:
            term = max((t for t in piece.terms if t.industry_id in above), key=lambda t: t.trust, default=None)
            if term is None:
                continue
            own = term.industry_id == industry
            less = 0.9 if piece.how == "spelling" else _DESCRIBING if not industry and piece is not pieces[-1] else 1.0
            score += piece.weight * term.trust * less * (1.0 if own else _ABOVE)
            if own and piece.weight > heaviest:
                best, heaviest, how = term, piece.weight, piece.how
        if best is not None:
            match = term_match(best, 100 * score / whole, how)
            scored.append(replace(match, how="within") if len(pieces) > 1 and how == "exact" else match)
    rank = {"": len(known.order)} | known.order
    depth = {industry: len(above) for industry, above in known.lineage.items()}
    head = {t.industry_id: i for i, t in enumerate(pieces[-1].terms)} if pieces else {}
    return sorted(
        scored,
        key=lambda m: (-m.score, head.get(m.industry_id, 99), -depth.get(m.industry_id, 0), rank[m.industry_id]),
    )


def _with_likeness(known: IndustryTerms, scored: list[Match], words: tuple[str, ...]) -> list[Match]:
    """The matches of several pieces, and what known words like the whole of them say.

    A part that is known may mean something else in a compound, and a compound that is not known is like others.
    """
    joined = {match.industry_id: replace(match, score=(1 - _LIKENESS) * match.score) for match in scored}
    for industry, vote in _votes(known, words).items():
        term = next(term for term in known.by_tokens[vote.word] if term.industry_id == industry)
        one = joined.get(industry) or term_match(term, 0.0, "part")
        joined[industry] = replace(one, score=one.score + 100 * _LIKENESS * math.sqrt(vote.share))
    if "" in joined:
        joined[""] = replace(joined[""], score=min(_NO_PLAN * joined[""].score, _MOST))
    return sorted((replace(m, score=round(m.score, 1)) for m in joined.values()), key=lambda match: -match.score)


def _votes(known: IndustryTerms, words: tuple[str, ...]) -> dict[str, Vote]:
    """What a need is like with and without what it is for, at equal shares."""
    whole, made = likely_industries(known.likeness, words), likely_industries(known.likeness, without_use(known, words))
    return {
        industry: Vote(sum(votes[industry].share / 2 for votes in (whole, made) if industry in votes), vote.word)
        for industry, vote in (whole | made).items()
    }


def _by_pinyin(known: IndustryTerms, text: str) -> list[Match]:
    query = normalise(text[:LONGEST])
    if not query.isascii() or len(query) < 3:
        return []
    for sound, key in known.sounds:
        if query in (sound.full, sound.initials):
            return [term_match(term, _PINYIN, "pinyin") for term in known.by_tokens[key]]
    return []
