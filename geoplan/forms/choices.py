"""The codes and ids that a column offers, with their names."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from geoplan import vocabulary
from geoplan.crs.systems import supported_systems
from geoplan.forms.form_schema import Column, Form, name_of_code
from geoplan.text.message import LocalText, Text, joined, languages, message
from geoplan.text.names import name_of


class Choices(NamedTuple):
    """What a column may hold: ``title`` is the table of the ids, or the column of the codes; code and name a row."""

    title: str
    rows: tuple[tuple[str, Text], ...]


def choices_of(form: Form, column: Column, tables: dict[str, pd.DataFrame]) -> Choices | None:
    """List what a column offers to choose from.

    Parameters
    ----------
    tables : dict of DataFrame
        The tables of the catalogue, every cell a string; see `geoplan.sources.Sources`.

    Returns
    -------
    Choices or None
        The allowed codes, or the ids of the table referred to that match the column's pattern; None where anything
        may be written.
    """
    if column.values:
        named = tuple((code, name_of_code(form.name, column.name, code)) for code in column.values)
        return Choices(f"{form.name}.{column.name}", named)
    if column.name == "system":  # the usual ones; any EPSG code is allowed
        systems = [("WGS84" if s.code == "EPSG:4326" else s.code, s.label) for s in supported_systems()]
        return Choices(f"{form.name}.{column.name}", (*systems, ("estimate", vocabulary.DATUMS["estimate"])))
    if not column.refers:
        return None
    table, key = column.refers
    ids = tables[table]
    fits = [bool(re.fullmatch(column.pattern, code)) if column.pattern else bool(code) for code in ids[key]]
    rows = ids[fits].drop_duplicates(key).set_index(key)
    prefix = "name" if any(name.startswith("name_") for name in rows) else "title"
    title = f"{table}.{key}" + ("" if all(fits) else f" ({form.name})")
    return Choices(title, tuple((str(code), name_of(rows, code, prefix)) for code in rows.index))


def expected_values(form: Form, column: Column) -> Text:
    """The values a column allows: its codes with their names, or its rule."""
    if column.values:
        return joined(_with_name(code, name_of_code(form.name, column.name, code)) for code in column.values)
    return message("forms.rule.unique") if column.unique and not column.pattern else column.rule


def _with_name(code: str, name: Text) -> Text:
    """A code with its name in brackets where that is another."""
    named = message("forms.rule.code", code=code, name=name)
    return LocalText(tuple((lang, code if name.text(lang) == code else named.text(lang)) for lang in languages()))
