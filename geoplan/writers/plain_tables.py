"""Tables as CSV, XLSX and JSON; the first two open right in Excel, Chinese Excel included."""

from __future__ import annotations

import io
import json
from typing import Any, Final

import numpy as np
import pandas as pd

from geoplan.spreadsheet import freeze_heading, new_workbook, set_widths, write_column, write_row
from geoplan.text.formula_guard import guard

_WIDEST: Final = 60  # characters


def as_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV.

    Parameters
    ----------
    frame : DataFrame
        The index is not written; lists become one cell, separated by ;.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, without which Chinese Excel misreads it. A text that a spreadsheet would
        evaluate, a heading too, gets an apostrophe before it, which `geoplan.readers.read_csv` takes off; numbers,
        telephone numbers and dashes stay as they are.
    """
    return csv_text(frame).encode("utf-8-sig")


def csv_text(frame: pd.DataFrame, header: bool = True) -> str:
    """Write a table, or a further piece of one, as the text of a CSV file; see `as_csv`."""
    headings = [guard(str(column)) for column in frame.columns] if header else False
    guarded = frame.copy(deep=False)
    for at, kind in enumerate(frame.dtypes):
        if kind.kind not in "iufb":  # numbers need no guard
            guarded.isetitem(at, frame.iloc[:, at].map(_guarded))
    return guarded.to_csv(index=False, header=headings, lineterminator="\r\n")


def as_xlsx(frame: pd.DataFrame, sheet: str) -> bytes:
    """Write a table as a workbook of one sheet, with frozen heading, filter and typed numbers.

    Returns
    -------
    bytes
        An .xlsx file; texts are texts whatever they begin with.
    """
    buffer = io.BytesIO()
    flat = frame.map(_flat)
    with new_workbook(buffer) as book:
        page = book.add_worksheet(sheet[:31])
        write_row(page, 0, flat.columns)
        for at, name in enumerate(flat.columns):
            write_column(page, at, map(_cell, flat[name].astype(object)))
        freeze_heading(page, len(flat), len(flat.columns))
        longest = (max([len(str(c)), *flat[c].astype(str).str.len().head(200)]) for c in flat.columns)
        set_widths(page, (length * 1.7 + 2 for length in longest), _WIDEST)
    return buffer.getvalue()


def as_json(frame: pd.DataFrame) -> str:
    """Write a table as a JSON array of rows, missing values as null."""
    rows = frame.astype(object).where(frame.notna(), None)
    return json.dumps(rows.to_dict("records"), ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)


def _flat(cell: object) -> object:
    return "; ".join(map(str, cell)) if isinstance(cell, list | tuple) else cell


def _guarded(cell: object) -> object:
    cell = _flat(cell)
    return guard(cell) if isinstance(cell, str) else cell


def _cell(cell: object) -> object:
    """An empty text leaves the cell empty."""
    return None if isinstance(cell, str) and not cell else cell
