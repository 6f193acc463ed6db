"""The counties as polygons for the browser: small, and without gaps between neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import shapely

from geoplan.geodata.base_map import drawn_land
from geoplan.geodata.boundaries import counties

_TOLERANCE: Final = 0.0015  # degrees, about 150 m: how far a border may stray from the true one
_SMALLEST: Final = 2e-5  # square degrees, about 0.2 km²: islets below it are left out
UNIT: Final = 1e-4  # degrees, about 10 m


def county_shapes(home: Path) -> dict[str, list[list[list[int]]]]:
    """Lay out the land of every county.

    Returns
    -------
    dict
        By adcode, polygons of rings, the outer one first; a ring is a flat list of x, y in units of 1e-4 degree
        (EPSG:4326), the first pair absolute, each other the difference from the pair before it.
    """
    frame = counties()
    on_land = shapely.intersection(frame.geometry.to_numpy(), drawn_land(home))
    shapes = shapely.coverage_simplify(np.array([_areas(shape) for shape in on_land]), _TOLERANCE)
    polygons = {
        code: [shapely.get_rings(part) for part in shapely.get_parts(shape)]
        for code, shape in zip(frame["adcode"], shapes, strict=True)
    }
    return {code: [[_steps(ring) for ring in rings] for rings in parts] for code, parts in polygons.items()}


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """The parts of a shape that are areas, without islets; the largest stays, however small."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    largest = max((part.area for part in parts), default=0.0)
    return shapely.multipolygons([part for part in parts if part.area >= min(_SMALLEST, largest)])


def _steps(ring: shapely.LinearRing) -> list[int]:
    xy = np.round(shapely.get_coordinates(ring) / UNIT).astype(int)
    steps = np.diff(xy, axis=0)
    steps = np.vstack([xy[:1], steps[(steps != 0).any(axis=1)]])
    flat: list[int] = steps.ravel().tolist()
    return flat
