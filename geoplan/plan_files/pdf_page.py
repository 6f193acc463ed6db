"""What a page of a PDF holds: pieces of text where they stand, and the ruled lines that draw its tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, NameObject

_SHOWS_TEXT: Final = {b"Tj", b"TJ", b"'", b'"'}
_MOVES: Final = {b"BT", b"Td", b"TD", b"Tm", b"T*", b"'", b'"', b"cm", b"q", b"Q", b"Do"}
_GAP: Final = b"gap"  # no operator of PDF: pypdf passes it on
_WIDE: Final = 400.0  # thousandths of the type's size
_FILLS: Final = {b"f", b"F", b"f*"}
_PAINTS: Final = {*_FILLS, b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"}
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
    if page.get("/Contents") is None:
        return reader.page
    contents = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes")
    contents.operations = [one for operation in contents.operations for one in _apart(*operation)]
    page[NameObject("/Contents")] = contents
    page.extract_text(visitor_text=reader.text, visitor_operand_before=reader.operand)
    return reader.page


def _apart(operands: Any, operator: bytes) -> Iterator[tuple[Any, bytes]]:
    """Strings that are shown, each with the end of a text object: pypdf then reports it by itself, with its place.

    A string is cut where it leaves a gap, which other strings may fill.
    """
    if operator != b"TJ" or not operands or not isinstance(operands[0], ArrayObject):
        yield operands, operator
        if operator in _SHOWS_TEXT:
            yield [], b"ET"
        return
    part = ArrayObject()
    for item in operands[0]:
        if isinstance(item, int | float) and item <= -_WIDE:
            yield [part], operator
            yield [], b"ET"
            yield [item], _GAP
            part = ArrayObject()
        else:
            part.append(item)
    yield [part], operator
    yield [], b"ET"


class _Reader:
    """Takes what pypdf comes by on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.point = (0.0, 0.0)
        self.pen: float | None = None  # where the last string ended, until the next is given a place of its own
        self.size = 1.0
        self.path: list[
            tuple[bool, tuple[float, float], tuple[float, float]]
        ] = []  # rectangles and lines to be painted

    def text(self, text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if not text.strip() or len(self.page.pieces) > _MOST_PIECES:
            return
        x, y = _moved(cm, tm[4], tm[5])
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        self.size = max(float(size) * scale, 1.0)
        x = x if self.pen is None else self.pen
        for line in text.strip().splitlines():
            self.page.pieces.append(Piece(x, y, self.size, line.strip()))
            y -= self.size
        self.pen = self.page.pieces[-1].end

    def operand(self, operator: bytes, operands: list[Any], cm: list[float], _tm: list[float]) -> None:
        if operator == _GAP and self.pen is not None:
            self.pen -= float(operands[0]) / 1000 * self.size
        elif operator in _MOVES:
            self.pen = None
        elif operator in (b"m", b"l", b"re") and len(self.path) < _MOST_RULES:
            numbers = [float(number) for number in operands]
            if operator == b"re":
                x, y, wide, high = numbers
                self.path.append((True, _moved(cm, x, y), _moved(cm, x + wide, y + high)))
                return
            end = _moved(cm, numbers[0], numbers[1])
            if operator == b"l":
                self.path.append((False, self.point, end))
            self.point = end
        elif operator in _PAINTS:  # a path that is not painted only cuts what is
            if operator != b"n" and len(self.page.horizontal) + len(self.page.vertical) < _MOST_RULES:
                for is_rectangle, one, other in self.path:
                    if is_rectangle:
                        self._rectangle(one, other, operator in _FILLS)
                    elif operator not in _FILLS:
                        self._line(one, other)
            self.path = []

    def _rectangle(self, one: tuple[float, float], other: tuple[float, float], is_filled: bool) -> None:
        """Take a thin rectangle for a line and a drawn one for four; one that is only filled is a background."""
        (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if y1 - y0 <= _THIN:
            self._line((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2))
        elif x1 - x0 <= _THIN:
            self._line(((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1))
        elif not is_filled:
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
