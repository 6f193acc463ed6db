"""GeoParquet 1.1: one collection, geometry as WKB, the system as PROJJSON, the record under the key ``geoplan``."""

from __future__ import annotations

import io
from pathlib import Path

import orjson

from geoplan.text.message import Text
from geoplan.writers.driver_frame import driver_frame
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.metadata_record import record


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
