"""Columns of a register as numbers: coordinates, codes and years, whatever type a file has given them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geoplan.readers.coordinate_parsing import parse_coordinate_column
from geoplan.registers.industry_codes import NONE, UNKNOWN, WORDS
from geoplan.registers.sparse_counts import FIRST_YEAR, LAST_YEAR

_YEAR: Final = re.compile(r"(\d{4})(?:\d{4})?(?!\d)")
_OPEN: Final = 9999  # years from here on stand for a day that never comes


def coordinates(column: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read coordinates.

    Returns
    -------
    values : ndarray of float
        NaN where there is none.
    blank : ndarray of bool
        Whether the cell is blank; NaN that is not says something that is no coordinate.
    """
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        return values, np.isnan(values)
    text = as_text(column)
    if text is None:
        values = np.full(len(column), np.nan)
        return values, column.is_null().to_numpy(zero_copy_only=False)
    text = pc.utf8_trim(text, WORDS["around"])
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
    blank = text.is_null().to_numpy(zero_copy_only=False)
    try:
        return pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False), blank
    except pa.ArrowInvalid:
        return parse_coordinate_column(text.to_pandas().fillna("").astype(str))[0], blank


def positions(column: pa.Array, position: Callable[[str], int]) -> NDArray[np.int32]:
    """Look each cell up, each different one once.

    Parameters
    ----------
    position : callable
        Of a text the number that stands for it.

    Returns
    -------
    ndarray of int
        `NONE` for a blank cell, `UNKNOWN` where the type of the column holds no text.
    """
    encoded = column if pa.types.is_dictionary(column.type) else _encoded(column)
    cells = None if encoded is None else as_text(encoded.dictionary)
    if cells is None:
        return np.where(column.is_null().to_numpy(zero_copy_only=False), NONE, UNKNOWN).astype(np.int32)
    found = [position(cell) if cell else NONE for cell in cells.to_pylist()]
    numbers = np.array([*found, NONE], dtype=np.int32)
    return numbers[pc.fill_null(encoded.indices.cast(pa.int32()), len(found)).to_numpy(zero_copy_only=False)]


def _encoded(column: pa.Array) -> Any:
    text = as_text(column)
    return None if text is None else text.dictionary_encode()


def years(column: pa.Array) -> NDArray[np.int32]:
    """Read years from days, years or texts of them.

    Returns
    -------
    ndarray of int
        `NONE` for a blank cell and for a day that never comes, `UNKNOWN` where a cell holds no year.
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        year = pc.fill_null(pc.cast(pc.year(column), pa.int32()), NONE).to_numpy(zero_copy_only=False)
        known = (year == NONE) | ((year >= FIRST_YEAR) & (year <= LAST_YEAR))
        return np.where(year >= _OPEN, NONE, np.where(known, year, UNKNOWN)).astype(np.int32)
    return positions(column, year_of)


@lru_cache(maxsize=1 << 16)
def year_of(text: str) -> int:
    """Read the year that a text begins with, as `years` does.

    Parameters
    ----------
    text : str
        A year alone, or a day written in digits, with or without signs between them; words of an end that never
        comes are those of headings.toml.
    """
    plain = unicodedata.normalize("NFKC", text).strip(WORDS["around"]).lower()
    if not plain or plain in WORDS["blank"] or plain.replace(" ", "") in WORDS["open_ended"]:
        return NONE
    match = _YEAR.match(plain)
    if match is None:
        return UNKNOWN
    year = int(match[1])
    if year >= _OPEN:
        return NONE
    return year if FIRST_YEAR <= year <= LAST_YEAR else UNKNOWN


def as_text(column: pa.Array) -> Any:
    """A column as text; None where its type holds none, such as lists."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        cells = [None if cell is None else cell.decode("utf-8", "replace") for cell in column.to_pylist()]
        return pa.array(cells, pa.string())
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
