"""A filled template as the rows of tables, each cell knowing where in the user's file it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from geoplan.forms.cell_grid import Grid, Value, read_grids
from geoplan.forms.cell_message import CellAddress, CellMessage, drop_repeated
from geoplan.forms.cell_text import to_cell_text
from geoplan.forms.form_schema import Column, Form
from geoplan.forms.guide_sheets import GUIDE, LISTS
from geoplan.forms.key_value_sheet import KEY
from geoplan.readers.header_row import letter
from geoplan.text.shorten import shorten

_LOOKED_AT: Final = 10  # rows from the top that may hold the column names


@dataclass(frozen=True)
class Row:
    """A filled row: its values by column, where each stands (``E7``), and the row's number."""

    row: int
    values: dict[str, str]
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The filled rows of one sheet, blank ones left out."""

    form: Form
    file: str
    sheet: str
    rows: list[Row]

    def spot(self, row: Row, column: str = "") -> CellAddress:
        """Say where a cell of a row is."""
        cell = row.cells.get(column, "")
        number = int("".join(sign for sign in cell if sign.isdigit())) if cell else row.row
        return CellAddress(self.file, self.sheet, number, column, cell)


@dataclass
class FilledForm:
    """What was read: the tables, and what there is to say of the reading."""

    tables: list[Table] = field(default_factory=list)
    findings: list[CellMessage] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows are filled in."""
        return sum(len(table.rows) for table in self.tables)


def read_filled(files: Sequence[tuple[bytes | Path, str]], forms: dict[str, Form]) -> FilledForm:
    """Read filled templates.

    Parameters
    ----------
    files : sequence of (content, name)
        CSV or XLSX, as bytes or where they are.
    forms : dict of Form
        What may be filled in; see `geoplan.forms.form_schema.forms`.

    Returns
    -------
    FilledForm
        Every sheet that is a form's; guide, lists and blank sheets are passed over.

    Raises
    ------
    ReaderError
        A file cannot be read at all.
    """
    filled = FilledForm()
    for content, name in files:
        grids = [g for g in read_grids(content, name) if g.sheet not in (GUIDE, LISTS) and (g.rows or g.unsaved)]
        before = filled.count
        for grid in grids:
            _read_sheet(grid, Path(name).stem, forms, filled)
        told = any(finding.spot.file == shorten(name) and not finding.is_note for finding in filled.findings)
        if filled.count == before and not told:
            filled.findings.append(CellMessage(CellAddress(shorten(name)), "sheet-none"))
    filled.findings = drop_repeated(filled.findings)
    return filled


def _read_sheet(grid: Grid, stem: str, forms: dict[str, Form], filled: FilledForm) -> None:
    named = _named(grid.sheet or stem, forms)
    if named and named.is_upright:
        filled.tables.append(_upright(grid, named, filled))
        return
    candidates = [named] if named else [form for form in forms.values() if not form.is_upright]
    at, form = _heading(grid, candidates)
    here = CellAddress(grid.file, shorten(grid.sheet))
    if form is None and named is None:
        filled.findings.append(CellMessage(here, "sheet-unknown", {"offered": _joined(forms)}))
        return
    if form is None and named is not None:
        columns = ", ".join(column.name for column in named.columns)
        values = {"rows": _LOOKED_AT, "columns": columns}
        filled.findings.append(CellMessage(here._replace(row=1), "header-missing", values))
        return
    assert form is not None  # noqa: S101  (the two refusals above)
    if named is None and grid.sheet:
        filled.findings.append(CellMessage(here, "sheet-misnamed", {"form": form.sheet}))
    if at > 1:
        filled.findings.append(CellMessage(here._replace(row=at), "header-low", {"row": at}))
    filled.tables.append(_table(grid, form, at, filled))


def _joined(forms: dict[str, Form]) -> str:
    return ", ".join(form.sheet for form in forms.values())


def _named(name: str, forms: dict[str, Form]) -> Form | None:
    plain = name.strip().casefold().replace("-", "_")
    return next((form for form in forms.values() if plain in (form.name, form.sheet)), None)


def _heading(grid: Grid, candidates: list[Form]) -> tuple[int, Form | None]:
    """The row of the column names and the form they fit best: all it requires, and nothing more where two fit."""
    best: tuple[tuple[bool, float, int], int, Form | None] = ((False, 0.0, 0), 1, None)
    for number, cells in grid.rows.items():
        if number > _LOOKED_AT:
            break
        names = {str(cell).strip().casefold() for cell in cells if cell is not None}
        for form in candidates:
            known = {column.name for column in form.columns} | set(_titles(form))
            required = {column.name for column in form.columns if column.required}
            hits = len(names & known)
            score = (required <= names, hits / len(names | {c.name for c in form.columns}), -number)
            enough = hits * 2 >= len(form.columns) or hits >= 3 or (len(candidates) == 1 and hits)
            if enough and score > best[0]:
                best = (score, number, form)
    return best[1], best[2]


