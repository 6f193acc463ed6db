"""Texts of users, cut to what a message can carry."""

from __future__ import annotations

import unicodedata
from typing import Final

_LONGEST: Final = 60  # characters of a user's text inside a message


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
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in given[: 4 * _LONGEST])
    line = " ".join(visible.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
