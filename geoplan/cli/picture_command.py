"""``geoplan picture``: a filtered set as a map sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, open_catalogue, write_file
from geoplan.cli.filter_options import Filters, require_known, selection_of, tell_possible, unknown_value, with_filters
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import joined, message, translate
from geoplan.text.names import name_of

if TYPE_CHECKING:
    from geoplan.study_area import Box

app = typer.Typer()
_PAPERS: Final = ("A4", "A3", "16:9")
_ORIENTATIONS: Final = ("landscape", "portrait")
_SUFFIXES: Final = (".pdf", ".png", ".svg")


@app.command(cls=VerbCommand, help=command_help("cli.help.picture"))
@with_filters
def picture(
    output: Annotated[Path, typer.Option("--output", "-o", help=help_text("cli.picture.options.output"))],
    filters: Filters,
    paper: Annotated[str, typer.Option(help=help_text("cli.picture.options.paper", papers=" | ".join(_PAPERS)))] = "A4",
    orientation: Annotated[str, typer.Option(help=help_text("cli.picture.options.orientation"))] = "landscape",
    title: Annotated[str, typer.Option(help=help_text("cli.picture.options.title"))] = "",
    view: Annotated[str, typer.Option(help=help_text("cli.picture.options.view"))] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Draw sites as a map sheet."""
    language = language_of(lang)
    require_known("--paper", paper, _PAPERS)
    require_known("--orientation", orientation, _ORIENTATIONS)
    if not output.is_dir() and output.suffix.lower() not in _SUFFIXES:
        raise unknown_value("--output", output.name, _SUFFIXES)
    box = _box(view) if view else None
    catalogue = open_catalogue(home, lang)
    selection = selection_of(catalogue, filters)
    tell_possible(catalogue, selection, language)

    from geoplan.cartography.map_sheet import map_sheet
    from geoplan.cartography.sheet_extent import view_of_sites
    from geoplan.query.selection import select
    from geoplan.query.selection_words import selection_words
    from geoplan.text.file_names import sheet_name

    sites = select(catalogue, selection)
    words = selection_words(catalogue, selection, with_regions=False)
    places = [name_of(catalogue.regions, code) for code in selection.regions]
    heading = (
        message("cartography.sheet.title_of", place=joined(places)) if places else message("cartography.sheet.title")
    )
    if output.is_dir():
        what = [text.text(language) for text in (*places, *words)]
        output = output / sheet_name(what, settings().day, paper, "pdf")
    content = map_sheet(
        catalogue,
        sites,
        language,
        view=box or view_of_sites(catalogue, sites, selection.regions),
        paper=paper,
        title=title or heading.text(language),
        note=joined(words).text(language) if words else "",
        orientation=orientation,
        format=output.suffix.lower()[1:],
        approval=settings().approval_number,
    )
    write_file(output, content, "--output")
    echo(translate("cli.picture.written", language, n=len(sites), output=output), err=True)


def _box(text: str) -> Box:
    """West, south, east, north, as ``--view`` has them."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UserError("cli.picture.bad_view", value=text) from None
    return west, south, east, north
