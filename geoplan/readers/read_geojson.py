"""GeoJSON and its relatives, read here and not by GDAL: what is broken is reported feature by feature."""

from __future__ import annotations

import re
import warnings
from typing import Any, Final

import numpy as np
import orjson
import shapely

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.errors import ReaderError, UnknownSystemError
from geoplan.readers.attribute_columns import as_attributes
from geoplan.readers.esri_json import esri_features, is_esri_json
from geoplan.readers.geojson_geometry import build_geometry
from geoplan.readers.json_text import parse_json
from geoplan.readers.read_limits import FEATURES, MOST_PARTS, MOST_ROWS, MOST_VERTICES, PARTS, limit_message
from geoplan.readers.read_vector import chosen_layer, layer_question
from geoplan.readers.row_report import RowError, RowReport
from geoplan.readers.source_table import SourceTable
from geoplan.readers.topojson import layers_of, topojson_features
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_GEOMETRIES: Final = {
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
}
_EPSG: Final = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:[^:]*:?(\d{4,6})", re.IGNORECASE)
_CRS84: Final = re.compile(r"(?:urn:ogc:def:crs:)?(?:OGC:)?[^:]*:?CRS84", re.IGNORECASE)
_OFFSET: Final = re.compile(r"GCJ-?0?2|BD-?0?9", re.IGNORECASE)


def read_geojson(content: bytes, name: str, layer: str | None = None) -> SourceTable:
    """Read a GeoJSON text: a collection, a feature, a geometry, or several of them; Esri JSON or TopoJSON.

    A ``crs`` member of the old kind is honoured if it names a system; its links are never followed. `layer` is the
    object of a topology, by default the first. ReaderError names the line where it is no JSON, and says what it is
    where it is no layer.
    """
    _require_few_parts(content, name)
    document = parse_json(content, name)
    objects = layers_of(document) if isinstance(document, dict) and document.get("type") == "Topology" else []
    chosen = chosen_layer(layer, objects, name) if objects else ""
    features, declared, notes = _features(document, name, chosen)
    if not features:
        raise ReaderError("readers.read_geojson.no_feature", name=shorten(name))
    if len(features) > MOST_ROWS:
        raise limit_message(shorten(name), FEATURES, len(features), MOST_ROWS)
    row_report = RowReport()
    shapes = _shapes(features, row_report)
    attributes = as_attributes([_properties(f) for f in features], np.arange(1, len(features) + 1))
    system, crs_notes = _declared_system(declared)
    source = SourceTable(shapes, attributes, row_report, system=system, layer=chosen, notes=[*notes, *crs_notes])
    if len(objects) > 1:
        source.questions.append(layer_question(objects, chosen, layer))
    return source


def _require_few_parts(content: bytes, name: str) -> None:
    """Refuse what would be far larger in memory than in the file: a list costs twenty times its two signs."""
    lists, numbers = content.count(b"[") + content.count(b"{"), content.count(b",")
    for n, most in ((lists, MOST_VERTICES + 10 * MOST_ROWS), (numbers, MOST_PARTS)):
        if n > most:
            raise limit_message(shorten(name), PARTS, n, most)


def _features(document: Any, name: str, layer: str) -> tuple[list[Any], Any, list[Text]]:
    """The features of a document, what it declares of its system, and notes on the whole."""
    kind = document.get("type") if isinstance(document, dict) else None
    declared = document.get("crs") if isinstance(document, dict) else None
    if (features := _features_of(document)) is not None:
        return features, declared, []
    if isinstance(document, list) and any(_features_of(one) is not None for one in document):
        several = [feature for one in document for feature in _features_of(one) or [one]]
        return several, next((one["crs"] for one in document if isinstance(one, dict) and one.get("crs")), None), []
    if layer:
        note = message("readers.read_geojson.read_as", format="TopoJSON")
        return topojson_features(document, layer, name), declared, [note]
    if is_esri_json(document):
        features, declared, notes = esri_features(document)
        return features, declared, [message("readers.read_geojson.read_as", format="Esri JSON"), *notes]
    form = "TopoJSON" if kind == "Topology" else "JSON"
    raise ReaderError("readers.read_geojson.not_geojson", name=shorten(name), format=form)


def _features_of(document: Any) -> list[Any] | None:
    """The features of a collection, a feature or a bare geometry; None where it is nothing of these."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return list(document["features"])
    if kind == "Feature":
        return [document]
    if isinstance(kind, str) and kind in _GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    return None


def _properties(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    own = dict(properties) if isinstance(properties, dict) else {}
    return {"id": feature["id"], **own} if "id" in feature and "id" not in own else own


def _shapes(features: list[Any], row_report: RowReport) -> np.ndarray:
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
        except RowError as error:
            row_report.add(at + 1, "left_out", error.reason)
            continue
        for repair in mended:
            row_report.add(at + 1, "mended", repair)
    return shapes


def _text(geometry: Any) -> bytes | None:
    try:
        return orjson.dumps(geometry) if isinstance(geometry, dict) else None
    except (TypeError, ValueError, orjson.JSONEncodeError):
        return None


def _declared_system(crs: Any) -> tuple[CoordinateSystem | None, list[Text]]:
    if crs is None:
        return None, []
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str):
        code = _EPSG.fullmatch(name.strip())
        try:
            offset = _OFFSET.search(name)
            if code or offset:
                return parse_system(code[1] if code else offset[0]), []  # type: ignore[index]
        except UnknownSystemError:
            pass
        if _CRS84.fullmatch(name.strip()):
            return parse_system("4326"), []
    return None, [message("readers.read_geojson.unknown_crs", value=shorten(name or "link"))]
