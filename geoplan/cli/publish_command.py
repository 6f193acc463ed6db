"""``geoplan publish``: a set of sites as one HTML file that asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, naming, open_catalogue, read_file, write_file
from geoplan.cli.day_option import day_of
from geoplan.cli.filter_options import Filters, selection_of, site_of, tell_possible, unknown_value, with_filters
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import translate

if TYPE_CHECKING:
    from geoplan.catalogue.catalogue import Catalogue

app = typer.Typer()
_SUFFIXES: Final = (".html", ".htm")
_MB: Final = 1e6  # bytes
_SCHEMES: Final = ("http://", "https://")


@app.command(cls=VerbCommand, help=command_help("cli.help.publish"))
@with_filters
def publish(
    output: Annotated[Path, typer.Option("--output", "-o", help=help_text("cli.publish.options.output"))],
    filters: Filters,
    site: Annotated[str, typer.Option(help=help_text("cli.publish.options.site"))] = "",
    shortlist: Annotated[str, typer.Option(help=help_text("cli.publish.options.shortlist"))] = "",
    address: Annotated[str, typer.Option(help=help_text("cli.publish.options.address"))] = "",
    day: Annotated[str, typer.Option("--date", help=help_text("cli.publish.options.date"))] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write a set of sites as one HTML file."""
    language = language_of(lang)
    if output.suffix.lower() not in _SUFFIXES:
        raise unknown_value("--output", output.name, _SUFFIXES)
    on = day_of(day)
    if address and not address.startswith(_SCHEMES):
        raise UserError("cli.publish.bad_address", value=address)
    catalogue = open_catalogue(home, lang)
    selection = selection_of(catalogue, filters)
    if site and not selection.is_empty():
        raise UserError("cli.publish.site_and_filter")
    tell_possible(catalogue, selection, language)

    from geoplan.publish.atlas_page import atlas_page
    from geoplan.publish.embed_snippet import embed_snippet
    from geoplan.publish.page_facts import page_title
    from geoplan.publish.publication import Publication

    publication = Publication(
        day=on,
        lang=language,
        selection=selection,
        site=site_of(catalogue, site) if site else "",
        shortlist=_shortlist(catalogue, shortlist) if shortlist else {},
        address=address,
        approval=settings().approval_number,
    )
    sites = publication.sites(catalogue)
    if not sites:
        raise UserError("cli.publish.no_sites")
    try:
        content = atlas_page(catalogue, publication)
    except ValueError as error:
        if not address:
            raise
        raise UserError("cli.publish.bad_address", value=address) from error
    write_file(output, content, "--output")
    size = f"{len(content) / _MB:.1f}"
    echo(translate("cli.publish.written", language, n=len(sites), output=output, size=size), err=True)
    if address:
        echo(embed_snippet(address, page_title(catalogue, publication).text(language)))


def _shortlist(catalogue: Catalogue, text: str) -> dict[str, str]:
    """Notes by site id: of a saved shortlist, or of ids or names with commas between them."""
    if not text.lower().endswith(".json"):
        names = text.replace(translate("punctuation.comma", "zh"), ",").split(",")
        return {site_of(catalogue, name.strip()): "" for name in names if name.strip()}
    from geoplan.errors import ShortlistError
    from geoplan.suitability.shortlist import from_json

    content = read_file(Path(text), "--shortlist")
    with naming("--shortlist", ShortlistError):
        return {entry.site_id: entry.note for entry in from_json(content, catalogue).sites}
