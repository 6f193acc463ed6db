"""The field dictionary: what every column of an export is called, short and in full, and in which unit."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import pandas as pd

from geoplan.text.message import Text, languages, message


class Field(NamedTuple):
    """A column of a collection.

    Attributes
    ----------
    name, short : str
        Its name, and an ASCII name of at most ten characters for shapefiles.
    type : str
        ``string``, ``number``, ``integer``, ``boolean`` or ``array``.
    format : str
        ``date`` where a text is a day written YYYY-MM-DD; else "".
    """

    name: str
    short: str
    title: Text
    type: str
    unit: str
    format: str = ""

    @property
    def titles(self) -> str:
        """Its title in every language."""
        return " · ".join(self.title.text(lang) for lang in languages())

    def as_record(self) -> dict[str, str]:
        """Its description: ``name``, ``short``, a title by language, ``type``, ``unit``."""
        titles = {lang: self.title.text(lang) for lang in languages()}
        return {"name": self.name, "short": self.short, **titles, "type": self.type, "unit": self.unit}


@lru_cache(maxsize=1)
def dictionary() -> dict[str, dict[str, str]]:
    """Read fields.toml: the short name of every column, the unit where it has one, the format of days."""
    return tomllib.loads((files("geoplan.writers") / "fields.toml").read_text("utf-8"))


def fields_of(frame: pd.DataFrame) -> tuple[Field, ...]:
    """Describe a frame's columns.

    Parameters
    ----------
    frame : DataFrame
        Any of the catalogue's; every column but ``geometry`` is in fields.toml.

    Raises
    ------
    KeyError
        A column is not in the dictionary.
    """
    known = dictionary()
    return tuple(
        Field(
            c,
            known[c]["short"],
            message(f"fields.columns.{c}"),
            _type(frame[c]),
            known[c].get("unit", ""),
            known[c].get("format", ""),
        )
        for c in frame.columns
        if c != "geometry"
    )


def _type(column: pd.Series[Any]) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "string"
