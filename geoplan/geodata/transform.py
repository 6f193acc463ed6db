"""Geometries in a coordinate system, with no more decimals than are meant."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely

from geoplan.crs.systems import CoordinateSystem, transform
from geoplan.errors import ExportError

DEGREE_DECIMALS: Final = 7  # 1 cm; RFC 7946 section 11.2 asks for no more than is meant
METRE_DECIMALS: Final = 3


def in_system(geometries: Any, system: CoordinateSystem) -> np.ndarray:
    """Take geometries to the system of a file.

    Parameters
    ----------
    geometries : array_like of Geometry
        EPSG:4326, longitude first; None stays None, and what is empty becomes None.

    Returns
    -------
    ndarray of Geometry
        Easting or longitude first; 7 decimals of a degree or 3 of a metre; exterior rings counter-clockwise.

    Raises
    ------
    ExportError
        The projection cannot reach so far.
    """
    shapes = np.array(geometries, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    decimals = decimals_of(system)
    return shapely.orient_polygons(
        shapely.transform(transform_geometry(shapes, system), lambda xy: np.round(xy, decimals))
    )


def transform_geometry(geometries: np.ndarray, system: CoordinateSystem) -> np.ndarray:
    """Take geometries to a system as `in_system` does, but neither rounded nor oriented."""
    there = transform(geometries, system)
    bounds = shapely.bounds(there)
    if np.isinf(bounds).any() or np.isnan(bounds[~shapely.is_missing(there)]).any():
        raise ExportError("crs.too_far", system=system.label)
    return there


def decimals_of(system: CoordinateSystem) -> int:
    """How many decimals a coordinate is written with: 7 of a degree, 3 of a metre."""
    return DEGREE_DECIMALS if system.in_degrees else METRE_DECIMALS
