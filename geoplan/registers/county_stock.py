"""Enterprises of each county at the end of a year, and those founded and closed in it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.code_masks import code_masks
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.count_table import count_table
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.designated_share import ratio
from geoplan.registers.enterprise_stock import yearly_counts
from geoplan.registers.pair_counts import pair_counts
from geoplan.registers.register_areas import COUNTY
from geoplan.registers.site_industries import branch_classes


def county_stock(
    counts: RegisterCounts,
    plan: CountingPlan,
    catalogue: Catalogue,
    year: int,
    industries: Collection[str] | None = None,
) -> pd.DataFrame:
    """Count the enterprises of counties.

    Parameters
    ----------
    counts : RegisterCounts
        Of `plan`, with the layer ``county``, at level 4.
    industries : collection of str, optional
        Branches of the vocabulary; enterprises of any known industry by default.

    Returns
    -------
    DataFrame
        One row a county, by adcode: ``adcode``, ``enterprises`` (of which it is known whether they are of the
        industries), ``matching`` (of the industries), ``share`` (of those; NaN of none), ``founded`` and ``closed``
        (of the industries, in that year), ``unknown_industry``; where the register's capital or staff is summed up,
        of the industries and of enterprises that have not closed, whenever that is: ``open``, ``capital`` (in the unit
        of the file) and ``staff``, missing where none has a value, with how many have one.
    """
    layer = plan.layers[COUNTY]
    yearly = yearly_counts(counts, COUNTY, len(layer), len(plan.codes.codes))
    if industries is None:
        codes = [code for code, above in plan.codes.parents.items() if not above]  # all sections
    else:
        classes = branch_classes(catalogue)
        codes = sorted({code for industry in industries for code in classes.get(industry, ())})
    counties = np.arange(len(layer))
    masks = code_masks(plan.codes, [codes] * len(layer))
    tables = (yearly.stock(year), yearly.founded_in(year, year), yearly.closed_in(year, year))
    stock, founded, closed = (pair_counts(table, counties, masks) for table in tables)
    table = pd.DataFrame(
        {
            "adcode": layer.ids,
            "enterprises": stock.known,
            "matching": stock.matching,
            "share": ratio(stock.matching, stock.known),
            "founded": founded.matching,
            "closed": closed.matching,
            "unknown_industry": stock.unknown,
        }
    )
    if not plan.columns.sums:
        return table
    return table.merge(_sums(counts, plan, codes), on="adcode", how="left")


def _sums(counts: RegisterCounts, plan: CountingPlan, codes: list[str]) -> pd.DataFrame:
    rows = count_table(counts, plan, "county", "industry")
    within = set(pd.Index(plan.codes.codes)[plan.codes.within(codes)])
    kinds = ["open", *(kind for role in plan.columns.sums for kind in (role, f"{role}_known"))]
    rows = rows[rows["gbt_code"].isin(within)]
    return rows.groupby("adcode")[kinds].sum(min_count=1).reset_index()
