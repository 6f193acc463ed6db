"""The columns that a person reads: none that is empty, no id beside its name, each under its title."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geoplan.text.message import fallbacks
from geoplan.text.names import BESIDE

if TYPE_CHECKING:
    import pandas as pd


def shown(rows: pd.DataFrame) -> list[str]:
    """The columns that hold something, without ids whose names stand in the column to their right."""
    columns = list(rows.columns)
    named = {key for key, name in pairwise(columns) if _names(rows, key, name)}
    return [column for column in columns if column not in named and (rows[column] != "").any()]


def heading_of(rows: pd.DataFrame, lang: str) -> list[str]:
    """The columns that say what a row is about: its own name, else the names it begins with, else its first column."""
    for prefix in ("title", "name"):
        for language in fallbacks(lang):
            if f"{prefix}_{language}" in rows:
                return [f"{prefix}_{language}"]
    columns = list(rows.columns)
    others = [n for n, column in enumerate(columns) if column not in BESIDE.values()]
    return columns[: others[0] if others else None] or columns[:1]


def without_repeats(rows: pd.DataFrame, heading: list[str]) -> pd.DataFrame:
    """The rows without a column that says in every row what the heading says."""
    others = [column for column in rows if column not in heading]
    return rows.drop(columns=[c for c in others if len(heading) == 1 and rows[c].equals(rows[heading[0]])])


def _names(rows: pd.DataFrame, key: str, name: str) -> bool:
    """Whether `name` holds the name of every id in `key`."""
    own = key.endswith("_id") and name.startswith(("name_", "title_"))
    return (own or BESIDE.get(key) == name) and bool(((rows[key] == "") | (rows[name] != "")).all())
