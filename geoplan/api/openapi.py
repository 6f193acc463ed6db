"""The API's document, OpenAPI 3.0, complete in itself.

pygeoapi generates one too, but every schema in it is an address on the internet, it offers parameters that mean
nothing here, and describes answers that are not given; no tool can read it on an intranet.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import orjson

from geoplan import __version__
from geoplan.api.feature_store import FeatureStore
from geoplan.api.parameters import FORMATS, MEDIA_TYPES, Parameter, parameters


def api_document(config: dict[str, Any]) -> dict[str, Any]:
    """Describe the service.

    Parameters
    ----------
    config : dict
        pygeoapi's, as `geoplan.api.configuration.configuration` made it.

    Returns
    -------
    dict
        An OpenAPI 3.0 document without a reference to anything outside.
    """
    said = config["metadata"]["identification"]
    paths = {
        "/": _get("getLandingPage", said["title"], "catalogue", "Landing"),
        "/conformance": _get("getConformance", "Conformance", "document", "Conformance"),
        "/openapi": _get("getApi", "OpenAPI", "document", "Object", "application/vnd.oai.openapi+json;version=3.0"),
        "/collections": _get("getCollections", "Collections", "catalogue", "Collections"),
    }
    for name, resource in config["resources"].items():
        paths |= _collection(name, resource)
    components = orjson.loads((files("geoplan.api") / "assets" / "components.json").read_bytes())
    return {
        "openapi": "3.0.3",
        "info": {
            "title": said["title"],
            "description": said["description"],
            "version": __version__,
            "license": config["metadata"]["license"],
            "x-keywords": said["keywords"],
        },
        "servers": [{"url": config["server"]["url"]}],
        "tags": [
            {"name": "service"},
            *({"name": name, "description": r["title"]} for name, r in config["resources"].items()),
        ],
        "paths": paths,
        "components": components,
    }


def _collection(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    provider = resource["providers"][0]
    held: FeatureStore = provider["data"]
    crs, title, at = tuple(provider["crs"]), resource["title"], f"/collections/{name}"
    kind = "Record" if provider["type"] == "record" else "Feature"
    schema_type = "application/schema+json"
    item = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": held.key}
    one = _get(f"{name}.item", title, "item", kind, "application/geo+json", parameters("item", held, crs), name)
    one["get"]["parameters"].insert(0, {**item, "example": held.rows[0][held.key]} if held.rows else item)
    items = parameters("items", held, crs)
    return {
        at: _get(f"{name}.collection", title, "catalogue", "Collection", tag=name),
        f"{at}/schema": _get(f"{name}.schema", title, "document", "Object", schema_type, tag=name),
        f"{at}/queryables": _get(
            f"{name}.queryables", title, "document", "Object", schema_type, parameters("queryables", held, crs), name
        ),
        f"{at}/items": _get(f"{name}.items", title, "items", f"{kind}s", "application/geo+json", items, name),
        f"{at}/items/{{id}}": one,
    }


def _get(
    operation: str,
    title: str,
    kind: str,
    schema: str,
    json_type: str = "application/json",
    asked: list[Parameter] | None = None,
    tag: str = "service",
) -> dict[str, Any]:
    content: dict[str, Any] = {json_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    for format_ in FORMATS[kind][1:]:
        content[MEDIA_TYPES[format_]] = {"schema": {"type": "object"} if format_ == "jsonld" else {"type": "string"}}
    known = asked if asked is not None else parameters(kind)
    missing = {"404": {"$ref": "#/components/responses/NotFound"}} if tag != "service" else {}
    return {
        "get": {
            "operationId": operation,
            "summary": title,
            "tags": [tag],
            "parameters": [_parameter(p) for p in known],
            "responses": {
                "200": {"description": title, "content": content},
                "400": {"$ref": "#/components/responses/BadRequest"},
                **missing,
            },
        }
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.means,
        "required": False,
        "schema": parameter.schema,
        "style": "form",
        "explode": False,
    }
