"""A synthetic register written to a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import shapely

from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE
from geoplan.files import draft_prefix, put_in_place
from geoplan.geodata.boundaries import counties
from geoplan.registers.synthetic_register import synthetic_register


def write_synthetic(
    path: Path, catalogue: Catalogue, n: int, seed: int, progress: Callable[[int], None] | None = None
) -> None:
    """Write a register of n enterprises that do not exist, crowded around the sites and counties of a catalogue.

    Parameters
    ----------
    path : Path
        ``.parquet`` or ``.csv``.
    progress : callable, optional
        Takes the number of rows written so far.

    Raises
    ------
    OSError
        It cannot be written; what was there stays as it is.
    """
    parks = site_geometry(catalogue, None, STORAGE).geometry.to_numpy()
    towns = shapely.get_coordinates(shapely.point_on_surface(counties().geometry.to_numpy()))
    classes = catalogue.gbt4754.index[catalogue.gbt4754["level"].astype(int) == 4].tolist()
    draft = path.parent / f"{draft_prefix(path)}synthetic"
    writer: Any = None
    done = 0
    try:
        for table in synthetic_register(parks, towns, classes, n, seed):
            if writer is None:
                opened = pq.ParquetWriter if path.suffix.lower() == ".parquet" else pa.csv.CSVWriter
                writer = opened(draft, table.schema)
            writer.write_table(table)
            done += len(table)
            if progress:
                progress(done)
        writer.close()
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)
