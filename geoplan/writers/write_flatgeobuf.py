"""FlatGeobuf: one collection, all forms in one file, the record in its header."""

from __future__ import annotations

from pathlib import Path

import orjson
import pyogrio

from geoplan.text.message import Text
from geoplan.writers.driver_frame import driver_frame, require_rows
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.metadata_record import record


def write_flatgeobuf(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write one collection to a file; see `geoplan.writers.formats.Format`."""
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
