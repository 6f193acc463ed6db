"""What may be asked for in an address: one table that the API's document tells and that every request is read by."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from geoplan.api.feature_store import FeatureStore
from geoplan.api.request_limits import DEFAULT_ITEMS, MOST_ITEMS, MOST_PHRASES

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


def parameters(kind: str, held: FeatureStore | None = None, crs: tuple[str, ...] = ()) -> list[Parameter]:
    """The parameters of an address.

    Parameters
    ----------
    kind : {"document", "catalogue", "queryables", "items", "item"}
        What the address answers with.
    held : FeatureStore, optional
        The collection it is about.
    crs : tuple of str
        The coordinate systems of that collection.

    Returns
    -------
    list of Parameter
        Those of `kind`, then a collection's properties where they can be asked for.
    """
    common = [
        Parameter("f", "格式 / format", {"type": "string", "enum": list(FORMATS.get(kind, FORMATS["document"]))}),
        Parameter("lang", "语言 / language", {"type": "string", "enum": ["zh", "en"]}),
    ]
    system = {"type": "string", "format": "uri", "enum": list(crs)}
    if kind == "item":
        return [*common, Parameter("crs", "结果的坐标系 / coordinate system of the result", system)]
    if held is None or kind not in {"items", "queryables"}:
        return common
    some = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(held.fields)}}
    chosen = Parameter("properties", "只要这些属性 / only these properties", some)
    if kind == "queryables":
        domain = {"type": "string", "enum": ["actual-domain", "valid-domain"]}
        return [*common, chosen, Parameter("profile", "取值范围 / domain", domain)]
    return [*common, chosen, *_items(held, system), *_filters(held)]


def _items(held: FeatureStore, system: dict[str, Any]) -> list[Parameter]:
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    key = {"type": "string", "pattern": f"^[+-]?({'|'.join(held.fields)})$"}
    order = {"type": "array", "minItems": 1, "items": key}
    page = {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_ITEMS}
    return [
        Parameter("limit", f"每页条数，至多 {MOST_ITEMS} / features a page, {MOST_ITEMS} at most", page),
        Parameter("offset", "略过的条数 / features to skip", {"type": "integer", "minimum": 0, "default": 0}),
        Parameter("bbox", "与此范围相交 / intersecting this box", box),
        Parameter("bbox-crs", "范围的坐标系 / coordinate system of the box", system),
        Parameter("crs", "结果的坐标系 / coordinate system of the result", system),
        Parameter(
            "datetime",
            "时刻或时段；无时间的要素都算 / instant or interval; what has no time always counts",
            {"type": "string", "pattern": _TIME},
        ),
        Parameter("sortby", "排序，- 为降序 / order, - for falling", order),
        Parameter("skipGeometry", "不要几何 / without geometry", {"type": "boolean", "default": False}),
        Parameter(
            "resulttype", "要素或只要条数 / features or their count", {"type": "string", "enum": ["results", "hits"]}
        ),
        Parameter(
            "q",
            f"文字中含其一，以逗号分隔，至多 {MOST_PHRASES} 个 / "
            f"any of these phrases, parted by commas, {MOST_PHRASES} at most",
            {"type": "string"},
        ),
    ]


def _filters(held: FeatureStore) -> list[Parameter]:
    kept = ("type", "enum")
    return [
        Parameter(name, schema["title"], {key: schema[key] for key in kept if key in schema})
        for name, schema in held.fields.items()
    ]
