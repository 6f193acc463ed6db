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
    catchment,
    clustering,
    county_clusters,
    network_catchment,
    point_patterns,
    similarity,
    specialisation,
)
from geoplan.analysis.drawn_features import distinct_features, drawn_features
from geoplan.analysis.nearest_site import fastest_sites, nearest_sites
from geoplan.analysis.network_catchment import Network
from geoplan.analysis.point_grid import point_grid
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.possible_ground import possible_ground, scattered, unplaced_sites
from geoplan.analysis.reporting_units import clip_to_streets, reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.specialisation_bounds import with_dealt_counties
from geoplan.analysis.unknown_sites import NO_POSITION, with_unknown
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.streets.graph import StreetGraph

OUTLINES: Final = ("land", "boundary")  # what the share of a catchment is taken of; see `zones`
# Kinds that take in enterprises and so can compete for them.
PARK_KINDS: Final = (
    *("science_city", "high_tech_zone", "park", "cluster", "new_town", "community", "innovation_block", "town"),
    *("base", "incubator", "demonstration_zone"),
)


def placed_features(catalogue: Catalogue, site_ids: list[str], scope: str) -> gpd.GeoDataFrame:
    """Place the chosen sites for measuring in a scope, a feature a row.

    Parameters
    ----------
    site_ids : list of str
        The chosen ones, in the scope or beyond it: what stands over the border reaches in.
    scope : str
        Adcode; lends its metric system.

    Returns
    -------
    GeoDataFrame
        `geoplan.analysis.drawn_features.drawn_features`.
    """
    return drawn_features(catalogue, site_ids, reporting_units(scope).crs)


