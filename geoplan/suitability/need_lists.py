"""Lists of things that share a head: 鲍鱼、对虾育苗场 are two hatcheries."""

from __future__ import annotations

import re
from typing import Final

from geoplan.suitability.industry_terms import IndustryTerms
from geoplan.suitability.need_segments import cut, is_place
from geoplan.suitability.need_tokens import line_words, prepositions, stop_words, tokens, use_words

AGREE: Final = 0.3  # of the mean score each further thing that says the same adds
TELLS: Final = 20.0  # score from which a thing tells something
_NOT_KNOWN: Final = 0.4  # what the things that are not known take from the score, where all but none are
_OF_ABOVE: Final = 0.8  # of the score for what lies above an industry counts for the industry
_BELOW: Final = 0.6  # of the score for a part of an industry counts for the industry
_ALONE: Final = 0.92  # of its score what one thing says counts at least
_ALONE_MOST: Final = 69.0  # alone it is not sure
_PART: Final = 0.3  # what a thing has as parts agrees with nothing: a router with optical modules is a router
_SERVED: Final = 0.5  # "a contractor for bridges and tunnels": what follows is what the first thing is for


def list_weights(items: list[str]) -> list[float]:
    """Weigh the things of a list: what something is for or has as parts less, with those after it."""
    weights, weight = [], 1.0
    for item in items:
        if _is_use(item):
            weight = _SERVED
        if bare(item) != item:
            weight = _PART
        weights.append(weight)
        if any(word in prepositions() for word in tokens(item)[1:]):
            weight = _SERVED
    return weights


def joined_scores(
    items: list[dict[str, float]], weights: list[float], lineage: dict[str, frozenset[str]], agree: float
) -> dict[str, float]:
    """Score the industries over the things of a list.

    The mean by how much each tells, more where several agree, and no less than one alone. A thing of a part of an
    industry is of that industry too, but less; things that are not known take some of the score away.

    Parameters
    ----------
    items : list of dict
        Of each thing the industries' scores, 0 to 100.
    weights : list of float
        As from `list_weights`.
    lineage : dict of frozenset of str
        Of an industry: itself and what lies above.
    agree : float
        Of the mean score each further thing that says the same adds.

    Returns
    -------
    dict of float
        By industry; several things that agree may score more than 100.
    """
    weighed = [(item, w) for item, w in zip(items, weights, strict=True) if max(item.values(), default=0.0) >= TELLS]
    tells = [w * max(item.values()) for item, w in weighed]
    less = 1.0 - _NOT_KNOWN * (1 - len(weighed) / len(items))
    joined = {}
    for industry in dict.fromkeys(industry for item, _ in weighed for industry in item):
        own = [_of_thing(item, industry, lineage) for item, _ in weighed]
        mean = sum(w * score for w, score in zip(tells, own, strict=True)) / sum(tells)
        alone = max(w * score for (_, w), score in zip(weighed, own, strict=True))
        agreeing = sum(score / max(item.values()) for (item, w), score in zip(weighed, own, strict=True) if w > _PART)
        joined[industry] = max(less * mean * (1 + agree * max(agreeing - 1, 0.0)), min(_ALONE * alone, _ALONE_MOST))
    return joined


def _of_thing(item: dict[str, float], industry: str, lineage: dict[str, frozenset[str]]) -> float:
    """The score of an industry in a thing that names it, what lies above it or a part of it."""
    above = lineage.get(industry, frozenset()) - {industry}
    higher = max((_OF_ABOVE * score for one, score in item.items() if one in above), default=0.0)
    below = max((_BELOW * score for one, score in item.items() if industry in lineage.get(one, ())), default=0.0)
    return max(item.get(industry, 0.0), higher, below)


def bare(item: str) -> str:
    """A thing without the word that says it is a part of another: 带BMS."""
    return re.sub(rf"^\s*{line_words()['phrases']['parts']}\s*", "", item, flags=re.IGNORECASE)


def _is_use(item: str) -> bool:
    words = tokens(item)
    return any(words[: len(use)] == use for use in use_words()) or (len(words) > 1 and words[0] == "for")


def ends_as_place(item: str) -> bool:
    """Whether a thing is a place where people buy, eat, learn or are served: then all of the list are."""
    words = tokens(item)
    end = next((i for i, word in enumerate(words) if i and word in prepositions()), len(words))
    return bool(words) and is_place(words[:end])


def headed(known: IndustryTerms, items: list[str]) -> list[str]:
    """Give each thing of a list the head of the last one; nothing where that is no known head with a modifier."""
    last = tokens(items[-1])
    spans = cut(known, last)
    while len(spans) > 1 and last[spans[-1][0] : spans[-1][1]] in stop_words():
        spans = spans[:-1]
    if len(spans) < 2 or last[spans[-1][0] : spans[-1][1]] not in known.by_tokens:
        return []
    start = spans[-1][0]
    gap = " " if last[start].isascii() else ""
    head = gap.join(last[start:])
    return [*(f"{item}{gap}{head}" for item in items[:-1]), items[-1]]
