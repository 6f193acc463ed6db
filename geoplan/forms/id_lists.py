"""The ids a form refers to, with their names: what a drop-down offers and the sheet of lists spells out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from geoplan import vocabulary
from geoplan.crs.systems import supported_systems
from geoplan.forms.form_schema import Column, Form, term_of
from geoplan.text.message import Text, local_text, message


class Choice(NamedTuple):
    """A code or an id with its names."""

    code: str
    zh: str
    en: str


class Choices(NamedTuple):
    """What a column may hold; ``title`` is the table of the ids, or the column of the codes."""

    title: str
    rows: tuple[Choice, ...]


def choices_of(form: Form, column: Column, tables: dict[str, pd.DataFrame]) -> Choices | None:
    """What a column offers to choose from.

    Parameters
    ----------
    form : Form
        Whose column it is.
    column : Column
        The column.
    tables : dict of DataFrame
        The catalogue's tables, every cell a string; see `geoplan.sources.Sources`.

    Returns
    -------
    Choices or None
        The allowed codes, or the ids that stand in the table referred to and fit the column's pattern; None where
        anything may be written.
    """
    if column.values:
        named = ((code, term_of(form.name, column.name, code)) for code in column.values)
        return Choices(f"{form.name}.{column.name}", tuple(Choice(code, term.zh, term.en) for code, term in named))
    if column.name == "system":
        return Choices(f"{form.name}.{column.name}", _systems())
    if not column.refers:
        return None
    table, key = column.refers
    known = tables[table]
    fits = [bool(re.fullmatch(column.pattern, code)) if column.pattern else bool(code) for code in known[key]]
    rows = known[fits].drop_duplicates(key)
    zh, en = (rows[next(c for c in (f"name_{lang}", f"title_{lang}") if c in rows)] for lang in ("zh", "en"))
    title = f"{table}.{key}" + ("" if all(fits) else f" ({form.name})")
    return Choices(title, tuple(Choice(*cells) for cells in zip(rows[key], zh, en, strict=True)))


def _systems() -> tuple[Choice, ...]:
    """The coordinate systems offered for a row of a layer, as the form calls them; any EPSG code will do."""
    named = [("WGS84" if s.code == "EPSG:4326" else s.code, s) for s in supported_systems()]
    guessed = Choice("estimate", vocabulary.DATUMS["estimate"].zh, vocabulary.DATUMS["estimate"].en)
    return (*(Choice(code, s.title_zh, s.title_en) for code, s in named), guessed)


def first_value(column: Column, known: Iterable[str]) -> str:
    """A value the catalogue itself has in a column, as an example; empty where it has none."""
    return next((value for value in known if value and len(value) <= 60), column.values[0] if column.values else "")


def allowed(column: Column, words: dict[str, dict[str, dict[str, str]]]) -> Text:
    """What a column's cells must be, in words: its type, bounds and pattern."""
    kind = local_text(**words["types"][column.type])
    if column.pattern and column.pattern in words["patterns"]:
        return local_text(**words["patterns"][column.pattern])
    low, high = (f"{bound:g}" if bound is not None else "" for bound in (column.minimum, column.maximum))
    if low and high:
        return message("forms.id_lists.text", kind=kind, low=low, high=high)
    if low:
        return message("forms.id_lists.least", kind=kind, low=low)
    return kind
