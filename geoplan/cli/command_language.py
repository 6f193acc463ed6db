"""The languages of the command: its help in all of them, its messages in the one that the user chooses."""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import typer
from typer.core import TyperCommand

from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.text.message import DEFAULT, in_every_language, joined, languages, translate

_SETTING: Final = "GEOPLAN_LANG"
help_text = in_every_language  # the help of an option or argument: the languages side by side


def command_help(code: str) -> str:
    """The help of a command: paragraph by paragraph, the languages one after the other."""
    wordings = [translate(code, lang).split("\n\n") for lang in languages()]
    return "\n\n".join(" ".join(dict.fromkeys(paragraph)) for paragraph in zip(*wordings, strict=True))


def language_of(option: str) -> str:
    """The language of ``--lang``, else of GEOPLAN_LANG, else the first that the terminal can write.

    Raises
    ------
    UserError
        There is no such language.
    """
    if not option and not os.environ.get(_SETTING):
        return next(filter(_can_be_written, languages()), DEFAULT)
    chosen = option or os.environ[_SETTING]
    code = chosen.lower().replace("_", "-").split("-")[0]
    if code in languages():
        return code
    named = "--lang" if option else _SETTING
    raise UserError("cli.unknown_language", option=named, language=chosen, known=joined(languages()))


def _can_be_written(language: str) -> bool:
    """Whether the terminal has the letters of a language."""
    try:
        translate("language.name", language).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class VerbCommand(TyperCommand):
    """A command that ends with status 2 and one line in the language of the user where it cannot be carried out."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            try:
                language = language_of(ctx.params.get("lang", ""))
            except UserError:
                language = DEFAULT
            echo(error.text(language), err=True)
            raise typer.Exit(2) from None
