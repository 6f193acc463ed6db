"""Geometries are repaired where possible, else left out, each with its reason."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import shapely

from geoplan.readers.extents import study_area_box, study_area_name
from geoplan.readers.geojson_geometry import NOT_FINITE
from geoplan.readers.row_report import RowReport
from geoplan.text.message import Text, message

_NO_GEOMETRY: Final = message("readers.repair.no_geometry")
_EMPTY: Final = message("readers.repair.empty_geometry")
_NULL_ISLAND: Final = message("readers.repair.null_island")
_OFF_WORLD: Final = message("readers.repair.off_the_globe")
_HEIGHTS: Final = message("readers.repair.heights_dropped")
_AROUND: Final = message("readers.repair.around_the_globe")
_REASON: Final = re.compile(r"([A-Za-z -]+)(?:\[(-?[\d.e+-]+) (-?[\d.e+-]+)\])?")
_REASONS: Final = {  # of GEOS
    *("self_intersection", "ring_self_intersection", "too_few_points_in_geometry_component"),
    *("hole_lies_outside_shell", "holes_are_nested", "nested_shells", "duplicate_rings", "interior_is_disconnected"),
}


def drop_unusable(shapes: np.ndarray, rows: np.ndarray, row_report: RowReport) -> np.ndarray:
    """Leave out what has no finite position, in the file's own coordinates: None takes its place.

    The report takes up the reasons; rows that it leaves out already get no other.
    """
    shapes = shapes.copy()
    missing = shapely.is_missing(shapes)
    explained = row_report.left_out
    row_report.add_all([r for r in rows[missing].tolist() if r not in explained], "left_out", _NO_GEOMETRY)
    empty = ~missing & shapely.is_empty(shapes)
    x, y, owner = _coordinates(shapes)
    with np.errstate(invalid="ignore"):
        unfinite = _any(
            ~(np.isfinite(x) & np.isfinite(y)) | (np.abs(x) > 1e30) | (np.abs(y) > 1e30), owner, len(shapes)
        )
        zero = ~_any((x != 0) | (y != 0), owner, len(shapes)) & ~missing & ~empty
    for mask, reason in ((empty, _EMPTY), (unfinite, NOT_FINITE), (zero & ~unfinite, _NULL_ISLAND)):
        row_report.add_all(rows[mask], "left_out", reason)
        shapes[mask] = None
    return shapes


def make_valid(shapes: np.ndarray, rows: np.ndarray, row_report: RowReport, flat: np.ndarray) -> np.ndarray:
    """Repair what can be repaired, in EPSG:4326, and leave out the rest: None takes its place.

    Infinite coordinates are where the projection could not be inverted; `flat` marks shapes that had no heights. The
    result is valid, two-dimensional and on the globe.
    """
    shapes = shapes.copy()
    known = ~shapely.is_missing(shapes)
    x, y, owner = _coordinates(shapes)
    with np.errstate(invalid="ignore"):
        off = _any(~((np.abs(x) <= 180) & (np.abs(y) <= 90)), owner, len(shapes)) & known
    row_report.add_all(rows[off], "left_out", _OFF_WORLD)
    shapes[off] = None
    known &= ~off
    row_report.add_all(rows[known & ~flat], "mended", _HEIGHTS)
    for at in np.flatnonzero(known & ~shapely.is_valid(shapes)).tolist():
        reason = _why_invalid(shapely.is_valid_reason(shapes[at]))
        mended = _repaired(shapes[at])
        lost = mended.is_empty or not mended.is_valid
        shapes[at] = None if lost else mended
        known[at] = not lost
        outcome = "readers.repair.nothing_remains" if lost else "readers.repair.repaired"
        row_report.add(int(rows[at]), "left_out" if lost else "mended", message(outcome, reason=reason))
    west, south, east, north = shapely.bounds(shapes).T
    box = study_area_box()
    with np.errstate(invalid="ignore"):
        row_report.add_all(rows[known & (east - west > 180)], "read", _AROUND)
        outside = (east < box[0]) | (west > box[2]) | (north < box[1]) | (south > box[3])
    elsewhere = message("readers.repair.outside_study_area", area=study_area_name())
    row_report.add_all(rows[known & outside], "read", elsewhere)
    return shapes


def _repaired(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape that is mended once more where rounding left the first result crossing itself."""
    for _ in range(2):
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        if shape.is_valid:
            return shape
    return shapely.make_valid(shape)


def _coordinates(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    return xy[:, 0], xy[:, 1], owner


def _any(mask: np.ndarray, owner: np.ndarray, n: int) -> np.ndarray:
    """For each shape, whether the mask holds for any of its vertices."""
    return np.bincount(owner[mask], minlength=n).astype(bool)


def _why_invalid(geos_reason: str) -> Text:
    match = _REASON.match(geos_reason)
    key = re.sub("[ -]", "_", match[1].strip().lower()) if match else ""
    reason = message(f"readers.repair.reasons.{key if key in _REASONS else 'other'}")
    if not match or not match[2]:
        return reason
    return message("readers.repair.at", reason=reason, x=float(match[2]), y=float(match[3]))
