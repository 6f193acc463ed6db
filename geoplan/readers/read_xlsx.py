"""Excel workbooks, read row by row: saved values only, never a formula, never a link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from itertools import repeat
from typing import Any, Final

from geoplan.errors import ReaderError
from geoplan.readers.read_limits import CELLS, MEGABYTES, MOST_CELLS, MOST_PARTS, PARTS, ROWS, limit_message
from geoplan.readers.safe_xml import refuse_doctype
from geoplan.readers.safe_zip import member_name, open_archive, read_member
from geoplan.text.shorten import shorten

_VISITED: Final = 10 * MOST_CELLS  # cells looked at, blank ones included
_MARKUP: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")  # any member may be named as a sheet
_LAST_ROW: Final = 2**20  # of any sheet; one that claims a higher number would be reached through blank rows for hours
_STRICT: Final = b"purl.oclc.org/ooxml"  # of ISO/IEC 29500 Strict, whose sheets look blank to openpyxl
_FORMULA: Final = re.compile(rb"<f[ >/]")


class Workbook:
    """An .xlsx file that is safe to open.

    Raises
    ------
    ReaderError
        It is damaged, would unpack to too much, or declares a document type.
    """

    def __init__(self, content: bytes, name: str, most_sheet_bytes: int) -> None:
        self._content, self._file = content, shorten(name)
        self._has_formulas = self._has_merged = False
        self._inspect(name, most_sheet_bytes)
        with self._damage_reported():
            self._values = self._load(read_only=True, data_only=True)
            self.sheets: tuple[str, ...] = tuple(page.title for page in self._values.worksheets)
            states = {page.title: page.sheet_state for page in self._values.worksheets}
            self.hidden: tuple[str, ...] = tuple(title for title in self.sheets if states[title] != "visible")
            self.epoch: dt.datetime = self._values.epoch

    def rows(self, sheet: str, unsaved: set[tuple[int, int]]) -> Iterator[list[Any]]:
        """The rows of a sheet from row 1 on, blank ones included; what it says of its own size may be a lie.

        Formulas whose result was never saved look blank; their row and column (from 0) are added to `unsaved`.
        """
        location = f"{self._file} › {shorten(sheet)}"
        visited = 0
        with self._damage_reported():
            formulas: Iterator[tuple[Any, ...]] = _iter_rows(self._formulas[sheet]) if self._formulas else repeat(())
            for number, (row, typed) in enumerate(zip(_iter_rows(self._values[sheet]), formulas), start=1):  # noqa: B905
                visited += len(row)
                if number > _LAST_ROW:
                    raise limit_message(location, ROWS, None, _LAST_ROW)
                if visited > _VISITED:
                    raise limit_message(location, CELLS, None, _VISITED)
                for at, cell in enumerate(typed):
                    is_formula = cell is not None and (not isinstance(cell, str) or cell.startswith("="))
                    if is_formula and at < len(row) and row[at] in (None, ""):
                        unsaved.add((number, at))
                yield list(row)

    def merged(self, sheet: str) -> list[tuple[int, int, str]]:
        """The merged ranges of a sheet: first row, last row and name such as ``A1:B2``; this loads the whole file."""
        with self._damage_reported():
            ranges = self._load()[sheet].merged_cells.ranges if self._has_merged else ()
            return sorted((r.min_row, r.max_row, r.coord) for r in ranges)

    def _inspect(self, name: str, most_sheet_bytes: int) -> None:
        """Look at every text of the archive before anything is built of it."""
        sheet_bytes = 0
        with open_archive(self._content, name) as archive:
            for member in archive.infolist():
                text, location = read_member(archive, member, name), f"{self._file} › {member_name(member)}"
                if not (member.filename.lower().endswith((".xml", ".rels")) or text.lstrip().startswith(_MARKUP)):
                    continue
                refuse_doctype(text, location)
                if member.filename == "xl/workbook.xml" and _STRICT in text[:4096]:
                    raise ReaderError("readers.read_xlsx.strict_form", file=self._file)
                if (tags := text.count(b"<")) > MOST_PARTS:
                    raise limit_message(location, PARTS, tags, MOST_PARTS)
                if member.filename.startswith("xl/worksheets/"):
                    sheet_bytes += len(text)
                    self._has_formulas |= bool(_FORMULA.search(text))
                    self._has_merged |= b"<mergeCell" in text
        if sheet_bytes > most_sheet_bytes:
            raise limit_message(self._file, MEGABYTES, sheet_bytes / 2**20, most_sheet_bytes / 2**20)

    @cached_property
    def _formulas(self) -> Any:
        return self._load(read_only=True) if self._has_formulas else None

    def _load(self, **options: bool) -> Any:
        from openpyxl import load_workbook  # imported only where a workbook is read

        return load_workbook(BytesIO(self._content), keep_links=False, **options)

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except ReaderError:
            raise
        except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
            raise ReaderError("readers.read_xlsx.damaged_workbook", file=self._file) from error


def _iter_rows(page: Any) -> Iterator[tuple[Any, ...]]:
    page.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = page.iter_rows(values_only=True)
    return rows
