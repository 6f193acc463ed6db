"""Messages about a filled sheet: the cell, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import pandas as pd

from geoplan.problem import RuleTexts
from geoplan.text.message import DEFAULT, translate

COLUMNS: Final = ("file", "sheet", "row", "column", "cell", "weight", "rule", "fact", "remedy")
# Rules that need no correction: the sheet was read all the same.
NOTES: Final = frozenset(
    {
        *("sheet-misnamed", "header-low", "column-called", "row-skipped", "number-for-text", "serial-day"),
        *("replaces", "catalogue-broken"),
    }
)


class CellAddress(NamedTuple):
    """A place in the user's file.

    Attributes
    ----------
    file, sheet : str
        No sheet for CSV; a file of the catalogue where the filled rows break a rule there.
    row : int or None
        As a spreadsheet shows it; None for the whole sheet.
    column, cell : str
        The name of the column and the cell, such as ``E7``; empty where it is about no one cell.
    """

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""


@dataclass(frozen=True)
class CellMessage(RuleTexts):
    """A rule that a cell, row or sheet breaks.

    Attributes
    ----------
    in_catalogue : bool
        Whether the address is in the catalogue, not in the user's file.
    """

    address: CellAddress
    rule: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)
    in_catalogue: bool = False

    @property
    def is_note(self) -> bool:
        """Whether nothing need be corrected."""
        return self.rule in NOTES

    def fact(self, lang: str) -> str:
        """What is the case, in one sentence."""
        return " ".join(super().fact(lang).split())

    def remedy(self, lang: str) -> str:
        """What to do about it."""
        return " ".join(super().remedy(lang).split())

    def place(self, lang: str) -> str:
        """File, sheet, row, column and cell."""
        file, sheet, row, column, cell = self.address
        parts = [file]
        if sheet:
            parts.append(translate("forms.place.sheet", lang, sheet=sheet))
        if row is not None:
            parts.append(translate("forms.place.row", lang, row=row))
        if column:
            parts.append(
                translate("forms.place.cell" if cell else "forms.place.column", lang, column=column, cell=cell)
            )
        place = translate("punctuation.comma", lang).join(parts)
        place = translate("forms.place.catalogue", lang, place=place) if self.in_catalogue else place
        return " ".join(place.split())

    def line(self, lang: str) -> str:
        """Place, fact and remedy on one line."""
        code = "forms.line.note" if self.is_note else "forms.line.problem"
        return translate(code, lang, place=self.place(lang), fact=self.fact(lang), remedy=self.remedy(lang))


def drop_repeated(messages: Iterable[CellMessage]) -> list[CellMessage]:
    """Drop repeated messages and sort the others.

    Returns
    -------
    list of CellMessage
        Problems by file, sheet, row and column, then notes; of notes with a ``count`` one for each column, with the
        sum of the counts.
    """
    unique: dict[Any, CellMessage] = {}
    for message in messages:
        is_counted = message.is_note and "count" in message.values and message.address.column
        place = (message.address.file, message.address.sheet, message.address.column, message.rule)
        key = place if is_counted else message.line(DEFAULT)
        if is_counted and key in unique:
            count = unique[key].values["count"] + message.values["count"]
            unique[key] = replace(unique[key], values={**unique[key].values, "count": count})
        unique.setdefault(key, message)
    return sorted(unique.values(), key=_order)


def _order(message: CellMessage) -> tuple[Any, ...]:
    file, sheet, row, _, cell = message.address
    return (message.is_note, message.in_catalogue, file, sheet, row or 0, len(cell), cell, message.rule)


def as_frame(messages: Iterable[CellMessage], lang: str) -> pd.DataFrame:
    """Lay messages out as rows.

    Returns
    -------
    DataFrame
        As `COLUMNS`; ``weight`` is problem or note.
    """
    rows = [(*m.address, "note" if m.is_note else "problem", m.rule, m.fact(lang), m.remedy(lang)) for m in messages]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"row": "Int64"})
