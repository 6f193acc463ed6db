"""The measures by name, from the catalogue to a frame: what the command prints and the page shows.

Every function takes the catalogue, the sites that were chosen and the adcode of the scope, and puts together the
pieces the other modules compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan.analysis import (
    access,
    autocorrelation,
    catchment,
    clustering,
    network_catchment,
    similarity,
    specialisation,
)
from geoplan.analysis.nearest_site import fastest_sites, nearest_sites
from geoplan.analysis.network_catchment import Network
from geoplan.analysis.point_grid import point_grid
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import clip_to_streets, reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.streets.graph import StreetGraph

OUTLINES: Final = ("land", "boundary")  # what the share of a catchment is taken of; see `zones`
# Kinds that take in enterprises and so can compete for them.
PARK_KINDS: Final = (
    *("science_city", "high_tech_zone", "park", "cluster", "new_town", "community", "innovation_block", "town"),
    *("base", "incubator", "demonstration_zone"),
)


def placed_sites(catalogue: Catalogue, site_ids: list[str], scope: str) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Place the chosen sites for measuring in a scope.

    Parameters
    ----------
    site_ids : list of str
        The chosen ones, in the scope or beyond it: what stands over the border reaches in.
    scope : str
        Adcode; lends its metric system.

    Returns
    -------
    tuple of GeoDataFrame and list of str
        `positions`, and the chosen sites of the scope that have none and are left out.
    """
    frame = site_geometry(catalogue, site_ids, reporting_units(scope).crs)
    inside = set(counties_in(scope)["adcode"]) | {scope}
    placed = set(frame["site_id"])
    left_out = [s for s in site_ids if s not in placed and catalogue.sites.at[s, "adcode"] in inside]
    return frame, left_out


