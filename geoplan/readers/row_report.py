"""What happened to each row, gathered on the way and told in the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import numpy as np
import pandas as pd

from geoplan.text.message import Text, message

What = Literal["read", "mended", "left_out"]
WHAT: Final[dict[str, Text]] = {
    "read": message("readers.row_report.what.read"),
    "mended": message("readers.row_report.what.mended"),
    "left_out": message("readers.row_report.what.left_out"),
}
_WEIGHT: Final = {"read": 0, "mended": 1, "left_out": 2}


class RowReport:
    """Remarks by row; a row without any was simply read."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._what: list[What] = []
        self._said: list[Text] = []
        self._spots: list[str] = []

    def add(self, row: int, what: What, said: Text, spot: str = "") -> None:
        """Say something of one row."""
        self._rows.append(int(row))
        self._what.append(what)
        self._said.append(said)
        self._spots.append(spot)

    def add_all(self, rows: Iterable[int] | np.ndarray, what: What, said: Text) -> None:
        """Say the same of many rows."""
        for row in np.asarray(list(rows), dtype=int).tolist():
            self.add(row, what, said)

    @property
    def left_out(self) -> set[int]:
        """The rows of which it has been said why they are left out."""
        return {row for row, what in zip(self._rows, self._what, strict=True) if what == "left_out"}

    def report(self, rows: np.ndarray, spots: dict[int, str]) -> pd.DataFrame:
        """Tell row by row what happened.

        Parameters
        ----------
        rows : ndarray of int
            All source rows, in order.
        spots : dict
            By row, where it is in the file, unless a remark knows better.

        Returns
        -------
        DataFrame
            ``row``, ``what`` (``read``, ``mended``, ``left_out``: the gravest of all that happened), ``why_zh``,
            ``why_en`` ("" where there is nothing to say), ``spot``.
        """
        positions = {int(row): i for i, row in enumerate(rows.tolist())}
        what = ["read"] * len(rows)
        zh: list[list[str]] = [[] for _ in positions]
        en: list[list[str]] = [[] for _ in positions]
        where = [spots.get(int(row), "") for row in rows.tolist()]
        for row, happened, said, spot in zip(self._rows, self._what, self._said, self._spots, strict=True):
            at = positions[row]
            what[at] = max(what[at], happened, key=_WEIGHT.__getitem__)
            if said.zh not in zh[at]:
                zh[at].append(said.zh)
                en[at].append(said.en)
            where[at] = spot or where[at]
        return pd.DataFrame(
            {"row": rows, "what": what, "why_zh": map("；".join, zh), "why_en": map("; ".join, en), "spot": where}
        )
