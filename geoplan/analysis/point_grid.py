"""Points over regions: regular ones, each standing for the ground around it, and random ones."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.crs.metric import require_metric
from geoplan.geodata.prepared_copies import prepared_copies


def point_grid(regions: gpd.GeoDataFrame, spacing_m: float | None = None, per_region: int = 400) -> gpd.GeoDataFrame:
    """Lay a square lattice over each region.

    Parameters
    ----------
    regions : GeoDataFrame
        ``adcode`` and polygons in metres.
    spacing_m : float, optional
        Between neighbours, metres, the lattice anchored at the origin of the system; by default each region has its
        own spacing, so that about `per_region` points fall into it.

    Returns
    -------
    GeoDataFrame
        Points: ``adcode``, ``weight`` (square kilometres each point stands for; a region's points sum to its area).
        A region too small to be hit has the one point inside it that Shapely finds.

    Raises
    ------
    ValueError
        Degrees, or a spacing that is not positive.
    """
    require_metric(regions, "regions")
    if spacing_m is not None and not spacing_m > 0:
        raise ValueError(f"a lattice every {spacing_m} m is none; give a spacing above 0")
    frames = []
    for adcode, shape in zip(regions["adcode"], regions.geometry, strict=True):
        points = points_in(shape, spacing_m or float(np.sqrt(shape.area / per_region)))
        each = shape.area / 1e6 / len(points)
        frames.append(pd.DataFrame({"adcode": adcode, "weight": each, "geometry": points}))
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["adcode", "weight", "geometry"])
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=regions.crs)


def points_in(shape: shapely.Geometry, step: float) -> np.ndarray:
    """Lay a lattice over one polygon, anchored at the origin.

    Parameters
    ----------
    shape : Geometry
        A polygon in metres.
    step : float
        Spacing, metres.

    Returns
    -------
    ndarray of Point
        At least one: where the lattice misses the polygon, the point inside it that Shapely finds.
    """
    west, south, east, north = np.floor(np.array(shape.bounds) / step)
    x, y = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
    x, y = (x.ravel() + 0.5) * step, (y.ravel() + 0.5) * step
    inside = shapely.contains_xy(prepared_copies(shape), x, y)
    return shapely.points(x[inside], y[inside]) if inside.any() else np.array([shapely.point_on_surface(shape)])


def random_points(shape: shapely.Geometry, n: int, seed: int | list[int]) -> np.ndarray:
    """Draw points anywhere on a polygon with equal probability: a triangle of it by area, a point in the triangle.

    Source: R. Osada and others, *ACM Transactions on Graphics* 21 (2002) 807-832, section 4.2, for the triangle.

    Parameters
    ----------
    shape : Geometry
        Polygons in metres.

    Returns
    -------
    ndarray
        (n, 2) metres; the first of more points are the same.
    """
    corners, reached = _triangles(shape)
    which, root, turn = np.random.default_rng(seed).random((n, 3)).T
    a, b, c = corners[np.searchsorted(reached, which)].swapaxes(0, 1)
    root, turn = np.sqrt(root)[:, None], turn[:, None]
    return np.asarray((1 - root) * a + root * (1 - turn) * b + root * turn * c)


@lru_cache(maxsize=256)
def _triangles(shape: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """The corners (m, 3, 2) of triangles that make up a polygon, and the share of its area up to each."""
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(shape))
    area = np.cumsum(shapely.area(triangles))
    return shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3], area / area[-1]
