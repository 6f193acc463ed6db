"""GeoJSON, FlatGeobuf and GeoParquet: one collection a file, all geometry types in it.

The record is in the foreign member ``geoplan`` of GeoJSON, in the header of FlatGeobuf, under the key ``geoplan`` of
GeoParquet 1.1.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import orjson

from geoplan.crs.metric import STORAGE
from geoplan.geodata.geojson_codec import PIECE_ROWS, feature_pieces
from geoplan.text.message import Text
from geoplan.writers.driver_frame import driver_frame, require_rows
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


def write_flatgeobuf(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write one collection to a file; see `geoplan.writers.formats.Format`."""
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    collection = content.collections[0]
    frame = driver_frame(content, collection)
    pyogrio.write_dataframe(
        frame,
        path,
        driver="FlatGeobuf",
        layer=content.table_name(collection),
        geometry_type="Unknown",
        promote_to_multi=False,
        # The index has no room for rows without geometry.
        SPATIAL_INDEX="NO" if frame.geometry.isna().any() else "YES",
        TITLE=collection.title.text(content.lang),
        DESCRIPTION=content.about["note"],
        layer_metadata={"geoplan": orjson.dumps(record(content)).decode()},
    )
    require_rows(path, len(frame))
    on_progress(1.0)
    return []


def write_geoparquet(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write one collection to a file; see `geoplan.writers.formats.Format`."""
    import pyarrow.parquet as pq  # only this format needs it

    frame = driver_frame(content, content.collections[0])
    draft = io.BytesIO()
    frame.to_parquet(draft, index=False, schema_version="1.1.0", geometry_encoding="WKB")
    draft.seek(0)
    table = pq.read_table(draft)
    metadata = {b"geo": table.schema.metadata[b"geo"], b"geoplan": orjson.dumps(record(content))}
    pq.write_table(table.replace_schema_metadata(metadata), path, compression="zstd")
    on_progress(1.0)
    return []
