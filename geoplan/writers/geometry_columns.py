"""Geometries as a file wants them: in its coordinate system, no more decimals than are meant, of one form a table."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.crs.systems import CoordinateSystem, transform
from geoplan.text.message import local_text
from geoplan.writers.export_content import ExportError

DEGREE_DECIMALS: Final = 7  # 1 cm; RFC 7946 section 11.2 asks for no more than is meant
METRE_DECIMALS: Final = 3
# A table of a GIS holds one form: by the type numbers of GEOS.
_FORMS: Final = {0: "point", 4: "point", 1: "line", 2: "line", 5: "line", 3: "area", 6: "area"}
UNPLACED: Final = "unplaced"


def in_system(geometries: Any, system: CoordinateSystem) -> np.ndarray:
    """Take geometries to the system of a file.

    Parameters
    ----------
    geometries : array_like of Geometry
        EPSG:4326, longitude first; None stays None, and what is empty becomes None.
    system : System
        What the file is in.

    Returns
    -------
    ndarray of Geometry
        Easting or longitude first; 7 decimals of a degree or 3 of a metre; exterior rings counter-clockwise.

    Raises
    ------
    CannotExportError
        The projection cannot reach so far.
    """
    given = np.array(geometries, dtype=object)
    given[shapely.is_empty(given)] = None
    decimals = decimals_of(system)
    return shapely.orient_polygons(
        shapely.transform(transform_geometry(given, system), lambda xy: np.round(xy, decimals))
    )


def transform_geometry(geometries: np.ndarray, system: CoordinateSystem) -> np.ndarray:
    """Take geometries to a system as `in_system` does, but neither rounded nor oriented."""
    there = transform(geometries, system)
    bounds = shapely.bounds(there)
    if np.isinf(bounds).any() or np.isnan(bounds[~shapely.is_missing(there)]).any():
        raise ExportError(
            "writers.geometry_columns.data_lie_too_far_from", title_zh=local_text(system.title_zh, system.title_en)
        )
    return there


def decimals_of(system: CoordinateSystem) -> int:
    """How many decimals a coordinate is written with: 7 of a degree, 3 of a metre."""
    return DEGREE_DECIMALS if system.in_degrees else METRE_DECIMALS


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
    CannotExportError
        A geometry is a collection of several forms.
    """
    types = shapely.get_type_id(frame.geometry.to_numpy())
    if mixed := [int(at) for at in np.flatnonzero(types >= 7)]:
        raise ExportError("writers.geometry_columns.geometry_row_mixes_several_forms", mixed=mixed[0] + 1)
    forms = np.array([_FORMS.get(int(kind), UNPLACED) for kind in types])
    parts = {form: frame[forms == form] for form in ("area", "line", "point", UNPLACED) if (forms == form).any()}
    return parts or {UNPLACED: frame}
