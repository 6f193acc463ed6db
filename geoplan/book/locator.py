"""The small map under a sheet that shows where in its region the sheet lies."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.cartography.map_extent import Extent
from geoplan.cartography.sheet_extent import sheet_extent
from geoplan.cartography.svg import circle, drawing, path
from geoplan.geodata.boundaries import counties_in
from geoplan.symbology import symbology

_FINE: Final = 0.06  # millimetres
_SEEN: Final = 1.6  # millimetres: a smaller sheet is ringed
_LINE: Final = 0.35  # millimetres


def locator(region: str, sheet: Extent, width: float, height: float) -> bytes:
    """Draw a region with the frame of a sheet, as SVG.

    Parameters
    ----------
    region : str
        Adcode of the province or a city.
    sheet : Extent
        What the sheet shows.
    width, height : float
        Millimetres.
    """
    extent, ground = _ground(region, width, height)
    west, south, east, north = sheet.box()
    frame = extent.on_paper(shapely.box(west, south, east, north))
    style = {"fill": "none", "stroke": symbology().colours["selected"], "stroke_width": _LINE}
    marks = [path(frame, **style)]
    if max(frame.bounds[2] - frame.bounds[0], frame.bounds[3] - frame.bounds[1]) < _SEEN:
        marks = [circle(frame.centroid.x, frame.centroid.y, _SEEN, **style)]
    return drawing(width, height, [*ground, *marks]).encode()


@lru_cache(maxsize=16)
def _ground(region: str, width: float, height: float) -> tuple[Extent, tuple[str, ...]]:
    """What is the same under every sheet of a region: sea, land and the borders of counties."""
    frame = counties_in(region)
    box = tuple(map(float, frame.total_bounds))
    extent = sheet_extent((box[0], box[1], box[2], box[3]), width, height)
    shapes = shapely.coverage_simplify(np.array([_areas(extent.on_paper(s)) for s in frame.geometry]), _FINE)
    colours = symbology().ground
    paper = shapely.box(0, 0, width, height)
    return extent, (
        path(paper, fill=colours["sea"], stroke=colours["province_outline"], stroke_width=0.2),
        *(
            path(shape, fill=colours["province"], stroke=colours["city_border"], stroke_width=0.1)
            for shape in gpd.GeoSeries(shapes)
        ),
    )


def _areas(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon([p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"])
