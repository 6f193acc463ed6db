"""What is done to shapes before they can be used, each with its reason: mended where possible, else left out."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import shapely

from geoplan.readers.crs_detection import fujian_box
from geoplan.readers.geojson_geometry import NOT_FINITE
from geoplan.readers.row_report import RowReport
from geoplan.text.message import Text, local_text, message

_NO_GEOMETRY: Final = message("readers.repair.no_geometry")
_EMPTY: Final = message("readers.repair.geometry_empty")
_NULL_ISLAND: Final = message("readers.repair.coordinates_0_0_mostly_stands")
_OFF_WORLD: Final = message("readers.repair.not_globe_check_system_axis")
_HEIGHTS: Final = message("readers.repair.heights_dropped")
_ELSEWHERE: Final = message("readers.repair.lies_outside_fujian")
_AROUND: Final = message("readers.repair.crosses_180th_meridian_goes_round")
_REASON: Final = re.compile(r"([A-Za-z -]+)(?:\[(-?[\d.e+-]+) (-?[\d.e+-]+)\])?")
_REASONS: Final = {
    "Self-intersection": "自相交",
    "Ring Self-intersection": "环自相交",
    "Too few points in geometry component": "顶点太少",
    "Hole lies outside shell": "洞在壳外",
    "Holes are nested": "洞相互嵌套",
    "Nested shells": "壳相互嵌套",
    "Duplicate Rings": "环重复",
    "Interior is disconnected": "内部不连通",
}


def drop_unusable(shapes: np.ndarray, rows: np.ndarray, told: set[int], remarks: RowReport) -> np.ndarray:
    """Leave out what has no finite place, in the file's own coordinates.

    Parameters
    ----------
    shapes : ndarray of Geometry or None
        As read.
    rows : ndarray of int
        Their rows.
    told : set of int
        Rows of which it has been said already why they have no shape.
    remarks : RowReport
        Where it is told.

    Returns
    -------
    ndarray of Geometry or None
        None where nothing can be used.
    """
    shapes = shapes.copy()
    missing = shapely.is_missing(shapes)
    remarks.add_all([r for r in rows[missing].tolist() if r not in told], "left_out", _NO_GEOMETRY)
    empty = ~missing & shapely.is_empty(shapes)
    x, y, owner = _coordinates(shapes)
    with np.errstate(invalid="ignore"):
        unfinite = _any(
            ~(np.isfinite(x) & np.isfinite(y)) | (np.abs(x) > 1e30) | (np.abs(y) > 1e30), owner, len(shapes)
        )
        zero = ~_any((x != 0) | (y != 0), owner, len(shapes)) & ~missing & ~empty
    for mask, said in ((empty, _EMPTY), (unfinite, NOT_FINITE), (zero & ~unfinite, _NULL_ISLAND)):
        remarks.add_all(rows[mask], "left_out", said)
        shapes[mask] = None
    return shapes


def make_valid(shapes: np.ndarray, rows: np.ndarray, remarks: RowReport, flat: np.ndarray) -> np.ndarray:
    """Mend what can be mended, in WGS 84, and leave out the rest.

    Parameters
    ----------
    shapes : ndarray of Geometry or None
        EPSG:4326; infinite where the projection could not be taken back.
    rows : ndarray of int
        Their rows.
    remarks : RowReport
        Where it is told.
    flat : ndarray of bool
        Which shapes had no heights in the file.

    Returns
    -------
    ndarray of Geometry or None
        Valid, two-dimensional, on the globe.
    """
    shapes = shapes.copy()
    known = ~shapely.is_missing(shapes)
    x, y, owner = _coordinates(shapes)
    with np.errstate(invalid="ignore"):
        off = _any(~((np.abs(x) <= 180) & (np.abs(y) <= 90)), owner, len(shapes)) & known
    remarks.add_all(rows[off], "left_out", _OFF_WORLD)
    shapes[off] = None
    known &= ~off
    remarks.add_all(rows[known & ~flat], "mended", _HEIGHTS)
    for at in np.flatnonzero(known & ~shapely.is_valid(shapes)).tolist():
        said = _why_invalid(shapely.is_valid_reason(shapes[at]))
        mended = shapely.make_valid(shapes[at], method="structure", keep_collapsed=False)
        lost = mended.is_empty
        shapes[at] = None if lost else mended
        known[at] = not lost
        done = message("readers.repair.nothing_remains") if lost else message("readers.repair.mended")
        remarks.add(int(rows[at]), "left_out" if lost else "mended", local_text(said.zh + done.zh, said.en + done.en))
    west, south, east, north = shapely.bounds(shapes).T
    box = fujian_box()
    with np.errstate(invalid="ignore"):
        remarks.add_all(rows[known & (east - west > 180)], "read", _AROUND)
        outside = (east < box[0]) | (west > box[2]) | (north < box[1]) | (south > box[3])
    remarks.add_all(rows[known & outside], "read", _ELSEWHERE)
    return shapes


def _coordinates(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    return xy[:, 0], xy[:, 1], owner


def _any(mask: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    """For each shape, whether the mask holds for any of its vertices."""
    return np.bincount(owner[mask], minlength=n).astype(bool)


def _why_invalid(reason: str) -> Text:
    found = _REASON.match(reason)
    kind = found[1].strip() if found else ""
    at = f" {float(found[2]):.6f}, {float(found[3]):.6f}" if found and found[2] else ""
    zh = _REASONS.get(kind, "几何无效")
    en = kind.lower() if kind in _REASONS else "its geometry is invalid"
    return message(
        "readers.repair.text",
        zh=local_text(zh, en),
        value=local_text("（" + at.strip() + "）" if at else "", " at" + at if at else ""),
    )
