"""Help of commands and options: every language's wording, one after the other."""

from __future__ import annotations

from geoplan.text.message import in_every_language, languages, translate


def help_text(code: str, /, **values: object) -> str:
    """The help of an option or argument: the languages side by side."""
    return in_every_language(code, **values)


def command_help(code: str) -> str:
    """The help of a command: paragraph by paragraph, the languages one after the other."""
    wordings = [translate(code, lang).split("\n\n") for lang in languages()]
    return "\n\n".join(" ".join(dict.fromkeys(paragraph)) for paragraph in zip(*wordings, strict=True))
