"""The ``geoplan`` command: options in, one call of the library, rows or a message out."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from geoplan.cli.command_language import command_help, help_text
from geoplan.cli.lazy_group import LazyGroup

app = typer.Typer(cls=LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False)


def _print_version(is_set: bool) -> None:
    if is_set:
        from importlib.metadata import version

        typer.echo(version("geoplan"))
        raise typer.Exit


@app.callback(help=command_help("cli.about"))
def geoplan(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=help_text("cli.options.version"))
    ] = False,
) -> None:
    """Check, list, measure, rank and export what plans say about sites."""


def main() -> None:
    """Run the command; a broken pipe ends it quietly."""
    gc.set_threshold(50_000)  # most objects are modules that stay: looking for garbage takes a tenth of the start
    try:
        app(prog_name="geoplan")
    except BrokenPipeError:
        raise SystemExit(1) from None
