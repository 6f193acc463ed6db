"""What is said of a file that was brought: in both languages, one line each, and never the words of a library."""

from __future__ import annotations

import unicodedata
from typing import Final

from geoplan.errors import UserError

_LONGEST: Final = 60  # characters of a user's text inside a message


class ReaderError(UserError):
    """What was brought cannot be read; the line names the file, the spot, the fact and the remedy."""


def shorten(text: object) -> str:
    """Cut a user's text to what a message can carry.

    Parameters
    ----------
    text : object
        A cell, a name: anything may be in it.

    Returns
    -------
    str
        On one line, without control or direction characters, at most 60 characters.
    """
    given = str(text)
    if len(given) <= _LONGEST and given.isprintable():  # as nearly all are
        return " ".join(given.split())
    kept = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in given[: 4 * _LONGEST])
    line = " ".join(kept.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
