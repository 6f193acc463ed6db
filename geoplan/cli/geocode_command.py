"""``geoplan geocode``: names and addresses to places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import geopandas as gpd
import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from geoplan.cli.console import Home, Lang, language_of, open_catalogue
from geoplan.cli.filter_options import RefusedError, unknown
from geoplan.errors import UserError
from geoplan.files import write_atomically
from geoplan.geocoding.geocoder import Geocoder, geocoder
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.settings import settings
from geoplan.text.message import translate
from geoplan.writers.plain_tables import as_csv, as_xlsx
from geoplan.writers.write_geojson import feature_collection

app = typer.Typer()
SUFFIXES: Final = (".csv", ".xlsx", ".geojson", ".json")
SERVICES: Final = ("nominatim", "amap", "tianditu")
ASK: Final = ("unsure", "all")


@app.command()
def geocode(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.csv | FILE.xlsx | FILE.geojson")],
    file: Annotated[Path | None, typer.Argument(help="表格 .csv 或 .xlsx / a sheet")] = None,
    from_review: Annotated[
        Path | None, typer.Option("--from-review", help="审核过的表，把接受的行做成图层 / a reviewed sheet to a layer")
    ] = None,
    name_column: Annotated[str, typer.Option(help="名称列 / column of names")] = "",
    address_column: Annotated[str, typer.Option(help="地址列 / column of addresses")] = "",
    sheet: Annotated[str, typer.Option(help="工作表名 / sheet of a workbook")] = "",
    service: Annotated[str, typer.Option(help=f"联网询问 / ask online: {' | '.join(SERVICES)}")] = "",
    ask: Annotated[str, typer.Option(help="向服务询问哪些行 / rows to ask about: unsure | all")] = "unsure",
    review: Annotated[bool, typer.Option("--review", help="加审核列与候选 / add geo_accept and the rivals")] = False,
    timeout: Annotated[float, typer.Option(min=1, help="等待一次回答的秒数 / seconds to wait for an answer")] = 10,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """为名称与地址找到所在。 Find where names and addresses are.

    审核：在 geo_accept 列填 yes、no 或候选序号，再用 --from-review 做成图层。
    Review: write yes, no or a rival's number into geo_accept, then make a layer with --from-review.

    联网时，地址会发给所选服务；默认只问目录拿不准的行。 Online, addresses are sent to the service; by default only
    those the catalogue is not sure of.
    """
    language = language_of(lang)
    _check(output, file, from_review, service, ask, language)
    _check_output(file or from_review, output, language)
    try:
        if from_review:
            _layer_of_review(from_review, output, sheet, home, lang)
        elif file:
            _geocoded(file, output, (name_column, address_column, sheet), (service, ask, timeout), review, home, lang)
    except UserError as error:
        raise RefusedError(error.text(language)) from error


def _check(output: Path, file: Path | None, reviewed: Path | None, service: str, ask: str, lang: str) -> None:
    if (file is None) == (reviewed is None):
        zh = "请给出一个表格，或用 --from-review 给出审核过的表，二者只取其一"
        en = "give a sheet, or a reviewed one with --from-review; one of the two"
        raise RefusedError(zh if lang == "zh" else en)
    for option, value, known in (
        ("--output", output.suffix.lower(), SUFFIXES[2:] if reviewed else SUFFIXES),
        ("--service", service, ("", *SERVICES)),
        ("--ask", ask, ASK),
    ):
        if value not in known:
            raise RefusedError(unknown(option, value, [k for k in known if k], lang))


def _check_output(source: Path | None, output: Path, lang: str) -> None:
    """A sheet is never written over: its other sheets, formulas and titles would be gone."""
    if source and source.exists() and output.exists() and output.samefile(source):
        zh = f"--output：{output} 就是所读的文件，会被覆盖，请换一个文件名"
        en = f"--output: {output} is the very file that is read and would be lost; choose another name"
        raise RefusedError(zh if lang == "zh" else en)


def _geocoded(
    file: Path,
    output: Path,
    named: tuple[str, str, str],
    online: tuple[str, str, float],
    review: bool,
    home: Path | None,
    lang: str,
) -> None:
    from geoplan.geocoding.name_columns import guess_name_columns
    from geoplan.geocoding.result_table import add_result_columns, pairs
    from geoplan.geocoding.review import geocoded_layer, layer

    language = language_of(lang)
    frame = _sheet(file, named[2], language)
    columns = guess_name_columns(list(frame.columns), named[0], named[1])
    catalogue = open_catalogue(home, lang)
    rows = pairs(frame, *columns)
    with _progress(translate("cli.geocode_command.catalogue", language)) as progress:
        task = progress.add_task("", total=len(rows))
        answers = geocoder(catalogue).answers(rows, lambda done: progress.update(task, completed=done))
    stopped: UserError | None = None
    if online[0]:
        answers, stopped = _asked(rows, answers, geocoder(catalogue), online, language)
    if output.suffix.lower() in SUFFIXES[2:]:
        _write_layer(layer(frame, [geocoded_layer(answer, language) for answer in answers]), output, language)
    else:
        _write_sheet(add_result_columns(frame, answers, catalogue, language, review), output, language)
    typer.echo(_told(answers, output, language), err=True)
    if stopped:
        raise stopped


def _asked(
    rows: list[tuple[str, str]],
    answers: list[GeocodingResult],
    coder: Geocoder,
    online: tuple[str, str, float],
    lang: str,
) -> tuple[list[GeocodingResult], UserError | None]:
    """The answers with what a service adds; where it stopped, with what it said until then."""
    from geoplan.geocoding.services.client import GeocodingStoppedError, geocode_batch
    from geoplan.geocoding.services.providers import geocoding_services
    from geoplan.geocoding.services.queries import (  # half a second to import, and only going online needs it
        merge_results,
        queries,
    )

    name, ask, timeout = online
    service = geocoding_services(settings())[name]
    asked = queries(rows, answers, ask == "all")
    with _progress(service.title.zh if lang == "zh" else service.title.en) as progress:
        task = progress.add_task("", total=len({query for query in asked if query}))
        try:
            found = geocode_batch(
                asked,
                service,
                settings().cache_folder / "geocoding",
                timeout,
                lambda zh, en: progress.console.print(zh if lang == "zh" else en, highlight=False, markup=False),
                lambda at, of: progress.update(task, completed=at, total=of),
            )
        except GeocodingStoppedError as error:
            return merge_results(answers, asked, error.found, service, coder), error
    return merge_results(answers, asked, found, service, coder), None


def _layer_of_review(reviewed: Path, output: Path, sheet: str, home: Path | None, lang: str) -> None:
    from geoplan.geocoding.gazetteer import gazetteer
    from geoplan.geocoding.review import accepted

    language = language_of(lang)
    frame = _sheet(reviewed, sheet, language)
    made = accepted(frame, gazetteer(open_catalogue(home, lang)), language)
    _write_layer(made, output, language)
    n, drawn = len(made), int(made.geometry.notna().sum())
    zh = f"{n} 个要素，其中 {drawn} 个有位置，{n - drawn} 个仅知县区 → {output}"
    en = f"{n} features, {drawn} with a position, {n - drawn} of which only the region is known → {output}"
    typer.echo(zh if language == "zh" else en, err=True)


def _sheet(file: Path, sheet: str, lang: str) -> pd.DataFrame:
    """The rows; what is worth knowing of how they were read goes to the standard error stream."""
    from geoplan.geocoding.table_notes import table_notes
    from geoplan.readers.read_csv import open_sheet

    try:
        opened = open_sheet(file, file.name or str(file), sheet or None)
    except OSError as error:
        zh = f"无法读取 {file}（{error.strerror}），请核对路径"
        en = f"cannot read {file} ({error.strerror}); check the path"
        raise RefusedError(zh if lang == "zh" else en) from error
    for note in table_notes(opened, bool(sheet)):
        typer.echo(note.text(lang), err=True)
    return opened.frame


def _write_layer(frame: gpd.GeoDataFrame, output: Path, lang: str) -> None:
    _write(output, feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)]), lang)


def _write_sheet(frame: pd.DataFrame, output: Path, lang: str) -> None:
    _write(output, as_csv(frame) if output.suffix.lower() == ".csv" else as_xlsx(frame, "geocoding"), lang)


def _write(output: Path, content: bytes, lang: str) -> None:
    try:
        write_atomically(output, content)
    except OSError as error:
        zh = f"--output：无法写入 {output}（{error.strerror}），请换一个可写的文件夹"
        en = f"--output: cannot write {output} ({error.strerror}); choose a folder you may write to"
        raise RefusedError(zh if lang == "zh" else en) from error


def _told(answers: Sequence[GeocodingResult], output: Path, lang: str) -> str:
    n, spots = len(answers), sum(answer.is_spot for answer in answers)
    regions = sum(answer.place is not None and not answer.is_spot for answer in answers)
    sure = sum(answer.is_spot and answer.confidence in {"high", "medium"} for answer in answers)
    unknown_rows = n - spots - regions
    if lang == "zh":
        found = f"{spots} 行有位置（{sure} 行较有把握），{regions} 行仅知县区，{unknown_rows} 行未识别"
        return f"{n} 行：{found} → {output}"
    return (
        f"{n} rows: {spots} with a position ({sure} of them fairly sure), {regions} with the region only, "
        f"{unknown_rows} not recognised → {output}"
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
