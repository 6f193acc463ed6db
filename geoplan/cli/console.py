"""What every command shares: common options, opening the catalogue, the language, printing rows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.cli.filter_options import RefusedError
from geoplan.settings import settings
from geoplan.writers.write_geojson import as_json


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


Home = Annotated[Path | None, typer.Option(help="含 data/ 与 layers/ 的文件夹 / folder that holds data/ and layers/")]
Lang = Annotated[str, typer.Option(help="zh | en")]
OutFormat = Annotated[Format, typer.Option("--format", help="table | csv | json")]


def home_of(home: Path | None) -> Path:
    """The folder that holds data/ and layers/; refused where there is none."""
    folder = home or settings().home
    if not (folder / "data" / "datapackage.json").exists():
        raise RefusedError(f"--home：{folder} 中没有 data/datapackage.json / {folder} holds no data/datapackage.json")
    return folder


def open_catalogue(home: Path | None, lang: str) -> Catalogue:
    """Load the catalogue; what was left out is told on standard error."""
    catalogue = load_cached(home_of(home), settings().cache_folder)
    for problem in catalogue.problems:
        typer.echo(problem.line(language_of(lang)), err=True)
    return catalogue


def language_of(lang: str) -> str:
    """The language asked for, else the one that is set."""
    chosen = lang or settings().lang
    return "en" if chosen.lower().startswith("en") else "zh"


def print_rows(frame: pd.DataFrame, format: Format) -> None:
    """Print a frame as a table, as CSV or as JSON."""
    if format is Format.json:
        typer.echo(as_json(frame))
    elif format is Format.csv:
        flat = frame.map(lambda cell: ";".join(map(str, cell)) if isinstance(cell, list) else cell)
        typer.echo(flat.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        table = Table(show_lines=False)
        for column in frame.columns:
            table.add_column(str(column), overflow="fold")
        for row in frame.itertuples(index=False):
            table.add_row(*(_cell(cell) for cell in row))
        Console().print(table)


def _cell(cell: Any) -> str:
    if isinstance(cell, list):
        return ", ".join(map(str, cell))
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)
