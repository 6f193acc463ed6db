"""Large tables written piece by piece to CSV, Parquet or a workbook, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geoplan.errors import ExportError
from geoplan.files import draft_prefix, put_in_place
from geoplan.spreadsheet import MOST_ROWS, freeze_heading, new_workbook, set_widths, write_row
from geoplan.writers.driver_frame import incomplete_write
from geoplan.writers.plain_tables import csv_text

SUFFIXES: Final = (".csv", ".xlsx", ".parquet")
_PIECE: Final = 50_000  # rows held as text
_WIDTH: Final = 18  # characters of a column of a workbook


def slices(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut a table into pieces, one of them at least."""
    for start in range(0, max(len(frame), 1), _PIECE):
        yield frame.iloc[start : start + _PIECE]


def write_pieces(path: Path, pieces: Iterable[pd.DataFrame], n_rows: int) -> None:
    """Write a table that comes in pieces; the format is that of the suffix, see `SUFFIXES`.

    Parameters
    ----------
    pieces : iterable of DataFrame
        One at least, which may have no row; all with the same columns. The index is not written.
    n_rows : int
        Of all of them; a sheet does not take any number.

    Raises
    ------
    ExportError
        A sheet does not take so many rows, or a workbook could not be written whole.
    OSError
        It cannot be written; what was there stays as it is.
    """
    if path.suffix.lower() == ".xlsx" and n_rows >= MOST_ROWS:
        raise ExportError("writers.write_pieces.too_many_rows", name=path.name, rows=n_rows, most=MOST_ROWS - 1)
    rest = iter(pieces)
    every = chain([next(rest)], rest)
    write = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}[path.suffix.lower()]
    # A folder, as a workbook keeps more beside the file while it is written.
    with TemporaryDirectory(dir=path.parent, prefix=draft_prefix(path)) as folder:
        draft = Path(folder) / "rows"
        write(draft, every, path.name)
        put_in_place(draft, path)


def _write_csv(draft: Path, pieces: Iterator[pd.DataFrame], name: str) -> None:
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")
        for number, piece in enumerate(pieces):
            file.write(csv_text(piece, header=not number))


def _write_parquet(draft: Path, pieces: Iterator[pd.DataFrame], name: str) -> None:
    first = next(pieces)
    schema = _schema(first)
    with pq.ParquetWriter(draft, schema) as writer:
        for piece in chain([first], pieces):
            writer.write_table(pa.Table.from_pandas(piece, schema, preserve_index=False))


def _schema(frame: pd.DataFrame) -> pa.Schema:
    """Of a piece of a table; columns of objects are texts, which one without rows cannot tell."""
    schema = pa.Schema.from_pandas(frame, preserve_index=False)
    fields = [f.with_type(pa.string()) if pa.types.is_null(f.type) else f for f in schema]
    return pa.schema(fields, schema.metadata)


def _write_xlsx(draft: Path, pieces: Iterator[pd.DataFrame], name: str) -> None:
    from xlsxwriter.exceptions import FileCreateError

    book: Any = new_workbook(draft, streamed=True)
    try:
        _fill(book.add_worksheet("rows"), pieces)
    except BaseException:
        with suppress(FileCreateError):  # what it keeps beside the file goes
            book.close()
        raise
    try:
        book.close()
    except FileCreateError as error:
        raise incomplete_write(name) from error


def _fill(page: Any, pieces: Iterator[pd.DataFrame]) -> None:
    row = 1
    for number, piece in enumerate(pieces):
        if number == 0:
            set_widths(page, [_WIDTH] * len(piece.columns))
            write_row(page, 0, piece.columns)
        for cells in piece.itertuples(index=False):
            write_row(page, row, (None if isinstance(cell, str) and not cell else cell for cell in cells))
            row += 1
    freeze_heading(page, row - 1, len(piece.columns))
