"""Where the names on a printed map go, so that none lies on another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from geoplan.cartography.text_metrics import may_break, text_width

Box = tuple[float, float, float, float]  # left, top, right, bottom; millimetres

_ROUND: Final = (0, 180, 45, 315, 135, 225, 90, 270, 20, 340, 160, 200)  # degrees, the best place first
LONGEST: Final = 26.0  # ems of a name; a longer one is cut, and whole in the table
_LINE: Final = 13.0  # ems of a line
_BETWEEN: Final = 0.4  # millimetres kept free between labels


@dataclass(frozen=True)
class Label:
    """A placed text; one that stands apart from its mark needs a line to it."""

    lines: tuple[str, ...]
    box: Box
    is_apart: bool = False


@dataclass
class Sheet:
    """A map's paper and what on it is taken."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def is_free(self, box: Box) -> bool:
        """Whether nothing lies there and it is on the paper."""
        left, top, right, bottom = box
        if left < 0.6 or top < 0.6 or right > self.width - 0.6 or bottom > self.height - 0.6:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)

    def take(self, box: Box) -> None:
        """Let nothing else lie there."""
        left, top, right, bottom = box
        self.taken.append((left - _BETWEEN, top - _BETWEEN, right + _BETWEEN, bottom + _BETWEEN))

    def place(self, lines: tuple[str, ...], at: tuple[float, float], mark: float, em: float) -> Label | None:
        """Find room for a label of lines near its mark and take it; None where there is no room within reach.

        The middle of the mark, its radius and the size of the letters (em) are in millimetres.
        """
        width, height = size_of(lines, em)
        for distance in (0.7, 2.0, 4.5, 8.0, 12.0, 17.0):
            for box in _around(at, mark + distance, width, height):
                if self.is_free(box):
                    self.take(box)
                    return Label(lines, box, distance > 2.0)
        return None


def _around(at: tuple[float, float], reach: float, width: float, height: float) -> Iterator[Box]:
    for angle in _ROUND:
        dx, dy = math.cos(math.radians(angle)), -math.sin(math.radians(angle))
        x, y = at[0] + dx * reach, at[1] + dy * reach
        left = x - width * (1 - dx) / 2 if abs(dx) < 0.9 else (x if dx > 0 else x - width)
        top = y - height * (1 - dy) / 2
        yield left, top, left + width, top + height


def size_of(lines: tuple[str, ...], em: float) -> tuple[float, float]:
    """How wide and high a text is, in the unit of its letters' size; a little too much rather than too little."""
    return max(text_width(line) for line in lines) * em, len(lines) * em * 1.25


def wrapped(name: str) -> tuple[str, ...]:
    """Set a name in one line or two even ones; what is longer ends in an ellipsis."""
    name = " ".join(name.split())
    if text_width(name) > LONGEST:
        while name and text_width(name) > LONGEST - 1:
            name = name[:-1]
        name = name.rstrip() + "…"
    if text_width(name) <= _LINE:
        return (name,)
    breaks = [i for i in range(1, len(name)) if may_break(name[i - 1], name[i])]
    if not breaks:
        breaks = list(range(1, len(name)))
    best = min(breaks, key=lambda i: max(text_width(name[:i].strip()), text_width(name[i:].strip())))
    return name[:best].strip(), name[best:].strip()
