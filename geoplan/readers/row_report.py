"""What happened to each row, gathered while a file is read and reported at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from geoplan.text.message import Text, joined, message

What = Literal["read", "mended", "left_out"]
WHAT: Final[dict[str, Text]] = {what: message(f"readers.row_report.what.{what}") for what in get_args(What)}
_GRAVITY: Final = {"read": 0, "mended": 1, "left_out": 2}


class RowError(ValueError):
    """A cell or geometry cannot be used; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.text("en"))
        self.reason = reason


class _Entry(NamedTuple):
    row: int
    what: What
    reason: Text
    location: str


class RowReport:
    """What happened by row; a row of which nothing is reported was simply read."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []

    def add(self, row: int, what: What, reason: Text, location: str = "") -> None:
        """Report something of one row."""
        self._entries.append(_Entry(int(row), what, reason, location))

    def add_all(self, rows: Iterable[int] | np.ndarray, what: What, reason: Text) -> None:
        """Report the same of many rows."""
        for row in np.asarray(list(rows), dtype=int).tolist():
            self.add(row, what, reason)

    @property
    def left_out(self) -> set[int]:
        """The rows of which it is reported why they are left out."""
        return {entry.row for entry in self._entries if entry.what == "left_out"}

    def report(self, rows: np.ndarray, locations: dict[int, str]) -> pd.DataFrame:
        """Tell row by row what happened.

        Parameters
        ----------
        locations : dict
            By row, where it is in the file, unless an entry knows better.

        Returns
        -------
        DataFrame
            ``row``, ``what`` (``read``, ``mended``, ``left_out``: the gravest of all that happened), ``why_zh``,
            ``why_en`` ("" where there is nothing to say), ``spot``.
        """
        positions = {int(row): i for i, row in enumerate(rows.tolist())}
        what = ["read"] * len(rows)
        reasons: list[list[Text]] = [[] for _ in positions]
        where = [locations.get(int(row), "") for row in rows.tolist()]
        for entry in self._entries:
            at = positions[entry.row]
            what[at] = max(what[at], entry.what, key=_GRAVITY.__getitem__)
            reasons[at] += [] if entry.reason in reasons[at] else [entry.reason]
            where[at] = entry.location or where[at]
        why = [joined(texts, "punctuation.semicolon") if texts else None for texts in reasons]
        zh, en = ([w.text(lang) if w else "" for w in why] for lang in ("zh", "en"))
        return pd.DataFrame({"row": rows, "what": what, "why_zh": zh, "why_en": en, "spot": where})
