"""How wide a text is before it is set, and so how high a row: good enough to decide what a page may cut."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

TEXT_WIDTH: Final = 165.0  # millimetres of text on a page
_EM: Final = 3.0  # millimetres, the size of a table's letters
_PADDING: Final = 3.2  # millimetres, left and right in a cell
_TALL: Final = 20  # lines of a row that a page may cut
_WHOLE: Final = 34.0  # lines of a table that a page does not cut
_BETWEEN: Final = 0.6  # lines between rows


def text_width(text: str) -> float:
    """How many times its letters' size a line is wide; a little too much rather than too little."""
    return sum(_em(sign) for sign in text)


def is_wide(text: str) -> bool:
    """Whether every letter is as wide as a Chinese character."""
    return all(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _em(sign: str) -> float:
    if is_wide(sign):
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    return 0.72 if sign.isupper() or sign in "@%&—mwMW" else 0.3 if sign in " .,:;'|ilj" else 0.58


def lines_of(texts: Iterable[str], weights: Sequence[float]) -> int:
    """Estimate how many lines the highest cell of a row takes in columns of such shares of the page's width."""
    widths = [max(_EM, TEXT_WIDTH * weight / sum(weights) - _PADDING) for weight in weights]
    return max(
        sum(max(1, math.ceil(text_width(line) * _EM / width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def is_tall(lines: int) -> bool:
    """Whether a row is so high that the end of a page may cut it."""
    return lines > _TALL


def is_whole(rows: Iterable[int]) -> bool:
    """Whether rows of so many lines are few enough to stay on one page."""
    return sum(lines + _BETWEEN for lines in rows) <= _WHOLE
