"""The distance to the nearest of some places, again and again with every place moved within its radius."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
from scipy.spatial import cKDTree

from geoplan.analysis.anchor_points import anchor_points
from geoplan.analysis.position_error import displacements, interval, streams_of

_BLOCK: Final = 8192  # points at a time: their distances in all draws are held at once


def drawn_distance(
    xy: np.ndarray, places: gpd.GeoDataFrame, draws: int, seed: int, unplaced: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Bound how far the nearest place is from each point.

    Parameters
    ----------
    xy : ndarray
        (n, 2) metres.
    places : GeoDataFrame
        ``radius_m`` and ``stream`` or ``site_id``, geometry in the same system; may be empty.
    unplaced : ndarray, optional
        (draws, m, 2) metres: further places, elsewhere in each draw.

    Returns
    -------
    low, high : ndarray
        Distances in metres: the 5th and the 95th percentile over the draws; NaN without draws or places.
    """
    loose = np.empty((draws, 0, 2)) if unplaced is None else unplaced
    if not draws or not len(xy) or not len(places) + loose.shape[1]:
        return np.full(len(xy), np.nan), np.full(len(xy), np.nan)
    anchors, owner = anchor_points(places.geometry.to_numpy())
    by = displacements(streams_of(places), places["radius_m"].to_numpy(), draws, seed)
    trees = [cKDTree(np.concatenate([anchors + move[owner], more])) for move, more in zip(by, loose, strict=True)]
    blocks = [
        interval(np.stack([tree.query(xy[start : start + _BLOCK], workers=-1)[0] for tree in trees]))
        for start in range(0, len(xy), _BLOCK)
    ]
    low, high = (np.concatenate(bounds) for bounds in zip(*blocks, strict=True))
    return low, high
