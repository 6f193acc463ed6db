"""``geoplan geocode``: names and addresses to places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, cannot_read, open_catalogue, write_features, write_file
from geoplan.cli.filter_options import require_known
from geoplan.cli.terminal_text import echo, visible
from geoplan.errors import UserError
from geoplan.geocoding.geocoder import Geocoder, geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.settings import settings
from geoplan.text.message import Text, message, translate
from geoplan.writers.plain_tables import as_csv, as_xlsx

app = typer.Typer()
SUFFIXES: Final = (".csv", ".xlsx", ".geojson", ".json")
SERVICES: Final = ("nominatim", "amap", "tianditu")
ASK: Final = ("unsure", "all")


@app.command(cls=VerbCommand, help=command_help("cli.help.geocode"))
def geocode(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.csv | FILE.xlsx | FILE.geojson")],
    file: Annotated[Path | None, typer.Argument(help=help_text("cli.geocode.options.file"))] = None,
    from_review: Annotated[
        Path | None, typer.Option("--from-review", help=help_text("cli.geocode.options.from_review"))
    ] = None,
    name_column: Annotated[str, typer.Option(help=help_text("cli.geocode.options.name_column"))] = "",
    address_column: Annotated[str, typer.Option(help=help_text("cli.geocode.options.address_column"))] = "",
    sheet: Annotated[str, typer.Option(help=help_text("cli.geocode.options.sheet"))] = "",
    service: Annotated[
        str, typer.Option(help=help_text("cli.geocode.options.service", services=" | ".join(SERVICES)))
    ] = "",
    ask: Annotated[str, typer.Option(help=help_text("cli.geocode.options.ask"))] = "unsure",
    review: Annotated[bool, typer.Option("--review", help=help_text("cli.geocode.options.review"))] = False,
    timeout: Annotated[float, typer.Option(min=1, help=help_text("cli.options.timeout"))] = 10,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Find where names and addresses are."""
    _check(output, file, from_review, service, ask)
    if from_review:
        _layer_of_review(from_review, output, sheet, home, lang)
    elif file:
        _geocoded(file, output, (name_column, address_column, sheet), (service, ask, timeout), review, home, lang)


def _check(output: Path, file: Path | None, reviewed: Path | None, service: str, ask: str) -> None:
    if (file is None) == (reviewed is None):
        raise UserError("cli.geocode.one_input")
    require_known("--output", output.suffix.lower(), SUFFIXES[2:] if reviewed else SUFFIXES)
    if service:
        require_known("--service", service, SERVICES)
    require_known("--ask", ask, ASK)
    source = file or reviewed
    if source and source.exists() and output.exists() and output.samefile(source):
        # A sheet is never written over: its other sheets, formulas and titles would be lost.
        raise UserError("cli.geocode.output_is_input", output=output)


def _geocoded(
    file: Path,
    output: Path,
    columns: tuple[str, str, str],
    online: tuple[str, str, float],
    review: bool,
    home: Path | None,
    lang: str,
) -> None:
    from geoplan.geocoding.name_columns import guess_name_columns
    from geoplan.geocoding.result_table import add_result_columns, pairs
    from geoplan.geocoding.review import layer, result_position

    language = language_of(lang)
    frame = _sheet(file, columns[2], language)
    named = guess_name_columns(list(frame.columns), columns[0], columns[1])
    catalogue = open_catalogue(home, lang)
    rows = pairs(frame, *named)
    with _progress(translate("cli.geocode.progress", language)) as progress:
        task = progress.add_task("", total=len(rows))
        answers = geocoder(catalogue).answers(rows, lambda done: progress.update(task, completed=done))
    stopped: UserError | None = None
    if online[0]:
        answers, stopped = _with_service(rows, answers, geocoder(catalogue), online, language)
    if output.suffix.lower() in SUFFIXES[2:]:
        write_features(output, layer(frame, [result_position(answer, language) for answer in answers]))
    else:
        table = add_result_columns(frame, answers, catalogue, language, review)
        content = as_csv(table) if output.suffix.lower() == ".csv" else as_xlsx(table, "geocoding")
        write_file(output, content, "--output")
    echo(_summary(answers, output).text(language), err=True)
    if stopped:
        raise stopped


def _with_service(
    rows: list[tuple[str, str]],
    answers: list[GeocodingResult],
    coder: Geocoder,
    online: tuple[str, str, float],
    lang: str,
) -> tuple[list[GeocodingResult], UserError | None]:
    """The answers with the results of a service, and the error that stopped it, if any."""
    from geoplan.geocoding.services.client import GeocodingStoppedError, geocode_batch
    from geoplan.geocoding.services.providers import geocoding_services
    from geoplan.geocoding.services.queries import merge_results, queries  # slow imports that only going online needs

    name, ask, timeout = online
    service = geocoding_services(settings())[name]
    questions = queries(rows, answers, ask == "all")
    with _progress(service.title.text(lang)) as progress:
        task = progress.add_task("", total=len({query for query in questions if query}))
        try:
            results = geocode_batch(
                questions,
                service,
                settings().cache_folder / "geocoding",
                timeout,
                lambda text: progress.console.print(visible(text.text(lang)), highlight=False, markup=False),
                lambda number, total: progress.update(task, completed=number, total=total),
            )
        except GeocodingStoppedError as error:
            return merge_results(answers, questions, error.results, service, coder), error
    return merge_results(answers, questions, results, service, coder), None


def _layer_of_review(reviewed: Path, output: Path, sheet: str, home: Path | None, lang: str) -> None:
    from geoplan.geocoding.gazetteer import gazetteer
    from geoplan.geocoding.review import accepted

    language = language_of(lang)
    frame = _sheet(reviewed, sheet, language)
    features = accepted(frame, gazetteer(open_catalogue(home, lang)), language)
    write_features(output, features)
    n, drawn = len(features), int(features.geometry.notna().sum())
    echo(translate("cli.geocode.features", language, n=n, drawn=drawn, n2=n - drawn, output=output), err=True)


def _sheet(file: Path, sheet: str, lang: str) -> pd.DataFrame:
    """The rows; what is worth knowing of how they were read goes to the standard error stream."""
    from geoplan.geocoding.table_notes import table_notes
    from geoplan.readers.text_table import open_sheet

    try:
        opened = open_sheet(file, file.name or str(file), sheet or None)
    except OSError as error:
        raise cannot_read(file, error, "FILE") from error
    for note in table_notes(opened, bool(sheet)):
        echo(note.text(lang), err=True)
    return opened.frame


def _summary(results: Sequence[GeocodingResult], output: Path) -> Text:
    located = sum(result.is_located for result in results)
    regions = sum(result.place is not None and not result.is_located for result in results)
    return message(
        "cli.geocode.summary",
        n=len(results),
        located=located,
        sure=sum(result.is_located and result.confidence in {"high", "medium"} for result in results),
        regions=regions,
        unknown=len(results) - located - regions,
        output=output,
    )


def _progress(what: str) -> Progress:
    return Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
