"""CSV with coordinates: a representative point and the whole shape as WKT, in columns that name their system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import shapely

from geoplan.crs.systems import CoordinateSystem
from geoplan.geodata.transform import decimals_of, in_system
from geoplan.text.clean_text import plain_columns
from geoplan.text.message import Text, languages
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.metadata_record import record
from geoplan.writers.plain_tables import csv_text

_ROWS: Final = 2000  # of one piece
_BOM: Final = b"\xef\xbb\xbf"  # without it Chinese Excel misreads the file


def coordinate_names(system: CoordinateSystem) -> tuple[str, str, str]:
    """Name the columns of easting or longitude, northing or latitude, and WKT: ``lon_gcj02``, ``x_4548``, ``wkt``."""
    mark = f"_{system.slug}" if system.slug else ""
    x, y = ("lon", "lat") if system.in_degrees else ("x", "y")
    return f"{x}{mark}", f"{y}{mark}", f"wkt{mark}"


def with_coordinates(
    content: ExportContent, collection: Collection, rows: slice = slice(None), wkt: bool = True
) -> pd.DataFrame:
    """Lay a collection out with its coordinates in columns.

    Returns
    -------
    DataFrame
        The fields, then a point of the shape that lies in it, in degrees or metres, and the shape.
    """
    frame = collection.frame.iloc[rows]
    table = plain_columns(pd.DataFrame(frame[[field.name for field in collection.fields]]))
    if not isinstance(frame, gpd.GeoDataFrame):
        return table
    decimals = decimals_of(content.system)
    shapes = in_system(frame.geometry.to_numpy(), content.system)
    points = shapely.point_on_surface(shapes)
    x, y, text = coordinate_names(content.system)
    added: dict[str, Any] = {x: shapely.get_x(points).round(decimals), y: shapely.get_y(points).round(decimals)}
    if wkt:
        added[text] = shapely.to_wkt(shapes, rounding_precision=decimals)
    return table.assign(**added)


def csv_pieces(content: ExportContent) -> Iterator[bytes]:
    """Write one collection piece by piece.

    Yields
    ------
    bytes
        UTF-8; a byte order mark and the heading come first. Texts are guarded as in
        `geoplan.writers.plain_tables.as_csv`.
    """
    collection = content.collections[0]
    yield _BOM + csv_text(with_coordinates(content, collection, slice(0, _ROWS))).encode()
    for start in range(_ROWS, len(collection.frame), _ROWS):
        yield csv_text(with_coordinates(content, collection, slice(start, start + _ROWS)), header=False).encode()


def write_csv(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write one collection and, in ``<name>-metadata.json``, its description for the web (CSVW) with the record."""
    with path.open("wb") as file:
        for number, piece in enumerate(csv_pieces(content), start=1):
            file.write(piece)
            on_progress(min(1.0, number * _ROWS / max(content.rows, 1)))
    path.with_name(f"{path.name}-metadata.json").write_bytes(_description(content, path.name))
    return []


def _description(content: ExportContent, name: str) -> bytes:
    collection = content.collections[0]
    columns: list[dict[str, Any]] = [
        {
            "name": f.name,
            "titles": {lang: f.title.text(lang) for lang in languages()},
            "datatype": "string" if f.type == "array" else f.type,
        }
        for f in collection.fields
    ]
    if collection.has_places:
        *point, wkt = coordinate_names(content.system)
        columns += [{"name": c, "datatype": "number"} for c in point] + [{"name": wkt, "datatype": "string"}]
    description = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "dc:title": collection.title.text(content.lang),
        "dc:license": content.about["licence"],
        "tableSchema": {"columns": columns},
        "notes": [record(content)],
    }
    return orjson.dumps(description, option=orjson.OPT_INDENT_2)
