"""Counts as tables: by area, industry and year, and summed up by area."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from geoplan.registers.count_rows import LayerCounts, RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.register_areas import COUNTY, GROUNDS
from geoplan.registers.sparse_counts import SparseCounts

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
        listed, but of areas alone all.
    """
    key, names = BY[by]
    keys = ["area", "industry", "year"][: DETAILS.index(detail) + 1]
    columns: dict[str, pd.Series] = {}
    for name in names:
        layer = counts.layers.get(name, LayerCounts(SparseCounts.of(*[np.empty(0, np.int64)] * 2)))  # of no row at all
        frame = layer.cells.frame().groupby(keys, dropna=False, sort=True)[["0", "1"]].sum()
        prefix = "" if by == "county" else f"{name}_"
        columns |= {f"{prefix}founded": frame["0"], f"{prefix}closed": frame["1"]}
    table = pd.DataFrame(columns)
    ids = plan.layers[names[0]].ids
    if detail == "area":
        table = table.reindex(pd.RangeIndex(len(ids), name="area"))
    table = table.fillna(0).astype("int64").sort_index().reset_index()
    table.insert(0, key, ids[table.pop("area").astype(int)])
    if "industry" in table:
        at = table.columns.get_loc("industry")
        table.insert(at, "gbt_code", pd.Index(plan.codes.codes, dtype=object)[table.pop("industry").astype(int)])
    return table
