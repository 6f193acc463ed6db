"""Position error carried into figures: places moved at random within their radius, the spread of what comes out.

A position is taken to lie anywhere within its radius with equal probability. Each has a stream of random numbers,
seeded by the run's seed and the stream's name: the same input gives the same interval, and the draws of one do not
change because another joins or leaves. Features of one stream move in one direction, each by its own radius.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.crs.metric import require_metric

SEED: Final = 20260101
DRAWS: Final = 100
LOW: Final = 5  # percentiles of an interval
HIGH: Final = 95


def streams_of(places: gpd.GeoDataFrame) -> list[str]:
    """Name the stream of each row: ``stream`` where a frame has it, else each site is its own (``site_id``)."""
    return places["stream" if "stream" in places else "site_id"].astype(str).tolist()


def distance_error(radius: np.ndarray, stream: np.ndarray, radii: np.ndarray, streams: np.ndarray) -> np.ndarray:
    """How far the distance between two positions may be off, in the unit of the radii; the arrays are broadcast.

    By both radii; two of one stream move in one direction, the one by as much farther as its radius is longer.
    """
    return np.where(stream == streams, np.abs(radius - radii), radius + radii)


def displacements(streams: list[str], radius_m: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Draw how far each place may stand from where it is drawn.

    Parameters
    ----------
    streams : list of str
        n names; places of one name move together.
    radius_m : ndarray
        n radii, metres; NaN counts as 0.

    Returns
    -------
    ndarray
        (draws, n, 2) metres east and north, uniform over each disc.
    """
    unit = np.stack(
        [np.random.default_rng([seed, crc32(s.encode())]).random((draws, 2)) for s in streams], axis=1
    ) if len(streams) else np.empty((draws, 0, 2))  # fmt: skip
    reach = np.sqrt(unit[..., 0]) * np.nan_to_num(np.asarray(radius_m, dtype=float))
    turn = 2 * np.pi * unit[..., 1]
    return np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=-1)


def displace(shapes: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Move each shape as a whole.

    Parameters
    ----------
    shapes : ndarray of Geometry
        n shapes in metres.
    by : ndarray
        (n, 2) metres east and north.

    Returns
    -------
    ndarray of Geometry
        New shapes; the given ones stay where they are.
    """
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    return shapely.set_coordinates(shapes.copy(), xy + by[owner])


def interval(values: np.ndarray, finite: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Sum up what came out of the draws.

    Parameters
    ----------
    values : ndarray
        (draws, n) figures.
    finite : bool
        Whether all are; of others the nearest draws are taken, for nothing lies halfway to infinity.

    Returns
    -------
    low, high : ndarray
        The 5th and the 95th percentile, NaN without draws. The figure as drawn may lie outside: where every place is
        drawn in the middle of its county, moving can only take from the county.
    """
    if not values.size:
        return np.full(values.shape[1:], np.nan), np.full(values.shape[1:], np.nan)
    low, high = np.percentile(values, [LOW, HIGH], axis=0, method="linear" if finite else "nearest")
    return low, high


def county_verdict(places: gpd.GeoDataFrame, regions: gpd.GeoDataFrame) -> pd.DataFrame:
    """Say in which county each site stands, or withhold it where the radius crosses a border.

    Parameters
    ----------
    places : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in metres; an area stands for its middle.
    regions : GeoDataFrame
        ``adcode`` and polygons, in the same system.

    Returns
    -------
    DataFrame
        ``site_id``; ``could_be`` (list of adcodes the disc of the radius touches, nearest to the middle first);
        ``certain`` (exactly one); ``adcode`` of it, "" where the verdict is withheld or no region is near.

    Raises
    ------
    ValueError
        Degrees.
    """
    require_metric(places, "places")
    middles = shapely.centroid(places.geometry.to_numpy())
    radii = np.nan_to_num(places["radius_m"].to_numpy(dtype=float))
    areas = regions.geometry.to_numpy()
    site, region = shapely.STRtree(areas).query(middles, predicate="dwithin", distance=radii)
    away = shapely.distance(middles[site], areas[region])
    near = pd.DataFrame({"site": site, "adcode": regions["adcode"].to_numpy()[region], "away": away})
    near = near.sort_values(["site", "away", "adcode"], kind="stable")
    counties = near.groupby("site")["adcode"].agg(list)
    could_be = [counties.get(i, []) for i in range(len(places))]
    certain = [len(codes) == 1 for codes in could_be]
    return pd.DataFrame(
        {
            "site_id": places["site_id"].to_numpy(),
            "could_be": could_be,
            "certain": certain,
            "adcode": [codes[0] if sure else "" for codes, sure in zip(could_be, certain, strict=True)],
        }
    )
