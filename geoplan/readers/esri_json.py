"""Feature sets of Esri's REST services as GeoJSON features."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import shapely

from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_GEOMETRY: Final = {"x", "points", "paths", "rings", "curveRings", "curvePaths"}  # what a geometry of Esri's has
_EPOCH: Final = dt.datetime(1970, 1, 1)
_WEB_MERCATOR: Final = (102100, 102113, 900913)  # numbers it had before it was registered


def is_esri_json(document: Any) -> bool:
    """Whether a JSON document is a feature set, or one feature or geometry, of Esri's."""
    if not isinstance(document, dict) or "type" in document:
        return False
    features = document.get("features")
    first = features[0] if isinstance(features, list) and features else {}
    of_one = isinstance(first, dict) and "attributes" in first
    return "geometryType" in document or of_one or "attributes" in document or bool(_GEOMETRY & set(document))


def esri_features(document: dict[str, Any]) -> tuple[list[Any], Any, list[Text]]:
    """Turn a feature set into GeoJSON features, what it says of its system, and notes.

    A ring that runs clockwise is an outline, any other a hole of the smallest outline that holds it, as Esri has it.
    Dates, milliseconds in the file, become days and times in UTC.

    References
    ----------
    https://developers.arcgis.com/rest/services-reference/enterprise/geometry-objects/
    """
    given = document.get("features")
    features = given if isinstance(given, list) else [document if "attributes" in document else {"geometry": document}]
    fields = document.get("fields")
    known = fields if isinstance(fields, list) else []
    dates = {f.get("name") for f in known if isinstance(f, dict) and f.get("type") == "esriFieldTypeDate"}
    notes = [message("readers.esri_json.only_a_part", n=len(features))] if document.get("exceededTransferLimit") else []
    return [_feature(feature, dates) for feature in features], _crs(document, features), notes


def _feature(feature: Any, dates: set[Any]) -> Any:
    if not isinstance(feature, dict):
        return None
    attributes = feature.get("attributes")
    properties = (
        {k: _day(v) if k in dates else v for k, v in attributes.items()} if isinstance(attributes, dict) else {}
    )
    return {"type": "Feature", "properties": properties, "geometry": _geometry(feature.get("geometry"))}


def _day(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        moment = _EPOCH + dt.timedelta(milliseconds=value)
    except (OverflowError, ValueError):
        return value
    return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(timespec="seconds")


def _crs(document: dict[str, Any], features: list[Any]) -> Any:
    """The system as the ``crs`` member of old GeoJSON has it."""
    geometry = features[0].get("geometry") if features and isinstance(features[0], dict) else None
    reference = document.get("spatialReference") or (
        geometry.get("spatialReference") if isinstance(geometry, dict) else None
    )
    if not isinstance(reference, dict):
        return None
    code = reference.get("latestWkid") or reference.get("wkid")
    if isinstance(code, int) and not isinstance(code, bool):
        return {"properties": {"name": f"EPSG:{3857 if code in _WEB_MERCATOR else code}"}}
    return {"properties": {"name": shorten(reference.get("wkt") or "?")}}


def _geometry(geometry: Any) -> Any:
    if not isinstance(geometry, dict):
        return None
    if "x" in geometry:
        x, y = geometry.get("x"), geometry.get("y")
        return None if x in (None, "NaN") else {"type": "Point", "coordinates": [x, y]}
    if "points" in geometry:
        return {"type": "MultiPoint", "coordinates": geometry["points"]}
    if "paths" in geometry:
        return {"type": "MultiLineString", "coordinates": geometry["paths"]}
    if "rings" in geometry:
        return {"type": "MultiPolygon", "coordinates": _polygons(geometry["rings"])}
    curves = sorted({"curveRings", "curvePaths"} & set(geometry))
    return {"type": curves[0] if curves else "?", "coordinates": []} if geometry else None


def _polygons(rings: Any) -> Any:
    """Outlines with their holes; rings that cannot be understood stay as they are, to be told of later."""
    try:
        closed = [ring if ring[0][:2] == ring[-1][:2] else [*ring, ring[0]] for ring in rings if len(ring) > 2]
        shapes = [shapely.Polygon([point[:2] for point in ring]) for ring in closed if len(ring) > 3]
        closed = [ring for ring in closed if len(ring) > 3]
        clockwise = [not shape.exterior.is_ccw for shape in shapes]
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, shapely.GEOSException):
        return [rings]
    outlines = {at: [closed[at]] for at, outer in enumerate(clockwise) if outer}
    for at, outer in enumerate(clockwise):
        if outer:
            continue
        inner = shapely.Point(closed[at][0][:2])
        holders = [o for o in outlines if shapes[o].area > shapes[at].area and shapes[o].intersects(inner)]
        if holders:
            outlines[min(holders, key=lambda o: shapes[o].area)].append(closed[at])
        else:
            outlines[at] = [closed[at]]
    return list(outlines.values())