def placed_and_possible(
    catalogue: Catalogue, site_ids: list[str], scope: str
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Part the chosen sites into those with a position and those that stand somewhere on known ground.

    Returns
    -------
    tuple of GeoDataFrame
        `placed_features`, and `geoplan.analysis.possible_ground.possible_ground` of the sites that may stand in the
        scope.
    """
    features = placed_features(catalogue, site_ids, scope)
    return features, possible_ground(catalogue, unplaced_sites(catalogue, site_ids, scope), features.crs)


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
    """Shares of each county within so many kilometres.

    Returns
    -------
    DataFrame
        As `geoplan.analysis.catchment.catchment_table`, with the sites without a position scattered over the ground
        where they may stand, and the columns of `geoplan.analysis.unknown_sites.with_unknown`.
    """
    regions = reporting_units(scope, "county", outline)
    places, ground = placed_and_possible(catalogue, site_ids, scope)
    weighed = None if weights is None else weights.to_crs(regions.crs)
    loose = scattered(ground, draws, seed)
    table = catchment.catchment_table(distinct_features(places), regions, kms, weighed, draws, seed, loose)
    return with_unknown(table, catalogue, site_ids, scope)


def uncovered(
    catalogue: Catalogue, site_ids: list[str], scope: str, km: float, outline: str = "land"
) -> gpd.GeoDataFrame:
    """The ground no chosen site is near; see `geoplan.analysis.catchment.uncovered`."""
    places, ground = placed_and_possible(catalogue, site_ids, scope)
    return catchment.uncovered(distinct_features(places), reporting_units(scope, "county", outline), km, ground)


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
    places, ground = placed_and_possible(catalogue, site_ids, scope)
    ways = network_catchment.network(streets, mode, regions.crs)
    weighed = None if weights is None else weights.to_crs(regions.crs)
    loose = scattered(ground, draws, seed)
    table = network_catchment.travel_table(
        distinct_features(places), regions, ways, minutes, weighed, draws, seed, loose
    )
    return with_unknown(table, catalogue, site_ids, scope)


def nearest(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    spacing_m: float = 1000.0,
    depth: str = "branch",
    ways: Network | None = None,
    draws: int | None = None,
    seed: int = SEED,
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
    draws : int, optional
        Of the ranges; by default as many as a straight line or streets can afford.

    Returns
    -------
    GeoDataFrame
        One row a point and industry, with ``adcode`` and the columns of `nearest_sites` or `fastest_sites`;
        points in the metric system of the scope.
    """
    points = point_grid(reporting_units(scope, "county", "land"), spacing_m)
    places, ground = placed_and_possible(catalogue, site_ids, scope)
    groups = industry_groups(catalogue, site_ids, depth)
    times = (network_catchment.DRAWS if ways else DRAWS) if draws is None else draws
    loose = dict(zip(ground["site_id"], scattered(ground, times, seed).swapaxes(0, 1), strict=True))
    if ways:
        table = fastest_sites(points, places, groups, ways, unplaced=loose, draws=times, seed=seed)
    else:
        table = nearest_sites(points, places, groups, loose, times, seed)
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
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    bases: Sequence[str] = specialisation.OWN_BASES,
    depth: str = "branch",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Location quotients of the counties of a scope, compared with one another.

    Returns
    -------
    DataFrame
        As `specialisation.county_specialisation`, bounded by `specialisation_bounds.with_dealt_counties`.
    """
    inside, level = sites_within(catalogue, site_ids, scope), _level(catalogue, depth)
    table = specialisation.county_specialisation(catalogue, inside, bases, level)
    return with_dealt_counties(table, catalogue, site_ids, scope, bases, level, draws, seed)


def diversity(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    bases: Sequence[str] = specialisation.OWN_BASES,
    depth: str = "branch",
) -> pd.DataFrame:
    """How varied each county is; see `specialisation.county_diversity`."""
    inside = sites_within(catalogue, site_ids, scope)
    return specialisation.county_diversity(catalogue, inside, bases, _level(catalogue, depth))


def _level(catalogue: Catalogue, depth: str) -> int:
    """How far below the branches of the vocabulary industries are told apart."""
    return 0 if depth == "branch" else int(catalogue.industries["depth"].max())


def parks(
    catalogue: Catalogue, site_ids: list[str], scope: str, bases: Sequence[str] = specialisation.OWN_BASES
) -> pd.DataFrame:
    """How varied each site is; see `specialisation.park_diversity`."""
    return specialisation.park_diversity(catalogue, sites_within(catalogue, site_ids, scope), bases)


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
    chosen = [s for s in sites_within(catalogue, site_ids, scope) if catalogue.sites.at[s, "kind"] in PARK_KINDS]
    return similarity.pairs(catalogue, chosen, within_km, bases, crs=reporting_units(scope).crs)


def clusters(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    bases: Sequence[str] = specialisation.OWN_BASES,
    draws: int = point_patterns.DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether the sites of each branch stand in clusters on the land; see `clustering.clustering_table`."""
    return clustering.clustering_table(
        catalogue, site_ids, scope, bases, reporting_units(scope, "county", "land"), draws, seed
    )


def moran(catalogue: Catalogue, site_ids: list[str], scope: str, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Whether neighbouring counties have like numbers of sites; see `county_clusters.county_clusters`."""
    return county_clusters.county_clusters(catalogue, site_ids, scope, draws, seed)


def gateway_distances(
    catalogue: Catalogue,
    site_ids: list[str],
    scope: str,
    planned: bool = False,
    ways: Network | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """How far each site is from gateways and knowledge; see `geoplan.analysis.access`.

    Returns
    -------
    DataFrame
        Sites with a position first, then those without, with the range of what their distance may be, over streets in
        minutes too (`access.possible_travel`); ``draft``:
        ``yes`` where the position of the site is a user's draft, else ""; ``reason``: ``no_position`` or "".
    """
    places = site_geometry(catalogue, sites_within(catalogue, site_ids, scope), reporting_units(scope).crs)
    ends = access.destinations(catalogue, places.crs)
    table = access.access_table(places, ends, planned).assign(reason="")
    ground = possible_ground(catalogue, unplaced_sites(catalogue, site_ids, scope), places.crs)
    rest = access.possible_access(ground, ends, planned, draws, seed).assign(reason=NO_POSITION)
    table = pd.concat([frame for frame in (table, rest) if len(frame)], ignore_index=True) if len(rest) else table
    if ways:
        keys = ["site_id", "kind"]
        table = table.merge(access.travel_to(places, ends, ways, planned), on=keys, how="left")
        bounds = access.possible_travel(ground, ends, ways, planned, draws, seed)
        table = table.merge(bounds, on=keys, how="left").assign(by=ways.mode)
    drafts = dict(zip(places["site_id"], places["draft"], strict=True))
    return table.assign(draft=[drafts.get(site_id, "") for site_id in table["site_id"]])
