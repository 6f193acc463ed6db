"""Geometries from coordinates that may be broken: open rings, vertices that are no numbers, empty parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import shapely

from geoplan.readers.row_report import RowError
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_DEEPEST: Final = 16  # collections in collections
CLOSED: Final = message("readers.geojson_geometry.ring_closed")
_DROPPED: Final = message("readers.geojson_geometry.vertices_dropped")
_TOO_FEW: Final = message("readers.geojson_geometry.parts_dropped")
NOT_FINITE: Final = message("readers.geojson_geometry.not_finite")


def build_geometry(geometry: Any) -> tuple[shapely.Geometry, list[Text]]:
    """Build a shape from a GeoJSON geometry and say what was mended; it is empty where nothing can be used.

    Only the first two ordinates of a position count. RowError is raised where the type is unknown, or the coordinates
    are no numbers.
    """
    mended: list[Text] = []
    shape = _build(geometry, mended, 0)
    return shape, list(dict.fromkeys(mended))


def _build(geometry: Any, mended: list[Text], depth: int) -> shapely.Geometry:
    kind: Any = geometry.get("type") if isinstance(geometry, dict) else None
    if kind is None or depth > _DEEPEST:
        raise RowError(message("readers.geojson_geometry.not_a_geometry"))
    parts: Any = geometry.get("coordinates")
    if not isinstance(parts, list) and kind != "GeometryCollection":
        raise _malformed(kind)
    if kind == "GeometryCollection":
        members = geometry.get("geometries")
        if not isinstance(members, list):
            raise _malformed(kind)
        return shapely.GeometryCollection([_build(member, mended, depth + 1) for member in members])
    try:
        if kind == "Point":
            return _point(parts)
        if kind == "MultiPoint":
            return shapely.MultiPoint(_line(parts, mended))
        if kind == "LineString":
            return _linestring(parts, mended) or shapely.LineString()
        if kind == "MultiLineString":
            return shapely.MultiLineString([line for part in parts if (line := _linestring(part, mended))])
        if kind == "Polygon":
            return _polygon(parts, mended) or shapely.Polygon()
        if kind == "MultiPolygon":
            return shapely.MultiPolygon([area for part in parts if (area := _polygon(part, mended))])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError, shapely.GEOSException) as error:
        if isinstance(error, RowError):
            raise
        raise _malformed(kind) from error
    raise RowError(message("readers.geojson_geometry.unknown_type", type=shorten(kind)))


def _malformed(kind: Any) -> RowError:
    return RowError(message("readers.geojson_geometry.malformed_coordinates", type=shorten(kind)))


def _number(value: Any) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)


def _point(position: Sequence[Any]) -> shapely.Point:
    if not position:
        return shapely.Point()
    x, y = _number(position[0]), _number(position[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise RowError(NOT_FINITE)
    return shapely.Point(x, y)


def _line(positions: Sequence[Any], mended: list[Text]) -> list[tuple[float, float]]:
    pairs = [(_number(p[0]), _number(p[1])) for p in positions]
    finite = [p for p in pairs if math.isfinite(p[0]) and math.isfinite(p[1])]
    if len(finite) < len(pairs):
        mended.append(_DROPPED)
    return finite


def _linestring(positions: Sequence[Any], mended: list[Text]) -> shapely.LineString | None:
    line = _line(positions, mended)
    if len(line) > 1:
        return shapely.LineString(line)
    if positions:
        mended.append(_TOO_FEW)
    return None


def _ring(positions: Sequence[Any], mended: list[Text]) -> list[tuple[float, float]]:
    line = _line(positions, mended)
    if len(set(line)) < 3:
        if positions:
            mended.append(_TOO_FEW)
        return []
    if line[0] != line[-1]:
        mended.append(CLOSED)
        line.append(line[0])
    return line


def _polygon(rings: Sequence[Any], mended: list[Text]) -> shapely.Polygon | None:
    closed = [_ring(ring, mended) for ring in rings]
    if not closed or not closed[0]:
        return None
    return shapely.Polygon(closed[0], [hole for hole in closed[1:] if hole])
