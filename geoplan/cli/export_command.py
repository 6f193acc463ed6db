"""``geoplan export``: any filtered set in the format and coordinate system wanted."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from geoplan.cli.console import Home, Lang, language_of, open_catalogue
from geoplan.cli.filter_options import Filters, RefusedError, selection_of, unknown, with_filters
from geoplan.crs.systems import parse_system
from geoplan.errors import UserError
from geoplan.text.message import translate
from geoplan.writers.collect import LAYERS, PARTS, SITES, collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS, Format, format_of
from geoplan.writers.write_export import check_possible, write_export

app = typer.Typer()

_SUFFIXES = "x.geojson .gpkg .shp.zip .kml .csv .xlsx .fgb .parquet"
_ENCODINGS = ("utf-8", "gbk")


@app.command()
@with_filters
def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", help=f"{_SUFFIXES}; - 为标准输出 / for standard output, with --format")
    ],
    filters: Filters,
    what: Annotated[str, typer.Option(help=f"内容 / what: {' | '.join(PARTS)}")] = "",
    crs: Annotated[str, typer.Option(help="4326, 4490, 4548 …, 3857, GCJ-02, BD-09")] = "4326",
    encoding: Annotated[str, typer.Option(help="Shapefile 文字编码 / of a shapefile's texts: utf-8 | gbk")] = "utf-8",
    format: Annotated[str, typer.Option(help="标准输出的格式 / for standard output: geojson | csv")] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """导出所选场址、图层或表格，后缀决定格式。 Export sites, layers or tables; the suffix says the format."""
    language = language_of(lang)
    chosen_format = _format(output, format, language)
    part = what or (LAYERS if chosen_format.key == "gpkg" else SITES)
    if part not in PARTS:
        raise RefusedError(unknown("--what", part, list(PARTS), language))
    _require_encoding(encoding.lower(), chosen_format, language)
    with _refused("--crs", language):
        target = parse_system(crs)
    catalogue = open_catalogue(home, lang)
    selection = selection_of(catalogue, filters, language)
    content = collect(catalogue, part, selection, chosen_format, target, language, encoding.lower())
    if str(output) == "-":
        _print(content, chosen_format, language)
    else:
        _write(content, output, language)


def _format(output: Path, asked: str, language: str) -> Format:
    """By the suffix, or by ``--format`` for standard output."""
    if str(output) != "-":
        with _refused("--output", language):
            return format_of(output.name)[0]
    streamable = [key for key, format in FORMATS.items() if format.pieces]
    wanted = asked.lower() or "geojson"
    if wanted not in streamable:
        names = ", ".join(streamable)
        zh = f"--format：标准输出只能是 {names}，其余格式请用 -o 给出文件名"
        en = f"--format: standard output takes {names}; for other formats name a file with -o"
        raise RefusedError(zh if language == "zh" else en)
    return FORMATS[wanted]


def _require_encoding(encoding: str, format: Format, language: str) -> None:
    if encoding in _ENCODINGS and (encoding == "utf-8" or format.key == "shp"):
        return
    zh = f"--encoding：{encoding} 不可用，Shapefile 可选 {'、'.join(_ENCODINGS)}，其余格式只有 utf-8"
    en = f"--encoding: {encoding} is not to be had; a shapefile takes {', '.join(_ENCODINGS)}, other formats utf-8 only"
    raise RefusedError(zh if language == "zh" else en)


def _print(content: ExportContent, format: Format, language: str) -> None:
    """To standard output, piece by piece; nothing of it if it cannot be."""
    with _refused("--output", language):
        check_possible(content, format, zipped=False, name="")
        for piece in format.pieces(content) if format.pieces else ():
            sys.stdout.buffer.write(piece)


def _write(content: ExportContent, output: Path, language: str) -> None:
    try:
        with _refused("--output", language), _stopped_softly(), _bar() as bar:
            task = bar.add_task(output.name, total=1.0)
            remarks = write_export(content, output, lambda share: bar.update(task, completed=share))
    except OSError as error:
        zh = f"--output：无法写入 {output}（{error.strerror or error}），请换一个可写的文件夹"
        en = f"--output: cannot write {output} ({error.strerror or error}); choose a folder you may write to"
        raise RefusedError(zh if language == "zh" else en) from error
    for remark in remarks:
        typer.echo(remark.text(language), err=True)
    typer.echo(_done(content, output, language), err=True)


def _done(content: ExportContent, output: Path, language: str) -> str:
    first = content.collections[0]
    if len(content.collections) == 1 and "site_id" in first.frame and first.name == SITES:
        sites = first.frame["site_id"].nunique()
        return translate("cli.export_command.sites", language, sites=sites, output=output)
    tables, rows = len(content.collections), content.rows
    return translate("cli.export_command.tables_rows", language, tables=tables, rows=rows, output=output)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def _refused(option: str, language: str) -> Iterator[None]:
    """Say what was refused in one line that begins with the option."""
    try:
        yield
    except UserError as error:
        colon = translate("cli.export_command.text", language)
        raise RefusedError(f"{option}{colon}{error.text(language)}") from error


@contextmanager
def _stopped_softly() -> Iterator[None]:
    """Let a termination leave by the door, so that the draft is cleared away."""

    def leave(number: int, _: Any) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
