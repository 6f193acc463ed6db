"""Random areas on a coarse lattice, so that borders are shared, and points that fall on vertices and edges."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

STEP = 1 / 64  # a binary fraction: lattice points and the middles of edges are exact
ORIGIN = (118.0, 24.0)


def random_parks(rng: np.random.Generator, n: int, size: int = 48) -> gpd.GeoDataFrame:
    """Boxes, triangles and ragged stars that overlap; some with holes, some of several parts."""
    shapes = [_shape(rng, size) for _ in range(n)]
    return gpd.GeoDataFrame({"site_id": [f"p{i:04d}" for i in range(n)]}, geometry=shapes, crs=4326)


def random_partition(rng: np.random.Generator, n: int = 12) -> gpd.GeoDataFrame:
    """A coverage: a lattice of boxes, joined at random into n regions, some of several parts and some with holes."""
    side = 12
    owner = rng.integers(0, n, (side, side))
    shapes = []
    for i in range(n):
        boxes = [_box(4 * c, 4 * r, 4 * c + 4, 4 * r + 4) for r, c in np.argwhere(owner == i)]
        shapes.append(shapely.union_all(boxes) if boxes else _box(60, 60, 61, 61))
    return gpd.GeoDataFrame({"adcode": [f"3502{i:02d}" for i in range(n)]}, geometry=shapes, crs=4326)


def random_points(rng: np.random.Generator, areas: gpd.GeoDataFrame, n: int) -> tuple[np.ndarray, np.ndarray]:
    """A third each on vertices, on edges (the middles and elsewhere, as near as numbers come) and anywhere."""
    xy, ring = shapely.get_coordinates(areas.geometry.to_numpy(), return_index=True)
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    third = max(n // 3, 1)
    on = rng.choice(edge, third)
    along = np.where(rng.random((third, 1)) < 0.5, 0.5, rng.random((third, 1)))
    low, high = areas.total_bounds[:2] - 0.05, areas.total_bounds[2:] + 0.05
    points = [
        xy[rng.integers(0, len(xy), third)],
        xy[on] + along * (xy[on + 1] - xy[on]),
        rng.uniform(low, high, (n - 2 * third, 2)),
    ]
    return tuple(np.concatenate(points).T.copy())


def _shape(rng: np.random.Generator, size: int) -> shapely.Geometry:
    x, y = rng.integers(0, size, 2)
    w, h = rng.integers(2, 9, 2)
    match rng.integers(0, 5):
        case 0:
            return _box(x, y, x + w, y + h)
        case 1:
            return _polygon([(x, y), (x + w, y), (x, y + h)])
        case 2:
            return shapely.difference(_box(x, y, x + 6, y + 6), _box(x + 2, y + 2, x + 4, y + 3))
        case 3:
            return shapely.union_all(
                [_box(x, y, x + 2, y + 2), _box(x + 2, y + 2, x + 4, y + 5), _box(x + 7, y, x + 9, y + 1)]
            )
    turn = np.sort(rng.random(17)) * 2 * np.pi
    reach = rng.uniform(1, 5, 17) * STEP
    ring = np.column_stack([reach * np.cos(turn), reach * np.sin(turn)]) + np.array([x, y]) * STEP + ORIGIN
    star = shapely.make_valid(shapely.Polygon(ring))
    return star if star.geom_type in ("Polygon", "MultiPolygon") else _box(x, y, x + w, y + h)


def _box(*corners: float) -> shapely.Polygon:
    a, b, c, d = (float(v) * STEP for v in corners)
    return shapely.box(ORIGIN[0] + a, ORIGIN[1] + b, ORIGIN[0] + c, ORIGIN[1] + d)


def _polygon(corners: list[tuple[int, int]]) -> shapely.Polygon:
    return shapely.Polygon([(ORIGIN[0] + x * STEP, ORIGIN[1] + y * STEP) for x, y in corners])
