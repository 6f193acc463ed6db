"""A filled template as the rows of tables, with the cell of every value in the user's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from geoplan.forms.blank_workbook import KEY
from geoplan.forms.cell_message import CellAddress, CellMessage, drop_repeated
from geoplan.forms.cell_text import to_cell_text
from geoplan.forms.form_schema import Column, Form, sheet_names
from geoplan.readers.header_row import letter
from geoplan.readers.tabular import CellGrid, Limits, open_tabular
from geoplan.text.message import languages
from geoplan.text.shorten import shorten

_HEADING_ROWS: Final = 10  # rows from the top that may hold the column names
_LIMITS: Final = Limits(rows=50_000, sheet_bytes=20 * 2**20)  # above the longest table, 28,000 words of trade


@dataclass(frozen=True)
class Row:
    """A filled row: its number, its values by column, and the cell of each (``E7``)."""

    row: int
    values: dict[str, str]
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The filled rows of one sheet, without blank ones."""

    form: Form
    file: str
    sheet: str
    rows: list[Row]

    def address(self, row: Row, column: str = "") -> CellAddress:
        """The address of a cell of a row."""
        cell = row.cells.get(column, "")
        number = int("".join(sign for sign in cell if sign.isdigit())) if cell else row.row
        return CellAddress(self.file, self.sheet, number, column, cell)


