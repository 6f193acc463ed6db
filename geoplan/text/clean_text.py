"""Texts that every format can carry.

What neither XML nor a C string can hold is taken out in one place, so that all formats say the same: control
characters are left out, a lone surrogate becomes U+FFFD, a carriage return a line feed.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HARMFUL: Final = re.compile(f"{_CONTROL.pattern[:-1]}\r\ud800-\udfff]")


def clean_text(value: Any) -> Any:
    """Make a text carriable; lists and dicts through and through, anything else as it is."""
    if isinstance(value, str):
        if not _HARMFUL.search(value):
            return value
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub("", _SURROGATE.sub("\ufffd", lines))
    if isinstance(value, dict):
        return {clean_text(key): clean_text(item) for key, item in value.items()}
    return [clean_text(item) for item in value] if isinstance(value, list | tuple) else value


def clean_texts(values: list[Any]) -> list[Any]:
    """Make a list of values carriable; texts alone are looked at all at once, one by one only if something is wrong."""
    try:
        if not _HARMFUL.search("".join(values)):
            return values
    except TypeError:  # something that is no text
        pass
    return [clean_text(value) for value in values]


def is_text(column: pd.Series[Any]) -> bool:
    """Whether a column may hold texts."""
    return bool(pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column))


def plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Clean a frame's texts.

    Returns
    -------
    DataFrame
        Texts as `clean` leaves them, in columns of plain objects with None for what is missing; numbers as they are.
    """
    columns = {
        name: pd.Series(clean_texts([None if _missing(v) else v for v in column]), dtype=object)
        if is_text(column)
        else column
        for name, column in frame.reset_index(drop=True).items()
    }
    return pd.DataFrame(columns, columns=frame.columns)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
