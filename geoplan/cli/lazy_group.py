"""The group of verbs: a verb's module is imported when the verb is run; until then only its help is known."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from geoplan.cli.command_language import command_help

# The module that holds each verb in its ``app``; its help is the text ``cli.help.<verb>``.
VERBS: Final = {
    "check": "catalogue_commands",
    "list": "catalogue_commands",
    "concordance": "catalogue_commands",
    "export": "export_command",
    "picture": "picture_command",
    "publish": "publish_command",
    "book": "book_command",
    "coverage": "coverage_command",
    "find": "find_command",
    "brief": "find_command",
    "geocode": "geocode_command",
    "serve": "serve_command",
    "template": "template_commands",
    "fetch": "fetch_command",
    "plans": "plans_command",
    "place": "place_command",
    "workspace": "workspace_command",
    "registers": "registers_command",
}


class LazyGroup(TyperGroup):
    """A group whose commands stand in by their help until one of them is run."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for verb in VERBS:
            self.add_command(TyperCommand(verb, callback=None, help=command_help(f"cli.help.{verb}")))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the module of the verb, then resolve as usual."""
        if args and args[0] in VERBS:
            command = get_command(import_module(f"geoplan.cli.{VERBS[args[0]]}").app)
            self.add_command(getattr(command, "commands", {}).get(args[0], command), args[0])
        return super().resolve_command(ctx, args)
