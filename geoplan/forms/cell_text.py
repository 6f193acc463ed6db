"""The text of a cell as the table would hold it, and the rule that the cell breaks."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Final, NamedTuple

from geoplan.forms.form_schema import Column
from geoplan.readers.tabular import Value

_ERRORS: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)")
_DAYS: Final = range(30_000, 80_000)  # serial numbers of 1982 to 2119, taken for days in a column of dates
_EXACT: Final = 1e15  # beyond it a spreadsheet's numbers lose digits


class Cell(NamedTuple):
    """The text of a cell, the rule it breaks ("" for none), and what fills the texts of the rule."""

    text: str
    rule: str = ""
    values: dict[str, Any] = {}  # noqa: RUF012  (never changed)


def to_cell_text(value: Value, column: Column, epoch: dt.datetime) -> Cell:
    """Read a cell.

    Parameters
    ----------
    epoch : datetime
        The day serial numbers count from.

    Returns
    -------
    Cell
        The text that a CSV would hold; only numbers and days are rewritten.
    """
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(value, column, epoch)
    if isinstance(value, dt.datetime | dt.date):
        return _day(value, column)
    if isinstance(value, dt.time | dt.timedelta):
        return Cell(str(value), "day-for-text", {"value": str(value)})
    if _ERRORS.fullmatch(value):
        return Cell("", "formula-error", {"value": value})
    half = unicodedata.normalize("NFKC", value)
    if column.is_code and any(sign.isdigit() and not sign.isascii() for sign in value):
        return Cell(value, "full-width", {"value": value, "half": half})
    return Cell(value)


def _number(value: float, column: Column, epoch: dt.datetime) -> Cell:
    is_whole = float(value).is_integer() and abs(value) < _EXACT
    text = str(int(value)) if is_whole else format(value, ".15g")
    if column.type == "date" and is_whole and int(value) in _DAYS:
        day = (epoch + dt.timedelta(days=int(value))).date().isoformat()
        return Cell(day, "serial-day", {"value": day, "count": 1})
    if column.type == "string":
        return Cell(text, "number-for-text", {"value": text, "count": 1})
    return Cell(text)


def _day(value: dt.datetime | dt.date, column: Column) -> Cell:
    is_day = not isinstance(value, dt.datetime) or value.time() == dt.time()
    day = value.date() if isinstance(value, dt.datetime) else value
    text = day.isoformat() if is_day else str(value)
    if column.type == "date" or re.fullmatch(column.pattern or r"(?!)", text):
        return Cell(text)
    return Cell(text, "day-for-text", {"value": text})
