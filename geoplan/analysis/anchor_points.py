"""Points that stand for shapes where distances to many places are asked for many times."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from geoplan.analysis.point_grid import points_in

EVERY: Final = 200.0  # metres between the points of an area: 5 m out at a distance of 1 km


def anchor_points(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Stand for points by themselves, for areas by points along the edge and within.

    Parameters
    ----------
    shapes : ndarray of Geometry
        n shapes in metres.

    Returns
    -------
    xy : ndarray
        (m, 2) metres.
    owner : ndarray of int
        The shape that each point stands for.
    """
    edges, owner = shapely.get_coordinates(shapely.segmentize(shapes, EVERY), return_index=True)
    xy, owners = [edges], [owner]
    for i in np.flatnonzero(shapely.area(shapes) > EVERY**2):
        inner = shapely.get_coordinates(points_in(shapes[i], EVERY))
        xy.append(inner)
        owners.append(np.full(len(inner), i))
    return np.concatenate(xy), np.concatenate(owners)
