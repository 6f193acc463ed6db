"""A need parted into known words, the longest first, and what is left between them."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from geoplan.suitability.industry_terms import IndustryTerm, IndustryTerms
from geoplan.suitability.need_tokens import (
    english_place_words,
    is_workshop,
    need_words,
    place_words,
    prepositions,
    stop_words,
    tokens,
    use_words,
)
from geoplan.suitability.word_likeness import ending, likely_industries

_ALIKE: Final = 88  # rapidfuzz ratio, 0-100, from which two spellings are one word
_UNKNOWN_HEAD: Final = 1.25  # what is made is not known
_HEAD: Final = (0.3, 2.0)  # what is made: where its word ends words of other industries alone, of its own alone
_LONG_HEAD: Final = 1.25  # the least that a known head of several words weighs, however others end
_SUFFIX: Final = 0.3  # a single character or a number that is left over
_AFTER: Final = 0.5  # "… for hydrogen", 飞机用…: what something is for weighs half
_LIKE: Final = 0.9  # trust in an unknown word by the root of its share: four in ten are told rightly at a trust of 0.4
_LIKE_MOST: Final = 0.65  # likeness alone is never sure
_TOLD: Final = 0.4  # trust from which words alike tell what is made
_UNKNOWN: Final = 1.0  # the most that unknown descriptions weigh together


class Segment(NamedTuple):
    """A piece of a need.

    Attributes
    ----------
    terms : tuple of IndustryTerm
        What the piece stands for; empty where it is not known.
    how : str
        "exact" or "spelling"; "part" where only words like it are known, "" where none is.
    weight : float
        How much of the need the piece is.
    """

    tokens: tuple[str, ...]
    terms: tuple[IndustryTerm, ...]
    how: str
    weight: float = 1.0


def segments(known: IndustryTerms, text: tuple[str, ...]) -> list[Segment]:
    """Part the tokens of a need so that the fewest are left unknown, in the fewest words; stop words are left out.

    The last word is the head, what is made or done; the words before it describe it. A word that stands inside a
    longer known word is not found.
    """
    head, use = _parted(known, text)
    before = [piece for piece in head if not _is_stop_word(piece)]
    behind = [piece for piece in use if not _is_stop_word(piece)]
    if not before:
        before, behind = behind, []
    if not before:
        before = [piece for piece in head + use if piece.terms]
    if (
        behind and not any(_known(piece) for piece in before) and not _tells(before[-1])
    ):  # what is made is not known: what it is for tells more
        return [*(piece._replace(weight=_UNKNOWN / len(before)) for piece in before), *_weighed(known, behind)]
    unknown = sum(not _known(piece) for piece in behind)
    behind = [piece._replace(weight=_AFTER if _known(piece) else _AFTER / unknown) for piece in behind]
    return [*_weighed(known, before), *behind]


def without_use(known: IndustryTerms, text: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of a need that say what is made, without what it is for."""
    return tuple(token for piece in _parted(known, text)[0] for token in piece.tokens)


@lru_cache(maxsize=1024)
def _parted(known: IndustryTerms, text: tuple[str, ...]) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """The pieces that say what is made, and those that say what it is for."""
    pieces = _joined(known, cut(known, text), text)
    end = _end_of_use(pieces)
    later = range(end + 1, len(pieces))
    after = next((i for i in later if pieces[i].tokens[0] in prepositions()), len(pieces))
    return tuple(pieces[end:after]), tuple(pieces[:end] + pieces[after:])


def _end_of_use(pieces: list[Segment]) -> int:
    """Where what a Chinese need says first is what the rest of it is for: 叉车用锂电池, 用于飞机的碳纤维; else 0."""
    words = ["".join(piece.tokens) for piece in pieces]
    mark = need_words()["use"]["end" if pieces and pieces[0].tokens in use_words() else "end_alone"]
    end = words.index(mark) + 1 if mark in words else 0
    told = (any(_known(piece) for piece in side) for side in (pieces[:end], pieces[end:]))
    return end if all(told) else 0


def _tells(piece: Segment) -> bool:
    return piece.how == "part" and piece.terms[0].trust >= _TOLD


def cut(known: IndustryTerms, text: tuple[str, ...]) -> list[tuple[int, int]]:
    """The spans of the cheapest parting: an unknown character costs 1, a Latin word 2, a known word little."""
    stop, n = stop_words(), len(text)
    cost: list[tuple[float, int]] = [(0.0, 0)] * (n + 1)
    for end in range(1, n + 1):
        options = [(cost[end - 1][0] + (2.0 if text[end - 1].isascii() else 1.0), end - 1)]
        for start in range(max(0, end - max(known.longest, 8)), end):
            word = text[start:end]
            if word in known.by_tokens and (len(word) > 1 or word[0].isascii()):
                options.append((cost[start][0] + 0.2, start))
            elif word in stop:
                options.append((cost[start][0] + 0.1, start))
        # Of equal partings English takes the longer first word, Chinese the longer last.
        back = -1 if text[end - 1].isascii() else 1
        cost[end] = min(options, key=lambda option: (round(option[0], 3), back * option[1]))
    spans, end = [], n
    while end:
        spans.append((cost[end][1], end))
        end = cost[end][1]
    return spans[::-1]


