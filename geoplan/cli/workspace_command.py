"""``geoplan workspace``: a backup of what a team drew, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Lang, read_file, write_file
from geoplan.cli.terminal_text import echo
from geoplan.cli.workspace import open_store
from geoplan.errors import UserError
from geoplan.text.message import translate

if TYPE_CHECKING:
    from geoplan.drafts.draft_store import DraftStore

app = typer.Typer()
workspace = typer.Typer(help=command_help("cli.help.workspace"), no_args_is_help=True)
app.add_typer(workspace, name="workspace")


@workspace.command(cls=VerbCommand, help=command_help("cli.help.workspace_backup"))
def backup(
    file: Annotated[Path, typer.Argument(help=help_text("cli.workspace.options.target"))],
    force: Annotated[bool, typer.Option("--force", help=help_text("cli.workspace.options.force"))] = False,
    lang: Lang = "",
) -> None:
    """Write every draft of the workspace, with its earlier versions, into one file."""
    from geoplan.drafts.backup import back_up

    language = language_of(lang)
    content, count = back_up(_store(language))
    if file.exists() and not force:
        raise UserError("cli.workspace.exists", path=file)
    write_file(file, content, "FILE")
    echo(translate("cli.workspace.backed_up", language, n=count, path=file), err=True)


@workspace.command(cls=VerbCommand, help=command_help("cli.help.workspace_restore"))
def restore(
    file: Annotated[Path, typer.Argument(help=help_text("cli.workspace.options.source"))], lang: Lang = ""
) -> None:
    """Put the drafts of a backup back."""
    from geoplan.drafts.backup import restore

    language = language_of(lang)
    put_back, left = restore(_store(language), read_file(file, "FILE"), file.name)
    echo(translate("cli.workspace.restored", language, n=put_back, left=left), err=True)


def _store(language: str) -> DraftStore:
    store = open_store(language)
    if store is None:
        raise UserError("cli.workspace.none")
    return store
