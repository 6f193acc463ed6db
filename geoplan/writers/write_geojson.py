"""GeoJSON as RFC 7946 wants it: WGS 84, at most 7 decimals, right-handed rings, stable ids, no crs member.

In any other system the file takes the form of 2008, whose ``crs`` member GDAL, QGIS and geopandas obey. An offset
datum has no code to name; its member holds the WKT of an engineering system, which they take as that and nothing
else, where ``"crs": null`` or a mere name would have been read as WGS 84.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.geodata.geojson_text import geometry_texts
from geoplan.text.clean_text import clean_texts, is_text
from geoplan.text.message import Text
from geoplan.text.names import column
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection, sites_collection
from geoplan.writers.field_dictionary import Field
from geoplan.writers.metadata_record import about, record

_ROWS: Final = 4000  # of one piece: enough to be quick, few enough to be small


def feature_collection(frame: gpd.GeoDataFrame, ids: list[str], members: dict[str, Any] | None = None) -> bytes:
    """Write a frame as a FeatureCollection.

    Parameters
    ----------
    frame : GeoDataFrame
        Any CRS; the columns beside the geometry become properties, lists and dicts included.
    ids : list of str
        The features' ids.
    members : dict, optional
        Foreign members of the collection, such as sources and licence.

    Returns
    -------
    bytes
        UTF-8 JSON, the same for the same input.

    Raises
    ------
    ValueError
        The frame has no CRS.
    """
    if frame.crs is None:
        raise ValueError("frame has no CRS; set it before exporting, GeoJSON is WGS 84 by definition")
    return b"".join(_pieces(frame.to_crs(STORAGE), ids, members or {}, parse_system("4326")))


def geojson_pieces(content: ExportContent) -> Iterator[bytes]:
    """Write one collection piece by piece.

    Parameters
    ----------
    content : ExportContent
        Of one collection.

    Yields
    ------
    bytes
        UTF-8 JSON; put together, a FeatureCollection with the record under ``geoplan``.
    """
    collection = content.collections[0]
    members: dict[str, Any] = {"name": content.table_name(collection)}
    if content.system.code != "EPSG:4326":
        members["crs"] = {"type": "name", "properties": {"name": _crs_name(content.system)}}
    frame = collection.frame
    if not isinstance(frame, gpd.GeoDataFrame):
        frame = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs=STORAGE)
    ids = frame[collection.key].astype(str).tolist()
    yield from _pieces(frame, ids, {**members, "geoplan": record(content)}, content.system)


def write_geojson(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    """Write one collection to a file.

    Parameters
    ----------
    content : ExportContent
        Of one collection.
    path : Path
        Where to.
    progress : callable
        Told the share done.

    Returns
    -------
    list of ExportNote
        None: nothing is lost.
    """
    with path.open("wb") as file:
        for number, piece in enumerate(geojson_pieces(content)):
            file.write(piece)
            progress(min(1.0, number * _ROWS / max(content.rows, 1)))
    return []


def _crs_name(target: CoordinateSystem) -> str:
    if target.is_offset:
        return str(target.crs.to_wkt())
    return f"urn:ogc:def:crs:EPSG::{target.code.removeprefix('EPSG:')}"


def _pieces(
    frame: gpd.GeoDataFrame, ids: list[str], members: dict[str, Any], target: CoordinateSystem
) -> Iterator[bytes]:
    """The head, a slice of features at a time, the tail; the frame is in EPSG:4326."""
    yield orjson.dumps({"type": "FeatureCollection", **members})[:-1] + b',"features":['
    for start in range(0, len(frame), _ROWS):
        rows = slice(start, start + _ROWS)
        yield (b"," if start else b"") + _features(frame.iloc[rows], ids[rows], target)
    yield b"]}"


def _features(frame: gpd.GeoDataFrame, ids: list[str], target: CoordinateSystem) -> bytes:
    shapes = geometry_texts(frame.geometry.to_numpy(), target)
    names = [c for c in frame.columns if c != frame.geometry.name]
    cells = zip(*(_cells(frame[name]) for name in names), strict=True) if names else ((),) * len(frame)
    features = [
        {
            "type": "Feature",
            "id": i,
            "properties": dict(zip(names, row, strict=True)),
            "geometry": orjson.Fragment(shape),
        }
        for i, row, shape in zip(ids, cells, shapes, strict=True)
    ]
    return orjson.dumps(features, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]


def _cells(column: pd.Series[Any]) -> list[Any]:
    cells = column.astype(object).where(column.notna(), None).tolist()
    return clean_texts(cells) if is_text(column) else cells


def nested_sites(catalogue: Catalogue, site_ids: list[str], lang: str = "zh") -> Collection:
    """Lay out sites for GeoJSON, which can hold all designations of a site with their sections.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones, in this order.
    lang : {"zh", "en"}
        The language of names put beside codes.

    Returns
    -------
    Collection
        As `sites_collection`, with ``designations``, a list of records.
    """
    flat = sites_collection(catalogue, site_ids, lang)
    said = _designations(catalogue, set(site_ids), lang)
    frame = flat.frame.copy()
    frame.insert(
        frame.columns.get_loc(frame.geometry.name), "designations", [said.get(s, []) for s in frame["site_id"]]
    )
    field = Field("designations", "desigs", "产业定位及其出处", "Designations with their sections", "array", "")
    return replace(flat, frame=frame, fields=(*flat.fields, field))


def _designations(catalogue: Catalogue, site_ids: set[str], lang: str) -> dict[str, list[dict[str, str]]]:
    rows = catalogue.all_designations
    rows = rows[rows["site_id"].isin(site_ids)]
    rows = rows.assign(industry=rows["industry_id"].map(column(catalogue.industries, "name", lang)))
    keys = ["industry_id", "industry", "wording", "role", "basis", "plan_id", "section", "from_site"]
    return {str(site): group[keys].to_dict("records") for site, group in rows.groupby("site_id", sort=False)}


def export_geojson(catalogue: Catalogue, site_ids: list[str], filters: dict[str, Any], lang: str = "zh") -> bytes:
    """Write sites as GeoJSON in WGS 84 with where they come from.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.
    site_ids : list of str
        Which ones, in this order.
    filters : dict
        The selection that led to them, for the record.
    lang : {"zh", "en"}
        The language of names put beside codes.

    Returns
    -------
    bytes
        The collection carries ``geoplan``: data version, filters, sources, licence and the note that the map is
        schematic.
    """
    sites = nested_sites(catalogue, site_ids, lang)
    return b"".join(
        geojson_pieces(ExportContent((sites,), parse_system("4326"), about(catalogue, filters, lang), lang))
    )


def as_json(frame: pd.DataFrame) -> str:
    """Write a table as a JSON array of rows, missing values as null."""
    rows = frame.astype(object).where(frame.notna(), None)
    return json.dumps(rows.to_dict("records"), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)
