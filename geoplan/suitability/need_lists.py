"""Lists of things that share a head: 鲍鱼、对虾育苗场 are two hatcheries."""

from __future__ import annotations

from typing import Final

from geoplan.suitability.industry_terms import IndustryTerms
from geoplan.suitability.need_segments import cut, is_place
from geoplan.suitability.need_tokens import prepositions, stop_words, tokens

_SERVED: Final = 0.5  # "a contractor for bridges and tunnels": what follows is what the first thing is for


def list_weights(items: list[str]) -> list[float]:
    """Weigh the things of a list: those after one that says what it is for go on saying so, in English."""
    weights, weight = [], 1.0
    for item in items:
        weights.append(weight)
        if any(word in prepositions() for word in tokens(item)[1:]):
            weight = _SERVED
    return weights


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
