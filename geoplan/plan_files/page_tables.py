"""Tables of a page by the lines that rule them: which cell a piece of text stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from geoplan.plan_files.pdf_page import Page, Piece, Rule

_TOUCH: Final = 4.0  # points; lines closer than this meet
_MOST_COLUMNS, _MOST_ROWS = 50, 400  # on a page; a drawing has more than a table


@dataclass(frozen=True)
class Grid:
    """A ruled table: its columns by their left edges and the right one, its rows by their edges from the top down."""

    xs: list[float]
    ys: list[float]
    horizontal: list[Rule]

    @property
    def is_box(self) -> bool:
        """Whether it has one column: a frame around text, and no table."""
        return len(self.xs) == 2

    def holds(self, piece: Piece) -> bool:
        """Whether a piece stands within."""
        return self.xs[0] - _TOUCH < piece.x < self.xs[-1] and self.ys[-1] - _TOUCH < piece.y < self.ys[0]

    def rows(self, pieces: list[Piece]) -> list[list[str]]:
        """The cells of every row that has any text; one that spans rows stands in its first."""
        ruled = [[self._is_ruled(y, column) for column in range(len(self.xs) - 1)] for y in self.ys]
        cells: dict[tuple[int, int], list[Piece]] = {}
        for piece in pieces:
            column = min(max(bisect_right(self.xs, piece.x + 1) - 1, 0), len(self.xs) - 2)
            below = next((i for i, y in enumerate(self.ys) if y < piece.y + 1), len(self.ys) - 1)
            row = max(below - 1, 0)
            while row and not ruled[row][column]:
                row -= 1
            cells.setdefault((row, column), []).append(piece)
        table = [[_cell(cells.get((r, c), [])) for c in range(len(self.xs) - 1)] for r in range(len(self.ys) - 1)]
        return [row for row in table if any(row)]

    def _is_ruled(self, y: float, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(rule.at - y) <= _TOUCH and rule.start <= middle <= rule.end for rule in self.horizontal)


def grids(page: Page) -> list[Grid]:
    """Find the ruled tables and frames of a page, from the top down."""
    found = []
    for start, end in reversed(_spans([(v.start, v.end) for v in page.vertical])):
        across = [h for h in page.horizontal if start - _TOUCH <= h.at <= end + _TOUCH]
        xs = _distinct([v.at for v in page.vertical if start <= (v.start + v.end) / 2 <= end])
        ys = _distinct([h.at for h in across])[::-1]
        if 1 < len(xs) <= _MOST_COLUMNS and 1 < len(ys) <= _MOST_ROWS:
            found.append(Grid(xs, ys, across))
    return found


def in_lines(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces line by line from the top down, from the left within a line."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x)):
        if lines and lines[-1][0].y - piece.y < 0.5 * lines[-1][0].size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x) for line in lines]


def glued(one: str, other: str) -> str:
    """Two parts of a running text as one: Latin words apart, Chinese ones together."""
    apart = one[-1:].isascii() and other[:1].isascii() and one[-1:].isalnum() and other[:1].isalnum()
    return f"{one} {other}" if apart else one + other


def _cell(pieces: list[Piece]) -> str:
    text = ""
    for line in in_lines(pieces):
        for piece in line:
            text = glued(text, piece.text)
    return text.replace("\t", " ")


def _spans(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals that overlap or touch, as one; in order."""
    spans: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if spans and start <= spans[-1][1] + _TOUCH:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _distinct(values: list[float]) -> list[float]:
    """Values in order, those that nearly agree once."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _TOUCH:
            distinct.append(value)
    return distinct
