"""A register in CSV, read as it streams in: only the columns that are used, all of them as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from geoplan.errors import ReaderError
from geoplan.readers.header_row import LOOKED_AT, find_header
from geoplan.readers.read_csv import Dialect, sniff
from geoplan.registers.column_values import as_text
from geoplan.registers.counting_plan import TablePart
from geoplan.text.shorten import shorten

_HEAD: Final = 1 << 20  # bytes that encoding, delimiter and heading are found by
_BLOCK: Final = 16 << 20  # bytes read at a time


class _Head(NamedTuple):
    dialect: Dialect
    names: list[str]
    above: int
    rows: list[list[str]]


def csv_head(path: Path, n: int) -> pd.DataFrame:
    """Read the first rows of a CSV, cells as text.

    Raises
    ------
    ReaderError
        It is in no known encoding, or has no row.
    """
    head = _head(path, n)
    width = len(head.names)
    rows = [(row + [""] * width)[:width] for row in head.rows]
    return pd.DataFrame(rows, columns=head.names, dtype="str")


def csv_parts(path: Path, used: list[str]) -> Iterator[TablePart]:
    """Read a CSV in parts; rows are numbered as a spreadsheet shows them, the heading included.

    A row with more or fewer cells than the heading cannot be read; a blank line is a row of blank cells. Bytes that
    are no characters are read as marks of replacement.

    Raises
    ------
    ReaderError
        From some row on it cannot be read at all; the row is named.
    """
    head = _head(path, 1)
    broken: list[int] = []

    def skip(row: Any) -> str:
        broken.append(row.number)
        return "skip"

    number = head.above + 1
    batches = _batches(path, head, used, skip)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError, UnicodeError) as error:
            raise ReaderError("registers.unreadable_from", name=shorten(path.name), row=number) from error
        if batch is None:
            break
        end, here = number + batch.num_rows, []
        for row in sorted(broken):  # some may lie beyond: the reader is a block ahead
            if row < end:
                here.append(row)
                end += 1
        broken[:] = [row for row in broken if row >= end]
        numbers = np.setdiff1d(np.arange(number, end), here, assume_unique=True)
        columns = {name: _characters(batch.column(name)) for name in used}
        yield TablePart(pa.table(columns), 0, numbers, tuple(here))
        number = end
    if broken:
        nothing = pa.table({name: pa.array([], pa.string()) for name in used})
        yield TablePart(nothing, 0, np.empty(0, int), tuple(sorted(broken)))


def _batches(path: Path, head: _Head, used: list[str], skip: Callable[[Any], str]) -> Iterator[pa.RecordBatch]:
    encoding = head.dialect.encoding.removesuffix("-sig")
    yield from pa.csv.open_csv(
        path,
        pa.csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, encoding=encoding, column_names=head.names, skip_rows=head.above
        ),
        pa.csv.ParseOptions(
            delimiter=head.dialect.delimiter, newlines_in_values=True, invalid_row_handler=skip,
            ignore_empty_lines=False,
        ),
        pa.csv.ConvertOptions(
            include_columns=used, column_types=dict.fromkeys(used, pa.string()), strings_can_be_null=False,
            check_utf8=False,
        ),
    )  # fmt: skip


def _characters(column: pa.Array) -> pa.Array:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return as_text(column.view(pa.binary()))
    return column


def _head(path: Path, n: int) -> _Head:
    with path.open("rb") as file:
        content = file.read(_HEAD)
    whole = len(content) < _HEAD
    if not whole:  # without a character or row that is cut off
        content = content[: content.rfind(b"\n") + 1] or content
    dialect = sniff(content, path.name)
    text = io.StringIO(content.decode(dialect.encoding), newline="")
    rows = []
    for row in csv.reader(text, delimiter=dialect.delimiter):
        rows.append([cell.strip() for cell in row])
        if len(rows) >= max(n, 1) + LOOKED_AT:
            break
    if not rows:
        raise ReaderError("registers.blank_csv", name=shorten(path.name))
    header = find_header(rows)
    widths = [len(row) for row in rows[header.above :] if any(row)] or [len(header.names)]
    width = max(set(widths), key=widths.count)  # a row with a cell too many adds no column
    return _Head(dialect, header.names[:width], header.above, rows[header.above :][:n])
