"""A verb of the command: an error of the user is one line on standard error, in the user's language."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

from geoplan.cli.language_option import language_of
from geoplan.errors import UserError


class VerbCommand(TyperCommand):
    """A command that ends with status 2 and one line where it cannot do what was asked."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            try:
                language = language_of(ctx.params.get("lang", ""))
            except UserError:
                language = language_of("")
            typer.echo(error.text(language), err=True)
            raise typer.Exit(2) from None
