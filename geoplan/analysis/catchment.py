"""Catchments in a straight line: what lies within so many kilometres of a site, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geoplan.analysis.anchor_points import EVERY, anchor_points
from geoplan.analysis.footprint import dissolved_areas, require_same_system
from geoplan.analysis.point_grid import point_grid
from geoplan.analysis.position_error import DRAWS, SEED, displacements, interval, streams_of
from geoplan.crs.metric import require_metric

KILOMETRES: Final = (1.0, 3.0, 5.0)
UNCOVERED: Final = "uncovered"  # no carrier is near, nor can one be
UNKNOWN: Final = "unknown"  # a carrier without a position may be near
STRAIGHT: Final = "straight"  # what a result says of itself, so that it never passes for one over streets
_MOST: Final = 400  # points of a region's lattice, where there are few regions,
_FEWEST: Final = 150  # and where there are many: a point is then 0.7 % of its region
_ALL: Final = 6_000
_FINE: Final = 32  # chords a quarter circle


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
    unplaced: np.ndarray | None = None,
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
        Of the 5-95 % ranges.
    unplaced : ndarray, optional
        (draws, m, 2) metres: where in each draw the sites without a position may stand; see
        `geoplan.analysis.possible_ground.scattered`.

    Returns
    -------
    DataFrame
        One row a region and distance: ``adcode``, ``reach`` ("straight"), ``km``, ``covered_km2``, ``land_km2``,
        ``share`` (of the places alone), ``share_low``, ``share_high`` (5-95 %, every place moved within its radius and
        the unplaced scattered); with weights also ``weight`` (of the region), ``weight_covered``,
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
    spread = {
        kind: drawn_cover(places, points, regions, kms, draws, seed, unplaced) for kind, points in grounds.items()
    }
    land = regions.area.to_numpy() / 1e6
    tables = []
    for i, km in enumerate(kms):
        covered = covered_km2(places, regions, km)
        low, high = interval(spread[""][:, i])
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
    rows = places.assign(site_id=np.arange(len(places)))  # a site may have several features
    areas = dissolved_areas(catchments(rows, km), rows[["site_id"]].assign(group=0), regions).set_index("adcode")[
        "area_m2"
    ]
    return areas.reindex(regions["adcode"]).fillna(0.0).to_numpy() / 1e6


def drawn_cover(
    places: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    regions: gpd.GeoDataFrame,
    kms: Sequence[float],
    draws: int,
    seed: int,
    unplaced: np.ndarray | None = None,
) -> np.ndarray:
    """Weigh the points within reach again with every place moved within its radius, many times.

    Parameters
    ----------
    points : GeoDataFrame
        ``adcode``, ``weight``, points in the same system.
    regions : GeoDataFrame
        Their order is that of the result.
    unplaced : ndarray, optional
        (draws, m, 2) metres: further points, other ones in each draw.

    Returns
    -------
    ndarray
        (draws, distances, regions) sums of weights; areas are stood for by `anchor_points`.
    """
    xy = shapely.get_coordinates(points.geometry.to_numpy())
    anchors, owner = anchor_points(places.geometry.to_numpy())
    loose = np.empty((draws, 0, 2)) if unplaced is None else unplaced
    result = np.zeros((draws, len(kms), len(regions)))
    if not (len(anchors) + loose.shape[1]) or not len(xy) or not draws:
        return result
    # What lies beyond the furthest reach is never covered: most of the province is asked once and not again.
    furthest = 1000 * max(kms) + float(np.nan_to_num(places["radius_m"]).max(initial=0)) + EVERY
    ever = np.concatenate([anchors, loose.reshape(-1, 2)])
    may = np.isfinite(cKDTree(ever).query(xy, distance_upper_bound=furthest)[0])
    region = pd.Index(regions["adcode"]).get_indexer(points["adcode"])[may]
    weight, xy = points["weight"].to_numpy(dtype=float)[may], xy[may]
    by = displacements(streams_of(places), places["radius_m"].to_numpy(), draws, seed)
    for number, move in enumerate(by):
        there = np.concatenate([anchors + move[owner], loose[number]])
        away, _ = cKDTree(there, balanced_tree=False).query(xy, distance_upper_bound=1000 * max(kms) + 1)
        for i, km in enumerate(kms):
            near = away <= 1000 * km
            result[number, i] = np.bincount(region[near], weight[near], len(regions))
    return result


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
    low, high = interval(values)
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


def uncovered(
    places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame, km: float, possible: gpd.GeoDataFrame | None = None
) -> gpd.GeoDataFrame:
    """Draw the ground of each region that no place is near.

    Parameters
    ----------
    regions : GeoDataFrame
        ``adcode`` and polygons, in the same system.
    possible : GeoDataFrame, optional
        Polygons in the same system: where sites without a position may stand.

    Returns
    -------
    GeoDataFrame
        ``adcode``, ``km``, ``reach``, ``state`` (``uncovered``: nothing is or may be near; ``unknown``: a site without
        a position may be near), ``uncovered_km2``, polygons; a region wholly covered has no row.
    """
    require_same_system(places, regions)
    left = shapely.difference(regions.geometry.to_numpy(), _near(places, km, regions))
    may_be_near = shapely.GeometryCollection() if possible is None else _near(possible, km, regions)
    states = {UNCOVERED: shapely.difference(left, may_be_near), UNKNOWN: shapely.intersection(left, may_be_near)}
    frames = [
        gpd.GeoDataFrame(
            {
                "adcode": regions["adcode"].to_numpy(),
                "reach": STRAIGHT,
                "km": float(km),
                "state": state,
                "uncovered_km2": shapely.area(shapes) / 1e6,
            },
            geometry=shapes,
            crs=regions.crs,
        )
        for state, shapes in states.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame["uncovered_km2"] > 1e-6].sort_values(["adcode", "state"], ignore_index=True)


def _near(places: gpd.GeoDataFrame, km: float, regions: gpd.GeoDataFrame) -> shapely.Geometry:
    """The ground near any place, as far as it matters to the regions.

    What lies further away than the distance is left out, as the ground of a site may be a whole province. The places
    are united first, as many may stand on one ground, whose edge is long.
    """
    beyond = 1010 * km  # a hundredth more than the distance
    west, south, east, north = regions.total_bounds
    box = shapely.box(west - beyond, south - beyond, east + beyond, north + beyond)
    inside = shapely.intersection(list(dict.fromkeys(places.geometry.to_numpy())), box)
    together = gpd.GeoDataFrame(geometry=[shapely.union_all(inside)], crs=places.crs)
    return catchments(together, km).geometry.iloc[0]
