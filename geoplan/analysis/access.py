"""How far each site is from gateways and from knowledge, and how sure that is."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from scipy.spatial import cKDTree

from geoplan.analysis.anchor_points import anchor_points
from geoplan.analysis.catchment import STRAIGHT
from geoplan.analysis.network_catchment import Network, access_points, snap
from geoplan.analysis.network_distance import AccessPoints, nearest_facility
from geoplan.analysis.position_error import DRAWS, SEED, distance_error, interval, streams_of
from geoplan.analysis.possible_ground import scattered
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for, require_metric
from geoplan.vocabulary import GATEWAY_KINDS, KINDS

# What one wants to be near, in the order it is told: the gateways, then the places of knowledge. Institutes are left
# out: the plans give the word to joint centres, branch offices and standards bodies alike.
KNOWLEDGE_KINDS: Final = ("university", "laboratory")
DESTINATION_KINDS: Final = {**GATEWAY_KINDS, **{kind: KINDS[kind] for kind in KNOWLEDGE_KINDS}}

KM: Final = 1000.0  # metres
LIMIT: Final = 240.0  # minutes over streets beyond which nothing is looked for
_DESTINATION = ["destination_id", "site_id", "name_zh", "name_en", "kind", "status", "radius_m"]
_ACCESS = ["destination_id", "distance_km", "distance_low_km", "distance_high_km", "rivals"]


def destinations(catalogue: Catalogue, crs: CRS | None = None) -> gpd.GeoDataFrame:
    """List what sites may want to be near: the gateways, and the drawn universities and laboratories.

    Parameters
    ----------
    crs : pyproj.CRS, optional
        The metric system of the sites they will be measured from; by default the one that suits where they lie.

    Returns
    -------
    GeoDataFrame
        One row a destination, gateways first: ``destination_id`` (the id of the gateway or of the site), ``site_id``
        (the site that is this same place, "" where none is), ``name_zh``, ``name_en``, ``kind`` (a key of
        `DESTINATION_KINDS`), ``status``, ``radius_m`` (m; the position is this sure), ``stream`` (of its
        position error, see `geoplan.analysis.site_geometry.site_geometry`), ``geometry``.
    """
    gateways = catalogue.gateways.rename_axis("destination_id").reset_index()
    chosen = catalogue.sites[catalogue.sites["drawn"] & catalogue.sites["kind"].isin(KNOWLEDGE_KINDS)]
    system = crs or metric_crs_for(catalogue.places[catalogue.places.geometry.notna()])
    placed = site_geometry(catalogue, chosen.index.tolist(), system)
    named = chosen.loc[placed["site_id"], ["name_zh", "name_en", "kind", "status"]].reset_index(drop=True)
    knowledge = placed.join(named).assign(destination_id=placed["site_id"])
    columns = [*_DESTINATION, "stream", "geometry"]
    gateways = gateways.to_crs(system).assign(stream=gateways["destination_id"])
    return pd.concat([gateways[columns], knowledge[columns]], ignore_index=True)


def access_table(sites: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, planned: bool = False) -> pd.DataFrame:
    """Measure how far each site is from the nearest destination of each kind, in a straight line.

    Distances run from the edge of what is drawn of a site, so that a park with a station in it is 0 km from one.
    A site is not its own destination.

    Parameters
    ----------
    sites : GeoDataFrame
        Geometries in metres with ``site_id`` and ``radius_m``; see `geoplan.analysis.site_geometry.site_geometry`.
    destinations : GeoDataFrame
        In the CRS of `sites`: ``destination_id``, ``site_id``, ``kind``, ``status``, ``radius_m``; see `destinations`.
    planned : bool
        Heed also what is being built or planned; by default only what exists.

    Returns
    -------
    DataFrame
        One row a site and kind, in the order of `sites` and of `DESTINATION_KINDS`: ``site_id``, ``kind``;
        ``destination_id`` of the nearest (of equally near ones the first listed; "" where there is none);
        ``distance_km``, and ``distance_low_km`` and ``distance_high_km``, nearer and farther by the radii of both
        positions, never below 0 (NaN where there is no destination or a radius is not known); ``rivals``, how many
        others of the kind could be the nearest, given the radii (<NA> where that cannot be told); ``reach``, always
        ``straight``.

    Raises
    ------
    ValueError
        A frame lacks a column, has no CRS, is in degrees or in another CRS than the other, or a kind of destination
        is not known.
    """
    _require_columns(sites, ["site_id", "radius_m"], "sites")
    _require_columns(destinations, ["destination_id", "site_id", "kind", "status", "radius_m"], "destinations")
    require_metric(sites, "sites")
    require_metric(destinations, "destinations")
    if sites.crs != destinations.crs:
        raise ValueError(
            f"destinations is in {destinations.crs.to_string()}, sites in {sites.crs.to_string()}; "
            "reproject with destinations.to_crs(sites.crs) and rerun"
        )
    if unknown := sorted(set(destinations["kind"]) - set(DESTINATION_KINDS)):
        raise ValueError(f"destinations has the kind {', '.join(unknown)}; use {', '.join(DESTINATION_KINDS)}")
    counted = destinations if planned else destinations[destinations["status"] == "existing"]
    measured = [_nearest(sites, counted[counted["kind"] == kind]).assign(kind=kind) for kind in DESTINATION_KINDS]
    table = pd.concat(measured, ignore_index=True)
    by_site = np.argsort(np.tile(np.arange(len(sites)), len(measured)), kind="stable")
    table = table.iloc[by_site].reset_index(drop=True).assign(reach=STRAIGHT)
    return table[["site_id", "kind", *_ACCESS, "reach"]].astype({"site_id": "str", "destination_id": "str"})


def possible_access(
    ground: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    planned: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Bound how far sites without a position are from the nearest destination of each kind.

    Parameters
    ----------
    ground : GeoDataFrame
        Where each may stand, see `geoplan.analysis.possible_ground.possible_ground`.
    destinations : GeoDataFrame
        In the same system, see `destinations`.

    Returns
    -------
    DataFrame
        The columns of `access_table`; no nearest and no distance, but its 5-95 % range with the site scattered over
        its ground.
    """
    counted = destinations if planned else destinations[destinations["status"] == "existing"]
    there = scattered(ground, draws, seed)
    tables = []
    for kind in DESTINATION_KINDS:
        ends = counted[counted["kind"] == kind]
        tree = cKDTree(anchor_points(ends.geometry.to_numpy())[0]) if len(ends) else None
        away = tree.query(there)[0] / KM if tree else np.full(there.shape[:2], np.nan)
        low, high = interval(away)
        bounds = {"distance_low_km": low, "distance_high_km": high}
        tables.append(pd.DataFrame({"site_id": ground["site_id"].astype(object), "kind": kind, **bounds}))
    table = pd.concat(tables, ignore_index=True).assign(destination_id="", distance_km=np.nan, reach=STRAIGHT)
    table["rivals"] = pd.array([pd.NA] * len(table), dtype="Int64")
    by_site = np.argsort(np.tile(np.arange(len(ground)), len(tables)), kind="stable")
    return table.iloc[by_site].reset_index(drop=True)[["site_id", "kind", *_ACCESS, "reach"]]


