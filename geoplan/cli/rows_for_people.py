"""Rows on a terminal: a table where the columns fit its width, else a block a row; ids that are named are left out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import pandas as pd
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geoplan.cli.wrapped_lines import longest, wrapped
from geoplan.text.message import fallbacks, translate
from geoplan.text.names import BESIDE

_TITLES: Final = ("cli.columns.", "fields.columns.", "ui.coverage.")  # the texts that hold titles of columns
_CELL, _TITLE = 24, 12  # a cell or a title may be wrapped where it is wider than this


def print_for_people(frame: pd.DataFrame, lang: str) -> None:
    """Print the rows as a table, or as blocks where they do not fit the terminal."""
    console = Console(highlight=False)
    rows = frame.map(text_of)
    heading = heading_of(rows, lang)
    rows = rows[[column for column in shown(rows) if column in heading or not _repeats(rows, column, heading)]]
    heading = [column for column in heading if column in rows]
    titles = [title_of(str(column), lang) for column in rows]
    widths = fitting(titles, rows, console.width)
    if rows.empty or widths:
        table = Table()
        for column, title, width in zip(rows, titles, widths, strict=True):
            number = pd.api.types.is_numeric_dtype(frame[column]) and not pd.api.types.is_bool_dtype(frame[column])
            justify = "right" if number else "left"
            table.add_column(_lines(title, width), width=width, justify=justify)  # type: ignore[arg-type]
        for row in rows.itertuples(index=False):
            table.add_row(*(_lines(cell, width) for cell, width in zip(row, widths, strict=True)))
        if titles:
            console.print(table)
        return
    colon = translate("punctuation.colon", lang)
    named = [(column, title) for column, title in zip(rows, titles, strict=True) if column not in heading]
    for row in rows.to_dict("records"):
        about = [row[column] for column in heading if row[column]]
        console.print(Text("\n".join(wrapped(" · ".join(about), console.width)), style="bold"))
        for column, title in named:
            if row[column] and not (column in BESIDE.values() and row[column] in about):
                console.print(_hanging(f"{title}{colon}{row[column]}", console.width))
        console.print()


def shown(rows: pd.DataFrame) -> list[str]:
    """The columns that hold something, without ids whose names stand in the column to their right."""
    columns = list(rows.columns)
    if rows.empty:
        return columns
    named = {key for key, name in pairwise(columns) if _names(rows, key, name)}
    return [column for column in columns if column not in named and (rows[column] != "").any()]


def heading_of(rows: pd.DataFrame, lang: str) -> list[str]:
    """The columns that say what a row is about: its own name, else the names it begins with, else its first column."""
    for prefix in ("title", "name"):
        for language in fallbacks(lang):
            if f"{prefix}_{language}" in rows:
                return [f"{prefix}_{language}"]
    begin: list[str] = []
    for column in shown(rows):
        if column not in BESIDE.values():
            break
        begin.append(column)
    return begin or shown(rows)[:1]


def title_of(column: str, lang: str) -> str:
    """What a column is called; its name where no text gives a title."""
    for group in _TITLES:
        try:
            return translate(group + column, lang)
        except KeyError:
            continue
    return column


def fitting(titles: list[str], rows: pd.DataFrame, width: int) -> list[int]:
    """The widths of the columns of a table in which no word is broken; none where it does not fit."""
    cells = [[title, *rows[column]] for title, column in zip(titles, rows, strict=True)]
    natural = [max(map(cell_len, column)) for column in cells]
    widths = [
        max(min(_TITLE, cell_len(title)), *map(longest, column), *(min(_CELL, cell_len(cell)) for cell in column[1:]))
        for title, column in zip(titles, cells, strict=True)
    ]
    spare = width - sum(widths) - 3 * len(widths) - 1  # a blank on each side of a cell, a line between cells
    if spare < 0:
        return []
    for _ in range(min(spare, sum(natural) - sum(widths))):
        widest = max(range(len(widths)), key=lambda n: natural[n] - widths[n])
        widths[widest] += 1
    return widths


def text_of(cell: Any) -> str:
    """A cell as text; empty where it holds nothing."""
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    return "" if cell is None or cell is pd.NA or cell != cell else " ".join(str(cell).split())


def _names(rows: pd.DataFrame, key: str, name: str) -> bool:
    own = key.endswith("_id") and name.startswith(("name_", "title_"))
    return (own or BESIDE.get(key) == name) and bool(((rows[key] == "") | (rows[name] != "")).all())


def _repeats(rows: pd.DataFrame, column: str, heading: list[str]) -> bool:
    return len(heading) == 1 and not rows.empty and rows[column].equals(rows[heading[0]])


def _lines(text: str, width: int) -> Text:
    return Text("\n".join(wrapped(text, width)))


def _hanging(line: str, width: int) -> Text:
    """A line indented by two columns, and by four where it goes on."""
    first, *rest = wrapped(line, width - 2)
    below = wrapped(line.removeprefix(first), width - 4) if rest else []
    return Text("\n".join(["  " + first, *("    " + part for part in below)]))
