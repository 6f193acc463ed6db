"""The documents of pygeoapi, corrected: titles, counts, links to what exists in the reader's language, true claims.

The links of pygeoapi lead to the landing page without a slash, from which a page behind a proxy's prefix loads
nothing; lose ``lang`` and, on later pages, ``offset``; and have English titles alone.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

import orjson
import pandas as pd
import shapely
from pygeoapi.api import CONFORMANCE_CLASSES
from pygeoapi.api.itemtypes import CONFORMANCE_CLASSES_FEATURES, CONFORMANCE_CLASSES_RECORDS
from pygeoapi.util import get_crs_from_uri

from geoplan.api.api_content import ApiContent
from geoplan.api.feature_store import FeatureStore
from geoplan.api.request import FILTER_PARAMETERS
from geoplan.text.message import section
from geoplan.writers.plain_tables import as_csv

Document = dict[str, Any]
_CQL2: Final = "http://www.opengis.net/spec/cql2/1.0/conf/"
_FILTERS: Final = (
    *(f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{name}" for name in ("filter", "features-filter")),
    *(f"{_CQL2}{name}" for name in ("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators")),
    *(f"{_CQL2}{name}" for name in ("case-insensitive-comparison", "basic-spatial-functions", "spatial-functions")),
    f"{_CQL2}basic-spatial-operators",  # the draft's name, without which QGIS 3.42 sends no areas
)
# pygeoapi links to these whether or not there are any.
_NOT_SERVED: Final = ("/processes", "/job-list", "/tiling-schemes")
_PAGES: Final = {"self", "alternate", "next", "prev", "first", "last"}
_NOT_SUPPORTED: Final = ("create-replace-delete", "opensearch")


def conformance() -> Document:
    """The classes the service conforms to, ``conformsTo``, sorted.

    pygeoapi lengthens a list of its own at every request, and claims transactions for collections that are read only
    and OpenSearch, which the approved OGC API Records no longer has.
    """
    classes = {*CONFORMANCE_CLASSES, *CONFORMANCE_CLASSES_FEATURES, *CONFORMANCE_CLASSES_RECORDS, *_FILTERS}
    return {"conformsTo": sorted(name for name in classes if not name.endswith(_NOT_SUPPORTED))}


def corrected(
    what: str, document: Document, content: ApiContent, store: FeatureStore | None, parameters: dict[str, str]
) -> Document:
    """Correct a document of pygeoapi."""
    if what == "landing":
        links = [link for link in document["links"] if not link["rel"].endswith(_NOT_SERVED)]
        document = {**document, "attribution": content.attribution, "links": links}
    elif what == "collections":
        described = [{**one, "attribution": content.attribution} for one in document["collections"]]
        document = {**document, "collections": [_with_links(one, content, parameters) for one in described]}
    elif what == "collection":
        document = {**document, "attribution": content.attribution}
    elif what in {"schema", "queryables"} and store is not None:
        properties = {
            name: {**schema, **store.fields.get(name, {})}
            for name, schema in document["properties"].items()
            if store.has_geometry or name != "geometry"
        }
        document = {**document, "properties": properties}
    elif what == "items":  # pygeoapi links to a next page after the last one too
        returned, end = document["numberReturned"], int(parameters.get("offset", "0")) + document["numberReturned"]
        has_next = returned > 0 and end < document["numberMatched"]
        document = {**document, "links": [link for link in document["links"] if has_next or link["rel"] != "next"]}
    return _with_links(document, content, parameters)


def _with_links(document: Document, content: ApiContent, parameters: dict[str, str]) -> Document:
    if "links" not in document:
        return document
    return {**document, "links": [_link(link, content, parameters) for link in document["links"]]}


def _link(link: Document, content: ApiContent, parameters: dict[str, str]) -> Document:
    title, url = link.get("title", ""), content.api.config["server"]["url"]
    titled = {**link, "title": section("api_links", content.lang).get(title, title)}
    within = link["href"].removeprefix(url)
    if not link["href"].startswith(url) or within[:1] not in {"", "/", "?"}:
        return titled
    path, _, query = (within if within.startswith("/") else f"/{within}").partition("?")
    names: tuple[str, ...] = ("lang", "offset") if link["rel"] in {"self", "alternate"} else ("lang",)
    if link["rel"] in _PAGES:
        names += FILTER_PARAMETERS
    added = urlencode({name: parameters[name] for name in names if name in parameters and f"{name}=" not in query})
    query = "&".join(part for part in (query, added) if part)
    return {**titled, "href": f"{url}{path}?{query}" if query else f"{url}{path}"}


def as_table(document: Document, store: FeatureStore, crs: str) -> bytes:
    """Write a page of features as CSV.

    Parameters
    ----------
    crs : str
        Address of its coordinate system, whose own order the axes are in.

    Returns
    -------
    bytes
        As `geoplan.writers.plain_tables.as_csv`: the properties, then ``wkt`` where features have places. Easting or
        longitude is first in every system, as in the exports: QGIS and GDAL read WKT so.
    """
    frame = pd.DataFrame([feature["properties"] for feature in document["features"]])
    if frame.empty:
        frame = pd.DataFrame(columns=list(store.fields))
    if store.has_geometry:
        northing_first = get_crs_from_uri(crs).axis_info[0].direction == "north"
        frame["wkt"] = [_wkt(feature["geometry"], northing_first) for feature in document["features"]]
    return as_csv(frame)


def _wkt(geometry: dict[str, Any] | None, northing_first: bool) -> str:
    if geometry is None:
        return ""
    shape = shapely.from_geojson(orjson.dumps(geometry))
    if northing_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    return str(shapely.to_wkt(shape, rounding_precision=7, trim=True))
