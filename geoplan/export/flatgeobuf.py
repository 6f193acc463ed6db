"""FlatGeobuf: one collection, all forms in one file, the record in its header."""

from __future__ import annotations

from pathlib import Path

import orjson
import pyogrio

from geoplan.export.content import Content, Progress, Remark
from geoplan.export.metadata import record
from geoplan.export.written import as_written, require_rows


def write_flatgeobuf(content: Content, path: Path, progress: Progress) -> list[Remark]:
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
    collection = content.collections[0]
    frame = as_written(content, collection)
    pyogrio.write_dataframe(
        frame,
        path,
        driver="FlatGeobuf",
        layer=content.table_name(collection),
        geometry_type="Unknown",
        promote_to_multi=False,
        # The index has no room for rows without geometry.
        SPATIAL_INDEX="NO" if frame.geometry.isna().any() else "YES",
        TITLE=collection.title(content.lang),
        DESCRIPTION=content.about["note"],
        layer_metadata={"geoplan": orjson.dumps(record(content)).decode()},
    )
    require_rows(path, len(frame))
    progress(1.0)
    return []
