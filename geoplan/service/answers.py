"""What pygeoapi answers, put right: links to what there is, titles, counts, and no claim that does not hold."""

from __future__ import annotations

from typing import Any, Final

import orjson
import pandas as pd
import shapely
from pygeoapi.api import CONFORMANCE_CLASSES
from pygeoapi.api.itemtypes import CONFORMANCE_CLASSES_FEATURES, CONFORMANCE_CLASSES_RECORDS

from geoplan.export.sheets import as_csv
from geoplan.service.holding import Holding

# pygeoapi names these whether or not there are any.
_NOT_HERE: Final = ("/processes", "/job-list", "/tiling-schemes")
_NOT_DONE: Final = "create-replace-delete"


def conformance() -> dict[str, Any]:
    """The classes the service conforms to.

    Made here, because pygeoapi lengthens a list of its own at every request, and claims transactions for collections
    that are read only.

    Returns
    -------
    dict
        ``conformsTo``, sorted.
    """
    named = {*CONFORMANCE_CLASSES, *CONFORMANCE_CLASSES_FEATURES, *CONFORMANCE_CLASSES_RECORDS}
    return {"conformsTo": sorted(name for name in named if _NOT_DONE not in name)}


def landing(said: dict[str, Any], attribution: str) -> dict[str, Any]:
    """The landing page, without links to what is not served, with the attribution."""
    links = [link for link in said["links"] if not link["rel"].endswith(_NOT_HERE)]
    return {**said, "attribution": attribution, "links": links}


def described(said: dict[str, Any], attribution: str) -> dict[str, Any]:
    """One collection or all, each with the attribution."""
    if "collections" in said:
        return {**said, "collections": [described(c, attribution) for c in said["collections"]]}
    return {**said, "attribution": attribution}


def with_titles(said: dict[str, Any], held: Holding) -> dict[str, Any]:
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


def as_table(said: dict[str, Any], held: Holding) -> bytes:
    """Write a page of features as CSV.

    Parameters
    ----------
    said : dict
        The FeatureCollection.
    held : Holding
        What it is a page of.

    Returns
    -------
    bytes
        As `geoplan.export.sheets.as_csv`: the properties, then ``wkt`` where features have places.
    """
    frame = pd.DataFrame([f["properties"] for f in said["features"]])
    if frame.empty:
        frame = pd.DataFrame(columns=list(held.fields))
    if held.placed:
        frame["wkt"] = [_wkt(f["geometry"]) for f in said["features"]]
    return as_csv(frame)


def _wkt(geometry: dict[str, Any] | None) -> str:
    if geometry is None:
        return ""
    text: str = shapely.to_wkt(shapely.from_geojson(orjson.dumps(geometry)), rounding_precision=7, trim=True)
    return text
