"""The ``geoplan`` command: options in, one call of the library, rows or a message out."""

from __future__ import annotations

import typer

from geoplan.cli import (
    catalogue_commands,
    coverage_command,
    export_command,
    fetch_command,
    find_command,
    geocode_command,
    serve_command,
    template_commands,
)
from geoplan.cli.filter_options import RefusedError

app = typer.Typer(
    help="规划说了哪些地方发展什么产业。 What plans say about places: check, list, measure, export.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verbs in (
    catalogue_commands,
    export_command,
    coverage_command,
    find_command,
    geocode_command,
    serve_command,
    template_commands,
):
    app.add_typer(verbs.app)
app.add_typer(fetch_command.app, name="fetch")


def main() -> None:
    """Run the command; errors are one line on standard error."""
    try:
        app()
    except RefusedError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:
        raise SystemExit(1) from None
