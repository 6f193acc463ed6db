"""``geoplan export``: a filtered set in a format and a coordinate system."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, cannot_write, naming, open_catalogue
from geoplan.cli.filter_options import Filters, require_known, selection_of, tell_possible, with_filters
from geoplan.cli.terminal_text import echo, visible
from geoplan.crs.systems import parse_system
from geoplan.errors import UserError
from geoplan.text.message import joined, translate
from geoplan.writers.collect import LAYERS, PARTS, SITES, collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS, Format, format_of
from geoplan.writers.write_export import check_possible, write_export

app = typer.Typer()

_SUFFIXES = "x.geojson .gpkg .shp.zip .kml .csv .xlsx .fgb .parquet"
_ENCODINGS = ("utf-8", "gbk")


@app.command(cls=VerbCommand, help=command_help("cli.help.export"))
@with_filters
def export(
    output: Annotated[
        Path, typer.Option("--output", "-o", help=help_text("cli.export.options.output", suffixes=_SUFFIXES))
    ],
    filters: Filters,
    what: Annotated[str, typer.Option(help=help_text("cli.export.options.what", parts=" | ".join(PARTS)))] = "",
    crs: Annotated[str, typer.Option(help="4326, 4490, 3857 …, GCJ-02, BD-09")] = "4326",
    encoding: Annotated[str, typer.Option(help=help_text("cli.export.options.encoding"))] = "utf-8",
    format: Annotated[str, typer.Option(help=help_text("cli.export.options.format"))] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Export sites, layers or tables; the suffix says the format."""
    language = language_of(lang)
    chosen_format = _format(output, format)
    part = what or (LAYERS if chosen_format.key == "gpkg" else SITES)
    require_known("--what", part, PARTS)
    _require_encoding(encoding.lower(), chosen_format)
    with naming("--crs"):
        target = parse_system(crs)
    catalogue = open_catalogue(home, lang)
    selection = selection_of(catalogue, filters)
    tell_possible(catalogue, selection, language)
    content = collect(catalogue, part, selection, chosen_format, target, language, encoding.lower())
    if str(output) == "-":
        _print(content, chosen_format)
    else:
        _write(content, output, language)


def _format(output: Path, name: str) -> Format:
    """By the suffix, or by ``--format`` for standard output."""
    if str(output) != "-":
        with naming("--output"):
            return format_of(output.name)[0]
    streamable = {key: format for key, format in FORMATS.items() if format.pieces}
    key = name.lower() or "geojson"
    if key not in streamable:
        raise UserError("cli.export.not_streamable", names=", ".join(streamable))
    return streamable[key]


def _require_encoding(encoding: str, format: Format) -> None:
    if encoding in _ENCODINGS and (encoding == "utf-8" or format.key == "shp"):
        return
    raise UserError("cli.export.no_encoding", encoding=encoding, encodings=joined(_ENCODINGS))


def _print(content: ExportContent, format: Format) -> None:
    """To standard output, piece by piece; nothing of it if it cannot be."""
    with naming("--output"):
        check_possible(content, format, zipped=False, name="")
        for piece in format.pieces(content) if format.pieces else ():
            sys.stdout.buffer.write(visible(piece.decode()).encode() if sys.stdout.isatty() else piece)


def _write(content: ExportContent, output: Path, language: str) -> None:
    try:
        with naming("--output"), _clean_termination(), _bar() as bar:
            task = bar.add_task(escape(visible(output.name)), total=1.0)
            remarks = write_export(content, output, lambda share: bar.update(task, completed=share))
    except OSError as error:
        raise cannot_write(output, error, "--output") from error
    for remark in remarks:
        echo(remark.text(language), err=True)
    echo(_done(content, output, language), err=True)


def _done(content: ExportContent, output: Path, language: str) -> str:
    first = content.collections[0]
    if len(content.collections) == 1 and "site_id" in first.frame and first.name == SITES:
        sites = first.frame["site_id"].nunique()
        return translate("cli.export.sites", language, sites=sites, output=output)
    tables, rows = len(content.collections), content.rows
    return translate("cli.export.tables", language, tables=tables, rows=rows, output=output)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def _clean_termination() -> Iterator[None]:
    """End by an exception on SIGTERM, so that the draft is removed."""

    def leave(number: int, _: Any) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
