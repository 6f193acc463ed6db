"""Counts as tables: by area, industry and year, and summed up by area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_areas import COUNTY, GROUNDS
from geoplan.registers.sparse_counts import Keys, coarser, known_years, pack, unknown_year_last, unpack

BY: Final = {"county": ("adcode", (COUNTY,)), "site": ("site_id", GROUNDS)}  # key and layers of what is counted by
DETAILS: Final = ("area", "industry", "year")
_PIECE: Final = 50_000  # rows laid out at a time


def count_table(counts: RegisterCounts, plan: CountingPlan, by: str, detail: str = "year") -> pd.DataFrame:
    """Lay out what was counted.

    Parameters
    ----------
    by : {"county", "site"}
    detail : {"area", "industry", "year"}
        What a row is: an area, an industry in it, or a year of that.

    Returns
    -------
    DataFrame
        ``adcode`` or ``site_id``; with more detail ``gbt_code`` ("" where it is not known) and ``year`` (<NA> where
        it is not known); then by county ``founded`` and ``closed``, and by site these for each of the grounds, such
        as ``inside_founded``. Of an area all rows are founded, in a known year or not. Only rows with a count are
        listed, but of areas alone all. Where something is summed up: ``open``, the enterprises of ``founded`` that
        have not closed, and of them ``capital`` (in the unit of the file, which ``capital_unit`` names, "" where it
        does not say) or ``staff`` and, as ``capital_known``, how many had a value; where none had, the sum is missing
        and not 0.
    """
    return CountRows(counts, plan, by, detail).frame()


class CountRows:
    """The rows of a table of counts, of which a stretch is laid out at a time; see `count_table`."""

    def __init__(self, counts: RegisterCounts, plan: CountingPlan, by: str, detail: str) -> None:
        self._plan, self._by, self._detail = plan, by, detail
        self._key, self._names = BY[by]
        self._kinds = ["founded", "closed"]
        if plan.columns.sums:
            self._kinds += ["open", *(kind for role in plan.columns.sums for kind in (role, f"{role}_known"))]
        self._layers = [_ordered(counts, name, detail, len(self._kinds)) for name in self._names]
        ids = plan.layers[self._names[0]].ids
        nothing = np.zeros(len(ids), dtype=np.int64)
        every = [unknown_year_last(pack(np.arange(len(ids)), nothing, nothing))] if detail == "area" else []
        self._keys = np.unique(np.concatenate([*every, *(keys for keys, _ in self._layers)]))

    def __len__(self) -> int:
        return len(self._keys)

    def pieces(self) -> Iterator[pd.DataFrame]:
        """Lay all rows out, some at a time; one piece without rows where there are none."""
        for start in range(0, max(len(self), 1), _PIECE):
            yield self.frame(start, start + _PIECE)

    def frame(self, start: int = 0, stop: int | None = None) -> pd.DataFrame:
        """Lay a stretch of the rows out."""
        keys = self._keys[start:stop]
        width = len(self._kinds)
        numbers = np.zeros((len(keys), width * len(self._layers)), dtype=np.int64)
        for at, (own, counts) in enumerate(self._layers):
            low, high = np.searchsorted(own, [keys[0], keys[-1] + 1]) if len(keys) else (0, 0)
            rows = np.searchsorted(keys, own[low:high])
            numbers[rows, at * width : (at + 1) * width] = counts[low:high]
        return self._named(keys, pd.DataFrame(numbers, columns=self._headings))

    @property
    def _headings(self) -> list[str]:
        return [f"{prefix}{kind}" for prefix in self._prefixes for kind in self._kinds]

    @property
    def _prefixes(self) -> list[str]:
        return [""] if self._by == "county" else [f"{name}_" for name in self._names]

    def _named(self, keys: Keys, table: pd.DataFrame) -> pd.DataFrame:
        plan = self._plan
        area, industry, year = unpack(unknown_year_last(keys, back=True))
        table.insert(0, self._key, plan.layers[self._names[0]].ids[area])
        if self._detail != "area":
            table.insert(1, "gbt_code", pd.Index(plan.codes.codes, dtype=object)[industry])
        if self._detail == "year":
            table.insert(2, "year", known_years(year))
        for prefix in self._prefixes:
            for role in plan.columns.sums:
                table[f"{prefix}{role}"] = _sum(table, prefix, role, plan)
        if "capital" in plan.columns.sums:
            table["capital_unit"] = plan.columns.unit.label
        return table


def _ordered(counts: RegisterCounts, name: str, detail: str, width: int) -> tuple[Keys, NDArray[np.int64]]:
    """The keys of a layer in the order of the table, and the counts beside them."""
    layer = counts.layers.get(name)
    if layer is None:  # of no row at all
        return np.empty(0, np.int64), np.empty((0, width), np.int64)
    cells = coarser(layer.cells, detail)
    keys = unknown_year_last(cells.keys)
    order = np.argsort(keys, kind="stable")
    return keys[order], cells.counts[order]


def _sum(table: pd.DataFrame, prefix: str, role: str, plan: CountingPlan) -> pd.Series:
    """A sum in the unit of the file; missing where there are enterprises and none has a value."""
    added = table[f"{prefix}{role}"]
    values = added / plan.columns.unit.parts if role == "capital" else added.astype("Int64")
    return values.mask((table[f"{prefix}{role}_known"] == 0) & (table[f"{prefix}open"] > 0))
