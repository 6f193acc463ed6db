"""The field dictionary: what every column of an export is called, short and in full, and in which unit."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import pandas as pd

from geoplan.text.message import translate


class Field(NamedTuple):
    """A column: its name, ASCII name of at most ten letters, titles, type (string, number, integer, boolean), unit."""

    name: str
    short: str
    zh: str
    en: str
    type: str
    unit: str

    def title(self, lang: str) -> str:
        """What it is called in one language, ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en


@lru_cache(maxsize=1)
def dictionary() -> dict[str, dict[str, str]]:
    """Read fields.toml: the short name of every column, and the unit where it has one."""
    return tomllib.loads((files("geoplan.writers") / "fields.toml").read_text("utf-8"))


def fields_of(frame: pd.DataFrame, skip: str = "geometry") -> tuple[Field, ...]:
    """Describe a frame's columns.

    Parameters
    ----------
    frame : DataFrame
        Any of the catalogue's; every column must stand in fields.toml.
    skip : str
        The geometry's column, which is no field.

    Returns
    -------
    tuple of Field
        In the frame's order.

    Raises
    ------
    KeyError
        A column is not in the dictionary.
    """
    known = dictionary()
    return tuple(
        Field(c, known[c]["short"], *_titles(c), _type(frame[c]), known[c].get("unit", ""))
        for c in frame.columns
        if c != skip
    )


def _titles(name: str) -> tuple[str, str]:
    return translate(f"fields.columns.{name}", "zh"), translate(f"fields.columns.{name}", "en")


def _type(column: pd.Series[Any]) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "string"
