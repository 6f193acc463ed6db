"""Lines that fit a width on a terminal: a Chinese character takes two columns, a word or a number is not broken."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.text import Text

from geoplan.cli.terminal_text import visible

# A word of an alphabet or a number with its signs, or one character of Chinese, Japanese or Korean.
_PIECE: Final = re.compile(r"\s*(?:[^\s\u2e80-\U0010ffff]+|\S)")
_OPENING, _CLOSING = {"Ps", "Pi"}, {"Pe", "Pf", "Po"}


def pieces(text: str) -> list[str]:
    """The parts between which a line may end, each with the blank before it; brackets and stops stay at their words."""
    found: list[str] = []
    for piece in _PIECE.findall(" ".join(text.split())):
        closes = all(unicodedata.category(sign) in _CLOSING for sign in piece)
        if found and not piece[0].isspace() and (closes or unicodedata.category(found[-1][-1]) in _OPENING):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def longest(text: str) -> int:
    """The width of the widest part that is not broken."""
    return max((cell_len(piece.strip()) for piece in pieces(text)), default=0)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of a width; only a part that is wider than a line is broken."""
    lines = [""]
    for piece in pieces(text):
        if lines[-1] and cell_len(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [part for line in lines for part in (chop_cells(line, width) if cell_len(line) > width else [line])]


def block_of(text: str, width: int, style: str = "") -> Text:
    """The lines of a text as `rich` prints them."""
    return Text("\n".join(wrapped(visible(text), width)), style=style)
