"""Geometries as GeoJSON text, quickly: all coordinates of a piece are printed at once and cut apart at their brackets.

Printing shape by shape, as GEOS does, takes twice the time; GDAL takes ten times as much.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import orjson
import shapely

from geoplan.coordinates import System
from geoplan.export.shapes import decimals_of, in_system, moved

_POLYGON: Final = 3  # GEOS's number of the type
_HEAD: Final = b'{"type":"Polygon","coordinates":[['
_TAIL: Final = b"]]}"


Parts = tuple[bytes | memoryview, ...]  # put together they are the text; views save copies of what is long


def geometry_parts(geometries: Any, system: System) -> list[Parts]:
    """Print geometries.

    Parameters
    ----------
    geometries : array_like of Geometry
        EPSG:4326, longitude first.
    system : System
        What they are printed in.

    Returns
    -------
    list of tuple of bytes or memoryview
        The parts of a JSON object each, coordinates as `in_system` gives them; ``null`` where there is no geometry.

    Raises
    ------
    CannotExportError
        The projection cannot reach so far.
    """
    given = np.asarray(geometries, dtype=object)
    polygons = (shapely.get_type_id(given) == _POLYGON) & ~shapely.is_empty(given)
    printed = iter(_polygon_parts(moved(given[polygons], system), decimals_of(system)) if polygons.any() else [])
    others = iter(shapely.to_geojson(in_system(given[~polygons], system)))
    return [next(printed) if polygon else ((next(others) or "null").encode(),) for polygon in polygons.tolist()]


def _polygon_parts(polygons: np.ndarray, decimals: int) -> list[Parts]:
    rings, owner = shapely.get_rings(polygons, return_index=True)
    outer = np.diff(owner, prepend=-1) > 0  # the first ring of each
    backward = shapely.is_ccw(rings) != outer
    rings[backward] = shapely.reverse(rings[backward])
    pairs = np.round(shapely.get_coordinates(rings), decimals)
    printed = orjson.dumps(pairs, option=orjson.OPT_SERIALIZE_NUMPY)  # [[x,y],[x,y],…]
    pair_ends = np.flatnonzero(np.frombuffer(printed, np.uint8) == ord("]")) + 1
    ends = pair_ends[np.cumsum(shapely.get_num_coordinates(rings)) - 1].tolist()
    view = memoryview(printed)
    coordinates = [view[start:end] for start, end in zip([1, *(end + 1 for end in ends[:-1])], ends, strict=True)]
    if outer.all():
        return [(_HEAD, ring, _TAIL) for ring in coordinates]
    firsts = np.flatnonzero(outer).tolist()
    return [
        (_HEAD, b"],[".join(coordinates[a:b]), _TAIL)
        for a, b in zip(firsts, [*firsts[1:], len(coordinates)], strict=True)
    ]
