"""Geometries as a file wants them: in its coordinate system, no more decimals than are meant, of one form a table."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.errors import ExportError

# A table of a GIS holds one form: by the type numbers of GEOS.
_FORMS: Final = {0: "point", 4: "point", 1: "line", 2: "line", 5: "line", 3: "area", 6: "area"}
UNPLACED: Final = "unplaced"


def split_by_geometry_type(frame: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Part a frame into what one table of a GIS can hold.

    Parameters
    ----------
    frame : GeoDataFrame
        Any.

    Returns
    -------
    dict of GeoDataFrame
        By form, ``area``, ``line``, ``point`` or ``unplaced`` (no geometry), those with rows only, in this order;
        an empty frame is ``unplaced``.

    Raises
    ------
    ExportError
        A geometry is a collection of several forms.
    """
    types = shapely.get_type_id(frame.geometry.to_numpy())
    if mixed := [int(at) for at in np.flatnonzero(types >= 7)]:
        raise ExportError("writers.geometry_columns.geometry_row_mixes_several_forms", mixed=mixed[0] + 1)
    forms = np.array([_FORMS.get(int(kind), UNPLACED) for kind in types])
    parts = {form: frame[forms == form] for form in ("area", "line", "point", UNPLACED) if (forms == form).any()}
    return parts or {UNPLACED: frame}