def catchments(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    kms: Sequence[float] = catchment.KILOMETRES,
    outline: str = "land",
    weights: gpd.GeoDataFrame | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Shares of each county within so many kilometres; see `geoplan.analysis.catchment.catchment_table`."""
    regions = reporting_units(scope, "county", outline)
    places, _ = placed_sites(catalogue, site_ids, scope)
    weighed = None if weights is None else weights.to_crs(regions.crs)
    return catchment.catchment_table(places, regions, kms, weighed, draws, seed)


def uncovered(
    catalogue: Catalogue, site_ids: list[str], scope: str, km: float, outline: str = "land"
) -> gpd.GeoDataFrame:
    """The ground no chosen site is near; see `geoplan.analysis.catchment.uncovered`."""
    places, _ = placed_sites(catalogue, site_ids, scope)
    return catchment.uncovered(places, reporting_units(scope, "county", outline), km)


def network_catchments(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    streets: StreetGraph,
    mode: str,
    minutes: Sequence[float] = network_catchment.MINUTES,
    outline: str = "land",
    weights: gpd.GeoDataFrame | None = None,
    draws: int = network_catchment.DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Shares of each county within so many minutes; see `geoplan.analysis.network_catchment.travel_table`.

    Only counties that the streets were fetched for are measured: elsewhere there are no streets to judge by.
    """
    regions = clip_to_streets(reporting_units(scope, "county", outline), streets)
    places, _ = placed_sites(catalogue, site_ids, scope)
    ways = network_catchment.network(streets, mode, regions.crs)
    weighed = None if weights is None else weights.to_crs(regions.crs)
    return network_catchment.travel_table(places, regions, ways, minutes, weighed, draws, seed)


def nearest(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    spacing_m: float = 1000.0,
    depth: str = "branch",
    ways: Network | None = None,
) -> gpd.GeoDataFrame:
    """The nearest site of each industry, for every point of a lattice over the land.

    Parameters
    ----------
    spacing_m : float
        Of the lattice, metres.
    depth : {"branch", "term"}
        Branches of the vocabulary, or its terms.
    ways : Network, optional
        Streets of one mode: then the soonest in minutes instead of the nearest in kilometres.

    Returns
    -------
    GeoDataFrame
        One row a point and industry, with ``adcode`` and the columns of `nearest_sites` or `fastest_sites`;
        points in the metric system of the scope.
    """
    points = point_grid(reporting_units(scope, "county", "land"), spacing_m)
    places, _ = placed_sites(catalogue, site_ids, scope)
    groups = industry_groups(catalogue, site_ids, depth)
    table = fastest_sites(points, places, groups, ways) if ways else nearest_sites(points, places, groups)
    at = table["point"].to_numpy(dtype=int)
    table.insert(0, "adcode", points["adcode"].to_numpy()[at])
    return gpd.GeoDataFrame(table, geometry=points.geometry.to_numpy()[at], crs=points.crs)


def industry_groups(catalogue: Catalogue, site_ids: list[str], depth: str = "branch") -> pd.DataFrame:
    """Which chosen site carries which industry, inherited ones included: ``site_id``, ``industry_id``."""
    rows = catalogue.all_designations
    rows = rows[rows["site_id"].isin(site_ids)]
    of = catalogue.industries["branch" if depth == "branch" else "path"]
    rows = rows.assign(industry_id=rows["industry_id"].map(of)).explode("industry_id")
    return rows[["site_id", "industry_id"]].drop_duplicates().reset_index(drop=True)


def structure(
    catalogue: Catalogue, site_ids: list[str], scope: str, bases: Sequence[str] = specialisation.OWN_BASES
) -> pd.DataFrame:
    """Location quotients of the counties of a scope, compared with one another (`county_specialisation`)."""
    return specialisation.county_specialisation(catalogue, _inside(catalogue, site_ids, scope), bases)


def diversity(
    catalogue: Catalogue, site_ids: list[str], scope: str, bases: Sequence[str] = specialisation.OWN_BASES
) -> pd.DataFrame:
    """How varied each county is; see `specialisation.county_diversity`."""
    return specialisation.county_diversity(catalogue, _inside(catalogue, site_ids, scope), bases)


def parks(
    catalogue: Catalogue, site_ids: list[str], scope: str, bases: Sequence[str] = specialisation.OWN_BASES
) -> pd.DataFrame:
    """How varied each site is; see `specialisation.park_diversity`."""
    return specialisation.park_diversity(catalogue, _inside(catalogue, site_ids, scope), bases)


def pairs(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    within_km: float = similarity.WITHIN_KM,
    bases: Sequence[str] = specialisation.OWN_BASES,
) -> pd.DataFrame:
    """Which parks compete and which complement each other; see `similarity.pairs`.

    Only kinds that take in enterprises (`PARK_KINDS`): a lake and a university are no rivals of a park.
    """
    chosen = [s for s in _inside(catalogue, site_ids, scope) if catalogue.sites.at[s, "kind"] in PARK_KINDS]
    return similarity.pairs(catalogue, chosen, within_km, bases, crs=reporting_units(scope).crs)


def clusters(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    bases: Sequence[str] = specialisation.OWN_BASES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether the sites of each branch stand in clusters on the land; see `clustering.clustering_table`."""
    return clustering.clustering_table(
        catalogue, site_ids, scope, bases, reporting_units(scope, "county", "land"), seed=seed
    )


def county_autocorrelation(
    catalogue: Catalogue, site_ids: list[str], scope: str, seed: int = SEED
) -> autocorrelation.Autocorrelation:
    """Whether neighbouring counties have like numbers of sites; see `autocorrelation.county_autocorrelation`.

    A county that no plan names a site in counts as 0 here: that it is not named is what is asked about.
    """
    regions = reporting_units(scope)
    counts = catalogue.sites.loc[_inside(catalogue, site_ids, scope), "adcode"].value_counts()
    values = counts.reindex(regions["adcode"]).fillna(0)
    return autocorrelation.county_autocorrelation(values, regions, seed=seed)


def gateway_distances(
    catalogue: Catalogue, site_ids: list[str], scope: str, planned: bool = False, ways: Network | None = None
) -> pd.DataFrame:
    """How far each site is from gateways and knowledge; see `geoplan.analysis.access`.

    Returns
    -------
    DataFrame
        With ``draft``: ``yes`` where the position of the site is a user's draft, else "".
    """
    places, _ = placed_sites(catalogue, _inside(catalogue, site_ids, scope), scope)
    ends = access.destinations(catalogue, places.crs)
    table = access.access_table(places, ends, planned)
    table = table.merge(access.travel_to(places, ends, ways, planned), on=["site_id", "kind"]) if ways else table
    return table.merge(places[["site_id", "draft"]], on="site_id", how="left")


def _inside(catalogue: Catalogue, site_ids: list[str], scope: str) -> list[str]:
    inside = set(counties_in(scope)["adcode"]) | {scope}
    if scope.endswith("0000"):
        inside |= {code[:4] + "00" for code in inside}
    return [s for s in site_ids if catalogue.sites.at[s, "adcode"] in inside]
