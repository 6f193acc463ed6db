"""The two sheets of a layer, described as the data package describes its tables, so that the same check reads both."""

from __future__ import annotations

from typing import Any, Final, get_args

from geoplan import vocabulary
from geoplan.checks.layers import LayerDescription

LAYER: Final = "layer"
FEATURES: Final = "features"
LISTS: Final = ("sources", "also")  # keys of a layer that may stand in several rows
_SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"


def layer_resources() -> list[dict[str, Any]]:
    """Describe the sheets 图层 and 要素.

    Returns
    -------
    list of dict
        Two Frictionless resources, with ``sheet`` for the sheet's name.
    """
    scopes = list(get_args(LayerDescription.model_fields["scope"].annotation))
    layer = [
        _field("layer_id", "names its two files", required=True, unique=True, pattern=_SLUG),
        _field("title_zh", required=True),
        _field("title_en", required=True),
        _field("meaning_zh", "one sentence", required=True),
        _field("meaning_en", "one sentence", required=True),
        _field("scope", "where its sites lie", required=True, enum=scopes),
        _field("order", "place in the list of layers, counted from 1", "integer", required=True, minimum=1),
        _field("also", "sites of other layers shown here too; one row each"),
        _field("licence", "of the layer's data", required=True),
        _field("sources", "where the positions come from; one row each", required=True),
    ]
    features = [
        _field("site_id", "the carrier", required=True),
        _field("part", "where a site has several parts"),
        _field("part_en", "where a site has several parts"),
        _field(
            "method",
            "empty: a point, or the county alone where there are no coordinates",
            enum=list(vocabulary.METHODS),
        ),
        _field("lon", "longitude in degrees, or easting in metres", "number"),
        _field("lat", "latitude in degrees, or northing in metres", "number"),
        _field(
            "system",
            "of the coordinates; they are converted to WGS 84. estimate: WGS 84, placed by guess",
            pattern=r"WGS84|GCJ-02|BD-09|estimate|EPSG:\d{4,6}",
        ),
        _field("stated_area", "drawn as a disc of this area, kept on the land of its county", "number", minimum=0.0001),
        _field("area_unit", "as printed", enum=list(vocabulary.AREA_UNITS)),
        _field("wkt", "an outline as POLYGON or MULTIPOLYGON, in the same system; instead of lon and lat"),
        _field("source", "of the position: who says so, where", required=True),
        _field(
            "radius_m",
            "we are this sure of the position, m; empty where only the county is known",
            "number",
            minimum=1,
            maximum=200_000,
        ),
        _field(
            "confidence",
            "of the position; low for the county alone",
            required=True,
            enum=list(vocabulary.CONFIDENCES),
        ),
        _field("checked_on", "YYYY-MM-DD", "date", required=True),
    ]
    site = {"fields": ["site_id"], "reference": {"resource": "sites", "fields": ["site_id"]}}
    return [
        _resource(LAYER, "图层", "A layer: what it is called and what it means", layer, ["layer_id"], []),
        _resource(FEATURES, "要素", "The places of a layer, one row a place", features, ["site_id", "part"], [site]),
    ]


def _field(name: str, description: str = "", type: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": type, "description": description, "constraints": constraints}


def _resource(
    name: str, sheet: str, title: str, fields: list[dict[str, Any]], key: list[str], foreign: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "sheet": sheet,
        "title": title,
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": key, "foreignKeys": foreign, "missingValues": [""]},
    }
