"""Catchments over streets: what lies within so many minutes of a site by car, bicycle or on foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from geoplan.analysis.catchment import weights_inside
from geoplan.analysis.footprint import require_same_system
from geoplan.analysis.network_distance import AccessPoints, nearest_facility
from geoplan.analysis.point_grid import point_grid
from geoplan.analysis.position_error import SEED, displace, displacements, interval, streams_of
from geoplan.crs.metric import STORAGE, require_metric
from geoplan.streets.graph import StreetGraph

MINUTES: Final = (10.0, 15.0, 30.0)
DRAWS: Final = 20  # a search over the whole graph each
JOIN_KMH: Final = 4.8  # the straight walk between a place and the nearest street, as on foot
FURTHEST_JOIN_M: Final = 1000.0  # whoever is further from any street is not on the network
_POINTS: Final = 20_000  # of the lattice that land is judged at


class Network(NamedTuple):
    """Streets of one mode in metres: ``minutes`` (n, n), ``xy`` of n nodes, ``tree`` over the ``used`` ones."""

    mode: str
    minutes: csr_matrix
    xy: np.ndarray
    used: np.ndarray
    tree: cKDTree


def network(streets: StreetGraph, mode: str, crs: object) -> Network:
    """Take the streets one mode may use into the metric system of what is measured.

    Returns
    -------
    Network
        Nodes without any street of that mode are not in the tree: nobody joins there.
    """
    minutes = streets.minutes(mode)
    xy = np.column_stack(Transformer.from_crs(STORAGE, crs, always_xy=True).transform(streets.lon, streets.lat))
    used = np.union1d(np.flatnonzero(np.diff(minutes.indptr)), minutes.indices)
    return Network(mode, minutes, xy, used, cKDTree(xy[used] if len(used) else np.empty((0, 2))))


def travel_table(
    places: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    streets: Network,
    minutes: Sequence[float] = MINUTES,
    weights: gpd.GeoDataFrame | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    unplaced: np.ndarray | None = None,
) -> pd.DataFrame:
    """Measure what share of each region is within so many minutes of a place.

    Land is judged at the points of a lattice. A point and a place join the streets at the nearest node, after a
    straight walk; an area is reached at any node inside it. The way is that from the point to the place.

    Parameters
    ----------
    places : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in metres.
    regions : GeoDataFrame
        ``adcode`` and polygons in the same system.
    streets : Network
        Of one mode, in the same system.
    weights : GeoDataFrame, optional
        Points in the same system with ``weight``.
    draws, seed : int
        Of the 5-95 % ranges.
    unplaced : ndarray, optional
        (draws, m, 2) metres: where in each draw the sites without a position may stand.

    Returns
    -------
    DataFrame
        One row a region and time: ``adcode``, ``reach`` (the mode, never "straight"), ``minutes``, ``covered_km2``,
        ``land_km2``, ``share``, ``share_low``, ``share_high``, ``off_network`` (share of the land further than 1 km
        from any street, counted as not covered); with weights the columns of
        `geoplan.analysis.catchment.catchment_table`.

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(regions, "regions")
    require_same_system(places, regions)
    grounds = {"": point_grid(regions, per_region=max(_POINTS // max(len(regions), 1), 400))}
    if weights is not None:
        grounds["weight_"] = weights_inside(weights, regions)
    limit = float(max(minutes))
    shapes = places.geometry.to_numpy()
    by = displacements(streams_of(places), places["radius_m"].to_numpy(), draws, seed)
    joined = {kind: snap(points.geometry.to_numpy(), streets) for kind, points in grounds.items()}
    node_minutes = [nearest_facility(streets.minutes, access_points(shapes, streets), limit)[0]]
    loose = shapely.points(np.empty((draws, 0, 2)) if unplaced is None else unplaced)
    for move, points in zip(by, loose, strict=True):
        there = np.concatenate([displace(shapes, move), points])
        node_minutes.append(nearest_facility(streets.minutes, access_points(there, streets), limit)[0])
    sums = {kind: _sums(grounds[kind], regions, joined[kind], node_minutes, minutes) for kind in grounds}
    land = regions.area.to_numpy() / 1e6
    off = _sum(grounds[""], regions, ~np.isfinite(joined[""][1])) / land
    tables = []
    for i, limit in enumerate(minutes):
        table = pd.DataFrame({"adcode": regions["adcode"].to_numpy(), "reach": streets.mode, "minutes": float(limit)})
        for kind, total in (("", land), ("weight_", None)):
            if kind not in sums:
                continue
            covered = sums[kind][0, i]
            low, high = interval(sums[kind][1:, i])
            if total is None:
                total = _sum(grounds[kind], regions, np.ones(len(grounds[kind]), dtype=bool))
                table = table.assign(weight=total, weight_covered=covered)
                total = np.where(total > 0, total, np.nan)
            else:
                table = table.assign(covered_km2=covered, land_km2=land)
            shares = {"share": covered / total, "share_low": low / total, "share_high": high / total}
            table = table.assign(**{f"{kind}{name}": np.fmin(values, 1.0) for name, values in shares.items()})
        tables.append(table.assign(off_network=np.fmin(off, 1.0)))
    return pd.concat(tables, ignore_index=True)


def snap(points: np.ndarray, streets: Network) -> tuple[np.ndarray, np.ndarray]:
    """Where points join the streets.

    Returns
    -------
    node : ndarray of int
        The nearest node that the mode uses.
    leg : ndarray of float
        Minutes of the straight walk there; infinite beyond 1 km.
    """
    metres, at = streets.tree.query(shapely.get_coordinates(points), distance_upper_bound=FURTHEST_JOIN_M)
    near = np.isfinite(metres)
    node = np.zeros(len(points), dtype=int)
    node[near] = streets.used[at[near]]
    return node, metres / (JOIN_KMH * 1000 / 60)


def access_points(shapes: np.ndarray, streets: Network) -> AccessPoints:
    """Where places meet the streets: at every node inside an area, and at the node nearest to each part.

    Returns
    -------
    AccessPoints
        Places further than 1 km from any street have none.
    """
    parts, place = shapely.get_parts(shapes, return_index=True)
    middles = shapely.point_on_surface(parts)
    node, _ = snap(middles, streets)
    leg = (
        shapely.distance(shapely.points(streets.xy[node]), parts) / (JOIN_KMH * 1000 / 60)
        if len(parts)
        else np.empty(0)
    )
    joined = leg <= FURTHEST_JOIN_M / (JOIN_KMH * 1000 / 60)
    nodes = shapely.points(streets.xy[streets.used])
    part, inside = shapely.STRtree(nodes).query(parts, predicate="intersects")
    return AccessPoints(
        np.concatenate([place[joined], place[part]]),
        np.concatenate([node[joined], streets.used[inside]]).astype(int),
        np.concatenate([leg[joined], np.zeros(len(part))]),
    )


def _sums(
    points: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    joined: tuple[np.ndarray, np.ndarray],
    node_minutes: list[np.ndarray],
    minutes: Sequence[float],
) -> np.ndarray:
    """(1 + draws, times, regions) sums of weights reached."""
    node, leg = joined
    result = np.zeros((len(node_minutes), len(minutes), len(regions)))
    for draw, at_node in enumerate(node_minutes):
        total = at_node[node] + leg
        for i, limit in enumerate(minutes):
            result[draw, i] = _sum(points, regions, total <= limit)
    return result


def _sum(points: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, chosen: np.ndarray) -> np.ndarray:
    region = pd.Index(regions["adcode"]).get_indexer(points["adcode"])
    return np.bincount(region[chosen], points["weight"].to_numpy(dtype=float)[chosen], len(regions))
