"""Geometries prepared for many questions, without touching those that are shared."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import shapely

Shapes = TypeVar("Shapes", shapely.Geometry, np.ndarray)


def prepared_copies(shapes: Shapes) -> Shapes:
    """Copy geometries in the plane and prepare the copies, see `shapely.prepare`.

    GEOS builds what a prepared geometry knows while it is asked, and without a lock. Were a geometry prepared that
    other threads have too, such as a county of the catalogue, two visitors at once would end the server.
    `shapely.contains_xy` and `shapely.intersects_xy` prepare a single geometry themselves: they too are given a copy.

    Parameters
    ----------
    shapes : Geometry or ndarray of Geometry
        In any system; a third coordinate is dropped.

    Returns
    -------
    Geometry or ndarray of Geometry
        For the caller alone, in the same order.
    """
    copies = shapely.force_2d(shapes)
    shapely.prepare(copies)
    return copies
