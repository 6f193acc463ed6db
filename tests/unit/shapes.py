"""Hand-drawn places and regions in metres, for tests whose answers are mental arithmetic."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geoplan.crs.metric import HOME

Box = tuple[float, float, float, float]


def places(*shapes: object, radius: float = 0.0, crs: object = HOME) -> gpd.GeoDataFrame:
    """Places p0, p1 … from (x, y), (left, bottom, right, top) or shapes."""
    return gpd.GeoDataFrame(
        {"site_id": [f"p{i}" for i in range(len(shapes))], "radius_m": float(radius)},
        geometry=[_shape(s) for s in shapes],
        crs=crs,
    )


def regions(*boxes: Box, crs: object = HOME) -> gpd.GeoDataFrame:
    """Regions a, b … from (left, bottom, right, top)."""
    return gpd.GeoDataFrame({"adcode": list("abcdefgh"[: len(boxes)])}, geometry=[_shape(b) for b in boxes], crs=crs)


def _shape(spec: object) -> shapely.Geometry:
    if isinstance(spec, tuple):
        return shapely.Point(spec) if len(spec) == 2 else shapely.box(*spec)
    return spec
