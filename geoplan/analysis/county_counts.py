"""How many sites each county of a scope has: those that stand there for certain, and those of unknown county dealt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties


def county_incidence(catalogue: Catalogue, site_ids: list[str], scope: str) -> pd.DataFrame:
    """Say which sites stand for certain in which county of a scope.

    Returns
    -------
    DataFrame
        0 or 1: sites (index, those that stand in any) by adcode (columns, every county of the scope). A site whose
        features lie in two counties stands in both.
    """
    counties = reporting_units(scope)["adcode"].tolist()
    where = possible_counties(catalogue)
    rows = where[where["certain"] & where["site_id"].isin(site_ids) & where["adcode"].isin(counties)]
    return pd.crosstab(rows["site_id"], rows["adcode"]).reindex(columns=counties, fill_value=0)


def count_no_county(catalogue: Catalogue, site_ids: list[str], scope: str) -> tuple[int, int]:
    """Count the sites that stand or may stand in a scope, and of these the ones that stand in no county for certain.

    Returns
    -------
    asked, no_county : int
    """
    where = possible_counties(catalogue)
    inside = where["adcode"].isin(reporting_units(scope)["adcode"]) & where["site_id"].isin(site_ids)
    certain = where.groupby("site_id")["certain"].any()
    asked = where.loc[inside, "site_id"].unique()
    return len(asked), int((~certain[asked]).sum())


def dealt_counts(
    catalogue: Catalogue, site_ids: list[str], scope: str, draws: int = DRAWS, seed: int = SEED
) -> tuple[np.ndarray, int]:
    """Deal the sites of unknown county to the counties in which they may stand, each with the same chance.

    Not by land area: neighbouring counties are of like size, and a test of likeness would find that.

    Returns
    -------
    counts : ndarray
        (draws, counties): to be added to the sites that stand there for certain; in the order of the scope's counties.
        What is dealt to a county outside the scope is not counted.
    unknown : int
        How many sites stand in no county for certain, and may stand in the scope.
    """
    sites, dealt = dealt_counties(catalogue, site_ids, scope, draws, seed)
    counts = np.zeros((draws, len(reporting_units(scope))))
    for to in dealt.T:
        np.add.at(counts, (np.flatnonzero(to >= 0), to[to >= 0]), 1)
    return counts, len(sites)


def dealt_counties(
    catalogue: Catalogue, site_ids: list[str], scope: str, draws: int = DRAWS, seed: int = SEED
) -> tuple[list[str], np.ndarray]:
    """Deal them as `dealt_counts` does, and say which site came where.

    Returns
    -------
    sites : list of str
        The n sites that stand in no county for certain, and may stand in the scope.
    counties : ndarray
        (draws, n) places in the order of the scope's counties; -1 for a county outside the scope.
    """
    counties = pd.Index(reporting_units(scope)["adcode"])
    where = possible_counties(catalogue)
    where = where[where["site_id"].isin(site_ids)]
    loose = where[~where.groupby("site_id")["certain"].transform("any")]
    rng, sites, dealt = np.random.default_rng(seed), [], []
    for site_id, group in loose.groupby("site_id", sort=False):
        if group["adcode"].isin(counties).any():
            sites.append(str(site_id))
            dealt.append(counties.get_indexer(group["adcode"])[rng.integers(len(group), size=draws)])
    return sites, np.array(dealt, dtype=int).reshape(len(sites), draws).T
