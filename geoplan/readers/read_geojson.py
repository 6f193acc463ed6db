"""GeoJSON, read here and not by GDAL: no driver is asked, and what is broken is told feature by feature."""

from __future__ import annotations

import json
import re
import warnings
from typing import Any, Final

import numpy as np
import orjson
import shapely

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.errors import ReaderError, UnknownSystemError
from geoplan.readers.attribute_columns import as_attributes
from geoplan.readers.geojson_geometry import InvalidGeometryError, build_geometry
from geoplan.readers.read_limits import FEATURES, MOST_PARTS, MOST_ROWS, MOST_VERTICES, PARTS, limit_message
from geoplan.readers.row_report import RowReport
from geoplan.readers.source_table import SourceTable
from geoplan.readers.text_encoding import encoding_of
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten

_GEOMETRIES: Final = {
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
}
_EPSG: Final = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:[^:]*:?(\d{4,6})", re.IGNORECASE)
_CRS84: Final = re.compile(r"(?:urn:ogc:def:crs:)?(?:OGC:)?[^:]*:?CRS84", re.IGNORECASE)
_OFFSET: Final = re.compile(r"GCJ-?0?2|BD-?0?9", re.IGNORECASE)


def read_geojson(content: bytes, name: str) -> SourceTable:
    """Read a GeoJSON text: a collection, one feature, a bare geometry, or one feature a line.

    Parameters
    ----------
    content : bytes
        In UTF-8, or another encoding that can be told.
    name : str
        The file's name, for messages.

    Returns
    -------
    SourceTable
        A ``crs`` member of the old kind is honoured if it names a system; its links are never followed.

    Raises
    ------
    ReaderError
        It is no GeoJSON; the message names the line.
    """
    document = _parsed(content, name)
    features, declared = _features(document, name)
    if not features:
        raise ReaderError("readers.read_geojson.there_no_feature_features_empty", name=shorten(name))
    if len(features) > MOST_ROWS:
        raise limit_message(shorten(name), FEATURES, len(features), MOST_ROWS)
    remarks = RowReport()
    shapes = _shapes(features, remarks)
    rows = [_properties(f) for f in features]
    attributes = as_attributes(rows, np.arange(1, len(rows) + 1))
    given, notes = _declared(declared)
    return SourceTable(shapes, attributes, remarks, system=given, notes=notes)


def _require_few_parts(content: bytes, name: str) -> None:
    """Refuse what would be far larger in memory than in the file: a list costs twenty times its two signs."""
    lists, numbers = content.count(b"[") + content.count(b"{"), content.count(b",")
    for n, most in ((lists, MOST_VERTICES + 10 * MOST_ROWS), (numbers, MOST_PARTS)):
        if n > most:
            raise limit_message(shorten(name), PARTS, n, most)


def _parsed(content: bytes, name: str) -> Any:
    _require_few_parts(content, name)
    encoding = encoding_of(content).name or "utf-8"
    text = content.removeprefix(b"\xef\xbb\xbf")
    if not encoding.startswith("utf-8"):
        text = content.decode(encoding, errors="replace").encode()
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as strict:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            if len(lines) > 1 and lines[0].lstrip(b"\x1e").rstrip().endswith(b"}"):
                return {"type": "FeatureCollection", "features": [orjson.loads(li.lstrip(b"\x1e")) for li in lines]}
            return json.loads(text.decode(errors="replace"))  # takes NaN and Infinity, which some programs write
        except (ValueError, RecursionError) as error:
            at = error if isinstance(error, json.JSONDecodeError) else strict
            raise ReaderError(
                "readers.read_geojson.json_cut_off_wrong_line", name=shorten(name), lineno=at.lineno, colno=at.colno
            ) from error


def _features(document: Any, name: str) -> tuple[list[Any], Any]:
    kind = document.get("type") if isinstance(document, dict) else None
    declared = document.get("crs") if isinstance(document, dict) else None
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return document["features"], declared
    if kind == "Feature":
        return [document], declared
    if isinstance(kind, str) and kind in _GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": document}], declared
    esri = isinstance(document, dict) and "geometryType" in document
    called = "TopoJSON" if kind == "Topology" else "Esri JSON" if esri else "JSON"
    raise ReaderError("readers.read_geojson.but_no_geojson_there_no", name=shorten(name), called=called)


def _properties(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    own = dict(properties) if isinstance(properties, dict) else {}
    return {"id": feature["id"], **own} if "id" in feature and "id" not in own else own


def _shapes(features: list[Any], remarks: RowReport) -> np.ndarray:
    """All at once by GEOS; what it refuses is built again with care."""
    geometries = [f.get("geometry") if isinstance(f, dict) else None for f in features]
    texts = np.array([_text(g) for g in geometries], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of overflow, which is told of the feature
        shapes = shapely.from_geojson(texts, on_invalid="ignore")
    for at in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        if geometries[at] is None:
            continue
        try:
            shapes[at], mended = build_geometry(geometries[at])
        except InvalidGeometryError as error:
            remarks.add(at + 1, "left_out", error.said)
            continue
        for said in mended:
            remarks.add(at + 1, "mended", said)
    return shapes


def _text(geometry: Any) -> bytes | None:
    try:
        return orjson.dumps(geometry) if isinstance(geometry, dict) else None
    except (TypeError, ValueError, orjson.JSONEncodeError):
        return None


def _declared(crs: Any) -> tuple[CoordinateSystem | None, list[Text]]:
    if crs is None:
        return None, []
    properties = crs.get("properties") if isinstance(crs, dict) else None
    called = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(called, str):
        code = _EPSG.fullmatch(called.strip())
        try:
            offset = _OFFSET.search(called)
            if code or offset:
                return parse_system(code[1] if code else offset[0]), []  # type: ignore[index]
        except UnknownSystemError:
            pass
        if _CRS84.fullmatch(called.strip()):
            return parse_system("4326"), []
    said = message(
        "readers.read_geojson.crs_member_not_known_nothing",
        value=local_text(shorten(called or "link"), shorten(called or "link")),
    )
    return None, [said]
