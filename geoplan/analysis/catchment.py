"""Catchments in a straight line: what lies within so many kilometres of a site, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geoplan.analysis.footprint import dissolved_areas, require_same_system
from geoplan.analysis.point_grid import point_grid, points_in
from geoplan.analysis.position_error import DRAWS, SEED, displacements, interval
from geoplan.crs.metric import require_metric

KILOMETRES: Final = (1.0, 3.0, 5.0)
STRAIGHT: Final = "straight"  # what a result says of itself, so that it never passes for one over streets
_MOST: Final = 400  # points of a region's lattice, where there are few regions,
_FEWEST: Final = 150  # and where there are many: a point is then 0.7 % of its region
_ALL: Final = 6_000
_FINE: Final = 32  # chords a quarter circle
_EVERY: Final = 200.0  # metres between the points that stand for an area when its distance is drawn


def catchments(places: gpd.GeoDataFrame, km: float, segments: int = _FINE) -> gpd.GeoDataFrame:
    """Draw the ground within a distance of each place.

    Parameters
    ----------
    places : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in metres; from an area the distance counts from its edge.
    km : float
        The distance, more than 0.
    segments : int
        Chords a quarter circle; their ends are pushed out so that a circle keeps its true area.

    Returns
    -------
    GeoDataFrame
        The same rows with polygons.

    Raises
    ------
    ValueError
        Degrees, or a distance that is not positive.
    """
    require_metric(places, "places")
    if not km > 0:
        raise ValueError(f"a catchment of {km} km is none; give a distance above 0")
    chord = np.pi / (2 * segments)
    shapes = shapely.buffer(places.geometry.to_numpy(), 1000 * km * np.sqrt(chord / np.sin(chord)), quad_segs=segments)
    return places.set_geometry(gpd.GeoSeries(shapes, index=places.index, crs=places.crs))


def catchment_table(
    places: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    kms: Sequence[float] = KILOMETRES,
    weights: gpd.GeoDataFrame | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure what share of each region lies within a distance of a place, overlaps counted once.

    Parameters
    ----------
    places : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in metres. Those outside a region reach into it too.
    regions : GeoDataFrame
        ``adcode`` and polygons that do not overlap, in the same system: the ground that shares are taken of.
    weights : GeoDataFrame, optional
        Points in the same system with ``weight`` (people, enterprises), to be counted as well.
    draws, seed : int
        Of the 5-95 % intervals from position error.

    Returns
    -------
    DataFrame
        One row a region and distance: ``adcode``, ``reach`` ("straight"), ``km``, ``covered_km2``, ``land_km2``,
        ``share``, ``share_low``, ``share_high``; with weights also ``weight`` (of the region), ``weight_covered``,
        ``weight_share``, ``weight_share_low``, ``weight_share_high`` (NaN where the region has none).

    Raises
    ------
    ValueError
        Degrees, two different systems, or a distance that is not positive.
    """
    require_metric(regions, "regions")
    require_same_system(places, regions)
    points = max(_FEWEST, min(_MOST, _ALL // max(len(regions), 1)))
    grounds = {"": point_grid(regions, per_region=points)} | (
        {} if weights is None else {"weight_": weights_inside(weights, regions)}
    )
    spread = {kind: drawn_cover(places, points, regions, kms, draws, seed) for kind, points in grounds.items()}
    land = regions.area.to_numpy() / 1e6
    tables = []
    for i, km in enumerate(kms):
        covered = covered_km2(places, regions, km)
        low, high = interval(spread[""][:, i], covered)
        table = pd.DataFrame({"adcode": regions["adcode"].to_numpy(), "reach": STRAIGHT, "km": float(km)})
        table = table.assign(covered_km2=covered, land_km2=land, share=np.fmin(covered / land, 1.0))
        table = table.assign(share_low=np.fmin(low / land, 1.0), share_high=np.fmin(high / land, 1.0))
        if weights is not None:
            table = table.join(_weighted(places, regions, km, grounds["weight_"], spread["weight_"][:, i]))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def covered_km2(places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, km: float) -> np.ndarray:
    """Measure the ground of each region within a distance of any place, once.

    Returns
    -------
    ndarray
        Square kilometres, one a region.
    """
    group = pd.DataFrame({"site_id": places["site_id"], "group": 0})
    areas = dissolved_areas(catchments(places, km), group, regions).set_index("adcode")["area_m2"]
    return areas.reindex(regions["adcode"]).fillna(0.0).to_numpy() / 1e6


def drawn_cover(
    places: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    kms: Sequence[float],
    draws: int,
    seed: int,
) -> np.ndarray:
    """Weigh the points within reach again with every place moved within its radius, many times.

    Parameters
    ----------
    points : GeoDataFrame
        ``adcode``, ``weight``, points in the same system.
    regions : GeoDataFrame
        Their order is that of the result.

    Returns
    -------
    ndarray
        (draws, distances, regions) sums of weights. An area is stood for by points every 200 m along its edge and
        within, which is 5 m out at a distance of 1 km.
    """
    xy = shapely.get_coordinates(points.geometry.to_numpy())
    anchors, owner = _anchors(places.geometry.to_numpy())
    result = np.zeros((draws, len(kms), len(regions)))
    if not len(anchors) or not len(xy):
        return result
    # What lies beyond the furthest reach is never covered: most of the province is asked once and not again.
    furthest = 1000 * max(kms) + float(np.nan_to_num(places["radius_m"]).max()) + _EVERY
    may = np.isfinite(cKDTree(anchors).query(xy, distance_upper_bound=furthest)[0])
    region = pd.Index(regions["adcode"]).get_indexer(points["adcode"])[may]
    weight, xy = points["weight"].to_numpy(dtype=float)[may], xy[may]
    by = displacements(places["site_id"].tolist(), places["radius_m"].to_numpy(), draws, seed)
    for number, move in enumerate(by):
        away, _ = cKDTree(anchors + move[owner], balanced_tree=False).query(
            xy, distance_upper_bound=1000 * max(kms) + 1
        )
        for i, km in enumerate(kms):
            near = away <= 1000 * km
            result[number, i] = np.bincount(region[near], weight[near], len(regions))
    return result


def _anchors(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points that stand for shapes when distances are asked for, and the shape of each."""
    edges, owner = shapely.get_coordinates(shapely.segmentize(shapes, _EVERY), return_index=True)
    xy, owners = [edges], [owner]
    for i in np.flatnonzero(shapely.area(shapes) > _EVERY**2):
        inner = shapely.get_coordinates(points_in(shapes[i], _EVERY))
        xy.append(inner)
        owners.append(np.full(len(inner), i))
    return np.concatenate(xy), np.concatenate(owners)


def weights_inside(weights: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give weighted points the region they lie in.

    Parameters
    ----------
    weights : GeoDataFrame
        Points with ``weight``.
    regions : GeoDataFrame
        ``adcode`` and polygons, in the same system.

    Returns
    -------
    GeoDataFrame
        The points inside any region, with ``adcode``; one on a shared border counts once, in the region listed first.

    Raises
    ------
    ValueError
        Two different systems.
    """
    require_same_system(weights, regions)
    point, region = shapely.STRtree(regions.geometry.to_numpy()).query(
        weights.geometry.to_numpy(), predicate="intersects"
    )
    order = np.lexsort((region, point))
    first = order[np.diff(point[order], prepend=-1) != 0]
    located = weights[["weight", weights.geometry.name]].iloc[point[first]].reset_index(drop=True)
    return located.assign(adcode=regions["adcode"].to_numpy()[region[first]])


def _weighted(
    places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, km: float, points: gpd.GeoDataFrame, values: np.ndarray
) -> pd.DataFrame:
    region = pd.Index(regions["adcode"]).get_indexer(points["adcode"])
    heavy = points["weight"].to_numpy(dtype=float)
    near, _ = shapely.STRtree(places.geometry.to_numpy()).query(
        points.geometry.to_numpy(), predicate="dwithin", distance=1000 * km
    )
    hit = np.zeros(len(points), dtype=bool)
    hit[near] = True
    total = np.bincount(region, heavy, len(regions))
    covered = np.bincount(region[hit], heavy[hit], len(regions))
    low, high = interval(values, covered)
    total_weight = np.where(total > 0, total, np.nan)
    return pd.DataFrame(
        {
            "weight": total,
            "weight_covered": covered,
            "weight_share": covered / total_weight,
            "weight_share_low": low / total_weight,
            "weight_share_high": high / total_weight,
        }
    )


def uncovered(places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, km: float) -> gpd.GeoDataFrame:
    """Draw the ground of each region that no place is near.

    Parameters
    ----------
    regions : GeoDataFrame
        ``adcode`` and polygons, in the same system.

    Returns
    -------
    GeoDataFrame
        ``adcode``, ``km``, ``reach``, ``uncovered_km2``, polygons; a region wholly covered has no row.
    """
    require_same_system(places, regions)
    reach = shapely.union_all(catchments(places, km).geometry.to_numpy())
    left = shapely.difference(regions.geometry.to_numpy(), reach)
    frame = gpd.GeoDataFrame(
        {
            "adcode": regions["adcode"].to_numpy(),
            "reach": STRAIGHT,
            "km": float(km),
            "uncovered_km2": shapely.area(left) / 1e6,
        },
        geometry=left,
        crs=regions.crs,
    )
    return frame[frame["uncovered_km2"] > 1e-6].reset_index(drop=True)
