"""The language a command speaks."""

from __future__ import annotations

from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import DEFAULT, joined, languages


def language_of(option: str) -> str:
    """The language of ``--lang``, else of GEOPLAN_LANG.

    Returns
    -------
    str
        One of `geoplan.text.message.languages`.

    Raises
    ------
    UserError
        There is no such language.
    """
    code = (option or settings().lang).lower().replace("_", "-").split("-")[0]
    if code in languages():
        return code
    if not option:
        return DEFAULT
    raise UserError("cli.unknown_language", language=option, known=joined(languages()))
