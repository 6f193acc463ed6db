"""Tables that open right in Excel, Chinese Excel included."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

import pandas as pd

NO_CLOCK: Final = datetime(1980, 1, 1)  # a workbook must name a day; the same set gives the same bytes
_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # full-width ones count in Chinese Excel
_WIDEST = 60  # characters


def as_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV.

    Parameters
    ----------
    frame : DataFrame
        The index is not written; lists become one cell, separated by ;.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, without which Chinese Excel misreads it. A text that a spreadsheet would take
        for a formula, a heading too, gets an apostrophe before it.
    """
    return csv_text(frame).encode("utf-8-sig")


def csv_text(frame: pd.DataFrame, header: bool = True) -> str:
    """Write a table, or a further piece of one, as the text of a CSV file; see `as_csv`."""
    headings = [_harmless(str(column)) for column in frame.columns] if header else False
    return frame.map(_harmless).to_csv(index=False, header=headings, lineterminator="\r\n")


def as_xlsx(frame: pd.DataFrame, sheet: str) -> bytes:
    """Write a table as a workbook of one sheet, with frozen heading, filter and typed numbers.

    Parameters
    ----------
    frame : DataFrame
        The index is not written; lists become one cell, separated by ;.
    sheet : str
        The sheet's name.

    Returns
    -------
    bytes
        An .xlsx file; texts are texts whatever they begin with.
    """
    buffer = io.BytesIO()
    flat = frame.map(_flat)
    with pd.ExcelWriter(
        buffer,
        engine="xlsxwriter",
        engine_kwargs={"options": {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}},
    ) as writer:
        flat.to_excel(writer, sheet_name=sheet[:31], index=False, freeze_panes=(1, 0))
        writer.book.set_properties({"created": NO_CLOCK})
        page = writer.sheets[sheet[:31]]
        page.autofilter(0, 0, max(len(flat), 1), max(len(flat.columns) - 1, 0))
        for at, column in enumerate(flat.columns):
            longest = max([len(str(column)), *flat[column].astype(str).str.len().head(200)])
            page.set_column(at, at, min(_WIDEST, longest * 1.7 + 2))
    return buffer.getvalue()


def _flat(cell: object) -> object:
    return "; ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell


def _harmless(cell: object) -> Any:
    cell = _flat(cell)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
