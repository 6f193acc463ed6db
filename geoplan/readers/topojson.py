"""TopoJSON as GeoJSON features: borders that places share are written once in it, as arcs."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final

from geoplan.errors import ReaderError
from geoplan.readers.read_limits import MOST_VERTICES, VERTICES, limit_message
from geoplan.text.shorten import shorten

_DEPTHS: Final = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}  # of lists of arcs
_DEEPEST: Final = 16  # collections in collections
Arcs = list[list[list[float]]]


def topojson_features(document: dict[str, Any], layer: str, name: str) -> list[Any]:
    """Turn one object of a topology into GeoJSON features.

    Raises
    ------
    ReaderError
        The arcs cannot be read, or the object would have more vertices than may be.

    References
    ----------
    https://github.com/topojson/topojson-specification
    """
    try:
        arcs = _arcs(document)
        given = document["objects"][layer]
        geometries = given["geometries"] if given.get("type") == "GeometryCollection" else [given]
        n = sum(_vertices(geometry, arcs, 0) for geometry in geometries)
        if n > MOST_VERTICES:
            raise limit_message(shorten(name), VERTICES, n, MOST_VERTICES)
        return [_feature(geometry, arcs, document.get("transform")) for geometry in geometries]
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        if isinstance(error, ReaderError):
            raise
        raise ReaderError("readers.topojson.broken", name=shorten(name)) from error


def layers_of(document: dict[str, Any]) -> list[str]:
    """The names of a topology's objects."""
    objects = document.get("objects")
    return list(objects) if isinstance(objects, dict) else []


def _arcs(document: dict[str, Any]) -> Arcs:
    transform = document.get("transform")
    if not transform:
        return [[list(point[:2]) for point in arc] for arc in document["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    steps = [[*zip(*((p[0], p[1]) for p in arc), strict=True)] for arc in document["arcs"]]
    return [
        [[x * kx + dx, y * ky + dy] for x, y in zip(accumulate(xs), accumulate(ys), strict=True)] for xs, ys in steps
    ]


def _vertices(geometry: Any, arcs: Arcs, depth: int) -> int:
    """How many vertices a geometry will have: an arc of a few bytes may be named a million times."""
    if not isinstance(geometry, dict) or depth > _DEEPEST:
        return 0
    if geometry.get("type") == "GeometryCollection":
        return sum(_vertices(member, arcs, depth + 1) for member in geometry["geometries"])
    named, n = [geometry.get("arcs") or []], 0
    while named:
        for one in named.pop():
            if isinstance(one, list):
                named.append(one)
            else:
                n += len(arcs[one if one >= 0 else ~one])
    return n


def _feature(geometry: Any, arcs: Arcs, transform: Any) -> Any:
    if not isinstance(geometry, dict):
        return None
    feature = {
        "type": "Feature",
        "properties": geometry.get("properties"),
        "geometry": _geometry(geometry, arcs, transform, 0),
    }
    return {**feature, "id": geometry["id"]} if "id" in geometry else feature


def _geometry(geometry: dict[str, Any], arcs: Arcs, transform: Any, depth: int) -> Any:
    kind = geometry.get("type")
    if kind is None:
        return None
    if kind == "GeometryCollection" and depth < _DEEPEST:
        members = [_geometry(member, arcs, transform, depth + 1) for member in geometry["geometries"]]
        return {"type": kind, "geometries": [member for member in members if member]}
    if kind in _DEPTHS:
        return {"type": kind, "coordinates": _lines(geometry["arcs"], arcs, _DEPTHS[kind])}
    positions = geometry.get("coordinates")
    if kind == "Point":
        positions = _placed(positions, transform)
    elif kind == "MultiPoint":
        positions = [_placed(position, transform) for position in positions or []]
    return {"type": kind, "coordinates": positions}


def _placed(position: Any, transform: Any) -> Any:
    if not transform:
        return position
    return [n * k + d for n, k, d in zip(position[:2], transform["scale"], transform["translate"], strict=True)]


def _lines(named: list[Any], arcs: Arcs, depth: int) -> list[Any]:
    if depth > 1:
        return [_lines(part, arcs, depth - 1) for part in named]
    line: list[list[float]] = []
    for one in named:
        arc = arcs[one] if one >= 0 else arcs[~one][::-1]
        line += arc[1:] if line else arc  # an arc begins where the one before it ends
    return line