def possible_travel(
    ground: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    streets: Network,
    planned: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
    limit: float = LIMIT,
) -> pd.DataFrame:
    """Bound how long it takes from sites without a position, over streets; `possible_access` in minutes.

    Returns
    -------
    DataFrame
        One row a site and kind: ``site_id``, ``kind``, ``minutes_low``, ``minutes_high`` (5-95 %; infinite beyond the
        limit or off the streets).
    """
    counted = destinations if planned else destinations[destinations["status"] == "existing"]
    there = scattered(ground, draws, seed)
    node, leg = snap(shapely.points(there.reshape(-1, 2)), streets)
    tables = []
    for kind in DESTINATION_KINDS:
        ends = counted[counted["kind"] == kind].geometry.to_numpy()
        minutes = nearest_facility(streets.minutes, access_points(ends, streets), limit)[0][node] + leg
        low, high = interval(np.where(minutes <= limit, minutes, np.inf).reshape(there.shape[:2]), finite=False)
        bounds = {"minutes_low": low, "minutes_high": high}
        tables.append(pd.DataFrame({"site_id": ground["site_id"].astype(object), "kind": kind, **bounds}))
    return pd.concat(tables, ignore_index=True)


def travel_to(
    sites: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    streets: Network,
    planned: bool = False,
    limit: float = LIMIT,
) -> pd.DataFrame:
    """Measure how long it takes from each site to the soonest destination of each kind, over streets.

    A site is left at the access point with the least minutes; see
    `geoplan.analysis.network_catchment.access_points`. A site is not its own destination.

    Parameters
    ----------
    limit : float
        Minutes beyond which nothing is looked for.

    Returns
    -------
    DataFrame
        One row a site and kind: ``site_id``, ``kind``, ``soonest_id`` ("" where none is reached), ``minutes`` (NaN
        there), ``by`` (the mode).
    """
    counted = destinations if planned else destinations[destinations["status"] == "existing"]
    out = access_points(sites.geometry.to_numpy(), streets)
    rows = []
    for kind in DESTINATION_KINDS:
        ends = counted[counted["kind"] == kind].reset_index(drop=True)
        best = _soonest(ends, out, streets, limit)
        for number, site_id in enumerate(sites["site_id"]):
            own = ends["site_id"] == site_id
            others = _soonest(ends[~own].reset_index(drop=True), out, streets, limit) if own.any() else best
            minutes, end = others.get(number, (np.nan, ""))
            rows.append((site_id, kind, end, minutes, streets.mode))
    return pd.DataFrame(rows, columns=["site_id", "kind", "soonest_id", "minutes", "by"])


