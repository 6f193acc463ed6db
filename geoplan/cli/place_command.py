"""``geoplan place``: how each site is drawn, outlines of the user's own, and patches that hand drawn positions on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Wide,
    cannot_write,
    home_of,
    open_catalogue,
    print_rows,
    read_file,
    write_file,
)
from geoplan.cli.filter_options import Filters, require_known, selection_of, tell_possible, with_filters
from geoplan.cli.place_import import import_outlines
from geoplan.cli.terminal_text import echo, echo_data
from geoplan.cli.workspace import open_store
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import joined, translate

app = typer.Typer()
place = typer.Typer(help=command_help("cli.help.place"), no_args_is_help=True)
app.add_typer(place, name="place")
place.command("import", cls=VerbCommand, help=command_help("place.help.import"))(import_outlines)


@place.command("list", cls=VerbCommand, help=command_help("place.help.list"))
@with_filters
def list_(
    filters: Filters,
    way: Annotated[list[str] | None, typer.Option(help=help_text("place.options.way"))] = None,
    summary: Annotated[bool, typer.Option("--summary", help=help_text("place.options.summary"))] = False,
    sources: Annotated[bool, typer.Option("--sources", help=help_text("place.options.sources"))] = False,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """List sites and how each is drawn."""
    from geoplan.cli.drawn_rows import counts, drawn_lines, drawn_rows, summary_rows
    from geoplan.drafts.with_drafts import with_drafts
    from geoplan.query.selection import select
    from geoplan.vocabulary import WAYS

    language = language_of(lang)
    for value in way or []:
        require_known("--way", value, WAYS)
    catalogue = open_catalogue(home, lang)
    if (store := open_store(language)) is not None:
        catalogue = with_drafts(catalogue, store.read())
    selection = selection_of(catalogue, filters)
    tell_possible(catalogue, selection, language)
    rows = drawn_rows(catalogue, select(catalogue, selection))
    rows = rows[rows["way"].isin(way)].reset_index(drop=True) if way else rows
    if summary:
        print_rows(summary_rows(rows, catalogue, language if format is Format.table else ""), format, language, wide)
    elif format is Format.table:
        for line in drawn_lines(rows, catalogue, language, sources):
            echo(line)
    else:
        print_rows(rows, format, language, wide)
    if format is Format.table:
        echo(counts(rows).text(language))


@place.command(cls=VerbCommand, help=command_help("place.help.apply"))
def apply(
    patch: Annotated[Path, typer.Argument(help=help_text("place.options.patch"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_text("place.options.dry_run"))] = False,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Put the positions of a patch into layers/."""
    from geoplan.drafts.apply_patch import apply_patch, patched_layers
    from geoplan.drafts.draft import POSITION
    from geoplan.drafts.patch import read_patch

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    drafts = read_patch(read_file(patch, "PATCH"), patch.name, catalogue)
    positions = [draft for draft in drafts if draft.category == POSITION]
    folder = home_of(home)
    try:
        files = list(patched_layers(folder, drafts)) if dry_run else apply_patch(folder, drafts)
    except OSError as error:
        raise cannot_write(folder / "layers", error, "--home") from error
    for file in files:
        echo(file)
    done = "place.apply.would_change" if dry_run else "place.apply.changed"
    echo(translate(done, language, n=len(positions), files=len(files)), err=True)
    if rest := [draft.draft_id for draft in drafts if draft.category != POSITION]:
        echo(translate("place.apply.not_applied", language, n=len(rest), ids=joined(rest)), err=True)


@place.command(cls=VerbCommand, help=command_help("place.help.export"))
def export(
    output: Annotated[Path | None, typer.Option("--output", "-o", help=help_text("place.options.output"))] = None,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write the drafts of the workspace as a patch."""
    from geoplan.drafts.patch import read_patch, write_patch

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    store = open_store(language)
    if store is None:
        raise UserError("place.export.no_workspace")
    drafts = store.read()
    content = write_patch(drafts, catalogue.version, settings().day)
    read_patch(content, str(settings().workspace), catalogue)  # what cannot be read again is not handed on
    if output is None:
        echo_data(content.decode())
        return
    write_file(output, content, "--output")
    echo(translate("place.export.written", language, n=len(drafts), output=output), err=True)
