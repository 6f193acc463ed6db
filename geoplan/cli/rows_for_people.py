"""Rows on a terminal: a table where it fits the width, else a block a row."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from geoplan.cli.columns_for_people import heading_of, shown, title_of, without_repeats
from geoplan.cli.wrapped_lines import block_of, longest, wrapped
from geoplan.text.message import translate
from geoplan.text.names import BESIDE

_CELL, _TITLE = 24, 12  # a cell or a title may be wrapped where it is wider than this


def print_for_people(frame: pd.DataFrame, lang: str) -> None:
    """Print the rows as a table, or as blocks where no table of whole words fits the terminal."""
    console = Console(highlight=False)
    if frame.empty:
        console.print(Text(translate("cli.no_rows", lang)))
        return
    rows = frame.map(text_of)
    rows = rows[shown(rows)]
    heading = heading_of(rows, lang)
    rows = without_repeats(rows, heading)
    titles = {str(column): title_of(str(column), lang) for column in rows}
    if widths := fitting(titles, rows, console.width):
        kinds = frame.dtypes
        numbers = {c for c in rows if pd.api.types.is_numeric_dtype(kinds[c]) and kinds[c].kind != "b"}
        console.print(_table(rows, titles, widths, numbers))
    else:
        _print_blocks(console, rows, titles, heading, translate("punctuation.colon", lang))


def text_of(cell: Any) -> str:
    """A cell as text on one line; empty where it holds nothing."""
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    return "" if cell is None or cell is pd.NA or cell != cell else " ".join(str(cell).split())


def fitting(titles: dict[str, str], rows: pd.DataFrame, width: int) -> list[int]:
    """The widths of the columns of a table in which no word is broken; none where it does not fit."""
    natural, widths = [], []
    for column, title in titles.items():
        cells = list(map(cell_len, rows[column]))
        whole = max(map(longest, (title, *rows[column].unique())))
        natural.append(max(cell_len(title), *cells))
        widths.append(max(whole, min(_TITLE, cell_len(title)), min(_CELL, max(cells))))
    spare = width - sum(widths) - 3 * len(widths) - 1  # a blank on each side of a cell, a line between cells
    if spare < 0:
        return []
    for _ in range(min(spare, sum(natural) - sum(widths))):
        widest = max(range(len(widths)), key=lambda n: natural[n] - widths[n])
        widths[widest] += 1
    return widths


def _table(rows: pd.DataFrame, titles: dict[str, str], widths: list[int], numbers: set[str]) -> Table:
    table = Table()
    for (column, title), width in zip(titles.items(), widths, strict=True):
        table.add_column(block_of(title, width), width=width, justify="right" if column in numbers else "left")
    for row in rows.itertuples(index=False):
        table.add_row(*(block_of(cell, width) for cell, width in zip(row, widths, strict=True)))
    return table


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