def _soonest(ends: gpd.GeoDataFrame, out: AccessPoints, streets: Network, limit: float) -> dict[int, tuple[float, str]]:
    """By number of the site the minutes to the soonest end, and its id."""
    at_node, end = nearest_facility(streets.minutes, access_points(ends.geometry.to_numpy(), streets), limit)
    total = at_node[out.node] + out.leg
    nearest: dict[int, tuple[float, str]] = {}
    for i in np.argsort(total, kind="stable")[::-1]:
        if total[i] <= limit:
            nearest[int(out.place[i])] = (float(total[i]), str(ends["destination_id"].iloc[end[out.node[i]]]))
    return nearest


def _nearest(sites: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> pd.DataFrame:
    """The nearest of some destinations to each site, with its bounds and rivals.

    Column 0 of every matrix stands for "none", infinitely far: it wins where there is no other.
    """
    metres = shapely.distance(sites.geometry.to_numpy()[:, None], others.geometry.to_numpy()[None, :])
    ids, theirs = sites["site_id"].to_numpy(dtype=object), others["site_id"].to_numpy(dtype=object)
    own = (ids[:, None] == theirs[None, :]) & (theirs != "")
    metres = np.pad(np.where(own | np.isnan(metres), np.inf, metres), ((0, 0), (1, 0)), constant_values=np.inf)
    radius = np.concatenate([[np.nan], others["radius_m"].to_numpy(dtype=float)])
    stream, streams = np.array(streams_of(sites), dtype=object), np.array(["", *streams_of(others)], dtype=object)
    error = distance_error(sites["radius_m"].to_numpy(dtype=float)[:, None], stream[:, None], radius, streams)

    rows = np.arange(len(sites))
    best = metres.argmin(axis=1)
    distance = np.where(best == 0, np.nan, metres[rows, best])
    low, high = np.maximum(distance - error[rows, best], 0.0), distance + error[rows, best]

    lows = np.where(np.isinf(metres), np.inf, metres - error)
    lows[rows, best] = np.inf  # no rival of itself
    rivals = pd.Series((lows < high[:, None]).sum(axis=1), dtype="Int64")
    return pd.DataFrame(
        {
            "site_id": ids,
            "destination_id": np.concatenate([[""], others["destination_id"].to_numpy(dtype=object)])[best],
            "distance_km": distance / KM,
            "distance_low_km": low / KM,
            "distance_high_km": high / KM,
            "rivals": rivals.mask(np.isnan(high) | np.isnan(lows).any(axis=1)),
        }
    )


def _require_columns(frame: gpd.GeoDataFrame, columns: list[str], argument: str) -> None:
    if missing := [column for column in columns if column not in frame]:
        raise ValueError(f"{argument} lacks the columns {', '.join(missing)}; add them and rerun")
