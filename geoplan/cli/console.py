"""What every command shares: common options, the catalogue, rows to print, files to read and write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geoplan.cli.command_language import help_text, language_of
from geoplan.cli.terminal_text import echo, echo_data
from geoplan.errors import UserError
from geoplan.files import write_atomically
from geoplan.settings import settings
from geoplan.text.formula_guard import guard
from geoplan.text.message import translate
from geoplan.text.system_reason import system_reason

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


Home = Annotated[Path | None, typer.Option(help=help_text("cli.options.home"))]
Lang = Annotated[str, typer.Option(help="zh | en")]
OutFormat = Annotated[Format, typer.Option("--format", help="table | csv | json")]
Wide = Annotated[bool, typer.Option("--wide", help=help_text("cli.options.wide"))]
Plans = Annotated[Path | None, typer.Option(help=help_text("cli.options.plans"))]


def home_of(home: Path | None) -> Path:
    """The folder that holds data/ and layers/; refused where there is none."""
    folder = home or settings().home
    if not (folder / "data" / "datapackage.json").exists():
        raise UserError("cli.no_catalogue", folder=folder)
    return folder


def plans_of(plans: Path | None) -> Path | None:
    """The folder of plan texts, refused where there is none."""
    if plans and not plans.is_dir():
        raise UserError("cli.no_plans", plans=plans)
    return plans


def open_catalogue(home: Path | None, lang: str) -> Catalogue:
    """Load the catalogue; what is left out of it is listed on standard error."""
    from geoplan.catalogue.catalogue import load_cached

    catalogue = load_cached(home_of(home), settings().cache_folder)
    for problem in catalogue.problems:
        echo(problem.line(language_of(lang)), err=True)
    return catalogue


def write_file(path: Path, content: bytes, option: str) -> None:
    """Write a file whole or not at all; an error names the option that gave its path."""
    try:
        write_atomically(path, content)
    except OSError as error:
        raise cannot_write(path, error, option) from error


def write_features(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Write features, numbered from 1, as GeoJSON in WGS 84 to the path of ``--output``."""
    from geoplan.geodata.geojson_codec import feature_collection

    write_file(path, feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)]), "--output")


def read_file(path: Path, option: str) -> bytes:
    """Read a file; an error names the option that gave its path."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error, option) from error


@contextmanager
def naming(option: str, errors: type[UserError] = UserError) -> Iterator[None]:
    """Begin an error with the option that caused it."""
    try:
        yield
    except errors as error:
        raise UserError("cli.option_refused", option=option, error=error.what) from error


def cannot_write(path: Path, error: OSError, option: str) -> UserError:
    """The error of a path that cannot be written to."""
    return UserError("cli.cannot_write", option=option, path=path, reason=system_reason(error))


def cannot_read(path: Path, error: OSError, option: str) -> UserError:
    """The error of a file that cannot be read."""
    return UserError("cli.cannot_read", option=option, path=path, reason=system_reason(error))


def with_result_names(catalogue: Catalogue, frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put names beside the ids of a result; plans by their short title, pairs of sites by both names."""
    from geoplan.text.names import BESIDE, column, with_names

    short = column(catalogue.plans, "short", lang)
    sites = column(catalogue.sites, "name", lang)
    for key, names in (("plan_id", short), ("site_a", sites), ("site_b", sites)):
        if key in frame:
            frame.insert(frame.columns.get_loc(key) + 1, BESIDE[key], frame[key].map(names).fillna(""))
    return with_names(frame, catalogue, lang)


def print_rows(frame: pd.DataFrame, format: Format, lang: str, wide: bool = False) -> None:
    """Print a frame whole as CSV or JSON, or for people as `geoplan.cli.rows_for_people` does."""
    if format is Format.json:
        from geoplan.writers.plain_tables import as_json

        echo_data(as_json(frame) + "\n")
    elif format is Format.csv:
        echo_data(frame.map(_csv_cell).to_csv(index=False, lineterminator="\n"))
    else:
        from geoplan.cli.rows_for_people import print_for_people

        print_for_people(frame, lang, wide)


def tell_method(name: str, format: Format, lang: str) -> None:
    """Name the page on how a figure is computed to people, who read tables, on standard error."""
    from geoplan.text.method_pages import method_page

    page = method_page(name, lang) if format is Format.table else None
    if page:
        here = Path.cwd()
        path = page.path.relative_to(here) if page.path.is_relative_to(here) else page.path
        echo(translate("cli.method", lang, title=page.title, path=path), err=True)


def _csv_cell(cell: Any) -> Any:
    text = ";".join(map(str, cell)) if isinstance(cell, list) else cell
    return guard(text) if isinstance(text, str) else text
