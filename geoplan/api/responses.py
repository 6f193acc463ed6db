"""What pygeoapi answers, put right: titles, counts, no link to what is not there, no claim that does not hold."""

from __future__ import annotations

from typing import Any, Final

import orjson
import pandas as pd
import shapely
from pygeoapi.api import CONFORMANCE_CLASSES
from pygeoapi.api.itemtypes import CONFORMANCE_CLASSES_FEATURES, CONFORMANCE_CLASSES_RECORDS
from pygeoapi.util import get_crs_from_uri

from geoplan.api.feature_store import FeatureStore
from geoplan.api.provider import CRS84
from geoplan.writers.plain_tables import as_csv

# pygeoapi names these whether or not there are any.
_NOT_HERE: Final = ("/processes", "/job-list", "/tiling-schemes")
_NOT_DONE: Final = ("create-replace-delete", "opensearch")


def conformance() -> dict[str, Any]:
    """The classes the service conforms to.

    Made here, because pygeoapi lengthens a list of its own at every request, and claims transactions for collections
    that are read only and OpenSearch, which the approved OGC API Records no longer has.

    Returns
    -------
    dict
        ``conformsTo``, sorted.
    """
    named = {*CONFORMANCE_CLASSES, *CONFORMANCE_CLASSES_FEATURES, *CONFORMANCE_CLASSES_RECORDS}
    return {"conformsTo": sorted(name for name in named if not name.endswith(_NOT_DONE))}


def landing(said: dict[str, Any], attribution: str) -> dict[str, Any]:
    """The landing page, without links to what is not served, with the attribution."""
    links = [link for link in said["links"] if not link["rel"].endswith(_NOT_HERE)]
    return {**said, "attribution": attribution, "links": links}


def describe_collection(said: dict[str, Any], attribution: str) -> dict[str, Any]:
    """One collection or all, each with the attribution."""
    if "collections" in said:
        return {**said, "collections": [describe_collection(c, attribution) for c in said["collections"]]}
    return {**said, "attribution": attribution}


def with_titles(said: dict[str, Any], held: FeatureStore) -> dict[str, Any]:
    """A schema or queryables with the properties' titles and codes, and no geometry where there is none."""
    properties = {
        name: {**schema, **held.fields.get(name, {})}
        for name, schema in said["properties"].items()
        if held.placed or name != "geometry"
    }
    return {**said, "properties": properties}


def page(said: dict[str, Any], offset: int) -> dict[str, Any]:
    """A page of features that links to a next one only where there is one, which pygeoapi gets wrong at the end."""
    more = said["numberReturned"] > 0 and offset + said["numberReturned"] < said["numberMatched"]
    return {**said, "links": [link for link in said["links"] if more or link["rel"] != "next"]}


def as_table(said: dict[str, Any], held: FeatureStore, crs: str = CRS84) -> bytes:
    """Write a page of features as CSV.

    Parameters
    ----------
    crs : str
        Address of the coordinate system it is in, with its axes in that system's own order.

    Returns
    -------
    bytes
        As `geoplan.writers.plain_tables.as_csv`: the properties, then ``wkt`` where features have places. Easting or
        longitude is first whatever the system says, as in the exports: QGIS and GDAL read WKT so.
    """
    frame = pd.DataFrame([f["properties"] for f in said["features"]])
    if frame.empty:
        frame = pd.DataFrame(columns=list(held.fields))
    if held.placed:
        northing_first = get_crs_from_uri(crs).axis_info[0].direction == "north"
        frame["wkt"] = [_wkt(f["geometry"], northing_first) for f in said["features"]]
    return as_csv(frame)


def _wkt(geometry: dict[str, Any] | None, northing_first: bool) -> str:
    if geometry is None:
        return ""
    shape = shapely.from_geojson(orjson.dumps(geometry))
    if northing_first:
        shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
    text: str = shapely.to_wkt(shape, rounding_precision=7, trim=True)
    return text
