"""How high a table's row is before it is set: good enough to decide what a page may cut."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from geoplan.cartography.text_metrics import text_width

TEXT_WIDTH: Final = 165.0  # millimetres of text on a page
_EM: Final = 3.0  # millimetres, the size of a table's letters
_PADDING: Final = 3.2  # millimetres, left and right in a cell
_TALL: Final = 20  # lines of a row that a page may cut
_WHOLE: Final = 34.0  # lines of a table that a page does not cut
_BETWEEN: Final = 0.6  # lines between rows


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
