"""All that a brief prints of some sites, computed before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geoplan.analysis.access import KNOWLEDGE_KINDS, access_table, destinations
from geoplan.analysis.position_error import distance_error
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences
from geoplan.crs.metric import AREA, HOME
from geoplan.query.dossier import Dossier, dossier
from geoplan.study_area import stem, study_area
from geoplan.suitability.candidates import parks
from geoplan.suitability.comparison import COLUMNS, compare_sites
from geoplan.suitability.rank_reversal import RankReversal, find_reversal
from geoplan.suitability.scales import GATEWAY_KM, KNOWLEDGE_KM, RIVAL_KM
from geoplan.suitability.site_selection import SiteSelection

NEAR_KM: Final = RIVAL_KM[1]  # parks around a site
# How far gateways and places of knowledge are told; beyond that they count nothing in the ranking either.
REACH_KM: Final = {
    **{kind: none for kind, (_, none) in GATEWAY_KM.items()},
    **dict.fromkeys(KNOWLEDGE_KINDS, KNOWLEDGE_KM[1]),
}
_DISTANCES: Final = ["distance_km", "distance_low_km", "distance_high_km"]


@dataclass(frozen=True, eq=False)
class SiteProfile:
    """One site.

    Attributes
    ----------
    dossier : Dossier
    neighbours : DataFrame
        The parks within `NEAR_KM` that are neither part of the site nor hold it, nearest first: ``site_id``,
        ``distance_km``, ``distance_low_km``, ``distance_high_km``.
    access : DataFrame
        The nearest existing gateway and place of knowledge of each kind: ``kind``, ``name_zh``, ``name_en`` and the
        distances.
    differences : DataFrame
        Rows of `geoplan.concordance.differences.differences` about the site.
    """

    dossier: Dossier
    neighbours: pd.DataFrame
    access: pd.DataFrame
    differences: pd.DataFrame


@dataclass(frozen=True, eq=False)
class SiteReport:
    """One site or a shortlist.

    Attributes
    ----------
    comparison : DataFrame
        As from `geoplan.suitability.comparison.compare_sites`; empty for one site.
    reversals : tuple of RankReversal
        For each pair of neighbours in rank within a group what would make the second overtake the first.
    """

    profiles: tuple[SiteProfile, ...]
    result: SiteSelection | None
    comparison: pd.DataFrame
    reversals: tuple[RankReversal, ...]


def site_report(catalogue: Catalogue, site_ids: list[str], result: SiteSelection | None = None) -> SiteReport:
    """Compute all that a brief prints of some sites.

    Parameters
    ----------
    result : SiteSelection, optional
        The ranking they were chosen from.

    Raises
    ------
    KeyError
        A site the catalogue does not know.
    """
    profiles = tuple(_profile(catalogue, site_id) for site_id in site_ids)
    several = len(site_ids) > 1
    comparison = compare_sites(catalogue, site_ids, result) if several else pd.DataFrame(columns=COLUMNS)
    return SiteReport(profiles, result, comparison, tuple(_reversals(result, site_ids)) if result else ())


def _reversals(result: SiteSelection, site_ids: list[str]) -> Iterator[RankReversal]:
    """Of each two neighbours of one group."""
    inside = result.ranking[result.ranking["site_id"].isin(site_ids)]
    for (a, group_a), (b, group_b) in pairwise(zip(inside["site_id"], inside["group"], strict=True)):
        if group_a == group_b:
            yield find_reversal(result.matrix, result.need.weights, a, b)


def _profile(catalogue: Catalogue, site_id: str) -> SiteProfile:
    rows = differences(catalogue)
    return SiteProfile(
        dossier(catalogue, site_id),
        _neighbours(catalogue, site_id),
        _access(catalogue, site_id),
        rows[rows["subject"] == site_id],
    )


def _neighbours(catalogue: Catalogue, site_id: str) -> pd.DataFrame:
    here = site_geometry(catalogue, [site_id], AREA)
    if here.empty:
        return pd.DataFrame(columns=["site_id", *_DISTANCES])
    family = {site_id, *catalogue.ancestors(site_id), *_parts(catalogue, site_id)}
    every = _parks_drawn(catalogue)
    others = every[~every["site_id"].isin(family)]
    km = others.distance(here.geometry.iloc[0]) / 1000
    own, stream = here[["radius_m", "stream"]].iloc[0]
    error = distance_error(others["radius_m"].to_numpy(), others["stream"].to_numpy(), own, stream) / 1000
    columns = dict(zip(_DISTANCES, (km, (km - error).clip(lower=0), km + error), strict=True))
    table = pd.DataFrame({"site_id": others["site_id"], **columns})
    near = table[table["distance_km"] <= NEAR_KM]
    return near.sort_values(["distance_km", "site_id"], ignore_index=True)


@lru_cache(maxsize=4)
def _parks_drawn(catalogue: Catalogue) -> gpd.GeoDataFrame:
    return site_geometry(catalogue, parks(catalogue), AREA)


@lru_cache(maxsize=8)
def _destinations(catalogue: Catalogue, crs: CRS) -> gpd.GeoDataFrame:
    return destinations(catalogue, crs)


def _parts(catalogue: Catalogue, site_id: str) -> Iterator[str]:
    for part in catalogue.parts.get(site_id, []):
        yield part
        yield from _parts(catalogue, part)


def _access(catalogue: Catalogue, site_id: str) -> pd.DataFrame:
    at_home = str(catalogue.sites.at[site_id, "adcode"]).startswith(stem(study_area().home))
    crs = HOME if at_home else AREA
    ends = _destinations(catalogue, crs)
    table = access_table(site_geometry(catalogue, [site_id], crs), ends)
    table = table[table["destination_id"] != ""]
    return table.merge(ends[["destination_id", "name_zh", "name_en"]], on="destination_id")
