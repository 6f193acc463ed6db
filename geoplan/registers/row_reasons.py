"""Rows that are not fully used, by reason: how many, and which come first. None is dropped without being told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from geoplan.text.message import Text, message

# Why a row is counted in no area, or without its industry or a year; in the order in which they are told.
REASONS: Final[dict[str, Text]] = {
    code: message(f"registers.reasons.{code}")
    for code in (
        *("unreadable", "no_coordinates", "not_a_coordinate", "outside_china"),
        *("no_industry", "unknown_industry", "no_founding", "unknown_founding", "unknown_closing", "closed_before"),
    )
}
UNPLACED: Final = ("unreadable", "no_coordinates", "not_a_coordinate", "outside_china")  # of which no area is known
_SHOWN: Final = 10  # rows named


class RowNumber(NamedTuple):
    """A row of a register: the position of its file, and its number there (from 1; of a sheet, as it shows it)."""

    file: int
    row: int


@dataclass
class RowReasons:
    """How many rows there are of each reason, and the first of them."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[RowNumber]] = field(default_factory=dict)

    def add(self, reason: str, file: int, rows: np.ndarray | range) -> None:
        """Report rows of one file, in ascending order."""
        if len(rows):
            shown = [RowNumber(file, int(row)) for row in rows[:_SHOWN]]
            self._add(reason, len(rows), shown)

    def merge(self, other: RowReasons) -> None:
        """Take up what another part of the register reports; the order of the parts makes no difference."""
        for reason, n in other.counts.items():
            self._add(reason, n, other.first[reason])

    def _add(self, reason: str, n: int, first: Iterable[RowNumber]) -> None:
        self.counts[reason] = self.counts.get(reason, 0) + n
        self.first[reason] = sorted([*self.first.get(reason, []), *first])[:_SHOWN]

    @property
    def unplaced(self) -> int:
        """Rows without a usable position."""
        return sum(self.counts.get(reason, 0) for reason in UNPLACED)
