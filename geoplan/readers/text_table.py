"""A sheet as a table of text: its heading found, its columns named, nothing guessed of a cell but what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from geoplan.errors import ReaderError
from geoplan.readers.header_row import Header, find_header, letter
from geoplan.readers.patterns import OF_COORDINATES
from geoplan.readers.read_csv import Dialect
from geoplan.readers.tabular import TabularFile, cell_text, open_tabular
from geoplan.text.message import Text, joined, message
from geoplan.text.shorten import shorten

_FOOTNOTES: Final = 20  # rows at the end of a table that may be notes on it


@dataclass(frozen=True)
class TextTable:
    """A table of text with what was found out about it.

    Attributes
    ----------
    frame : DataFrame
        Cells as text, "" where blank, column names distinct; the index, ``row``, is the number the spreadsheet shows
        (from 1, the heading included). Blank rows are left out.
    letters : dict
        A column's letters by its name.
    sheet : str
        Which sheet of the workbook; "" for CSV.
    sheets : tuple of str
        All that could be chosen, hidden ones last; empty for CSV.
    encoding : str
        Of the CSV; "" for a workbook.
    encodings : tuple of str
        More than one where it could not be told.
    unsaved : dict
        By row and column name, the cells (``B5``) of formulas whose result the workbook does not hold.
    remarks : tuple of str
        What is said of coordinates above the heading, or below the table in a row of its own.
    """

    frame: pd.DataFrame
    letters: dict[str, str]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    unsaved: dict[tuple[int, str], str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    notes: list[Text] = field(default_factory=list)


def open_sheet(content: bytes | Path, name: str, sheet: str | None = None, encoding: str | None = None) -> TextTable:
    """Read a CSV or XLSX sheet as a table of text.

    Titles above the heading, a heading of two tiers with merged cells, blank rows and columns, and a missing heading
    are all understood; see `geoplan.readers.tabular` for encodings, delimiters and formulas.

    Parameters
    ----------
    name : str
        Its name, for messages; its content tells the format.
    sheet : str, optional
        Which sheet of a workbook; by default the first that is visible and not blank.
    encoding : str, optional
        Of a CSV, where it is known better.

    Raises
    ------
    ReaderError
        It is no sheet, blank, damaged, too large, or in no known encoding, or there is no such sheet.
    """
    file = open_tabular(content, name, encoding)
    chosen = choose_sheet(file, sheet)
    unsaved: set[tuple[int, int]] = set()
    numbers: list[int] = []
    rows: list[list[str]] = []
    for number, cells in file.rows(chosen, unsaved):
        numbers.append(number)
        rows.append([cell_text(cell) for cell in cells])
    if not rows:
        raise ReaderError("readers.text_table.blank_sheet", file=file.location(chosen))
    header = find_header(rows)
    names = [*header.names, *(letter(i) for i in range(len(header.names), max(map(len, rows))))]
    data = rows[header.above :]
    columns = {n: [row[i] if i < len(row) else "" for row in data] for i, n in enumerate(names)}
    index = pd.Index(numbers[header.above :], name="row", dtype="int64")
    is_csv = isinstance(file.source, Dialect)
    return TextTable(
        pd.DataFrame(columns, index=index, dtype="str"),
        {n: letter(i) for i, n in enumerate(names)},
        chosen,
        () if is_csv else tuple(s for s in file.by_visibility if s == chosen or s in file.filled),
        file.source.encoding if isinstance(file.source, Dialect) else "",
        file.source.encodings if isinstance(file.source, Dialect) else (),
        {(row, names[c]): f"{letter(c)}{row}" for row, c in sorted(unsaved) if c < len(names)},
        _remarks(rows, header),
        [*_hidden_note(file), *_heading_notes(header, numbers), *_repeated_notes(names)],
    )


def choose_sheet(file: TabularFile, sheet: str | None = None) -> str:
    """The sheet of the user's choice, else the first that is visible and not blank; "" for a CSV.

    ReaderError is raised where there is no such sheet, or none at all.
    """
    if isinstance(file.source, Dialect):
        return ""
    order = file.by_visibility
    if sheet is not None and sheet not in order:
        offered = joined(map(shorten, order[:8]))
        raise ReaderError(
            "readers.text_table.no_such_sheet", file=shorten(file.name), sheet=shorten(sheet), offered=offered
        )
    if not order:
        raise ReaderError("readers.text_table.no_sheet", file=shorten(file.name))
    return sheet or next(iter(file.filled), order[-1])


def _remarks(rows: list[list[str]], header: Header) -> tuple[str, ...]:
    beside = [row for row in rows[-_FOOTNOTES:] if sum(map(bool, row)) == 1]
    cells = (cell for row in (*rows[: header.above - header.tiers], *beside) for cell in row)
    return tuple(cell for cell in cells if OF_COORDINATES.search(cell))


def _hidden_note(file: TabularFile) -> list[Text]:
    hidden = joined(map(shorten, file.hidden[:5]))
    return [message("readers.text_table.hidden_sheets", hidden=hidden)] if file.hidden else []


def _heading_notes(header: Header, numbers: Sequence[int]) -> list[Text]:
    if not header.is_present:
        return [message("readers.text_table.no_heading")]
    first, last = numbers[header.above - header.tiers], numbers[header.above - 1]
    if first == 1 and header.tiers == 1:
        return []
    return [message("readers.text_table.heading_rows", rows=str(first) if first == last else f"{first}–{last}")]


def _repeated_notes(names: list[str]) -> list[Text]:
    stems = {n: n.rsplit(" (", 1)[0] for n in names if n.endswith(")")}
    repeated = [stem for n, stem in stems.items() if stem != n and stem in names]  # 面积(亩) is one of a kind
    return [message("readers.text_table.repeated_heading", column=shorten(c)) for c in dict.fromkeys(repeated)]