def cuts_word(known: IndustryTerms, text: str, at: int) -> bool:
    """Whether a known word goes across a place in a text."""
    before = len(tokens(text[:at]))
    return any(start < before < end for start, end in cut(known, tokens(text)))


def _joined(known: IndustryTerms, spans: list[tuple[int, int]], text: tuple[str, ...]) -> list[Segment]:
    """The spans as pieces, unknown Chinese characters side by side as one piece."""
    stop, pieces = stop_words(), list[Segment]()
    for start, end in spans:
        word = text[start:end]
        if start and is_workshop(text[start - 1], word[0]):
            continue
        lone = len(word) == 1 and not word[0].isascii()  # one character is no word
        terms, how = () if lone else tuple(known.by_tokens.get(word, ())), "exact"
        if not terms and len(word) == 1 and word[0].isascii() and word not in stop:
            terms, how = _respelt(known, word[0]), "spelling"
        last = pieces[-1] if pieces else None
        unknown = not terms and word not in stop and not word[0].isascii()
        if unknown and last and not last.terms and last.tokens not in stop and not last.tokens[-1].isascii():
            pieces[-1] = Segment(last.tokens + word, (), "")
        else:
            pieces.append(Segment(word, terms, how if terms else ""))
    return [_by_likeness(known, piece) if not piece.terms and piece.tokens not in stop else piece for piece in pieces]


def is_place(word: tuple[str, ...]) -> bool:
    """Whether a word that is not known ends as places do where people buy, eat, learn or are served."""
    return "".join(word).endswith(place_words()) or word[-1] in english_place_words()


def _place(piece: Segment) -> IndustryTerm:
    return IndustryTerm("", "".join(piece.tokens), "gbt", trust=0.9)


def _by_likeness(known: IndustryTerms, piece: Segment) -> Segment:
    """An unknown piece with the industries whose words are like it."""
    if is_place(piece.tokens):
        return piece._replace(terms=(_place(piece),), how="exact")
    terms = []
    for industry, vote in likely_industries(known.likeness, piece.tokens).items():
        term = next(t for t in known.by_tokens[vote.word] if t.industry_id == industry)
        terms.append(term._replace(trust=min(_LIKE_MOST, _LIKE * math.sqrt(vote.share))))
    return piece._replace(terms=tuple(sorted(terms, key=lambda t: -t.trust)), how="part") if terms else piece


def _respelt(known: IndustryTerms, word: str) -> tuple[IndustryTerm, ...]:
    if len(word) < 6:
        return ()
    best = process.extractOne(word, known.latin.get(word[0], []), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return tuple(known.by_tokens[(best[0],)]) if best else ()


def _known(piece: Segment) -> bool:
    return piece.how in ("exact", "spelling")


def _is_stop_word(piece: Segment) -> bool:
    """Whether a piece names nothing: a stop word, or a known word of stop words alone that is no industry's name."""
    stop = stop_words()
    if piece.tokens not in stop and any(term.trust == 1.0 for term in piece.terms):
        return False
    return piece.tokens in stop or all((token,) in stop for token in piece.tokens)


def _weighed(known: IndustryTerms, pieces: list[Segment]) -> list[Segment]:
    """The pieces with their weights: the head, the last, most; unknown descriptions together at most `_UNKNOWN`."""
    last = len(pieces) - 1
    unknown = sum(not _known(piece) for piece in pieces[:last])
    # What is made is an everyday good, if only by words like it: "wine bottles" are no wine.
    described = _AFTER if pieces and _tells(pieces[last]) and not pieces[last].terms[0].industry_id else 1.0
    weighed = []
    for i, piece in enumerate(pieces):
        if i == last:
            weight = _head_weight(known, piece)
        else:
            weight = described if _known(piece) else min(0.75, _UNKNOWN / max(unknown, 1))
        if len(pieces) > 1 and not piece.terms and _is_rest(piece.tokens):
            weight = _SUFFIX
        weighed.append(piece._replace(weight=weight))
    return weighed


def _is_rest(tokens: tuple[str, ...]) -> bool:
    return len(tokens) == 1 and (not tokens[0].isascii() or tokens[0][0].isdigit())


def _head_weight(known: IndustryTerms, piece: Segment) -> float:
    """How much the head weighs: less where words of other industries end in it too, as with "chips"."""
    if not _known(piece):
        return _UNKNOWN_HEAD
    if piece.terms == (_place(piece),):
        return _HEAD[1]
    ends = known.ends.get(ending(piece.tokens), Counter())
    own = {term.industry_id for term in piece.terms}
    share = sum(n for industry, n in ends.items() if industry in own) / ends.total() if ends else 1.0
    least, most = _HEAD
    weight = least + (most - least) * share
    long = len(piece.tokens) >= (2 if piece.tokens[-1].isascii() else 4)
    return max(weight, _LONG_HEAD) if long else weight
