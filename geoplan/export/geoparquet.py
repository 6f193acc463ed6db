"""GeoParquet 1.1: one collection, geometry as WKB, the system as PROJJSON, the record under the key ``geoplan``."""

from __future__ import annotations

import io
from pathlib import Path

import orjson

from geoplan.export.content import Content, Progress, Remark
from geoplan.export.metadata import record
from geoplan.export.written import as_written


def write_geoparquet(content: Content, path: Path, progress: Progress) -> list[Remark]:
    """Write one collection.

    Parameters
    ----------
    content : Content
        Of one collection.
    path : Path
        Where to.
    progress : callable
        Told the share done.

    Returns
    -------
    list of Remark
        None: nothing is lost.
    """
    import pyarrow.parquet as pq  # only this format needs it

    frame = as_written(content, content.collections[0])
    draft = io.BytesIO()
    frame.to_parquet(draft, index=False, schema_version="1.1.0", geometry_encoding="WKB")
    draft.seek(0)
    table = pq.read_table(draft)
    said = {b"geo": table.schema.metadata[b"geo"], b"geoplan": orjson.dumps(record(content))}
    pq.write_table(table.replace_schema_metadata(said), path, compression="zstd")
    progress(1.0)
    return []
