"""Frames as a GIS driver takes them, one geometry type a table, and the check that all rows were written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.errors import ExportError
from geoplan.geodata.transform import in_system
from geoplan.text.clean_text import plain_columns
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection

# By the type numbers of GEOS.
_TYPES: Final = {0: "point", 4: "point", 1: "line", 2: "line", 5: "line", 3: "area", 6: "area"}
UNPLACED: Final = "unplaced"


def driver_frame(content: ExportContent, collection: Collection) -> gpd.GeoDataFrame:
    """Lay a collection out in the file's system.

    Parameters
    ----------
    collection : Collection
        One of it; its columns of longitude and latitude are left out beside a geometry that may be elsewhere.

    Returns
    -------
    GeoDataFrame
        Clean texts, geometries in the system and with its CRS; the geometry of a plain table is None throughout.
    """
    frame = collection.frame
    columns = plain_columns(pd.DataFrame(frame[[field.name for field in collection.fields]]))
    shapes = in_system(frame.geometry.to_numpy(), content.system) if collection.has_places else [None] * len(frame)
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=content.system.crs)


def split_by_geometry_type(frame: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Split a frame into what one table of a GIS can hold.

    Returns
    -------
    dict of GeoDataFrame
        By type, ``area``, ``line``, ``point`` or ``unplaced`` (no geometry), those with rows only, in this order;
        an empty frame is ``unplaced``.

    Raises
    ------
    ExportError
        A geometry is a collection of several types.
    """
    types = shapely.get_type_id(frame.geometry.to_numpy())
    if mixed := [int(at) for at in np.flatnonzero(types >= 7)]:
        raise ExportError("writers.driver_frame.mixed_types", row=mixed[0] + 1)
    kinds = np.array([_TYPES.get(int(number), UNPLACED) for number in types])
    parts = {kind: frame[kinds == kind] for kind in ("area", "line", "point", UNPLACED) if (kinds == kind).any()}
    return parts or {UNPLACED: frame}


def require_rows(path: Path, rows: int, layer: str | None = None) -> None:
    """Make sure that a driver wrote all rows: on a full disk some drivers raise no error.

    Raises
    ------
    ExportError
        It cannot be read, or rows are missing.
    """
    import pyogrio  # which brings GDAL, 30 MB that only a file needs

    try:
        rows_written = pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]
    except pyogrio.errors.DataSourceError:
        rows_written = -1
    if rows_written != rows:
        raise incomplete_write(path.name)


def incomplete_write(name: str) -> ExportError:
    """The error of a file that a writer could not write whole."""
    return ExportError("writers.driver_frame.incomplete", name=name)