@dataclass
class FilledForm:
    """The tables that were read, and messages about the reading."""

    tables: list[Table] = field(default_factory=list)
    findings: list[CellMessage] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows are filled in."""
        return sum(len(table.rows) for table in self.tables)

    def rows_of(self, form: str) -> list[tuple[Table, Row]]:
        """The rows of a form with the tables they are in."""
        return [(table, row) for table in self.tables if table.form.name == form for row in table.rows]


def read_filled(files: Sequence[tuple[bytes | Path, str]], forms: dict[str, Form]) -> FilledForm:
    """Read filled templates.

    Parameters
    ----------
    files : sequence of (content, name)
        CSV or XLSX, as bytes or paths.

    Returns
    -------
    FilledForm
        Every sheet of a form; guide, lists and blank sheets are skipped.

    Raises
    ------
    ReaderError
        A file cannot be read at all.
    """
    filled = FilledForm()
    skipped = {*sheet_names("guide"), *sheet_names("choices")}
    for content, name in files:
        before = filled.count
        file = open_tabular(content, name, limits=_LIMITS)
        for sheet in file.sheets:
            grid = file.grid(sheet, merged=True)
            if sheet not in skipped and (grid.rows or grid.unsaved):
                _SheetReader(grid, filled).read(Path(name).stem, forms)
        has_problem = any(m.address.file == shorten(name) and not m.is_note for m in filled.findings)
        if filled.count == before and not has_problem:
            filled.findings.append(CellMessage(CellAddress(shorten(name)), "sheet-none"))
    filled.findings = drop_repeated(filled.findings)
    return filled


class _SheetReader:
    """Reads one sheet into a `FilledForm`."""

    def __init__(self, grid: CellGrid, filled: FilledForm) -> None:
        self.grid, self.filled = grid, filled
        self.sheet = shorten(grid.sheet)

    def report(self, rule: str, row: int | None = None, column: str = "", cell: str = "", /, **values: object) -> None:
        address = CellAddress(self.grid.file, self.sheet, row, column, cell)
        self.filled.findings.append(CellMessage(address, rule, values))

    def read(self, stem: str, forms: dict[str, Form]) -> None:
        name = (self.grid.sheet or stem).strip().casefold().replace("-", "_")
        named = next((f for f in forms.values() if name in (f.name, *map(str.casefold, sheet_names(f.name)))), None)
        if named and named.is_key_value:
            self.filled.tables.append(self._key_value_table(named))
            return
        candidates = [named] if named else [form for form in forms.values() if not form.is_key_value]
        heading, form = _find_heading(self.grid, candidates)
        if form is not None:
            if named is None and self.grid.sheet:
                self.report("sheet-misnamed", form=form.sheet)
            if heading > 1:
                self.report("header-low", heading, row=heading)
            self.filled.tables.append(self._table(form, heading))
        elif named is not None:
            columns = ", ".join(column.name for column in named.columns)
            self.report("header-missing", 1, rows=_HEADING_ROWS, columns=columns)
        else:
            self.report("sheet-unknown", offered=", ".join(form.sheet for form in forms.values()))

    def _columns(self, form: Form, heading: int) -> dict[int, Column]:
        """The columns of the form by their place in the sheet; what is wrong with the heading is reported."""
        known, titles = {column.name: column for column in form.columns}, _titles(form)
        names = [str(cell).strip() if cell is not None else "" for cell in self.grid.rows[heading]]
        below = [cells for number, cells in self.grid.rows.items() if number > heading]
        placed: dict[int, Column] = {}
        for place in range(max(len(names), *(len(cells) for cells in below)) if below else len(names)):
            text = names[place] if place < len(names) else ""
            name = text.casefold() if text.casefold() in known else titles.get(text.casefold(), text)
            cell = f"{letter(place)}{heading}"
            if not text:
                if any(len(cells) > place and cells[place] is not None for cells in below):
                    self.report("column-unnamed", heading, "", cell, letter=letter(place))
            elif name not in known:
                self.report("column-unknown", heading, shorten(text), cell, column=shorten(text))
            elif known[name] in placed.values():
                self.report("column-twice", heading, name, cell, column=name)
            else:
                placed[place] = known[name]
                if text.casefold() != name:
                    self.report("column-called", heading, name, cell, value=shorten(text), column=name)
        for column in form.columns:
            if column not in placed.values():
                self.report("column-missing", heading, column=column.name)
        return placed

    def _table(self, form: Form, heading: int) -> Table:
        columns = self._columns(form, heading)
        for first, last, merged in self.grid.merged:
            if last > heading or first <= heading <= last:
                self.report("header-merged" if first <= heading <= last else "cells-merged", first, range=merged)
        table = Table(form, self.grid.file, self.sheet, [])
        with_formulas = {number for number, _ in self.grid.unsaved}
        for number in sorted(n for n in {*self.grid.rows, *with_formulas} if n > heading):
            cells = {column.name: f"{letter(place)}{number}" for place, column in columns.items()}
            values = {column.name: self._text(number, place, column) for place, column in columns.items()}
            if any(text.strip() for text in values.values()) or number in with_formulas:
                table.rows.append(Row(number, values, cells))
        numbers = [heading, *(row.row for row in table.rows)]
        gaps = [(above + 1, below - above - 1) for above, below in pairwise(numbers) if below - above > 1]
        if gaps:
            self.report("row-skipped", gaps[0][0], count=sum(count for _, count in gaps))
        return table

    def _text(self, number: int, place: int, column: Column) -> str:
        cells = self.grid.rows.get(number, [])
        cell = to_cell_text(cells[place] if place < len(cells) else None, column, self.grid.epoch)
        rule = "formula-unsaved" if (number, place) in self.grid.unsaved else cell.rule
        if rule:
            name = f"{letter(place)}{number}"
            self.report(rule, number, column.name, name, **{"column": column.name, **cell.values})
        return cell.text

    def _key_value_table(self, form: Form) -> Table:
        """The sheet of a layer: keys in column A, values in column B; a key that is repeated adds to a list."""
        titles = _titles(form)
        values: dict[str, str] = {}
        cells: dict[str, str] = {}
        for number, row in self.grid.rows.items():
            key = "" if row[0] is None else str(row[0]).strip()
            name = titles.get(key.casefold(), key.casefold())
            if not key or name == KEY:
                continue
            if name not in titles.values():
                self.report("column-unknown", number, "", f"A{number}", column=shorten(key))
                continue
            text = self._text(number, 1, form.column(name))
            if not values.get(name):
                cells[name] = f"B{number}" if text.strip() or name not in cells else cells[name]
            if text.strip():
                values[name] = "\n".join(filter(None, (values.get(name, ""), text)))
        return Table(form, self.grid.file, self.sheet, [Row(1, values, cells)] if values else [])


def _find_heading(grid: CellGrid, candidates: list[Form]) -> tuple[int, Form | None]:
    """The row of the column names and the form that fits them best: all required columns, and few others."""
    best: tuple[tuple[bool, float, int], int, Form | None] = ((False, 0.0, 0), 1, None)
    for number, cells in grid.rows.items():
        if number > _HEADING_ROWS:
            break
        names = {str(cell).strip().casefold() for cell in cells if cell is not None}
        for form in candidates:
            required = {column.name for column in form.columns if column.required}
            hits = len(names & set(_titles(form)))
            score = (required <= names, hits / len(names | {c.name for c in form.columns}), -number)
            enough = hits * 2 >= len(form.columns) or hits >= 3 or (len(candidates) == 1 and hits)
            if enough and score > best[0]:
                best = (score, number, form)
    return best[1], best[2]


def _titles(form: Form) -> dict[str, str]:
    """Column names by their titles in every language, and by themselves."""
    titles = {column.title.text(lang).casefold(): column.name for column in form.columns for lang in languages()}
    return titles | {column.name: column.name for column in form.columns}
