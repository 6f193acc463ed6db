"""What a page of a PDF holds: pieces of text where they stand, and the ruled lines that draw its tables."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pypdf import PageObject

_THIN: Final = 3.0  # points; a rectangle no thicker is a line
_MOST_RULES: Final = 4_000  # on a page; a drawing has more than a table
_MOST_PIECES: Final = 50_000  # on a page


class Piece(NamedTuple):
    """A piece of text: its left end and baseline in points, the size of its type, its characters."""

    x: float
    y: float
    size: float
    text: str

    @property
    def end(self) -> float:
        """Where it ends, by full and half widths."""
        return self.x + self.size * sum(0.5 if unicodedata.east_asian_width(c) in "NaH" else 1.0 for c in self.text)


class Rule(NamedTuple):
    """A ruled line: where it stands on its own axis, and from where to where it goes on the other, in points."""

    at: float
    start: float
    end: float


@dataclass
class Page:
    """The pieces and ruled lines of a page, in points from its lower left corner."""

    width: float
    pieces: list[Piece] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)


def read_page(page: PageObject) -> Page:
    """Read the pieces and ruled lines of a page."""
    reader = _Reader(Page(float(page.mediabox.width)))
    page.extract_text(visitor_text=reader.text, visitor_operand_before=reader.operand)
    return reader.page


class _Reader:
    """Takes what pypdf comes by on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.point = (0.0, 0.0)

    def text(self, text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if not text.strip() or len(self.page.pieces) > _MOST_PIECES:
            return
        x, y = _moved(cm, tm[4], tm[5])
        high = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        for line in text.strip().splitlines():
            self.page.pieces.append(Piece(x, y, max(float(size) * high, 1.0), line.strip()))
            y -= float(size) * high

    def operand(self, operator: bytes, operands: list[Any], cm: list[float], _tm: list[float]) -> None:
        if operator not in (b"m", b"l", b"re") or len(self.page.horizontal) + len(self.page.vertical) > _MOST_RULES:
            return
        numbers = [float(number) for number in operands]
        if operator == b"re":
            x, y, wide, high = numbers
            self._rectangle(_moved(cm, x, y), _moved(cm, x + wide, y + high))
            return
        end = _moved(cm, *numbers)
        if operator == b"l":
            self._line(self.point, end)
        self.point = end

    def _rectangle(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if y1 - y0 <= _THIN or x1 - x0 <= _THIN:
            self._line((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)) if x1 - x0 > y1 - y0 else self._line(
                ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
            )
            return
        for y in (y0, y1):
            self._line((x0, y), (x1, y))
        for x in (x0, x1):
            self._line((x, y0), (x, y1))

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) <= _THIN < abs(x0 - x1):
            self.page.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= _THIN < abs(y0 - y1):
            self.page.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _moved(cm: list[float], x: float, y: float) -> tuple[float, float]:
    """A point of the text or path on the page."""
    a, b, c, d, e, f = (float(number) for number in cm)
    return a * x + c * y + e, b * x + d * y + f
