"""What is wrong with how the command was called, on one line in the language of the user."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final

import typer

from geoplan.cli.command_language import language_of
from geoplan.errors import UserError
from geoplan.text.message import DEFAULT, Text, joined, message

CallError: Final[Any] = typer.BadParameter.__base__  # what Typer raises where a call is wrong

_NO_COMMAND: Final = re.compile(r"No such command '([^']*)'")
_CHOICES: Final = re.compile(r"is not one of (.*)")
_QUOTED: Final = re.compile(r"'([^']*)'")


def usage_line(error: Any, arguments: list[str]) -> str:
    """Say what is wrong with a call.

    Parameters
    ----------
    error : CallError
        As Typer raises it.
    arguments : list of str
        Of the call, which may name the language.
    """
    command = error.ctx.command_path if error.ctx else "geoplan"
    return message("cli.usage.line", fault=_fault(error), command=command).text(_language(arguments))


def _fault(error: Any) -> Text:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        code = "cli.usage.no_option.near" if near else "cli.usage.no_option.known"
        return message(code, named=error.option_name, near=joined(near))
    if command := _NO_COMMAND.match(error.message or ""):
        near = get_close_matches(command[1], list(getattr(error.ctx.command, "commands", ())), n=1)
        code = "cli.usage.no_command.near" if near else "cli.usage.no_command.known"
        return message(code, named=command[1], near=joined(near))
    if kind == "MissingParameter":
        named = "/".join(getattr(error.param, "opts", ())) or str(error.param_hint or "")
        return message("cli.usage.missing", named=named if named.startswith("-") else named.upper())
    if kind == "BadParameter" and error.param is not None:
        named = "/".join(error.param.opts)
        if choices := _CHOICES.search(error.message):
            return message("cli.usage.bad_choice", named=named, known=joined(_QUOTED.findall(choices[1])))
        if "valid number" in error.message or "valid integer" in error.message:
            return message("cli.usage.no_number", named=named)
        return message("cli.usage.bad_value", named=named, reason=error.message.rstrip("."))
    if kind == "BadOptionUsage":
        return message("cli.usage.no_value", named=error.option_name)
    return message("cli.usage.other", reason=error.format_message().rstrip("."))


def _language(arguments: list[str]) -> str:
    given = [*arguments, ""]
    after = [given[n + 1] for n, word in enumerate(arguments) if word == "--lang"]
    joined_to = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    try:
        return language_of(next(iter([*after, *joined_to]), ""))
    except UserError:
        return DEFAULT
