"""The ``geoplan`` command: options in, one call of the library, rows or a message out."""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

from geoplan.cli.command_language import command_help, help_text
from geoplan.cli.lazy_group import LazyGroup
from geoplan.cli.terminal_text import echo
from geoplan.cli.usage_errors import CallError, usage_line

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
    """Run the command; a broken pipe ends it quietly, and a terminal that cannot write a letter shows its number."""
    gc.set_threshold(50_000)  # most objects are modules that stay: looking for garbage takes a tenth of the start
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(prog_name="geoplan", standalone_mode=False)
    except CallError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            raise SystemExit(2) from None
        echo(usage_line(error, sys.argv[1:]), err=True)
        raise SystemExit(2) from None
    except typer.Abort:
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(1) from None
    raise SystemExit(status if isinstance(status, int) else 0)
