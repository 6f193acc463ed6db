"""Enterprises that exist at the end of a year, and those founded in some years, by area and code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.sparse_counts import COUNTED, SparseCounts, unpack


@dataclass(frozen=True)
class YearlyCounts:
    """Counts of one layer.

    Attributes
    ----------
    area, industry, year : ndarray of int
        Positions, and years of founding or closing; 0 where none is known.
    founded, closed : ndarray of int
        Enterprises.
    shape : tuple of int
        Areas and codes.
    """

    area: NDArray[np.int64]
    industry: NDArray[np.int64]
    year: NDArray[np.int64]
    founded: NDArray[np.int64]
    closed: NDArray[np.int64]
    shape: tuple[int, int]

    def stock(self, year: int) -> csr_array:
        """Enterprises that exist at the end of a year: founded until then, less those closed until then.

        Those of unknown year of founding count as founded. Counts do not tell whether one that was closed had been
        founded: a row that was closed before its founding (told as ``closed_before``) takes an enterprise away until
        that year. So the stock of an area and code is nowhere below zero, and may be too small by as many as such
        rows.

        Returns
        -------
        csr_array
            Areas by codes.
        """
        until = self.year <= year
        stock = self._table(until, self.founded - self.closed)
        stock.data = np.maximum(stock.data, 0)
        return stock

    def founded_in(self, first: int, last: int) -> csr_array:
        """Enterprises founded in the years from first to last, areas by codes."""
        return self._table((self.year >= first) & (self.year <= last), self.founded)

    def closed_in(self, first: int, last: int) -> csr_array:
        """Enterprises closed in the years from first to last, areas by codes."""
        return self._table((self.year >= first) & (self.year <= last), self.closed)

    def founded_unknown(self) -> csr_array:
        """Enterprises of unknown year of founding, areas by codes."""
        return self._table(self.year == 0, self.founded)

    @property
    def last_founding(self) -> int:
        """The last year in which an enterprise was founded; 0 where no year is known."""
        return int(self.year[self.founded > 0].max(initial=0))

    def _table(self, chosen: NDArray[np.bool_], values: NDArray[np.int64]) -> csr_array:
        at = np.flatnonzero(chosen & (values != 0))
        table = csr_array((values[at], (self.area[at], self.industry[at])), shape=self.shape, dtype=np.int64)
        table.sum_duplicates()
        return table


def yearly_counts(counts: RegisterCounts, layer: str, n_areas: int, n_codes: int) -> YearlyCounts:
    """Take the counts of a layer apart.

    Parameters
    ----------
    layer : str
        Its name; a register without rows has counts of none.
    n_areas, n_codes : int
        Of the layer and of the list of codes.
    """
    empty = SparseCounts.of(*[np.empty(0, np.int64)] * 2)
    cells = counts.layers[layer].cells if layer in counts.layers else empty
    founded, closed = (cells.counts[:, at].astype(np.int64) for at in range(COUNTED))
    return YearlyCounts(*unpack(cells.keys), founded, closed, (n_areas, n_codes))
