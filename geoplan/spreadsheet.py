"""Workbooks over xlsxwriter: safe texts, typed numbers, sheet names and widths, the same for every table.

Every writer of .xlsx files uses this module: ``geoplan.spreadsheet``. A workbook is opened with `new_workbook`, its
sheets are named with `sheet_names`, cells are written with `write_cell`, `write_row` or `write_column`, never with
xlsxwriter's ``write``. No workbook holds the time of day, so that the same tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from geoplan.text.clean_text import clean_text

NO_CLOCK: Final = datetime(1980, 1, 1)  # a workbook must name a day
MOST_ROWS: Final = 1_048_576  # of a sheet, heading included
LONGEST_TEXT: Final = 32_767  # UTF-16 units of a cell
_LONGEST_NAME: Final = 31  # UTF-16 units of a sheet's name
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]+")
_RESERVED_NAMES: Final = {"history", "历史记录"}  # Excel refuses these, in Chinese too
_MISSING: Final = {"NAType", "NaTType"}  # of pandas


def new_workbook(
    target: Path | IO[bytes], *, created: datetime = NO_CLOCK, streamed: bool = False, **properties: str
) -> Any:
    """Open a workbook that takes no text for a formula, an address or a number.

    Parameters
    ----------
    target : Path or binary file
        Where it is written to when it is closed.
    streamed : bool
        Whether rows go to disk as they are written, beside `target`; cells must then come row by row, downwards.
    **properties : str
        ``title``, ``subject``, ``author``, ``comments``: document properties, each cut to 255 characters.
    """
    import xlsxwriter  # not needed by whoever only reads

    options: dict[str, Any] = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    if isinstance(target, Path):
        options |= {"tmpdir": str(target.parent), "constant_memory": streamed}
    else:
        options["in_memory"] = True
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    texts = {key: clean_text(text)[:255] for key, text in properties.items()}
    book.set_properties({"created": created, **texts})
    return book


def sheet_names(titles: Sequence[str], fallback: str) -> list[str]:
    r"""Name the sheets of a workbook after their titles.

    Parameters
    ----------
    fallback : str
        The name of a sheet whose title holds no character that may stand in a name.

    Returns
    -------
    list of str
        One a title: without ``[]:*?/\\``, not in apostrophes, at most 31 UTF-16 units long, unlike one another even
        when case is ignored.
    """
    names: list[str] = []
    for title in titles:
        plain = _FORBIDDEN_IN_NAMES.sub(" ", str(clean_text(title))).strip("' ")
        full = plain if plain and plain.lower() not in _RESERVED_NAMES else f"{fallback} {plain}".strip()
        used = {name.lower() for name in names}
        number, name = 1, _cut(full, _LONGEST_NAME).strip("' ")
        while name.lower() in used:
            number += 1
            tail = f" ({number})"
            name = _cut(full, _LONGEST_NAME - len(tail)).strip("' ") + tail
        names.append(name)
    return names


def write_cell(sheet: Any, row: int, column: int, value: object, format: Any = None) -> bool:
    """Write a value: a text as a text whatever it begins with, a number as a number.

    Parameters
    ----------
    value : object
        A text loses its control characters and what exceeds `LONGEST_TEXT`; a missing value (None, NaN, NA) leaves
        the cell empty; numpy's scalars are numbers; an infinite number and any other object are written as texts.
    """
    if hasattr(value, "item"):  # a scalar of numpy
        value = value.item()
    if value is None or type(value).__name__ in _MISSING or value != value:
        if format is not None:
            sheet.write_blank(row, column, None, format)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, format)
    elif isinstance(value, int | float) and abs(value) != float("inf"):
        sheet.write_number(row, column, value, format)
    else:
        text = str(clean_text(str(value)))
        short = _cut(text, LONGEST_TEXT)
        sheet.write_string(row, column, short, format)
        return len(short) < len(text)
    return False


def write_row(sheet: Any, row: int, values: Iterable[object], format: Any = None) -> int:
    """Write values from the first column rightwards; return how many texts were cut."""
    return sum(write_cell(sheet, row, column, value, format) for column, value in enumerate(values))


def write_column(sheet: Any, column: int, values: Iterable[object], format: Any = None, first_row: int = 1) -> int:
    """Write values downwards, below a heading by default; return how many texts were cut."""
    return sum(write_cell(sheet, row, column, value, format) for row, value in enumerate(values, start=first_row))


def freeze_heading(sheet: Any, rows: int, columns: int, frozen_columns: int = 0) -> None:
    """Keep row 0 in view, with a filter over so many rows and columns below it."""
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, max(rows, 1), max(columns - 1, 0))


def set_widths(sheet: Any, widths: Iterable[float], widest: float = 48) -> None:
    """Set the widths of the columns from the first on, in Latin characters, none above the widest."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(widest, width))


def text_width(text: str) -> int:
    """How many Latin characters wide the longest line of a text is; a Chinese character counts as two."""
    return max(sum(2 if ord(character) > 0x2E7F else 1 for character in line) for line in text.split("\n"))


def _cut(text: str, units: int) -> str:
    """The beginning of a text, so many UTF-16 units long, no character halved."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
