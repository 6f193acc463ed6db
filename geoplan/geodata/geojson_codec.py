"""Frames as GeoJSON FeatureCollections (RFC 7946): WGS 84, at most 7 decimals, right-handed rings, stable ids.

In any other system the file takes the form of 2008, whose ``crs`` member GDAL, QGIS and geopandas obey. An offset
datum has no code to name; its member holds the WKT of an engineering system, which they take as that and nothing
else, where ``"crs": null`` or a mere name would have been read as WGS 84.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.geodata.geojson_text import geometry_texts
from geoplan.text.clean_text import clean_texts, is_text

PIECE_ROWS: Final = 4000  # large enough to be quick, small enough for the memory


def feature_collection(frame: gpd.GeoDataFrame, ids: list[str], members: dict[str, Any] | None = None) -> bytes:
    """Write a frame as a FeatureCollection in WGS 84.

    Parameters
    ----------
    frame : GeoDataFrame
        Any CRS; the columns beside the geometry become properties, lists and dicts included.
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
    return b"".join(feature_pieces(frame.to_crs(STORAGE), ids, members or {}, parse_system("4326")))


def feature_pieces(
    frame: gpd.GeoDataFrame, ids: list[str], members: dict[str, Any], system: CoordinateSystem
) -> Iterator[bytes]:
    """Write a FeatureCollection piece by piece.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:4326.
    members : dict
        Members of the collection that come before the features.

    Yields
    ------
    bytes
        The head with its ``crs`` member, `PIECE_ROWS` features at a time, the tail.
    """
    crs = {} if system.code == "EPSG:4326" else {"crs": {"type": "name", "properties": {"name": _crs_name(system)}}}
    name = {"name": members["name"]} if "name" in members else {}  # GDAL writes it first, too
    yield orjson.dumps({"type": "FeatureCollection", **name, **crs, **members})[:-1] + b',"features":['
    for start in range(0, len(frame), PIECE_ROWS):
        rows = slice(start, start + PIECE_ROWS)
        yield (b"," if start else b"") + _features(frame.iloc[rows], ids[rows], system)
    yield b"]}"


def _crs_name(system: CoordinateSystem) -> str:
    if system.is_offset:
        return str(system.crs.to_wkt())
    return f"urn:ogc:def:crs:EPSG::{system.code.removeprefix('EPSG:')}"


def _features(frame: gpd.GeoDataFrame, ids: list[str], system: CoordinateSystem) -> bytes:
    geometries = geometry_texts(frame.geometry.to_numpy(), system)
    names = [c for c in frame.columns if c != frame.geometry.name]
    cells = zip(*(_cells(frame[name]) for name in names), strict=True) if names else ((),) * len(frame)
    features = [
        {
            "type": "Feature",
            "id": i,
            "properties": dict(zip(names, row, strict=True)),
            "geometry": orjson.Fragment(geometry),
        }
        for i, row, geometry in zip(ids, cells, geometries, strict=True)
    ]
    return orjson.dumps(features, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]


def _cells(column: pd.Series[Any]) -> list[Any]:
    cells = column.astype(object).where(column.notna(), None).tolist()
    return clean_texts(cells) if is_text(column) else cells
