"""The API's document, OpenAPI 3.0, complete in itself: every request is validated against its parameters.

pygeoapi generates one too, but every schema in it is an address on the internet, it offers parameters that mean
nothing here, and describes answers that do not occur; no tool can read it on an intranet.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

import orjson

from geoplan import __version__
from geoplan.api.cql2_filter import LANGUAGES
from geoplan.api.feature_store import FeatureStore
from geoplan.text.message import in_every_language, languages

DEFAULT_ITEMS: Final = 100  # of one page where the request sets no limit
MOST_ITEMS: Final = 1000  # of one page
MOST_PHRASES: Final = 20  # of one search: every text is searched for each
# Formats by kind of operation; the first is the default.
FORMATS: Final = {
    "document": ("json", "html"),
    "catalogue": ("json", "html", "jsonld"),
    "queryables": ("json", "html"),
    "items": ("json", "html", "jsonld", "csv"),
    "item": ("json", "html", "jsonld"),
}
MEDIA_TYPES: Final = {
    "json": "application/json",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
# A day, or a moment of it; an interval has two, of which one may be open.
_INSTANT: Final = r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?"
_TIME: Final = rf"^({_INSTANT}|({_INSTANT}|\.\.)?/({_INSTANT}|\.\.)?)$"
_OF_FIELD: Final = ("type", "format", "enum")  # what a field's schema says of its values
_SCHEMA_TYPE: Final = "application/schema+json"
_GEOJSON: Final = MEDIA_TYPES["geojson"]


def api_document(config: dict[str, Any]) -> dict[str, Any]:
    """Describe the service in OpenAPI 3.0, without a reference to anything outside."""
    about = config["metadata"]["identification"]
    openapi_type = "application/vnd.oai.openapi+json;version=3.0"
    paths = {
        "/": _operation("getLandingPage", about["title"], "catalogue", "Landing"),
        "/conformance": _operation("getConformance", "Conformance", "document", "Conformance"),
        "/openapi": _operation("getApi", "OpenAPI", "document", "Object", openapi_type),
        "/collections": _operation("getCollections", "Collections", "catalogue", "Collections"),
    }
    for name, resource in config["resources"].items():
        paths |= _collection(name, resource)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": about["title"],
            "description": about["description"],
            "version": __version__,
            "license": config["metadata"]["license"],
            "x-keywords": about["keywords"],
        },
        "servers": [{"url": config["server"]["url"]}],
        "tags": [
            {"name": "service"},
            *({"name": name, "description": r["title"]} for name, r in config["resources"].items()),
        ],
        "paths": paths,
        "components": orjson.loads((files("geoplan.api") / "assets" / "components.json").read_bytes()),
    }


def _collection(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    provider = resource["providers"][0]
    store: FeatureStore = provider["data"]
    feature = "Record" if provider["type"] == "record" else "Feature"
    path = f"/collections/{name}"

    def operation(suffix: str, kind: str, schema: str, json_type: str = MEDIA_TYPES["json"]) -> dict[str, Any]:
        parameters = _parameters(kind, store, provider["crs"])
        return _operation(f"{name}.{suffix}", resource["title"], kind, schema, json_type, parameters, name)

    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": store.key}
    item = operation("item", "item", feature, _GEOJSON)
    item["get"]["parameters"].insert(
        0, {**identifier, "example": store.rows[0][store.key]} if store.rows else identifier
    )
    return {
        path: operation("collection", "catalogue", "Collection"),
        f"{path}/schema": operation("schema", "document", "Object", _SCHEMA_TYPE),
        f"{path}/queryables": operation("queryables", "queryables", "Object", _SCHEMA_TYPE),
        f"{path}/items": operation("items", "items", f"{feature}s", _GEOJSON),
        f"{path}/items/{{id}}": item,
    }


def _operation(
    operation: str,
    title: str,
    kind: str,
    schema: str,
    json_type: str = MEDIA_TYPES["json"],
    parameters: list[dict[str, Any]] | None = None,
    tag: str = "service",
) -> dict[str, Any]:
    content: dict[str, Any] = {json_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    for format_ in FORMATS[kind][1:]:
        content[MEDIA_TYPES[format_]] = {"schema": {"type": "object"} if format_ == "jsonld" else {"type": "string"}}
    missing = {"404": {"$ref": "#/components/responses/NotFound"}} if tag != "service" else {}
    return {
        "get": {
            "operationId": operation,
            "summary": title,
            "tags": [tag],
            "parameters": parameters or _parameters(kind),
            "responses": {
                "200": {"description": title, "content": content},
                "400": {"$ref": "#/components/responses/BadRequest"},
                **missing,
            },
        }
    }


def _parameters(kind: str, store: FeatureStore | None = None, crs: list[str] | None = None) -> list[dict[str, Any]]:
    """The query parameters of a kind of operation; those of items end with the properties of the collection."""
    common = [
        _parameter("f", {"type": "string", "enum": list(FORMATS[kind])}),
        _parameter("lang", {"type": "string", "enum": list(languages())}),
    ]
    system = {"type": "string", "format": "uri", "enum": crs}
    if kind == "item":
        return [*common, _parameter("crs", system)]
    if store is None or kind not in {"items", "queryables"}:
        return common
    names = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(store.fields)}}
    common.append(_parameter("properties", names))
    if kind == "queryables":
        return [*common, _parameter("profile", {"type": "string", "enum": ["actual-domain", "valid-domain"]})]
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    key = {"type": "string", "pattern": f"^[+-]?({'|'.join(store.fields)})$"}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_ITEMS}
    return [
        *common,
        _parameter("limit", limit, most=MOST_ITEMS),
        _parameter("offset", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("bbox", box),
        _parameter("bbox-crs", system),
        _parameter("crs", system),
        _parameter("filter", {"type": "string", "minLength": 1}),
        _parameter("filter-lang", {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]}),
        _parameter("filter-crs", system),
        _parameter("datetime", {"type": "string", "pattern": _TIME}),
        _parameter("sortby", {"type": "array", "minItems": 1, "items": key}),
        _parameter("skipGeometry", {"type": "boolean", "default": False}),
        _parameter("resulttype", {"type": "string", "enum": ["results", "hits"]}),
        _parameter("q", {"type": "string"}, most=MOST_PHRASES),
        *(
            _query_parameter(
                name, field["title"], {key: field[key] for key in ("type", "format", "enum") if key in field}
            )
            for name, field in store.fields.items()
        ),
    ]


def _parameter(name: str, schema: dict[str, Any], **values: object) -> dict[str, Any]:
    return _query_parameter(name, in_every_language(f"api.parameters.{name}", **values), schema)


def _query_parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": False,
        "schema": schema,
        "style": "form",
        "explode": False,
    }
