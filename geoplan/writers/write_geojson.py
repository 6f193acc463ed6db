"""GeoJSON files: one collection, its record under the foreign member ``geoplan``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd

from geoplan.crs.metric import STORAGE
from geoplan.geodata.geojson_codec import PIECE_ROWS, feature_pieces
from geoplan.text.message import Text
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.metadata_record import record


def geojson_pieces(content: ExportContent) -> Iterator[bytes]:
    """Write one collection piece by piece.

    Yields
    ------
    bytes
        UTF-8 JSON; put together, a FeatureCollection with the record under ``geoplan``.
    """
    collection = content.collections[0]
    frame = collection.frame
    if not isinstance(frame, gpd.GeoDataFrame):
        frame = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs=STORAGE)
    members = {"name": content.table_name(collection), "geoplan": record(content)}
    yield from feature_pieces(frame, frame[collection.key].astype(str).tolist(), members, content.system)


def write_geojson(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write one collection to a file; see `geoplan.writers.formats.Format`."""
    with path.open("wb") as file:
        for number, piece in enumerate(geojson_pieces(content)):
            file.write(piece)
            on_progress(min(1.0, number * PIECE_ROWS / max(content.rows, 1)))
    return []
