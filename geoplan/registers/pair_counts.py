"""Enterprises of pairs of a site and an industry: of the industry, of others, and of which it is not known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geoplan.registers.code_masks import CodeMasks

Ints = NDArray[np.int64]


class PairCounts(NamedTuple):
    """Enterprises, an entry a pair; each enterprise is in one of the three."""

    matching: Ints
    others: Ints
    unknown: Ints

    @property
    def known(self) -> Ints:
        """Those of which it is known whether they are of the industry."""
        return self.matching + self.others

    def at(self, chosen: NDArray) -> PairCounts:
        """Those of some pairs."""
        return PairCounts(*(part[chosen] for part in self))


class Bounded(NamedTuple):
    """Counts on the ground of sites as drawn, and on what lies in it for certain and possibly."""

    drawn: PairCounts
    certain: PairCounts
    possible: PairCounts


def pair_counts(table: csr_array, area: Ints, masks: CodeMasks) -> PairCounts:
    """Count for pairs what lies in an area.

    Parameters
    ----------
    table : csr_array
        Enterprises, areas by codes.
    area : ndarray of int
        Of each pair, its area's position.
    masks : CodeMasks
        Of each pair.
    """
    rows = table[area].toarray()
    matching, unknown = (np.where(mask, rows, 0).sum(axis=1) for mask in masks)
    return PairCounts(matching, rows.sum(axis=1) - matching - unknown, unknown)


def bounded(drawn: PairCounts, certain: PairCounts, possible: PairCounts) -> Bounded:
    """Put counts together; what lies in a site for certain is never more, and what may lie in it never less."""
    return Bounded(
        drawn,
        PairCounts(*map(np.minimum, certain, drawn)),
        PairCounts(*map(np.maximum, possible, drawn)),
    )


class Extremes(NamedTuple):
    """How the counts of sites would be worst and best for what is designated, given what is not known of them.

    Attributes
    ----------
    worst, best : tuple of ndarray of int
        Enterprises of the industry, and of others. At worst the site holds of the industry what is certainly in it
        and of others all that may be in it, those of unknown industry among them; at best the other way round.
    """

    worst: tuple[Ints, Ints]
    best: tuple[Ints, Ints]


def extremes(counts: Bounded) -> Extremes:
    """Place what is not known, whether by position or by industry, at its worst and at its best."""
    _, certain, possible = counts
    return Extremes(
        (certain.matching, possible.others + possible.unknown), (possible.matching + possible.unknown, certain.others)
    )
