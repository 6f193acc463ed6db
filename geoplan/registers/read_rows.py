"""A table of a register as the numbers that are counted, and what could not be read of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geoplan.crs.systems import degrees_of_points
from geoplan.readers.coordinate_parsing import longitude_first, parse_coordinate_pair, parse_each
from geoplan.readers.extents import CHINA
from geoplan.registers.column_values import as_text, coordinates, positions, years
from geoplan.registers.count_rows import RegisterRows
from geoplan.registers.industry_codes import NONE, UNKNOWN, IndustryCodes
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.row_reasons import RowReasons


def read_rows(
    table: pa.Table, columns: RegisterColumns, codes: IndustryCodes, file: int, numbers: NDArray[np.int64]
) -> RegisterRows:
    """Read the rows of a table.

    Parameters
    ----------
    table : pyarrow.Table
        Of any types; a column that is not there is blank in every row.
    file : int
        Which file of the register this is.
    numbers : ndarray of int
        The number of each row in that file.
    """
    reasons = RowReasons()
    x, y, blank = _coordinates(table, columns)
    with np.errstate(invalid="ignore"):
        lon, lat = degrees_of_points(x, y, columns.system)
        west, south, east, north = CHINA
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    number = np.isfinite(x) & np.isfinite(y)
    reasons.add("no_coordinates", file, numbers[blank])
    reasons.add("not_a_coordinate", file, numbers[~number & ~blank])
    reasons.add("outside_china", file, numbers[number & ~inside])
    blank_cells = np.zeros(len(table), dtype=np.int32)
    industry = positions(_column(table, columns.industry), codes.position) if columns.industry else blank_cells
    founded, closed = (
        years(_column(table, name)) if name else blank_cells for name in (columns.founded, columns.closed)
    )
    if columns.industry:
        reasons.add("no_industry", file, numbers[industry == NONE])
        reasons.add("unknown_industry", file, numbers[industry == UNKNOWN])
    if columns.founded:
        reasons.add("no_founding", file, numbers[founded == NONE])
        reasons.add("unknown_founding", file, numbers[founded == UNKNOWN])
    reasons.add("unknown_closing", file, numbers[closed == UNKNOWN])
    reasons.add("closed_before", file, numbers[(closed > 0) & (founded > closed)])
    industry, founded, closed = (np.maximum(values, NONE) for values in (industry, founded, closed))
    return RegisterRows(
        np.where(inside, lon, np.nan), np.where(inside, lat, np.nan), industry, founded, closed, reasons
    )


def _column(table: pa.Table, name: str) -> pa.Array:
    if not name or name not in table.column_names:
        return pa.nulls(len(table), pa.string())
    column = table.column(name)
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)


def _coordinates(
    table: pa.Table, columns: RegisterColumns
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Coordinates as they stand, NaN where there is none, and whether one of the cells is blank."""
    if columns.lon:
        x, x_blank = coordinates(_column(table, columns.lon))
        y, y_blank = coordinates(_column(table, columns.lat))
        return x, y, x_blank | y_blank
    if columns.pair:
        return _pairs(_column(table, columns.pair))
    return _shapes(_column(table, columns.wkt))


def _pairs(column: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    text = as_text(column)
    cells = ["" if cell is None else cell.strip() for cell in (column if text is None else text).to_pylist()]
    pairs, _ = parse_each(cells, parse_coordinate_pair)
    xy = np.full((len(pairs), 2), np.nan)
    for at, pair in enumerate(pairs):
        if pair is not None:
            xy[at] = [angle.value for angle in longitude_first(pair)]
    return xy[:, 0].copy(), xy[:, 1].copy(), np.array([not cell for cell in cells], dtype=bool)


def _shapes(column: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Points; of another shape a point on it."""
    blank = column.is_null().to_numpy(zero_copy_only=False)
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    else:
        text = as_text(column)
        cells = pa.nulls(len(column)).to_pylist() if text is None else text.to_pylist()
        shapes = shapely.from_wkt(np.array(cells, dtype=object), on_invalid="ignore")
    other = ~shapely.is_missing(shapes) & (shapely.get_type_id(shapes) != shapely.GeometryType.POINT)
    shapes[other] = shapely.point_on_surface(shapes[other])
    return shapely.get_x(shapes), shapely.get_y(shapes), blank
