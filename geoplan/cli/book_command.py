"""``geoplan book``: a set of sites as a map book, or every page of it as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, naming, open_catalogue, write_file
from geoplan.cli.counted_rows import row_progress
from geoplan.cli.day_option import day_of
from geoplan.cli.filter_options import Filters, require_known, selection_of, tell_possible, unknown_value, with_filters
from geoplan.cli.reading_notes import tell_reading
from geoplan.cli.terminal_text import echo
from geoplan.cli.workspace import open_store
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import translate

if TYPE_CHECKING:
    from geoplan.cartography.own_layer_symbols import OwnLayer

app = typer.Typer()
_PAPERS: Final = ("A3", "A4")
_SUFFIXES: Final = (".pdf", ".zip")
_PICTURES: Final = ("png", "svg")
_MB: Final = 1e6  # bytes


@app.command(cls=VerbCommand, help=command_help("cli.help.book"))
@with_filters
def book(
    output: Annotated[Path, typer.Option("--output", "-o", help=help_text("cli.book.options.output"))],
    filters: Filters,
    paper: Annotated[str, typer.Option(help=help_text("cli.book.options.paper", papers=" | ".join(_PAPERS)))] = "A3",
    pages: Annotated[
        str, typer.Option(help=help_text("cli.book.options.pages", formats=" | ".join(_PICTURES)))
    ] = "png",
    day: Annotated[str, typer.Option("--date", help=help_text("cli.book.options.date"))] = "",
    drafts: Annotated[bool, typer.Option("--drafts", help=help_text("cli.book.options.drafts"))] = False,
    own: Annotated[list[Path] | None, typer.Option("--own", help=help_text("cli.book.options.own"))] = None,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write a set of sites as a map book."""
    language = language_of(lang)
    require_known("--paper", paper, _PAPERS)
    require_known("--pages", pages, _PICTURES)
    if output.suffix.lower() not in _SUFFIXES:
        raise unknown_value("--output", output.name, _SUFFIXES)
    on = day_of(day)
    catalogue = open_catalogue(home, lang)
    if drafts:
        from geoplan.drafts.with_drafts import with_drafts

        store = open_store(language)
        if store is None:
            raise UserError("place.export.no_workspace")
        catalogue = with_drafts(catalogue, store.read())
    selection = selection_of(catalogue, filters)
    tell_possible(catalogue, selection, language)

    from geoplan.book.edition import Edition
    from geoplan.book.map_book import book_pictures, map_book
    from geoplan.brief.letterhead import letterhead_of

    edition = Edition(
        on,
        language,
        paper,
        selection,
        letterhead_of(settings()),
        settings().approval_number,
        tuple(_own_layer(file, language) for file in own or []),
    )
    with row_progress("cli.book.progress", language, -1) as told:
        if output.suffix.lower() == ".pdf":
            content = map_book(catalogue, edition, told)
        else:
            content = book_pictures(catalogue, edition, pages, told)
    write_file(output, content, "--output")
    echo(translate("cli.book.written", language, output=output, size=f"{len(content) / _MB:.1f}"), err=True)


def _own_layer(file: Path, lang: str) -> OwnLayer:
    """Read a layer of the user's own; refused where a question about it is open."""
    from geoplan.cartography.own_layer_symbols import OwnLayer
    from geoplan.readers.read_layer import read_layer

    with naming("--own"):
        reading = read_layer(file, file.name)
        if reading.pending:
            raise UserError("cli.book.open_question", file=file.name)
    tell_reading(reading, lang)
    return OwnLayer(file.stem, reading.frame.geometry)
