"""Sheets as people bring them, CSV or Excel, read as text: nothing is guessed of a cell but what it says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import pandas as pd

from geoplan.errors import ReaderError
from geoplan.readers.file_type import detect_file_type
from geoplan.readers.header_row import find_header, letter
from geoplan.readers.read_limits import (
    CELLS,
    COLUMNS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS,
    content_of,
    limit_message,
)
from geoplan.readers.read_xlsx import Workbook, read_workbook
from geoplan.readers.text_encoding import OFFERED, bad_spot, encoding_of
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_DELIMITERS: Final = (",", "\t", ";", "|", "，", "；")
_SNIFFED: Final = 60  # rows a delimiter is judged by
_FIELD: Final = 1 << 20  # characters a cell may have
_LINE: Final = 4 << 20  # characters a line may have


@dataclass(frozen=True)
class TextTable:
    """A table of text with what was found out about it.

    Attributes
    ----------
    frame : DataFrame
        Cells as text, "" where blank; the index, ``row``, is the number the spreadsheet shows.
    letters : dict
        A column's letters by its name.
    sheet : str
        Which sheet of the workbook; "" for CSV.
    sheets : tuple of str
        All that could be chosen, hidden ones last.
    encoding : str
        Of the CSV; "" for a workbook.
    encodings : tuple of str
        More than one where it could not be told.
    unsaved : dict
        By row and column name, formulas whose result the workbook does not hold.
    notes : list of Message
        What else is worth knowing.
    """

    frame: pd.DataFrame
    letters: dict[str, str]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    encodings: tuple[str, ...] = ()
    unsaved: dict[tuple[int, str], str] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)


def read_sheet(content: bytes | Path, name: str, sheet: str | None = None, encoding: str | None = None) -> pd.DataFrame:
    """Read a CSV or XLSX sheet as text.

    The encoding of a CSV (UTF-8 with or without mark, UTF-16, GB 18030, Big5) and its delimiter are told from its
    content; titles above the heading, a heading of two tiers with merged cells, blank rows and columns, and a missing
    heading are all understood. Of formulas the saved result is read; nothing is ever computed.

    Parameters
    ----------
    content : bytes or Path
        The file.
    name : str
        Its name, for messages; what it is, its content tells.
    sheet : str, optional
        Which sheet of a workbook; by default the first that is visible and not blank.
    encoding : str, optional
        Of a CSV, where it is known better.

    Returns
    -------
    DataFrame
        All columns text, "" where blank, names distinct; the index, ``row``, is the row number a spreadsheet shows
        (from 1, the heading included). Blank rows are left out.

    Raises
    ------
    ReaderError
        It is no sheet, empty, damaged, too large, or in no known encoding; in both languages, naming the spot.
    """
    return open_sheet(content, name, sheet, encoding).frame


def open_sheet(content: bytes | Path, name: str, sheet: str | None = None, encoding: str | None = None) -> TextTable:
    """Read a sheet with what was found out about it.

    Parameters
    ----------
    content : bytes or Path
        The file.
    name : str
        Its name.
    sheet, encoding : str, optional
        As in `read_sheet`.

    Returns
    -------
    TextTable
        The table and its circumstances.

    Raises
    ------
    ReaderError
        As in `read_sheet`.
    """
    taken = content_of(content, name)
    kind = detect_file_type(taken, name)
    if kind == "xlsx":
        book = read_workbook(taken, name, sheet)
        return _sheet(book.rows, name, book)
    if kind == "csv":
        return _text_sheet(taken, name, encoding)
    raise ReaderError("readers.read_csv.content_not_sheet_save_csv", name=shorten(name), kind=kind.upper())


def _text_sheet(content: bytes, name: str, encoding: str | None) -> TextTable:
    told = encoding_of(content)
    chosen = encoding or told.name
    if not chosen or bad_spot(content, chosen) is not None:
        raise _undecodable(content, name, chosen)
    delimiter = _delimiter(content, chosen)
    fits = told.fits if encoding or not told.sure else (told.name,)
    rows = _text_rows(content, name, chosen, delimiter)
    found = _sheet(rows, name, None)
    unsure = () if told.sure else tuple(dict.fromkeys((*fits, *OFFERED[:3])))
    return TextTable(found.frame, found.letters, encoding=chosen, encodings=unsure, notes=found.notes)


def _undecodable(content: bytes, name: str, encoding: str) -> ReaderError:
    """Of the encodings that get stuck, the one that gets furthest is most likely the one that was meant."""
    stuck = {e: bad_spot(content, e) or 0 for e in ([encoding] if encoding else OFFERED[:3])}
    furthest = max(stuck, key=lambda e: stuck[e])
    at = stuck[furthest]
    line = content.count(b"\n", 0, at) + 1
    return ReaderError(
        "readers.read_csv.line_byte_cannot_read_save",
        name=shorten(name),
        line=line,
        at=at + 1,
        furthest=furthest.upper(),
    )


def _delimiter(content: bytes, encoding: str) -> str:
    """The delimiter by which most of the first rows have the same number of cells, and more than one."""
    text = content[: 1 << 18].decode(encoding, errors="ignore")
    lines = text.splitlines(keepends=True)[: _SNIFFED * 2]
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SNIFFED) if row]
        except csv.Error:
            continue
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        score = (widths.count(common) / max(len(widths), 1), common) if common > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _text_rows(content: bytes, name: str, encoding: str, delimiter: str) -> Iterable[list[str]]:
    csv.field_size_limit(_FIELD)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    reader = csv.reader(_short_lines(stream), delimiter=delimiter)
    number = 0
    try:
        for row in reader:
            number += 1
            yield [cell.strip("\ufeff \t\r\n\u3000\xa0") for cell in row]
    except csv.Error as error:
        raise ReaderError(
            "readers.read_csv.row_cannot_read_quote_not", name=shorten(name), number=number + 1
        ) from error


def _short_lines(stream: Iterable[str]) -> Iterator[str]:
    """Lines a row can be made of; one of millions of delimiters would become millions of cells at once."""
    for line in stream:
        if len(line) > _LINE:
            raise csv.Error("line too long")
        yield line


def _sheet(rows: Iterable[Sequence[str]], name: str, book: Workbook | None) -> TextTable:
    file = shorten(name) + (f" › {shorten(book.sheet)}" if book else "")
    kept: list[list[str]] = []
    numbers: list[int] = []
    cells = 0
    for number, row in enumerate(rows, start=1):
        trimmed = list(row)
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if not trimmed:
            continue
        if len(trimmed) > MOST_COLUMNS:
            spot = message("readers.read_csv.row", file=file, number=number)
            raise _in_row(spot, len(trimmed))
        cells += len(trimmed)
        kept.append(trimmed)
        numbers.append(number)
        if len(kept) > MOST_ROWS + 1:
            raise limit_message(file, ROWS, None, MOST_ROWS)
        if cells > MOST_CELLS:
            raise limit_message(file, CELLS, None, MOST_CELLS)
    if not kept:
        raise ReaderError("readers.read_csv.sheet_blank_check_chosen", file=file)
    return _framed(kept, numbers, book)


def _framed(kept: list[list[str]], numbers: list[int], book: Workbook | None) -> TextTable:
    header = find_header(kept)
    width = max(map(len, kept))
    names = [*header.names, *(letter(i) for i in range(len(header.names), width))]
    data, rows = kept[header.above :], numbers[header.above :]
    columns = {n: [row[i] if i < len(row) else "" for row in data] for i, n in enumerate(names)}
    frame = pd.DataFrame(columns, index=pd.Index(rows, name="row", dtype="int64"), dtype="str")
    notes = list(book.notes) if book else []
    if not header.found:
        notes.append(message("readers.read_csv.there_no_heading_columns_called"))
    elif numbers[header.above - header.tiers] > 1 or header.tiers == 2:
        first, last = numbers[header.above - header.tiers], numbers[header.above - 1]
        where = str(first) if first == last else f"{first}–{last}"
        notes.append(message("readers.read_csv.heading_row", where=where))
    stems = {n: n.rsplit(" (", 1)[0] for n in names if n.endswith(")")}
    plain = [stem for n, stem in stems.items() if stem != n and stem in names]  # 面积(亩) is one of a kind
    for twice in dict.fromkeys(plain):
        notes.append(message("readers.read_csv.column_comes_twice_later_numbered", twice=shorten(twice)))
    letters = {n: letter(i) for i, n in enumerate(names)}
    unsaved = {(row, names[c]): f"{letter(c)}{row}" for row, c in (book.unsaved if book else ()) if c < len(names)}
    if book is None:
        return TextTable(frame, letters, notes=notes)
    return TextTable(frame, letters, sheet=book.sheet, sheets=book.sheets, unsaved=unsaved, notes=notes)


def _in_row(spot: Text, n: int) -> ReaderError:
    return ReaderError(
        limit_message(spot.zh, COLUMNS, n, MOST_COLUMNS).zh, limit_message(spot.en, COLUMNS, n, MOST_COLUMNS).en
    )
