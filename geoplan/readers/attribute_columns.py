"""The user's own columns: every name distinct, every value one cell."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import orjson
import pandas as pd

from geoplan.readers.patterns import HEADINGS
from geoplan.readers.read_limits import COLUMNS, MOST_CELLS, MOST_COLUMNS, limit_message
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

RESERVED: Final = ("row", "geometry")


def as_attributes(rows: list[dict[str, Any]], numbers: np.ndarray) -> pd.DataFrame:
    """Lay out the properties of features as a table indexed by `numbers`; lists and objects become JSON text.

    ReaderError is raised where there are more columns than may be.
    """
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row))
        if len(names) > MOST_COLUMNS:
            raise limit_message(f"#{len(names)}", COLUMNS, len(names), MOST_COLUMNS)
    if len(names) * len(rows) > 4 * MOST_CELLS:
        raise limit_message("properties", COLUMNS, len(names), 4 * MOST_CELLS / max(len(rows), 1))
    columns = dict(enumerate([_cell(row.get(name)) for row in rows] for name in names))
    frame = pd.DataFrame(columns, index=pd.Index(numbers, name="row"))
    return distinct(frame.set_axis([_readable(str(name)) for name in names], axis=1))


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """Name columns so that none is like another, nor one of `RESERVED`: the later of two alike is numbered."""
    names_in_use: set[str] = set(RESERVED)
    names = []
    for column in frame.columns:
        stem = name = str(column).strip() or "?"
        n = 1
        while name in names_in_use:
            n += 1
            name = f"{stem} ({n})"
        names_in_use.add(name)
        names.append(name)
    return frame.set_axis(names, axis=1)


def repeated_ids(attributes: pd.DataFrame) -> tuple[dict[int, Text], list[Text]]:
    """Find identifiers that come more than once: by row what repeats, and a note on the whole.

    Nothing is found where no column is called an identifier.
    """
    column = next((name for name in attributes.columns if str(name).strip().lower() in HEADINGS["id"]), None)
    if column is None:
        return {}, []
    values = attributes[column].astype("str").fillna("")
    repeated = values.duplicated(keep=False) & ~values.isin(["", "None", "nan", "<NA>"])
    if not repeated.any():
        return {}, []
    first = {value: row for row, value in zip(values[repeated].index[::-1], values[repeated].iloc[::-1], strict=True)}
    heading = shorten(column)
    by_row = {
        int(row): message(
            "readers.attribute_columns.repeated_id", column=heading, value=shorten(value), first_row=first[value]
        )
        for row, value in values[repeated].items()
        if row != first[value]
    }
    return by_row, [message("readers.attribute_columns.repeated_ids", column=heading, n=len(by_row))]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        try:
            return orjson.dumps(value).decode()
        except (TypeError, ValueError):
            return "…"  # nested too deeply, or of what is no text
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return str(value)
    return value


def _readable(text: str) -> str:
    """Halves of characters, which a JSON text can name, are no text that anything could write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