def _titles(form: Form) -> dict[str, str]:
    """Column names by their titles: who writes those is understood."""
    return {title.casefold(): column.name for column in form.columns for title in (column.title.zh, column.title.en)}


def _columns(grid: Grid, form: Form, at: int, filled: FilledForm) -> dict[int, Column]:
    """Which column of the form stands where, with what is wrong with the heading told."""
    known, titles = {column.name: column for column in form.columns}, _titles(form)
    found: dict[int, Column] = {}
    heading = grid.rows[at]
    below = [cells for number, cells in grid.rows.items() if number > at]

    def tell(place: int | None, rule: str, **values: str) -> None:
        cell = "" if place is None else f"{letter(place)}{at}"
        spot = CellAddress(grid.file, shorten(grid.sheet), at, values.get("column", "") if cell else "", cell)
        filled.findings.append(CellMessage(spot, rule, values))

    for place in range(max(map(len, [heading, *below]))):
        said = str(heading[place]).strip() if place < len(heading) and heading[place] is not None else ""
        name = titles.get(said.casefold(), said) if said.casefold() not in known else said.casefold()
        if not said:
            if any(len(cells) > place and cells[place] is not None for cells in below):
                tell(place, "column-unnamed", letter=letter(place))
        elif name not in known:
            tell(place, "column-unknown", column=shorten(said))
        elif known[name] in found.values():
            tell(place, "column-twice", column=name)
        else:
            found[place] = known[name]
            if said.casefold() != name:
                tell(place, "column-called", value=shorten(said), column=name)
    for column in form.columns:
        if column not in found.values():
            tell(None, "column-missing", column=column.name)
    return found


def _table(grid: Grid, form: Form, at: int, filled: FilledForm) -> Table:
    columns = _columns(grid, form, at, filled)
    here = CellAddress(grid.file, shorten(grid.sheet))
    for first, last, name in grid.merged:
        rule = "header-merged" if first <= at <= last else "cells-merged" if last > at else ""
        if rule:
            filled.findings.append(CellMessage(here._replace(row=first), rule, {"range": name}))
    table = Table(form, grid.file, shorten(grid.sheet), [])
    numbers = sorted({n for n in grid.rows if n > at} | {n for n, _ in grid.unsaved if n > at})
    for number in numbers:
        cells = grid.rows.get(number, [])
        read = {column: (place, cells[place] if place < len(cells) else None) for place, column in columns.items()}
        row = Row(number, {}, {})
        for column, (place, value) in read.items():
            row.cells[column.name] = f"{letter(place)}{number}"
            row.values[column.name] = _read(grid, table, row, column, value, (number, place), filled)
        if any(text.strip() for text in row.values.values()) or any(n == number for n, _ in grid.unsaved):
            table.rows.append(row)
    _skipped(table, at, filled)
    return table


def _read(
    grid: Grid, table: Table, row: Row, column: Column, value: Value, at: tuple[int, int], filled: FilledForm
) -> str:
    cell = to_cell_text(value, column, grid.epoch)
    if at in grid.unsaved:
        cell = cell._replace(rule="formula-unsaved")
    if cell.rule:
        values = {"column": column.name, **cell.values}
        filled.findings.append(CellMessage(table.spot(row, column.name), cell.rule, values))
    return cell.text


def _skipped(table: Table, at: int, filled: FilledForm) -> None:
    """Blank rows between filled ones."""
    numbers = [at, *(row.row for row in table.rows)]
    gaps = [(above + 1, below - above - 1) for above, below in pairwise(numbers) if below - above > 1]
    if gaps:
        spot = CellAddress(table.file, table.sheet, gaps[0][0])
        filled.findings.append(CellMessage(spot, "row-skipped", {"count": sum(count for _, count in gaps)}))


def _upright(grid: Grid, form: Form, filled: FilledForm) -> Table:
    """The sheet of a layer: keys in column A, values in column B; a key that stands again adds to a list."""
    known = {column.name: column for column in form.columns}
    table = Table(form, grid.file, shorten(grid.sheet), [])
    row = Row(1, {}, {})
    for number, place, said, value in _pairs(grid):
        name = said.casefold()
        name = name if name in known else _titles(form).get(name, name)
        if name not in known:
            spot = CellAddress(grid.file, table.sheet, number, "", f"A{number}")
            filled.findings.append(CellMessage(spot, "column-unknown", {"column": shorten(said)}))
            continue
        row.cells.setdefault(name, f"B{number}")
        one = Row(number, {}, {name: f"B{number}"})
        text = _read(grid, table, one, known[name], value, (number, place), filled)
        if text.strip():
            row.cells[name] = row.cells[name] if row.values.get(name) else f"B{number}"
            row.values[name] = "\n".join(filter(None, (row.values.get(name, ""), text)))
    if row.values:
        table.rows.append(row)
    return table


def _pairs(grid: Grid) -> Iterator[tuple[int, int, str, Value]]:
    for number, cells in grid.rows.items():
        said = "" if cells[0] is None else str(cells[0]).strip()
        if said and said.casefold() != KEY:
            yield number, 1, said, cells[1] if len(cells) > 1 else None
