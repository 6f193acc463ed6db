"""Where a sheet's table begins: titles above it, a heading of two tiers, merged cells, or no heading at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from geoplan.readers.patterns import ANGLES, LABELLED

LOOKED_AT: Final = 30  # rows from the top
_WIDE_ENOUGH: Final = 0.6  # of the table's width
_NUMBER: Final = re.compile(r"[-+]?[\d,]*\.?\d+(e[-+]?\d+)?", re.IGNORECASE)
# What stands in data, seldom in a heading: decimals, long numbers, degrees, pairs of coordinates, WKT.
_MEASURE: Final = re.compile(
    rf"[-+]?\d+\.\d+|[-+]?\d{{5,}}|.*\d\s*{ANGLES['measure']}.*|.*\d\.\d{{2,}}.*|[A-Za-z; =\d]+\s*\([-\d.(].*"
)
_YEAR: Final = re.compile(r"(19|20)\d\d")
_LONGEST: Final = 200  # characters of a cell that are looked at


class Header(NamedTuple):
    """``names`` of the columns, and how many rows from the top are ``above`` the data."""

    names: list[str]
    above: int
    is_present: bool
    tiers: int


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """Find the heading in the first rows of a sheet, their cells as text.

    Every column has a name of its own; one without is called by its letter, as all are where no row looks like a
    heading.
    """
    top = [list(row) for row in rows[:LOOKED_AT]]
    width = max((len(row) for row in top), default=0)
    filled = max((sum(map(bool, row)) for row in top), default=0)
    for at, row in enumerate(top):
        cells = [cell for cell in row if cell]
        if not cells or len(cells) < min(_WIDE_ENOUGH * filled, filled):
            continue
        if not _is_heading(cells):
            break
        if any(map(LABELLED.fullmatch, cells)) and _is_fuller_heading(top[at + 1 : at + 2], len(cells)):
            continue
        names, tiers = _with_second_tier(row, top[at + 1] if at + 1 < len(top) else [], width)
        return Header(_distinct(names), at + tiers, True, tiers)
    first = next((at for at, row in enumerate(top) if any(row)), 0)
    return Header([letter(i) for i in range(width)], first, False, 0)


def letter(column: int) -> str:
    """The letters of a column, counted from 0, as a spreadsheet shows them: ``A`` to ``Z``, then ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _is_heading(cells: list[str]) -> bool:
    short = [cell[:_LONGEST] for cell in cells]
    if any(_MEASURE.fullmatch(cell) for cell in short):
        return False
    counted = [cell for cell in short if not _YEAR.fullmatch(cell)]  # years head columns as well as they fill them
    return sum(not _NUMBER.fullmatch(cell) for cell in counted) * 2 >= max(len(counted), 1)


def _is_fuller_heading(below: list[list[str]], n: int) -> bool:
    cells = [cell for row in below for cell in row if cell]
    return len(cells) > n and _is_heading(cells)


def _with_second_tier(row: list[str], below: list[str], width: int) -> tuple[list[str], int]:
    """Merged cells leave blanks: the row beneath names each of their columns, and none that stands alone."""
    upper, lower = (cells + [""] * (width - len(cells)) for cells in (row, below))
    starts = [at for at, cell in enumerate(upper) if cell]
    groups = [lower[at:end] for at, end in zip(starts, [*starts[1:], width], strict=True)]
    merged = [group for group in groups if len(group) > 1]
    fits = merged and all(map(all, merged)) and not any(group[0] for group in groups if len(group) == 1)
    if fits and len(merged) < len(groups) and upper[0] and _is_heading([cell for cell in lower if cell]):
        return [b or a for a, b in zip(upper, lower, strict=True)], 2
    return upper, 1


def _distinct(names: list[str]) -> list[str]:
    counts: dict[str, int] = {}
    distinct = []
    for i, name in enumerate(names):
        name = " ".join(name.split()) or letter(i)
        counts[name] = counts.get(name, 0) + 1
        while counts[name] > 1 and f"{name} ({counts[name]})" in counts:
            counts[name] += 1
        label = name if counts[name] == 1 else f"{name} ({counts[name]})"
        counts.setdefault(label, 1)
        distinct.append(label)
    return distinct
