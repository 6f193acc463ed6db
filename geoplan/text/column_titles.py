"""What the columns of results are called."""

from __future__ import annotations

from typing import Final

from geoplan.text.message import translate

_TITLES: Final = ("cli.columns.", "fields.columns.", "ui.coverage.")  # the texts that hold titles of columns


def column_title(column: str, lang: str) -> str:
    """What a column is called; its name where no text gives a title."""
    for group in _TITLES:
        try:
            return translate(group + column, lang)
        except KeyError:
            continue
    return column
