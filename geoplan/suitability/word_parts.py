"""What parts of words tell: a word that is not known shares a part with words that are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from geoplan.suitability.need_tokens import stop_words

_MOST: Final = 0.75  # a part tells less than a known word


class WordParts(NamedTuple):
    """How often each part stands in words of each industry; "" is what no plan places.

    Attributes
    ----------
    counts : dict of Counter
        By part: a pair of Chinese characters or a Latin word.
    example : dict
        By part and industry, a word that has it.
    ends : dict of Counter
        As ``counts``, of what words end in: "chips" end words of many industries, "excavators" of one.
    """

    counts: dict[str, Counter[str]]
    example: dict[tuple[str, str], tuple[str, ...]]
    ends: dict[str, Counter[str]]


def ending(word: tuple[str, ...]) -> str:
    """What a word ends in: its last two Chinese characters or its last Latin word."""
    return word[-1] if word[-1].isascii() or len(word) == 1 or word[-2].isascii() else word[-2] + word[-1]


def parts(word: tuple[str, ...]) -> Iterator[str]:
    """Pairs of Chinese characters side by side, and Latin words, without stop words."""
    stop = stop_words()
    for i, token in enumerate(word):
        if token.isascii():
            if (token,) not in stop and len(token) > 2 and not token[0].isdigit():
                yield token
        elif i + 1 < len(word) and not word[i + 1].isascii() and word[i : i + 2] not in stop:
            yield token + word[i + 1]


def word_parts(words: Iterable[tuple[tuple[str, ...], str]]) -> WordParts:
    """Count the parts of words, each given with its industry."""
    found = WordParts({}, {}, {})
    for word, industry in words:
        for part in set(parts(word)):
            found.counts.setdefault(part, Counter())[industry] += 1
            found.example.setdefault((part, industry), word)
        found.ends.setdefault(ending(word), Counter())[industry] += 1
    return found


def likely_industries(known: WordParts, word: tuple[str, ...]) -> dict[str, tuple[float, tuple[str, ...]]]:
    """What an unknown word may be: by industry a trust from 0 to `_MOST` and a known word that shares a part.

    The share of the part that tells most counts for half, that of the last part, where Chinese and English name the
    thing itself, and the mean of all for a quarter each.
    """
    pieces = list(parts(word))
    shares = [
        {i: n / (c.total() + 1) for i, n in c.items()} for p in pieces if (c := known.counts.get(p, Counter())) or 1
    ]
    result = {}
    for industry in {i for share in shares for i in share}:
        own = [share.get(industry, 0.0) for share in shares]
        best = max(range(len(own)), key=own.__getitem__)
        value = _MOST * (own[best] / 2 + own[-1] / 4 + sum(own) / len(own) / 4)
        result[industry] = value, known.example[pieces[best], industry]
    return result
