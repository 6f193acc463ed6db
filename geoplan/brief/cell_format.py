"""How a text or a figure is put on paper: harmless, and rounded the same way in every document."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from geoplan.brief.blocks import Column, Kind
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

Cell = str | float | int | None

DECIMALS: Final[dict[Kind, int]] = {"integer": 0, "km": 1, "km2": 2, "percent": 1, "score": 3}
UNITS: Final[dict[Kind, str]] = {"km": "km", "km2": "km²"}


def is_missing(cell: Cell) -> bool:
    """Whether there is no figure: None, not a number, or infinite."""
    return cell is None or (isinstance(cell, float) and not math.isfinite(cell))


def format_value(cell: Cell, kind: Kind, missing: str) -> str:
    """Write a cell as it stands on paper.

    Parameters
    ----------
    cell : str, float, int or None
        A share (``percent``) is a fraction of one.
    kind : Kind
        What its column holds; a text in a column of figures stays a text.
    """
    if is_missing(cell):
        return clean_for_document(missing)
    if isinstance(cell, str) or kind == "text":
        return clean_for_document(cell)
    if kind == "year":
        return str(int(cell))  # type: ignore[arg-type]
    number = Decimal(str(cell))
    if kind == "percent":
        return f"{_rounded(number * 100, 1)}%"
    if kind == "number":
        return _short(number)
    return _rounded(number, DECIMALS[kind])


def no_rows(lang: str) -> str:
    """What stands under a table's heading when it has no rows."""
    return translate("brief.cell_format.no_rows", lang)


def heading(column: Column, lang: str) -> str:
    """A column's heading, with its unit if it has one and does not name it already."""
    unit, title = UNITS.get(column.kind, ""), clean_for_document(column.title)
    if not unit or unit.lower() in title.lower():
        return title
    return translate("brief.cell_format.with_unit", lang, title=title, unit=unit)


def _rounded(number: Decimal, decimals: int) -> str:
    return f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"


def _short(number: Decimal) -> str:
    """Two decimals where they say something, more for what is smaller than a hundredth."""
    if number and abs(number) < Decimal("0.01"):
        return f"{float(number):.2g}"
    text = _rounded(number, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text
