"""The reader of tabular files: CSV, XLSX, XLS and ODS as cells with their positions.

`open_tabular` opens a file; ``sheets`` are its sheets in the file's order (one named "" for CSV). ``rows(sheet)``
streams what is in a sheet and ``grid(sheet)`` holds it at once, with merged ranges and formulas without a saved
result. A cell is what the file holds (`Value`); `cell_text` is the text a person would type for it. Formulas are
never computed: of each the saved result is read. Finding the heading and naming the columns is the business of
`geoplan.readers.text_table`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from geoplan.errors import ReaderError
from geoplan.readers.file_type import detect_file_type
from geoplan.readers.read_csv import Dialect, csv_rows, sniff
from geoplan.readers.read_limits import (
    CELLS,
    COLUMNS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    ROWS,
    content_of,
    limit_message,
)
from geoplan.readers.read_old_workbook import OldWorkbook
from geoplan.readers.read_xlsx import Workbook
from geoplan.text.message import message
from geoplan.text.shorten import shorten

_BLANKS: Final = "\ufeff \t\r\n\u3000\xa0"
EPOCH: Final = dt.datetime(1899, 12, 30)  # the day serial numbers count from, unless a workbook says 1904
Value = str | int | float | bool | dt.datetime | dt.date | dt.time | None


class Limits(NamedTuple):
    """The most a sheet may have: rows below the heading, cells, and bytes of XML in all sheets of a workbook."""

    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    sheet_bytes: int = MOST_UNPACKED


@dataclass(frozen=True)
class CellGrid:
    """The cells of one sheet.

    Attributes
    ----------
    file, sheet : str
        Where it is, for messages; sheet is "" for CSV.
    rows : dict
        By row number as a spreadsheet shows it, the cells from column A on; blank rows and blank cells at the end
        of a row are left out.
    merged : list of tuple
        Merged ranges: first row, last row, name (``A1:B2``).
    unsaved : set of tuple
        Row number and column (from 0) of formulas whose result the workbook does not hold.
    epoch : datetime
        The day serial numbers count from.
    """

    file: str
    sheet: str
    rows: dict[int, list[Value]]
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    unsaved: set[tuple[int, int]] = field(default_factory=set)
    epoch: dt.datetime = EPOCH


@dataclass(frozen=True, eq=False)
class TabularFile:
    """An open CSV, XLSX, XLS or ODS file.

    Attributes
    ----------
    source : Workbook, OldWorkbook or Dialect
        The opened workbook, or how the text is written.
    """

    name: str
    content: bytes
    limits: Limits
    source: Workbook | OldWorkbook | Dialect

    @property
    def sheets(self) -> tuple[str, ...]:
        """All sheets of cells in the file's order; one named "" for CSV."""
        return ("",) if isinstance(self.source, Dialect) else self.source.sheets

    @property
    def hidden(self) -> tuple[str, ...]:
        """The sheets that Excel does not show."""
        return () if isinstance(self.source, Dialect) else self.source.hidden

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The sheets that are not blank, hidden ones last."""
        return tuple(sheet for sheet in self.by_visibility if next(self.rows(sheet), None))

    @property
    def by_visibility(self) -> tuple[str, ...]:
        """All sheets, hidden ones last."""
        return (*(sheet for sheet in self.sheets if sheet not in self.hidden), *self.hidden)

    def location(self, sheet: str) -> str:
        """A sheet as messages name it."""
        return f"{shorten(self.name)} › {shorten(sheet)}" if sheet else shorten(self.name)

    def rows(self, sheet: str, unsaved: set[tuple[int, int]] | None = None) -> Iterator[tuple[int, list[Value]]]:
        """Stream the rows of a sheet: number and cells from column A on; see `CellGrid` for what is left out.

        Parameters
        ----------
        unsaved : set of tuple, optional
            Takes up row number and column (from 0) of formulas without a saved result.

        Yields
        ------
        tuple of int and list of Value

        Raises
        ------
        ReaderError
            The sheet is damaged or larger than the limits; the message names the row where it can.
        """
        n_rows = n_cells = 0
        for number, cells in enumerate(self._all_rows(sheet, set() if unsaved is None else unsaved), start=1):
            while cells and not cell_text(cells[-1]):
                cells.pop()
            if not cells:
                continue
            if len(cells) > MOST_COLUMNS:
                location = message("readers.tabular.row", file=self.location(sheet), number=number)
                raise limit_message(location, COLUMNS, len(cells), MOST_COLUMNS)
            n_rows += 1
            n_cells += len(cells)
            if n_rows > self.limits.rows + 1:
                raise limit_message(self.location(sheet), ROWS, None, self.limits.rows)
            if n_cells > self.limits.cells:
                raise limit_message(self.location(sheet), CELLS, None, self.limits.cells)
            yield number, cells

    def grid(self, sheet: str = "", merged: bool = False) -> CellGrid:
        """Read a sheet at once.

        Parameters
        ----------
        merged : bool
            Whether to look for merged ranges, for which a workbook is loaded as a whole.
        """
        unsaved: set[tuple[int, int]] = set()
        rows = dict(self.rows(sheet, unsaved))
        if isinstance(self.source, Dialect):
            return CellGrid(shorten(self.name), sheet, rows)
        ranges = self.source.merged(sheet) if merged else []
        return CellGrid(shorten(self.name), sheet, rows, ranges, unsaved, self.source.epoch)

    def _all_rows(self, sheet: str, unsaved: set[tuple[int, int]]) -> Iterator[list[Any]]:
        if not isinstance(self.source, Dialect):
            yield from self.source.rows(sheet, unsaved)
        else:
            for row in csv_rows(self.content, self.name, self.source):
                yield [cell or None for cell in row]


def open_tabular(
    content: bytes | Path,
    name: str,
    encoding: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
) -> TabularFile:
    """Open a CSV, XLSX, XLS or ODS file; its content tells which it is.

    Parameters
    ----------
    encoding : str, optional
        Of a CSV, where the user has chosen it; else it is found as `geoplan.readers.read_csv.sniff` does.

    Raises
    ------
    ReaderError
        It is neither, or is empty, damaged, dangerous, too large, or in no known encoding.
    """
    data = content_of(content, name)
    kind = detect_file_type(data, name)
    if kind == "xlsx":
        return TabularFile(name, data, limits, Workbook(data, name, limits.sheet_bytes))
    if kind in ("xls", "ods"):
        return TabularFile(name, data, limits, OldWorkbook(data, name, limits.sheet_bytes))
    if kind == "csv":
        return TabularFile(name, data, limits, sniff(data, name, encoding))
    raise ReaderError("readers.tabular.not_tabular", name=shorten(name), kind=kind.upper())


def cell_text(value: Value) -> str:
    """The text of a cell, as it would be typed.

    Returns
    -------
    str
        Without blanks at its ends; "" for None; whole numbers without decimals; days as ``2026-01-31``.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return (value.replace("\x00", " ") if "\x00" in value else value).strip(_BLANKS)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)
