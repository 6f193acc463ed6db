"""A table of a register as the numbers that are counted, and what could not be read of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geoplan.crs.systems import degrees_of_points
from geoplan.readers.coordinate_parsing import longitude_first, parse_coordinate_pair, parse_each
from geoplan.readers.extents import CHINA
from geoplan.registers.amounts import BAD_AMOUNT, NO_AMOUNT, OTHER_CURRENCY, capitals, staffs
from geoplan.registers.column_values import as_text, coordinates, positions, years
from geoplan.registers.count_rows import RegisterRows
from geoplan.registers.industry_codes import NONE, UNKNOWN, IndustryCodes
from geoplan.registers.register_columns import RegisterColumns
from geoplan.registers.row_reasons import RowReasons
from geoplan.registers.waiting_rows import waiting_table


def read_rows(
    table: pa.Table,
    columns: RegisterColumns,
    codes: IndustryCodes,
    file: int,
    numbers: NDArray[np.int64],
    keep: bool = False,
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
    keep : bool
        Whether rows that are not fully used are kept with what stands in their cells, and not just counted.
    """
    reasons = RowReasons(keep=keep)

    def tell(reason: str, which: NDArray[np.bool_], *names: str) -> None:
        at = np.flatnonzero(which)
        reasons.add(reason, file, numbers[at], lambda: _cells(table, names, at))

    x, y, blank = _coordinates(table, columns)
    with np.errstate(invalid="ignore"):
        lon, lat = degrees_of_points(x, y, columns.system)
        west, south, east, north = CHINA
        inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    number = np.isfinite(x) & np.isfinite(y)
    waits = _with_address(table, columns, blank)
    tell("no_coordinates", blank if waits is None else blank & ~waits)
    tell("not_a_coordinate", ~number & ~blank, *columns.position)
    tell("outside_china", number & ~inside, *columns.position)
    blank_cells = np.zeros(len(table), dtype=np.int32)
    industry = positions(_column(table, columns.industry), codes.position) if columns.industry else blank_cells
    founded, closed = (
        years(_column(table, name)) if name else blank_cells for name in (columns.founded, columns.closed)
    )
    if columns.industry:
        tell("no_industry", industry == NONE)
        tell("unknown_industry", industry == UNKNOWN, columns.industry)
    if columns.founded:
        tell("no_founding", founded == NONE)
        tell("unknown_founding", founded == UNKNOWN, columns.founded)
    if columns.closed:
        tell("unknown_closing", closed == UNKNOWN, columns.closed)
        tell("closed_before", (closed > 0) & (founded > closed), columns.closed)
    industry, founded, closed = (np.maximum(values, NONE) for values in (industry, founded, closed))
    amounts = _amounts(table, columns, closed == NONE, tell)
    rows = RegisterRows(
        np.where(inside, lon, np.nan), np.where(inside, lat, np.nan), industry, founded, closed, reasons, amounts, file,
        numbers,
    )  # fmt: skip
    if waits is None or not waits.any():
        return rows
    at = np.flatnonzero(waits)
    return replace(rows, by_address=waiting_table(rows, at, _cells(table, (columns.address,), at)))


def _with_address(table: pa.Table, columns: RegisterColumns, blank: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Which rows without coordinates have an address; None where addresses are not looked up."""
    if "address" not in columns.also:
        return None
    text = as_text(_column(table, columns.address))
    if text is None:
        return np.zeros(len(table), dtype=bool)
    there = pc.fill_null(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(text)), 0), False)
    return blank & there.to_numpy(zero_copy_only=False)


def _amounts(
    table: pa.Table, columns: RegisterColumns, stays: NDArray[np.bool_], tell: Callable[..., None]
) -> tuple[NDArray[np.int64], ...]:
    """What is summed up, of enterprises that have not closed."""
    found = []
    for role in columns.sums:
        name = columns.by_role[role]
        column = _column(table, name)
        values = capitals(column, columns.unit) if role == "capital" else staffs(column)
        tell(f"no_{role}", stays & (values == NO_AMOUNT))
        tell(f"bad_{role}", stays & (values == BAD_AMOUNT), name)
        tell("other_currency", stays & (values == OTHER_CURRENCY), name)
        found.append(values)
    return tuple(found)


def _cells(table: pa.Table, names: tuple[str, ...], at: NDArray[np.int64]) -> pa.Array:
    """What stands in the cells of some rows, of two columns with a comma between; null of shapes in bytes."""
    texts = []
    for name in names:
        column = _column(table, name)
        binary = pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
        text = None if binary else as_text(column.take(pa.array(at)))
        texts.append(pa.nulls(len(at), pa.string()) if text is None else text.cast(pa.string()))
    if len(texts) < 2:
        return texts[0] if texts else pa.nulls(len(at), pa.string())
    return pc.binary_join_element_wise(*texts, ", ", null_handling="replace", null_replacement="")


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
    if not columns.wkt:  # an address is all there is
        nothing = np.full(len(table), np.nan)
        return nothing, nothing, np.ones(len(table), dtype=bool)
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
