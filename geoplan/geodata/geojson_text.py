"""Geometries as GeoJSON text, quickly: all coordinates of a piece are printed at once and cut apart at their brackets.

Printing shape by shape, as GEOS does, takes twice the time; GDAL takes ten times as much. Rings are turned round as
numbers, for every geometry made on the way would have to be looked after by Python's garbage collector.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geoplan.crs.systems import CoordinateSystem
from geoplan.geodata.transform import decimals_of, in_system, transform_geometry

_POLYGON: Final = 3  # GEOS's number of the type


def geometry_texts(geometries: Any, system: CoordinateSystem) -> list[bytes]:
    """Print geometries.

    Parameters
    ----------
    geometries : array_like of Geometry
        EPSG:4326, longitude first.

    Returns
    -------
    list of bytes
        A JSON object each, coordinates as `in_system` gives them; ``null`` where there is no geometry.

    Raises
    ------
    ExportError
        The projection cannot reach so far.
    """
    shapes = np.asarray(geometries, dtype=object)
    polygons = (shapely.get_type_id(shapes) == _POLYGON) & ~shapely.is_empty(shapes)
    printed = iter(
        _polygon_texts(transform_geometry(shapes[polygons], system), decimals_of(system)) if polygons.any() else []
    )
    others = iter(shapely.to_geojson(in_system(shapes[~polygons], system)))
    return [next(printed) if polygon else (next(others) or "null").encode() for polygon in polygons.tolist()]


def _polygon_texts(polygons: np.ndarray, decimals: int) -> list[bytes]:
    # Where each ring starts among the pairs, and each polygon among the rings; both end with the end of all.
    _, pairs, (rings, owners) = shapely.to_ragged_array(polygons)
    pairs = _right_handed(np.round(pairs, decimals), rings, owners)
    printed = orjson.dumps(pairs, option=orjson.OPT_SERIALIZE_NUMPY)  # [[x,y],[x,y],…]
    pair_ends = np.flatnonzero(np.frombuffer(printed, np.uint8) == ord("]")) + 1
    ends = pair_ends[rings[1:] - 1].tolist()
    texts = [printed[start:end] for start, end in zip([1, *(end + 1 for end in ends[:-1])], ends, strict=True)]
    if len(texts) > len(polygons):
        texts = [b"],[".join(texts[first:after]) for first, after in pairwise(owners.tolist())]
    return [b'{"type":"Polygon","coordinates":[[%b]]}' % text for text in texts]


def _right_handed(pairs: NDArray[np.float64], rings: NDArray[Any], owners: NDArray[Any]) -> NDArray[np.float64]:
    """Turn round the outer rings that run clockwise and the holes that do not."""
    starts, sizes = rings[:-1], np.diff(rings)
    # Seen from a ring's first pair, which is also its last, so that nothing is added between two rings.
    x, y = (pairs - np.repeat(pairs[starts], sizes, axis=0)).T
    anticlockwise = np.add.reduceat(x[:-1] * y[1:] - x[1:] * y[:-1], starts) > 0
    outer = np.zeros(len(starts), dtype=bool)
    outer[owners[:-1]] = True
    at = np.arange(len(pairs))
    from_the_end = np.repeat(starts + rings[1:] - 1, sizes) - at
    return pairs[np.where(np.repeat(anticlockwise == outer, sizes), at, from_the_end)]
