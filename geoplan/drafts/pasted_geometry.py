"""A geometry from text that a person pastes: coordinates a line, WKT or GeoJSON, in any system."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape

from geoplan.crs.systems import CoordinateSystem, to_wgs84
from geoplan.errors import UserError
from geoplan.forms.layer_features import rounded_geometry
from geoplan.readers.coordinate_parsing import parse_coordinate_pair
from geoplan.readers.row_report import RowError
from geoplan.study_area import study_area
from geoplan.text.shorten import shorten

MOST_CHARACTERS: Final = 1_000_000
_TYPES: Final = {"Point", "Polygon", "MultiPolygon"}
_RING: Final = 3  # corners of the smallest polygon


def parse_geometry(text: str, system: CoordinateSystem) -> shapely.Geometry:
    """Read a point or an area.

    Parameters
    ----------
    text : str
        Coordinates, a pair a line (one is a point, three or more are the corners of an area; longitude or easting
        first unless letters or the study area say otherwise), WKT, or a geometry or feature of GeoJSON.
    system : CoordinateSystem
        What the coordinates are in.

    Returns
    -------
    Geometry
        A Point, Polygon or MultiPolygon in EPSG:4326, 7 decimals at most, areas counter-clockwise.

    Raises
    ------
    UserError
        It is no such geometry, is not valid, or lies outside the study area.
    """
    text = text.strip()[:MOST_CHARACTERS]
    if text.startswith("{"):
        geometry = _of_geojson(text)
    elif text[:1].isalpha() and "(" in text:
        geometry = _of_wkt(text)
    else:
        geometry = _of_lines(text, system)
    if geometry.is_empty:
        raise UserError("drafts.pasted_geometry.no_extent")
    if geometry.geom_type not in _TYPES:
        raise UserError("drafts.pasted_geometry.wrong_type", type=geometry.geom_type)
    [moved] = to_wgs84([shapely.force_2d(geometry)], system)
    if not _is_inside(moved):
        raise UserError("drafts.pasted_geometry.outside", area=study_area().name, system=system.code)
    if not moved.is_valid:
        raise UserError("drafts.pasted_geometry.invalid", why=shapely.is_valid_reason(moved))
    rounded = rounded_geometry(moved)
    if rounded.geom_type not in _TYPES or (rounded.area == 0) != (moved.geom_type == "Point"):
        raise UserError("drafts.pasted_geometry.no_extent")  # smaller than the last decimal
    return rounded


def _is_inside(geometry: shapely.Geometry) -> bool:
    """Whether a geometry in EPSG:4326 lies in the study area."""
    west, south, east, north = study_area().boxes.area
    bounds = np.array(geometry.bounds)
    return bool(
        np.isfinite(bounds).all() and (bounds[:2] >= (west, south)).all() and (bounds[2:] <= (east, north)).all()
    )


def _of_geojson(text: str) -> shapely.Geometry:
    try:
        value: Any = json.loads(text)
        features = value.get("features") or [value]
        shapes = [shape(feature.get("geometry") or feature) for feature in features]
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, shapely.errors.ShapelyError) as error:
        raise UserError("drafts.pasted_geometry.no_geojson") from error
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _of_wkt(text: str) -> shapely.Geometry:
    try:
        return shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, NotImplementedError) as error:  # curves are not supported
        raise UserError("drafts.pasted_geometry.no_wkt") from error


def _of_lines(text: str, system: CoordinateSystem) -> shapely.Geometry:
    corners = [_pair(number, line, system) for number, line in enumerate(text.splitlines(), 1) if line.strip(" ,;\t")]
    if len(corners) != 1 and len(corners) < _RING:
        raise UserError("drafts.pasted_geometry.too_few", n=len(corners))
    if not (system.is_offset or system.in_degrees):
        corners = _easting_first(corners, system)
    return shapely.Point(corners[0]) if len(corners) == 1 else shapely.Polygon(corners)


def _easting_first(corners: list[tuple[float, float]], system: CoordinateSystem) -> list[tuple[float, float]]:
    """The corners as they are, or turned round where only so they lie in the study area, as X is north to surveyors."""
    swapped = [(y, x) for x, y in corners]
    given, turned = to_wgs84(shapely.multipoints([corners, swapped]), system)
    return swapped if _is_inside(turned) and not _is_inside(given) else corners


def _pair(number: int, line: str, system: CoordinateSystem) -> tuple[float, float]:
    try:
        first, second = parse_coordinate_pair(line.strip().rstrip(",;"))
    except RowError as error:
        raise UserError("drafts.pasted_geometry.no_pair", number=number, line=shorten(line)) from error
    x, y = first.value, second.value
    swapped = first.axis == "lat" or second.axis == "lon"
    if not (first.axis or second.axis) and (system.is_offset or system.in_degrees):
        west, south, east, north = study_area().boxes.area
        swapped = not west <= x <= east and south <= x <= north and west <= y <= east
    return (y, x) if swapped else (x, y)
