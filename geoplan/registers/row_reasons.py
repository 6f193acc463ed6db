"""Rows that are not fully used, by reason: how many, and which come first. None is dropped without being told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from geoplan.text.message import Text, message

# Why a row is counted in no area, or without its industry or a year; in the order in which they are told.
REASONS: Final[dict[str, Text]] = {
    code: message(f"registers.reasons.{code}")
    for code in (
        *("unreadable", "no_coordinates", "not_a_coordinate", "outside_china"),
        *("address_unknown", "address_elsewhere", "address_unsure", "address_rough", "address_county"),
        *("no_industry", "unknown_industry", "no_founding", "unknown_founding", "unknown_closing", "closed_before"),
        *("no_capital", "bad_capital", "other_currency", "no_staff", "bad_staff"),
    )
}
# Of these no area is known, or not the kind that is counted by.
UNPLACED: Final = (
    *("unreadable", "no_coordinates", "not_a_coordinate", "outside_china"),
    *("address_unknown", "address_elsewhere", "address_unsure", "address_rough", "address_county"),
)
_SHOWN: Final = 10  # rows named


class RowNumber(NamedTuple):
    """A row of a register: the position of its file, and its number there (from 1; of a sheet, as it shows it)."""

    file: int
    row: int


@dataclass
class RowReasons:
    """How many rows there are of each reason, and the first of them.

    Attributes
    ----------
    keep : bool
        Whether all of them are kept, too.
    kept : list of pyarrow.Table
        ``file``, ``row``, ``reason`` (its position in `REASONS`) and ``text``, the cell that was not understood.
    """

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[RowNumber]] = field(default_factory=dict)
    keep: bool = field(default=False, compare=False)
    kept: list[pa.Table] = field(default_factory=list, compare=False)

    def add(
        self, reason: str, file: int, rows: np.ndarray | range, cells: Callable[[], pa.Array] | None = None
    ) -> None:
        """Report rows of one file, in ascending order.

        Parameters
        ----------
        cells : callable, optional
            Gives what stands in the cells of these rows; asked for only where rows are kept.
        """
        if len(rows):
            shown = [RowNumber(file, int(row)) for row in rows[:_SHOWN]]
            self._add(reason, len(rows), shown)
            if self.keep:
                text = cells() if cells else pa.nulls(len(rows), pa.string())
                self.kept.append(_kept(file, np.asarray(rows, dtype=np.int64), reason, text))

    def merge(self, other: RowReasons) -> None:
        """Take up what another part of the register reports; the order of the parts makes no difference."""
        for reason, n in other.counts.items():
            self._add(reason, n, other.first[reason])
        self.kept += other.kept

    def _add(self, reason: str, n: int, first: Iterable[RowNumber]) -> None:
        self.counts[reason] = self.counts.get(reason, 0) + n
        self.first[reason] = sorted([*self.first.get(reason, []), *first])[:_SHOWN]

    @property
    def unplaced(self) -> int:
        """Rows without a usable position."""
        return sum(self.counts.get(reason, 0) for reason in UNPLACED)


def _kept(file: int, rows: np.ndarray, reason: str, text: pa.Array) -> pa.Table:
    n = len(rows)
    return pa.table(
        {
            "file": pa.array(np.full(n, file, dtype=np.int32)),
            "row": pa.array(rows),
            "reason": pa.array(np.full(n, tuple(REASONS).index(reason), dtype=np.int8)),
            "text": text,
        }
    )
