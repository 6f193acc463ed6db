"""What may be asked for in an address: one table that the API's document tells and that every request is read by."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from geoplan.api.feature_store import FeatureStore
from geoplan.api.request_limits import DEFAULT_ITEMS, MOST_ITEMS, MOST_PHRASES
from geoplan.text.message import in_every_language, languages

# A day, or a moment of it; an interval has two, of which one may be open.
_INSTANT: Final = r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?"
_TIME: Final = rf"^({_INSTANT}|({_INSTANT}|\.\.)?/({_INSTANT}|\.\.)?)$"
# Formats by kind of address; the first is given when nothing is said.
FORMATS: Final = {
    "document": ("json", "html"),
    "catalogue": ("json", "html", "jsonld"),
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


class Parameter(NamedTuple):
    """A parameter of an address: its name, what it means, and the JSON Schema of its value."""

    name: str
    means: str
    schema: dict[str, Any]


def _parameter(name: str, schema: dict[str, Any], **values: object) -> Parameter:
    return Parameter(name, in_every_language(f"api.parameters.{name}", **values), schema)


def parameters(kind: str, held: FeatureStore | None = None, crs: tuple[str, ...] = ()) -> list[Parameter]:
    """The parameters of an address.

    Parameters
    ----------
    kind : {"document", "catalogue", "queryables", "items", "item"}
        What the address answers with.
    held : FeatureStore, optional
        The collection it is about.

    Returns
    -------
    list of Parameter
        Those of `kind`, then a collection's properties where they can be asked for.
    """
    common = [
        _parameter("f", {"type": "string", "enum": list(FORMATS.get(kind, FORMATS["document"]))}),
        _parameter("lang", {"type": "string", "enum": list(languages())}),
    ]
    system = {"type": "string", "format": "uri", "enum": list(crs)}
    if kind == "item":
        return [*common, _parameter("crs", system)]
    if held is None or kind not in {"items", "queryables"}:
        return common
    some = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(held.fields)}}
    chosen = _parameter("properties", some)
    if kind == "queryables":
        domain = {"type": "string", "enum": ["actual-domain", "valid-domain"]}
        return [*common, chosen, _parameter("profile", domain)]
    return [*common, chosen, *_items(held, system), *_filters(held)]


def _items(held: FeatureStore, system: dict[str, Any]) -> list[Parameter]:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    key = {"type": "string", "pattern": f"^[+-]?({'|'.join(held.fields)})$"}
    order = {"type": "array", "minItems": 1, "items": key}
    page = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_ITEMS}
    return [
        _parameter("limit", page, most=MOST_ITEMS),
        _parameter("offset", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("bbox", box),
        _parameter("bbox-crs", system),
        _parameter("crs", system),
        _parameter("datetime", {"type": "string", "pattern": _TIME}),
        _parameter("sortby", order),
        _parameter("skipGeometry", {"type": "boolean", "default": False}),
        _parameter("resulttype", {"type": "string", "enum": ["results", "hits"]}),
        _parameter("q", {"type": "string"}, most=MOST_PHRASES),
    ]


def _filters(held: FeatureStore) -> list[Parameter]:
    kept = ("type", "enum")
    return [
        Parameter(name, schema["title"], {key: schema[key] for key in kept if key in schema})
        for name, schema in held.fields.items()
    ]
