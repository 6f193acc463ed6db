"""What an unknown word may be: known words that are written like it vote, as kernel ridge regression weighs them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

_PENALTY: Final = 1.0  # of ridge regression, beside a likeness of 1 of each word with itself
_STEPS: Final = 12  # of conjugate gradients; twice as many tell no more words rightly
_AT_ONCE: Final = 16  # industries solved together: what that needs beside the result stays under 20 MB
_MOST: Final = 12  # industries that a word is told to be of
_LEAST: Final = 0.01  # share that still tells something
_GRAMS: Final = (3, 4, 5)  # letters of the parts of Latin words

Floats = npt.NDArray[np.float32]


class Vote(NamedTuple):
    """An industry that a word may be of.

    Attributes
    ----------
    share : float
        About how probable it is, from 0 to 1.
    word : tuple of str
        The word of the industry, as tokens, that is most like it.
    """

    share: float
    word: tuple[str, ...]


class WordLikeness(NamedTuple):
    """Known words by their features, and how much each speaks for each industry.

    Attributes
    ----------
    words : list of tuple of str
        As tokens.
    industries : list of str
        "" is what no plan places.
    columns : array of uint32
        The known features, see `features`, as sorted hashes.
    rarity : array of float
        Inverse document frequency of each feature.
    by_feature : sparse array
        Features × words, the tf-idf of each, so that each word has length 1.
    votes : array of float
        Words × industries.
    own : array of bool
        Words × industries, what is known.
    """

    words: list[tuple[str, ...]]
    industries: list[str]
    columns: npt.NDArray[np.uint32]
    rarity: Floats
    by_feature: sparse.csr_array
    votes: Floats
    own: npt.NDArray[np.bool_]


def ending(word: tuple[str, ...]) -> str:
    """What a word ends in: its last two Chinese characters or its last Latin word."""
    return word[-1] if word[-1].isascii() or len(word) == 1 or word[-2].isascii() else word[-2] + word[-1]


def features(word: tuple[str, ...]) -> Iterator[str]:
    """The features of a word: one to three Chinese characters side by side; Latin words, two of them, parts of them.

    What a word begins and ends with counts once more, as Chinese and English both say last what a thing is.
    """
    for i, token in enumerate(word):
        han = [token, *word[i + 1 : i + 3]]
        if token.isascii():
            yield token
            if len(token) > _GRAMS[0]:
                marked = f"<{token}>"
                yield from (f"#{marked[j : j + n]}" for n in _GRAMS for j in range(len(marked) - n + 1))
            if i + 1 < len(word):
                yield f"{token} {word[i + 1]}"
            continue
        for n in range(1, len(han) + 1):
            if han[n - 1].isascii():
                break
            yield "".join(han[:n])
    yield from (f"^{word[0]}", f"{word[-1]}$", f"{ending(word)}$$")


def word_likeness(known: Iterable[tuple[tuple[str, ...], str]]) -> WordLikeness:
    """Learn from known words, each given with its industry; a word may be of several.

    A word is a vector of the features that it has, each 1 + log((1 + n) / (1 + df)), of length 1 (Salton and Buckley
    1988; how often it has one does not count).
    The votes A of ridge regression solve (X Xᵀ + λ) A = Y − mean of Y (Saunders, Gammerman and Vovk 1998): a word
    written like many others of its industry has little to add, one unlike its neighbours' industry a lot.
    """
    labels: dict[tuple[str, ...], set[str]] = {}
    for word, industry in known:
        labels.setdefault(word, set()).add(industry)
    words, industries = list(labels), sorted({industry for found in labels.values() for industry in found})
    hashed = [[crc32(feature.encode()) for feature in features(word)] for word in words]
    columns, at = np.unique(np.fromiter((h for row in hashed for h in row), np.uint32), return_inverse=True)
    rows = np.repeat(np.arange(len(words), dtype=np.int32), [len(row) for row in hashed])
    counts = sparse.csr_array((np.ones(len(at), np.float32), (rows, at.astype(np.int32))), (len(words), len(columns)))
    counts.sum_duplicates()
    frequency = np.bincount(counts.indices, minlength=len(columns))
    rarity = (1 + np.log((1 + len(words)) / (1 + frequency))).astype(np.float32)
    counts.data = rarity[counts.indices]
    length = np.sqrt(counts.multiply(counts).sum(axis=1))
    by_word = sparse.csr_array(sparse.diags_array(1 / length).astype(np.float32) @ counts)
    order = {industry: i for i, industry in enumerate(industries)}
    own = np.zeros((len(words), len(industries)), np.bool_)
    for i, found in enumerate(labels.values()):
        own[i, [order[industry] for industry in found]] = True
    votes = own - own.mean(axis=0, dtype=np.float32)
    by_feature = sparse.csr_array(by_word.T)
    for start in range(0, len(industries), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        votes[:, some] = _solved(by_word, by_feature, votes[:, some])
    return WordLikeness(words, industries, columns, rarity, by_feature, votes, own)


def _solved(by_word: sparse.csr_array, by_feature: sparse.csr_array, wanted: Floats) -> Floats:
    """Solve (X Xᵀ + λ) A = `wanted` by conjugate gradients, each column for itself."""
    found, rest, way = np.zeros_like(wanted), wanted.copy(), wanted.copy()
    size = (rest * rest).sum(axis=0)
    for _ in range(_STEPS):
        image = by_word @ (by_feature @ way) + np.float32(_PENALTY) * way
        step = size / np.maximum((way * image).sum(axis=0), np.finfo(np.float32).tiny)
        found += step * way
        rest -= step * image
        last, size = size, (rest * rest).sum(axis=0)
        way = rest + size / np.maximum(last, np.finfo(np.float32).tiny) * way
    return found


def likely_industries(known: WordLikeness, word: tuple[str, ...]) -> dict[str, Vote]:
    """What an unknown word may be, the likeliest first; empty where no known word is written like it."""
    likeness = _likeness(known, word)
    alike = np.flatnonzero(likeness)
    if not len(alike):
        return {}
    shares = likeness[alike] @ known.votes[alike]
    found = {}
    for i in np.argsort(-shares, kind="stable")[:_MOST]:
        own = alike[known.own[alike, i]]
        if shares[i] > _LEAST and len(own):
            word = known.words[own[likeness[own].argmax()]]
            found[known.industries[i]] = Vote(min(float(shares[i]), 1.0), word)
    return found


def _likeness(known: WordLikeness, word: tuple[str, ...]) -> Floats:
    """The cosine of a word and each known word."""
    hashed = np.unique(np.fromiter((crc32(feature.encode()) for feature in features(word)), np.uint32))
    at = np.searchsorted(known.columns, hashed)
    there = known.columns[np.minimum(at, len(known.columns) - 1)] == hashed
    rare = 1 + math.log(1 + len(known.words))  # what no known word has
    weights = np.where(there, known.rarity[np.minimum(at, len(known.columns) - 1)], rare).astype(np.float32)
    weights /= np.linalg.norm(weights)
    likeness = np.zeros(len(known.words), np.float32)
    for column, weight in zip(at[there], weights[there], strict=True):
        span = slice(known.by_feature.indptr[column], known.by_feature.indptr[column + 1])
        likeness[known.by_feature.indices[span]] += weight * known.by_feature.data[span]
    return likeness
