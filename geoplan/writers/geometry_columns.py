"""Frames split by geometry type: a table of a GIS holds one."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.errors import ExportError

# By the type numbers of GEOS.
_TYPES: Final = {0: "point", 4: "point", 1: "line", 2: "line", 5: "line", 3: "area", 6: "area"}
UNPLACED: Final = "unplaced"


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
        raise ExportError("writers.geometry_columns.mixed_types", row=mixed[0] + 1)
    kinds = np.array([_TYPES.get(int(number), UNPLACED) for number in types])
    parts = {kind: frame[kinds == kind] for kind in ("area", "line", "point", UNPLACED) if (kinds == kind).any()}
    return parts or {UNPLACED: frame}
