"""An honest shape for a park of which only a centre and a stated area are known."""

from __future__ import annotations

import shapely
from pyproj import CRS, Transformer

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import transformer

_STEPS = 60  # halvings of the radius; far below a millimetre
_QUARTER = 32  # segments a quarter circle


def equal_area_disc(centre: shapely.Point, area_m2: float, within: shapely.Geometry, crs: CRS) -> shapely.Geometry:
    """Draw the disc about a centre that, kept within given land, has the stated area.

    Parameters
    ----------
    centre : Point
        Longitude and latitude, EPSG:4326.
    area_m2 : float
        The stated area, square metres.
    within : Geometry
        Where the shape may lie (the land of its county), EPSG:4326.

    Returns
    -------
    Geometry
        A polygon in EPSG:4326 whose area in `crs` is `area_m2` to within 0.01 %, as round as the land allows.

    Raises
    ------
    ValueError
        The stated area does not fit within `within`.
    """
    there = transformer(STORAGE, CRS.from_user_input(crs))
    point, land = (_reprojected(g, there) for g in (centre, within))
    if area_m2 > land.area:
        raise ValueError(f"{area_m2:.0f} m² do not fit into {land.area:.0f} m² of land; check the stated area")
    low, high = 0.0, float(shapely.hausdorff_distance(point, land))
    for _ in range(_STEPS):
        radius = (low + high) / 2
        if shapely.intersection(point.buffer(radius, quad_segs=_QUARTER), land).area < area_m2:
            low = radius
        else:
            high = radius
    shape = shapely.intersection(point.buffer(high, quad_segs=_QUARTER), land)
    back = transformer(CRS.from_user_input(crs), STORAGE)
    return shapely.orient_polygons(_reprojected(shape, back))


def _reprojected(geometry: shapely.Geometry, transformer: Transformer) -> shapely.Geometry:
    return shapely.transform(geometry, transformer.transform, interleaved=False)
