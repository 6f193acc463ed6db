"""Which counties have a carrier of an industry, which have none, and where that cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties_in

ANY: Final = ""  # instead of an industry: any of those asked for
HAS: Final = "has"
NONE: Final = "none"
MAY_HAVE: Final = "may_have"


def asked_columns(catalogue: Catalogue, asked: Sequence[str]) -> list[str]:
    """Choose the industries that a question looks at.

    Parameters
    ----------
    asked : sequence of str
        Ids of the industries asked for.

    Returns
    -------
    list of str
        For one industry, it and its children; for several, `ANY` and each of them; for none, `ANY` and the branches.
    """
    industries = catalogue.industries
    if len(asked) == 1:
        return [asked[0], *industries.index[industries["parent_id"] == asked[0]]]
    return [ANY, *(asked or industries.index[industries["depth"] == 0])]


def carriers(catalogue: Catalogue, site_ids: Sequence[str], industries: Sequence[str], scope: str) -> pd.DataFrame:
    """List the carriers of industries with the counties of a scope in which they stand or may stand.

    Parameters
    ----------
    site_ids : sequence of str
        The sites to heed, wherever they are.
    industries : sequence of str
        Ids, and `ANY` for a site of any of the others. An industry takes in its children; inherited designations
        count.
    scope : str
        Adcode of the province, a city or a county.

    Returns
    -------
    DataFrame
        One row a site, county and industry: ``site_id``, ``adcode``, ``industry_id``, ``certain``.
    """
    rows = catalogue.all_designations[["site_id", "industry_id"]]
    rows = rows[rows["site_id"].isin(set(site_ids))]
    rows = rows.assign(industry_id=rows["industry_id"].map(catalogue.industries["path"])).explode("industry_id")
    rows = rows[rows["industry_id"].isin(industries)].drop_duplicates()
    if ANY in industries:
        rows = pd.concat([rows, rows[["site_id"]].drop_duplicates().assign(industry_id=ANY)])
    where = possible_counties(catalogue)
    where = where[where["adcode"].isin(counties_in(scope)["adcode"])]
    return where.merge(rows, on="site_id")[["site_id", "adcode", "industry_id", "certain"]]


def carrier_gaps(
    found: pd.DataFrame, industries: Sequence[str], counties: Sequence[str]
) -> pd.DataFrame:  # fmt: skip
    """Count carriers for every county and industry, as bounds.

    Parameters
    ----------
    found : DataFrame
        `carriers`.
    industries, counties : sequence of str
        Ids and adcodes, in the order of the answer.

    Returns
    -------
    DataFrame
        One row a county and industry: ``adcode``, ``industry_id``, ``low`` (known to stand there), ``high`` (with
        those that may stand there) and ``state``: ``has``, ``none`` (no plan names one there, and none of unknown
        county can lie there) or ``may_have``.
    """
    cells = pd.MultiIndex.from_product([counties, industries], names=["adcode", "industry_id"])
    by_cell = found.groupby(["adcode", "industry_id"])["certain"].agg(low="sum", high="size")
    table = by_cell.reindex(cells, fill_value=0).astype(int).reset_index()
    state = table["low"].gt(0).map({True: HAS, False: NONE})
    return table.assign(state=state.mask(table["low"].eq(0) & table["high"].gt(0), MAY_HAVE))


def unplaced_carriers(found: pd.DataFrame, industry: str) -> list[str]:
    """List the carriers of an industry that stand in no county for certain.

    Parameters
    ----------
    found : DataFrame
        `carriers`.
    """
    rows = found[found["industry_id"] == industry]
    sure = rows.groupby("site_id", sort=False)["certain"].any()
    return sure.index[~sure].tolist()
