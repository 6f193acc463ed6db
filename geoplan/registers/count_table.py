"""Counts as tables: by area, industry and year, and summed up by area."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geoplan.registers.count_rows import LayerCounts, RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_areas import COUNTY, GROUNDS
from geoplan.registers.sparse_counts import SparseCounts, merged

BY: Final = {"county": ("adcode", (COUNTY,)), "site": ("site_id", GROUNDS)}  # key and layers of what is counted by
DETAILS: Final = ("area", "industry", "year")


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
    key, names = BY[by]
    keys = ["area", "industry", "year"][: DETAILS.index(detail) + 1]
    sums = plan.columns.sums
    kinds = ["founded", "closed"]
    if sums:
        kinds += ["open", *(heading for role in sums for heading in (role, f"{role}_known"))]
    headings = [f"{'' if by == 'county' else f'{name}_'}{kind}" for name in names for kind in kinds]
    cells = _side_by_side([counts.layers.get(name) for name in names], len(kinds))
    numbers = [str(i) for i in range(len(headings))]
    table = cells.frame().groupby(keys, dropna=False, sort=True)[numbers].sum().set_axis(headings, axis=1)
    ids = plan.layers[names[0]].ids
    if detail == "area":
        table = table.reindex(pd.RangeIndex(len(ids), name="area"), fill_value=0)
    table = table.reset_index()
    for name in names if sums else ():
        prefix = "" if by == "county" else f"{name}_"
        for role in sums:
            table[f"{prefix}{role}"] = _sum(table, prefix, role, plan)
    table.insert(0, key, ids[table.pop("area").astype(int)])
    if "industry" in table:
        at = table.columns.get_loc("industry")
        table.insert(at, "gbt_code", pd.Index(plan.codes.codes, dtype=object)[table.pop("industry").astype(int)])
    if "capital" in sums:
        table["capital_unit"] = plan.columns.unit.label
    return table


def _side_by_side(layers: list[LayerCounts | None], width: int) -> SparseCounts:
    """The counts of layers of the same areas, one after the other by key; zeros where a layer has none."""
    parts = []
    for at, layer in enumerate(layers):
        cells = layer.cells if layer else SparseCounts.of(*[np.empty(0, np.int64)] * width)
        counts = np.zeros((len(cells.keys), width * len(layers)), dtype=np.int64)
        counts[:, at * width : (at + 1) * width] = cells.counts
        parts.append(SparseCounts(cells.keys, counts))
    return merged(parts)


def _sum(table: pd.DataFrame, prefix: str, role: str, plan: CountingPlan) -> pd.Series:
    """A sum in the unit of the file; missing where there are enterprises and none has a value."""
    added = table[f"{prefix}{role}"]
    values = added / plan.columns.unit.parts if role == "capital" else added.astype("Int64")
    return values.mask((table[f"{prefix}{role}_known"] == 0) & (table[f"{prefix}open"] > 0))
