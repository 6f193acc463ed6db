"""Excel workbooks, read row by row: values only, never a formula, never a link."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from geoplan.errors import ReaderError
from geoplan.readers.read_limits import CELLS, MOST_CELLS, MOST_PARTS, MOST_ROWS, PARTS, ROWS, limit_message
from geoplan.readers.safe_xml import refuse_doctype
from geoplan.readers.safe_zip import member_name, open_archive, read_member
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten

_VISITED: Final = 10 * MOST_CELLS  # cells looked at, blank ones included
_MARKUP: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")  # any member may be named as a sheet
_LAST_ROW: Final = 2**20  # of any sheet; one that claims a higher number would be reached through blank rows for hours


@dataclass(frozen=True)
class Workbook:
    """One sheet's rows as text, with the others' names.

    Attributes
    ----------
    rows : list of list of str
        From row 1; blank cells are "".
    sheet : str
        Which sheet this is.
    sheets : tuple of str
        Those that are not blank, hidden ones last.
    unsaved : list of tuple
        Row number and column (from 0) of formulas without a saved result.
    notes : list of Message
        Hidden sheets and the like.
    """

    rows: list[list[str]]
    sheet: str
    sheets: tuple[str, ...]
    unsaved: list[tuple[int, int]]
    notes: list[Text]


def read_workbook(content: bytes, name: str, sheet: str | None = None) -> Workbook:
    """Read one sheet of a workbook.

    Parameters
    ----------
    content : bytes
        The .xlsx file.
    name : str
        Its name, for messages.
    sheet : str, optional
        Which sheet; by default the first visible one that is not blank.

    Returns
    -------
    Workbook
        Its rows, and what else there is.

    Raises
    ------
    ReaderError
        It is damaged, dangerous or too large, or has no such sheet.
    """
    file = shorten(name)
    require_harmless(content, name)
    try:
        return _read(content, file, sheet)
    except ReaderError:
        raise
    except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
        raise ReaderError("readers.read_xlsx.workbook_damaged_incomplete_open_excel", file=file) from error


def require_harmless(content: bytes, name: str) -> None:
    """Look at every text of a workbook before anything is built of it.

    Parameters
    ----------
    content : bytes
        The .xlsx file.
    name : str
        Its name, for messages.

    Raises
    ------
    ReaderError
        It is damaged, would unpack to too much, or declares a document type.
    """
    with open_archive(content, name) as archive:
        for member in archive.infolist():
            text, spot = read_member(archive, member, name), f"{shorten(name)} › {member_name(member)}"
            if not (member.filename.lower().endswith((".xml", ".rels")) or text.lstrip().startswith(_MARKUP)):
                continue
            refuse_doctype(text, spot)
            if (tags := text.count(b"<")) > MOST_PARTS:
                raise limit_message(spot, PARTS, tags, MOST_PARTS)


def _read(content: bytes, file: str, sheet: str | None) -> Workbook:
    from openpyxl import load_workbook  # only who brings a workbook waits for it

    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        tables = {page.title: page for page in book.worksheets}
        visible = [title for title, page in tables.items() if page.sheet_state == "visible"]
        order = (*visible, *(title for title in tables if title not in visible))
        if sheet is not None and sheet not in tables:
            raise ReaderError(
                "readers.read_xlsx.there_no_sheet_choose",
                file=file,
                sheet=shorten(sheet),
                shorten=local_text("、".join(map(shorten, order[:8])), ", ".join(map(shorten, order[:8]))),
            )
        if not order:
            raise ReaderError("readers.read_xlsx.workbook_no_sheet_cells_add", file=file)
        chosen, rows = sheet or order[0], []
        for title in [sheet] if sheet is not None else order:
            chosen, rows = title, [[_text(cell) for cell in row] for row in _rows(tables[title], file)]
            if any(map(any, rows)):
                break
        filled = tuple(t for t in order if t == chosen or any(map(any, _rows(tables[t], file))))
    finally:
        book.close()
    notes = []
    hidden = [title for title in tables if title not in visible]
    if hidden:
        named = [shorten(title) for title in hidden[:5]]
        notes.append(
            message("readers.read_xlsx.hidden_sheets_not_read", named=local_text("、".join(named), ", ".join(named)))
        )
    return Workbook(rows, chosen, filled, _unsaved(content, chosen, rows), notes)


def _rows(page: Any, file: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet by what is in it; what it says of its own size may be a lie."""
    page.reset_dimensions()
    visited = filled = 0
    for number, row in enumerate(page.iter_rows(values_only=True), start=1):
        if number > _LAST_ROW:
            raise limit_message(f"{file} › {shorten(page.title)}", ROWS, None, _LAST_ROW)
        visited += len(row)
        filled += any(cell is not None for cell in row)
        if filled > MOST_ROWS + 100:
            raise limit_message(f"{file} › {shorten(page.title)}", ROWS, None, MOST_ROWS)
        if visited > _VISITED:
            raise limit_message(f"{file} › {shorten(page.title)}", CELLS, None, _VISITED)
        yield row[: next((i for i in range(len(row), 0, -1) if row[i - 1] is not None), 0)]


def _text(cell: Any) -> str:
    """What a cell says, as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return " ".join(str(cell).split("\x00")).strip("\ufeff \t\r\n\u3000\xa0")


def _unsaved(content: bytes, sheet: str, rows: list[list[str]]) -> list[tuple[int, int]]:
    """Formulas whose result was never saved look blank; a second reading tells them from blank cells."""
    from openpyxl import load_workbook

    if not _has_formulas(content):
        return []
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found = []
    try:
        page = book[sheet]
        page.reset_dimensions()
        for number, row in enumerate(page.iter_rows(values_only=True)):
            for column, cell in enumerate(row):
                formula = cell is not None and (not isinstance(cell, str) or cell.startswith("="))
                if formula and number < len(rows) and not (rows[number][column : column + 1] or [""])[0]:
                    found.append((number + 1, column))
    finally:
        book.close()
    return found


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        pages = [m for m in archive.infolist() if m.filename.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ >/]", archive.read(page)) for page in pages)
