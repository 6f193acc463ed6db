"""A filled file as cells with their kinds: what Excel knows of a cell beyond its text tells how it went wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geoplan.errors import ReaderError
from geoplan.readers.file_type import detect_file_type
from geoplan.readers.read_limits import COLUMNS, MEGABYTES, MOST_COLUMNS, ROWS, content_of, limit_message
from geoplan.readers.safe_xml import refuse_doctype
from geoplan.readers.safe_zip import member_name, open_archive, read_member
from geoplan.readers.text_encoding import encoding_of
from geoplan.text.shorten import shorten

MOST_FILLED: Final = 20_000  # rows of a sheet; a form is filled by hand
_MOST_CELL_BYTES: Final = 20 * 2**20  # of all sheets of a workbook, unpacked
_DELIMITERS: Final = (",", ";", "\t", "，")

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | None


@dataclass(frozen=True)
class Grid:
    """A sheet's cells.

    Attributes
    ----------
    file, sheet : str
        Where it stands; no sheet for CSV.
    rows : dict
        By row number, the cells from column A on; blank rows are left out.
    merged : list of tuple
        Merged ranges: first row, last row and the range's name.
    unsaved : set of tuple
        Row and column (from 0) of formulas whose result was never saved.
    epoch : datetime
        The day serial numbers count from.
    """

    file: str
    sheet: str
    rows: dict[int, list[Value]]
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    unsaved: set[tuple[int, int]] = field(default_factory=set)
    epoch: dt.datetime = dt.datetime(1899, 12, 30)


def read_grids(content: bytes | Path, name: str) -> list[Grid]:
    """Read every sheet of a filled file.

    Parameters
    ----------
    content : bytes or Path
        CSV or XLSX.
    name : str
        Its name, for messages; what it is, its content tells.

    Returns
    -------
    list of Grid
        In the workbook's order; one for CSV.

    Raises
    ------
    ReaderError
        It is neither, or empty, damaged, dangerous or too large.
    """
    taken = content_of(content, name)
    kind = detect_file_type(taken, name)
    if kind == "xlsx":
        return _workbook(taken, name)
    if kind == "csv":
        return [_text(taken, name)]
    raise ReaderError("forms.errors.not_a_form", name=shorten(name), kind=kind.upper())


def _text(content: bytes, name: str) -> Grid:
    file, encoding = shorten(name), encoding_of(content)
    try:
        text = content.decode(encoding.name or "utf-8")
    except UnicodeDecodeError as error:
        raise ReaderError("forms.errors.encoding", file=file, byte=error.start + 1) from error
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    rows: dict[int, list[Value]] = {}
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            _keep(rows, number, [cell or None for cell in cells], file)
    except csv.Error as error:
        raise ReaderError("forms.errors.quotes", file=file, row=len(rows) + 1) from error
    return Grid(file, "", rows)


def _keep(rows: dict[int, list[Value]], number: int, cells: list[Value], spot: str) -> None:
    while cells and (cells[-1] is None or not str(cells[-1]).strip()):
        cells.pop()
    if not cells:
        return
    if len(cells) > MOST_COLUMNS:
        raise limit_message(spot, COLUMNS, len(cells), MOST_COLUMNS)
    if len(rows) > MOST_FILLED:
        raise limit_message(spot, ROWS, None, MOST_FILLED)
    rows[number] = cells


def _workbook(content: bytes, name: str) -> list[Grid]:
    file = shorten(name)
    pages = _page_texts(content, name)
    has_formulas, has_merged = (any(sign in page for page in pages) for sign in (b"<f", b"<mergeCell"))
    try:
        return list(_grids(content, file, has_formulas, has_merged))
    except ReaderError:
        raise
    except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
        raise ReaderError("forms.errors.damaged", file=file) from error


def _page_texts(content: bytes, name: str) -> list[bytes]:
    """The XML of the sheets, after every part was looked at for what an XML reader must not meet."""
    pages = []
    with open_archive(content, name) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith((".xml", ".rels")):
                continue
            text = read_member(archive, member, name)
            refuse_doctype(text, f"{shorten(name)} › {member_name(member)}")
            if member.filename.startswith("xl/worksheets/"):
                pages.append(text)
    size = sum(map(len, pages))
    if size > _MOST_CELL_BYTES:
        raise limit_message(shorten(name), MEGABYTES, size / 2**20, _MOST_CELL_BYTES / 2**20)
    return pages


def _grids(content: bytes, file: str, has_formulas: bool, has_merged: bool) -> Iterator[Grid]:
    from openpyxl import load_workbook  # only who brings a workbook waits for it

    def opened(**how: Any) -> Any:
        return load_workbook(io.BytesIO(content), keep_links=False, **how)

    values = opened(read_only=True, data_only=True)
    formulas = opened(read_only=True) if has_formulas else None
    merged = opened() if has_merged else None
    for page in values.worksheets:
        rows = _rows(page, file)
        unsaved = _unsaved(formulas[page.title], rows) if formulas else set()
        ranges = merged[page.title].merged_cells.ranges if merged else ()
        spans = sorted((r.min_row, r.max_row, r.coord) for r in ranges)
        yield Grid(file, page.title, rows, spans, unsaved, values.epoch)


def _rows(page: Any, file: str) -> dict[int, list[Value]]:
    page.reset_dimensions()  # what a sheet says of its own size may be a lie
    rows: dict[int, list[Value]] = {}
    for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
        _keep(rows, number, list(cells), f"{file} › {shorten(page.title)}")
    return rows


def _unsaved(page: Any, rows: dict[int, list[Value]]) -> set[tuple[int, int]]:
    """Formulas whose result was never saved look blank; a second reading tells them from blank cells."""
    page.reset_dimensions()
    found = set()
    for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
        for at, cell in enumerate(cells):
            is_formula = cell is not None and (not isinstance(cell, str) or cell.startswith("="))
            saved = rows.get(number, [])
            if (
                is_formula
                and not isinstance(cell, int | float | dt.datetime | dt.date | dt.time)
                and (at >= len(saved) or saved[at] is None)
            ):
                found.add((number, at))
    return found
