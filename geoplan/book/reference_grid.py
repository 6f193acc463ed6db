"""The squares of a map by which an index finds a place: letters from the left, numbers from the top."""

from __future__ import annotations

from typing import Any, Final

import shapely

from geoplan.cartography.svg import path
from geoplan.symbology import symbology

COLUMNS: Final = "ABCDEFGH"
ROWS: Final = 6
_CROSS: Final = 0.9  # millimetres, half of a cross where squares meet


def square_of(x: float, y: float, width: float, height: float) -> str:
    """Name the square of a point on a map of a width and height, y down; on an edge the one that is inside."""
    column = min(int(x / width * len(COLUMNS)), len(COLUMNS) - 1)
    row = min(int(y / height * ROWS), ROWS - 1)
    return f"{COLUMNS[max(column, 0)]}{max(row, 0) + 1}"


def square_names(width: float, height: float) -> list[dict[str, Any]]:
    """The letters over a map and the numbers on its right: ``text``, ``edge`` and ``at``, the middle in millimetres."""
    step_x, step_y = width / len(COLUMNS), height / ROWS
    return [
        *({"text": name, "edge": "top", "at": (n + 0.5) * step_x} for n, name in enumerate(COLUMNS)),
        *({"text": str(n + 1), "edge": "right", "at": (n + 0.5) * step_y} for n in range(ROWS)),
    ]


def square_crosses(width: float, height: float) -> str:
    """Draw a small cross where four squares meet."""
    corners = [(width * i / len(COLUMNS), height * j / ROWS) for i in range(1, len(COLUMNS)) for j in range(1, ROWS)]
    lines = [
        line for x, y in corners for line in (((x - _CROSS, y), (x + _CROSS, y)), ((x, y - _CROSS), (x, y + _CROSS)))
    ]
    return path(shapely.multilinestrings(lines), fill="none", stroke=symbology().colours["muted"], stroke_width=0.15)
