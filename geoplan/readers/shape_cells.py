"""Shapes in the cells of a sheet: WKT, WKB in hexadecimal digits as PostGIS writes it, and GeoJSON."""

from __future__ import annotations

import re
import warnings
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.errors import UnknownSystemError
from geoplan.readers.geojson_geometry import CLOSED, build_geometry
from geoplan.readers.json_text import parsed_or_none
from geoplan.readers.row_report import RowError
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_WKT: Final = re.compile(
    r"\s*(SRID=\d+;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION|C\w{4,16}|SURFACE)"
    r"(\s*[ZM]{1,2})?\s*(\(|EMPTY)",
    re.I,
)
_LINE: Final = re.compile(rf"{_WKT.pattern}.*\)\s*;?\s*", re.I)
# Byte order, the type from 1 to 7, and flags of SRID and heights; ISO adds thousands to the type for heights.
_WKB: Final = re.compile(
    r"\s*(01[0-9A-F]{2}0[0-9A-F]00[0-9A-F]{2}|00[0-9A-F]{4}0[0-9A-F]{3})([0-9A-F]{2}){4,}\s*", re.I
)
_JSON: Final = re.compile(r"\s*\{\s*\"(type|coordinates|geometries|crs|bbox)\"\s*:")
_SRID: Final = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)
_CURVES: Final = re.compile(
    r"CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE|TIN|TRIANGLE|POLYHEDRAL", re.I
)
_NESTED: Final = 8  # collections in collections; deeper ones would exhaust the stack of the reader


class CellShapes(NamedTuple):
    """What the cells of a column hold.

    Attributes
    ----------
    shapes : ndarray of Geometry or None
    reasons : dict
        By position, why a cell that is not blank has no shape.
    mended : dict
        By position, what was mended.
    """

    shapes: np.ndarray
    reasons: dict[int, Text]
    mended: dict[int, list[Text]]


def is_shape(cell: str) -> bool:
    """Tell whether a cell looks like a shape, by its beginning."""
    return bool(_WKT.match(cell) or _WKB.fullmatch(cell) or _JSON.match(cell))


def is_wkt_line(line: str) -> bool:
    """Tell whether a line of a text is one WKT and nothing else, so that its commas separate no cells."""
    return bool(_LINE.fullmatch(line))


def read_shapes(cells: pd.Series) -> CellShapes:
    """Read a column of shapes; a blank cell is None without a reason."""
    of_json = cells.str.match(_JSON).to_numpy(dtype=bool)
    of_wkb = cells.str.fullmatch(_WKB).to_numpy(dtype=bool)
    shapes, mended = _of_wkt(cells.where(~of_json & ~of_wkb, ""))
    reasons: dict[int, Text] = {}
    shapes[of_wkb] = shapely.from_wkb(cells[of_wkb].str.strip().to_numpy(dtype=object), on_invalid="fix")
    for at in np.flatnonzero(of_json).tolist():
        try:
            shapes[at], mended[at] = build_geometry(parsed_or_none(cells.iloc[at]))
        except RowError as error:
            reasons[at] = error.reason
    for at in np.flatnonzero(shapely.is_missing(shapes) & (cells != "").to_numpy(dtype=bool)).tolist():
        reasons.setdefault(at, _no_shape(cells.iloc[at]))
    return CellShapes(shapes, reasons, mended)


def declared_system(cells: pd.Series) -> CoordinateSystem | None:
    """Tell the system that all shapes of a column name by its SRID; None where they name none, or several."""
    codes = {match[1] for cell in cells if (match := _SRID.match(cell))}
    wkb = [cell.strip() for cell in cells if _WKB.fullmatch(cell)]
    codes |= {str(n) for n in shapely.get_srid(shapely.from_wkb(wkb, on_invalid="ignore")).tolist() if n > 0}
    try:
        return parse_system(codes.pop()) if len(codes) == 1 else None
    except UnknownSystemError:
        return None


def _of_wkt(cells: pd.Series) -> tuple[np.ndarray, dict[int, list[Text]]]:
    texts = cells.str.replace(_SRID.pattern, "", regex=True, case=False).to_numpy(dtype=object)
    unread = [not c or bool(_CURVES.search(c)) or c.upper().count("GEOMETRYCOLLECTION") > _NESTED for c in cells]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of overflow, which is told of the row
        shapes: np.ndarray = shapely.from_wkt(np.where(unread, None, texts), on_invalid="fix")
        missing = shapely.is_missing(shapes)
        as_written = shapely.from_wkt(np.where(missing, None, texts), on_invalid="ignore")
    return shapes, {at: [CLOSED] for at in np.flatnonzero(~missing & shapely.is_missing(as_written)).tolist()}


def _no_shape(cell: str) -> Text:
    if _CURVES.search(cell):
        return message("readers.shape_cells.curves")
    return message("readers.shape_cells.not_wkt", text=shorten(cell))
