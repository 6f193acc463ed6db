"""Rows on a terminal: a table of one line a row, with as many columns as fit, or with all; a lone row as a block."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geoplan.cli.columns_for_people import heading_of, shown, without_repeats
from geoplan.cli.terminal_text import echo, visible
from geoplan.cli.wrapped_lines import block_of, longest, wrapped
from geoplan.text.column_titles import column_title
from geoplan.text.message import translate
from geoplan.text.names import BESIDE

_CELL, _TITLE = 24, 12  # a cell may be cut, a title wrapped, where it is wider
_LEAST = 12  # of the last column
_MORE = "…"


def print_for_people(frame: pd.DataFrame, lang: str, wide: bool = False) -> None:
    """Print the rows as a table of the first columns that fit the terminal; `wide` prints all, cutting nothing.

    So does a pipe or a file that is given no width by ``COLUMNS``. How many columns are left out is said on standard
    error. A row that is alone is printed as a block where it does not fit.
    """
    console = Console(highlight=False)
    if frame.empty:
        console.print(Text(translate("cli.no_rows", lang)))
        return
    rows = frame.map(text_of)
    rows = rows[shown(rows)]
    heading = heading_of(rows, lang)
    rows = without_repeats(rows, heading)
    rows = rows[[*(c for c in rows if c in heading), *(c for c in rows if c not in heading)]]
    titles = {str(column): column_title(str(column), lang) for column in rows}
    kinds = frame.dtypes
    numbers = {c for c in rows if pd.api.types.is_numeric_dtype(kinds[c]) and kinds[c].kind != "b"}
    natural = {c: max(min(_TITLE, cell_len(t)), longest(t), *map(cell_len, rows[c])) for c, t in titles.items()}
    if wide or not (console.is_terminal or "COLUMNS" in os.environ):
        Console(highlight=False, width=_taken(natural)).print(_table(rows, titles, natural, numbers))
        return
    widths = fitting(natural, numbers, console.width)
    left_out = len(natural) - len(widths)
    if left_out and len(rows) == 1:
        _print_blocks(console, rows, titles, heading, translate("punctuation.colon", lang))
        return
    console.print(_table(rows[list(widths)], titles, widths, numbers))
    if left_out:
        echo(translate("cli.columns_left_out", lang, n=left_out), err=True)


def text_of(cell: Any) -> str:
    """A cell as text on one line, as `visible` writes it; empty where it holds nothing."""
    if isinstance(cell, list | tuple):
        return ", ".join(map(text_of, cell))
    return "" if cell is None or cell is pd.NA or cell != cell else visible(" ".join(str(cell).split()))


def fitting(natural: dict[str, int], numbers: set[str], width: int) -> dict[str, int]:
    """The first columns that fit a width, with their widths; a text may be cut, the last one most, a number never."""
    widths: dict[str, int] = {}
    for column, wanted in natural.items():
        floor = wanted if column in numbers else min(_CELL, wanted)
        spare = width - _taken(widths) - (3 if widths else 0)
        if not widths or floor <= spare:
            widths[column] = min(floor, max(spare, 1))
            continue
        if column not in numbers and spare >= _LEAST:
            widths[column] = spare
        break
    for column in reversed(widths):  # what is left over goes to the last of those that are cut
        widths[column] += max(0, min(natural[column] - widths[column], width - _taken(widths)))
    return widths


def _taken(widths: dict[str, int]) -> int:
    """How wide a table is: a blank on each side of a cell, a line between cells."""
    return sum(widths.values()) + 3 * len(widths) + 1


def _table(rows: pd.DataFrame, titles: dict[str, str], widths: dict[str, int], numbers: set[str]) -> Table:
    table = Table()
    for column, width in widths.items():
        title = block_of(titles[column], width)
        table.add_column(title, width=width, justify="right" if column in numbers else "left", no_wrap=True)
    for row in rows.itertuples(index=False):
        table.add_row(*(Text(_cut(cell, width)) for cell, width in zip(row, widths.values(), strict=True)))
    return table


def _cut(text: str, width: int) -> str:
    """A text on one line of a width, with an ellipsis where something is missing."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + _MORE


def _print_blocks(console: Console, rows: pd.DataFrame, titles: dict[str, str], heading: list[str], colon: str) -> None:
    for row in rows.to_dict("records"):
        about = [row[column] for column in heading if row[column]]
        console.print(block_of(" · ".join(about), console.width, "bold"))
        for column, title in titles.items():
            said_above = column in heading or (column in BESIDE.values() and row[column] in about)
            if row[column] and not said_above:
                console.print(_hanging(f"{title}{colon}{row[column]}", console.width))
        console.print()


def _hanging(line: str, width: int) -> Text:
    """A line indented by two columns, and by four where it goes on."""
    first, *rest = wrapped(line, width - 2)
    below = wrapped(line.removeprefix(first), width - 4) if rest else []
    return Text("\n".join(["  " + first, *("    " + part for part in below)]))
