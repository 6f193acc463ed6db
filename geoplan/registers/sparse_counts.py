"""Counts by area, industry and year, of which only those are held that are not zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FIRST_YEAR: Final = 1800  # before it, and from 511 years later on, a year is taken for a slip
LAST_YEAR: Final = FIRST_YEAR + 510
_YEAR_BITS: Final = 9
_CODE_BITS: Final = 12

_YEARS: Final = np.int64((1 << _YEAR_BITS) - 1)
COUNTED: Final = 2  # columns of counts where nothing is summed up

Keys = NDArray[np.int64]


@dataclass
class SparseCounts:
    """Counts by key, each key once and in ascending order.

    Attributes
    ----------
    keys : ndarray of int
        Area, industry and year in one number, see `pack`.
    counts : ndarray of int
        One column a kind of count.
    """

    keys: Keys
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, *columns: Keys, sums: Sequence[tuple[Keys, NDArray[np.int64]]] = ()) -> SparseCounts:
        """Count how often each key comes in each of several lists of keys.

        Parameters
        ----------
        sums : sequence of tuple of ndarray of int, optional
            Keys and what is to be added up by key, never below 0; each becomes two more columns, the sum and how
            many were added.

        Raises
        ------
        OverflowError
            A sum is too large for 63 bits.
        """
        width = len(columns) + 2 * len(sums)
        parts = [_counted(columns, width)]
        parts += [_summed(*each, len(columns) + 2 * i, width) for i, each in enumerate(sums) if len(each[0])]
        return merged(parts)

    @property
    def size(self) -> int:
        """How many numbers are held."""
        return self.keys.size + self.counts.size

    def frame(self) -> pd.DataFrame:
        """``area``, ``industry`` (positions), ``year`` (<NA> where none is known) and the counts by number."""
        area, industry, year = unpack(self.keys)
        frame = pd.DataFrame({"area": area, "industry": industry, "year": known_years(year)})
        return frame.assign(**{str(i): self.counts[:, i] for i in range(self.counts.shape[1])})


def pack(area: Keys, industry: NDArray[np.integer], year: NDArray[np.integer]) -> Keys:
    """Put area, industry and year into one number; a year of 0 is an unknown one.

    Parameters
    ----------
    area, industry : ndarray of int
        Positions; of at most 4,096 industries.
    year : ndarray of int
        0, or within `FIRST_YEAR` and `LAST_YEAR`.
    """
    since = np.where(year == 0, 0, year.astype(np.int64) - (FIRST_YEAR - 1))
    return (area << (_YEAR_BITS + _CODE_BITS)) | (industry.astype(np.int64) << _YEAR_BITS) | since


def unpack(keys: Keys) -> tuple[Keys, Keys, Keys]:
    """Take area, industry and year out of keys; a year of 0 is an unknown one."""
    since, rest = keys & _YEARS, keys >> _YEAR_BITS
    return rest >> _CODE_BITS, rest & ((1 << _CODE_BITS) - 1), np.where(since == 0, 0, since + (FIRST_YEAR - 1))


def known_years(year: Keys) -> Any:
    """Years as an array of pandas, <NA> where none is known."""
    return pd.arrays.IntegerArray(year, year == 0)


def unknown_year_last(keys: Keys, back: bool = False) -> Keys:
    """Turn keys into numbers by which an unknown year comes after the known ones, or such numbers back into keys."""
    return (keys & ~_YEARS) | ((keys + (1 if back else -1)) & _YEARS)


def coarser(cells: SparseCounts, detail: str) -> SparseCounts:
    """Add counts up by area alone, or by area and industry.

    Parameters
    ----------
    detail : {"area", "industry", "year"}
        What stays apart; of the rest the keys have 0.
    """
    bits = {"area": _YEAR_BITS + _CODE_BITS, "industry": _YEAR_BITS, "year": 0}[detail]
    keys = (cells.keys >> bits) << bits
    first = np.flatnonzero(_is_new(keys))  # keys are ascending, and stay so
    if len(first) == len(keys):
        return SparseCounts(keys, cells.counts)
    return SparseCounts(keys[first], _added_up(cells.counts, first))


def merged(parts: list[SparseCounts]) -> SparseCounts:
    """Add counts; the order of the parts makes no difference."""
    if len(parts) == 1:
        return parts[0]
    if parts[0].counts.shape[1] > COUNTED:  # counts alone stay far below
        _require_room(*(part.counts for part in parts))
    keys = np.concatenate([part.keys for part in parts])
    order = np.argsort(keys, kind="stable")  # which is quick where parts are in order already
    keys = keys[order]
    first = np.flatnonzero(_is_new(keys))
    counts = np.concatenate([part.counts for part in parts])
    return SparseCounts(keys[first], _added_up(counts, first, order))


def _counted(columns: Sequence[Keys], width: int) -> SparseCounts:
    """Count keys of several lists in one sort: the lowest bits say which list a key is of."""
    bits = (len(columns) - 1).bit_length()
    marked = np.concatenate([(keys << bits) | at for at, keys in enumerate(columns)])
    marked.sort()
    first = np.flatnonzero(_is_new(marked))
    keys, column = marked[first] >> bits, marked[first] & ((1 << bits) - 1)
    new = _is_new(keys)
    row = np.cumsum(new) - 1
    counts = np.zeros((np.count_nonzero(new), width), dtype=np.int64)
    counts[row, column] = np.diff(first, append=len(marked))
    return SparseCounts(keys[new], counts)


def _summed(keys: Keys, values: NDArray[np.int64], at: int, width: int) -> SparseCounts:
    _require_room(values)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(_is_new(keys))
    counts = np.zeros((len(first), width), dtype=np.int64)
    counts[:, at] = np.add.reduceat(values[order], first)
    counts[:, at + 1] = np.diff(first, append=len(keys))
    return SparseCounts(keys[first], counts)


def _is_new(keys: Keys) -> NDArray[np.bool_]:
    """Whether each of some ascending keys is another than the one before it."""
    new = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    return new


def _added_up(
    counts: NDArray[np.int64], first: NDArray[np.intp], order: NDArray[np.intp] | slice = slice(None)
) -> NDArray[np.int64]:
    """Add up the stretches of rows that begin at `first`, column by column, which is faster than all at once."""
    added = np.empty((len(first), counts.shape[1]), dtype=np.int64)
    if len(first):
        for column, values in enumerate(counts.T):
            added[:, column] = np.add.reduceat(values[order], first)
    return added


def _require_room(*parts: NDArray[np.int64]) -> None:
    """Whether all that is to be added up fits into 63 bits together, and so any part of it."""
    if np.sum([part.sum(axis=0, dtype=np.float64) for part in parts], axis=0).max(initial=0) >= 2.0**63:
        raise OverflowError
