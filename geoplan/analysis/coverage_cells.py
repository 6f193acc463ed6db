"""Which sites each cell of the table of coverage counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.nested_sites import ALL, without_nested
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import site_regions
from geoplan.study_area import stem

DIMENSIONS: Final = {"county": "adcode", "industry": "industry_id", "plan": "plan_id"}
# From the firmest ground to none; "none" is a site that a plan names without giving it an industry.
GROUNDS: Final = ("stated", "shared", "name", "inherited", "none")


def keys_of(by: Sequence[str]) -> list[str]:
    """The columns that name a cell, in the order of `DIMENSIONS`.

    Raises
    ------
    ValueError
        An unknown dimension, or none.
    """
    if not by or not set(by) <= set(DIMENSIONS):
        raise ValueError(f"cannot count by {', '.join(by) or 'nothing'}; use {', '.join(DIMENSIONS)}")
    return [DIMENSIONS[name] for name in DIMENSIONS if name in by]


def coverage_cells(
    catalogue: Catalogue,
    site_ids: Sequence[str] | None,
    by: Sequence[str],
    depth: str = "branch",
    scope: str = "350000",
) -> pd.DataFrame:
    """List the sites of every cell.

    Parameters
    ----------
    site_ids : sequence of str, optional
        The sites to heed; all by default.
    by : sequence of {"county", "industry", "plan"}
        What a cell stands for; at least one.
    depth : {"branch", "term"}
        Branches of the vocabulary, or its terms (a term counts its children).
    scope : str
        Adcode: sites elsewhere are passed over.

    Returns
    -------
    DataFrame
        One row a cell and site, on the firmest ground on which the site is in it: ``site_id``, ``basis`` (of
        `GROUNDS`), ``adcode`` (see `geoplan.catalogue.possible_counties.site_regions`: a site that stands in two
        counties has both), ``plan_id``, ``industry_id`` (of no meaning where industries are not asked for).
    """
    keys = keys_of(by)
    rows = catalogue.all_designations[["site_id", "industry_id", "plan_id", "basis"]]
    if "industry_id" in keys:
        of = {"branch": "branch", "term": "path"}[depth]
        rows = rows.assign(industry_id=rows["industry_id"].map(catalogue.industries[of])).explode("industry_id")
    else:
        rows = pd.concat([rows, catalogue.citations.assign(basis="none"), _in_no_plan(catalogue, keys)])
    rows = rows.merge(site_regions(catalogue), on="site_id")
    rows = rows[rows["adcode"].str.startswith(stem(scope))]
    if site_ids is not None:
        rows = rows[rows["site_id"].isin(site_ids)]
    return on_firmest_ground(rows, keys)


def counted_cells(catalogue: Catalogue, cells: pd.DataFrame, keys: Sequence[str], count: str) -> pd.DataFrame:
    """Keep what a cell counts of a whole and its parts that both stand in it.

    Parameters
    ----------
    cells : DataFrame
        `coverage_cells`.
    keys : sequence of str
        The columns that name a cell.
    count : {"all", "wholes", "parts"}
        See `geoplan.analysis.nested_sites.without_nested`.
    """
    if count == ALL or cells.empty:
        return cells
    chosen = [
        cell["site_id"].isin(without_nested(catalogue, cell["site_id"], count)) for _, cell in cells.groupby(list(keys))
    ]
    return cells[pd.concat(chosen).reindex(cells.index)]


def on_firmest_ground(rows: pd.DataFrame, keys: Sequence[str] = ()) -> pd.DataFrame:
    """Keep each site once a cell, by the firmest ground; without keys once in all.

    Parameters
    ----------
    rows : DataFrame
        ``site_id``, ``basis`` and the keys.
    """
    order = np.argsort(rows["basis"].map({basis: i for i, basis in enumerate(GROUNDS)}), kind="stable")
    return rows.iloc[order].drop_duplicates([*keys, "site_id"]).reset_index(drop=True)


def cell_members(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    by: Sequence[str],
    values: Sequence[str],
    scope: str,
    count: str = ALL,
) -> list[str]:
    """The sites that a cell counts at the depth of branches, in the catalogue's order.

    `values` are an adcode, a branch or a plan's id for each dimension of `by`.
    """
    rows = coverage_cells(catalogue, site_ids, by, "branch", scope)
    rows = counted_cells(catalogue, rows, keys_of(by), count)
    for name, value in zip(by, values, strict=True):
        rows = rows[rows[DIMENSIONS[name]] == value]
    found = set(rows["site_id"])
    return [site for site in catalogue.sites.index if site in found]


def _in_no_plan(catalogue: Catalogue, keys: list[str]) -> pd.DataFrame:
    """The places of a user's own, which no plan names; none where plans are counted."""
    own = [] if "plan_id" in keys else catalogue.sites.index[catalogue.sites["plan_id"] == ""].tolist()
    return pd.DataFrame({"site_id": own, "plan_id": "", "basis": "none"}, dtype=object)
