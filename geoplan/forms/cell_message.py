"""What is said of a filled sheet, at its cell: place, fact and remedy in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

import pandas as pd

from geoplan.forms.form_rules import NOTES, SHEET_RULES
from geoplan.problem import RULES
from geoplan.text.message import Text

COLUMNS: Final = ("file", "sheet", "row", "column", "cell", "weight", "rule", "fact", "remedy")


class CellAddress(NamedTuple):
    """A place in the user's file.

    Attributes
    ----------
    file, sheet : str
        No sheet for CSV; a file of the catalogue where the filled rows break a rule there.
    row : int or None
        As a spreadsheet shows it; None for the whole sheet.
    column, cell : str
        The column's name and the cell, such as ``E7``; empty where it is about no one cell.
    """

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""


@dataclass(frozen=True)
class CellMessage:
    """One thing said of one spot.

    Attributes
    ----------
    spot : CellAddress
        Where it is.
    rule : str
        A key of `geoplan.problem.RULES` or `geoplan.forms.form_rules.SHEET_RULES`.
    values : dict
        What fills the rule's texts; a `Text` is said in the language asked for.
    elsewhere : bool
        Whether the spot lies in the catalogue, not in the sheet.
    """

    spot: CellAddress
    rule: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)
    elsewhere: bool = False

    @property
    def is_note(self) -> bool:
        """Whether nothing need be mended."""
        return self.rule in NOTES

    def fact(self, lang: str = "zh") -> str:
        """What is the case, in one sentence."""
        rule = _rule(self.rule)
        return _one_line((rule.fact_zh if lang == "zh" else rule.fact_en).format(**self._said(lang)))

    def remedy(self, lang: str = "zh") -> str:
        """What to do about it."""
        rule = _rule(self.rule)
        return _one_line((rule.remedy_zh if lang == "zh" else rule.remedy_en).format(**self._said(lang)))

    def place(self, lang: str = "zh") -> str:
        """Where it is: file, sheet, row, column and cell."""
        file, sheet, row, column, cell = self.spot
        if lang == "zh":
            parts = [file, f"工作表 {sheet}", f"第 {row} 行", f"{column} 列" + (f"（{cell}）" if cell else "")]
            separator, because = "，", "（目录，因所填各行）"
        else:
            parts = [file, f"sheet {sheet}", f"row {row}", f"column {column}" + (f" ({cell})" if cell else "")]
            separator, because = ", ", " (the catalogue, because of the rows filled in)"
        known = [part for part, given in zip(parts, self.spot[:4], strict=True) if given not in ("", None)]
        return _one_line(separator.join(known) + (because if self.elsewhere else ""))

    def line(self, lang: str = "zh") -> str:
        """Place, fact and remedy on one line; a note says that it is one."""
        if lang == "zh":
            return f"{self.place('zh')}：{'提示：' if self.is_note else ''}{self.fact('zh')}。→ {self.remedy('zh')}"
        return f"{self.place('en')}: {'note: ' if self.is_note else ''}{self.fact('en')}. → {self.remedy('en')}"

    def _said(self, lang: str) -> dict[str, Any]:
        return {
            key: (value.zh if lang == "zh" else value.en) if isinstance(value, Text) else value
            for key, value in self.values.items()
        }


def drop_repeated(findings: Iterable[CellMessage]) -> list[CellMessage]:
    """Tell each thing once, a repeated note with its count, problems by place before notes.

    Parameters
    ----------
    findings : iterable of CellMessage
        In any order.

    Returns
    -------
    list of CellMessage
        Problems by file, sheet, row and column; then notes.
    """
    kept: dict[Any, CellMessage] = {}
    for found in findings:
        counted = found.is_note and "count" in found.values and found.spot.column
        key = (found.spot.file, found.spot.sheet, found.spot.column, found.rule) if counted else found.line()
        if key not in kept:
            kept[key] = found
        elif counted:
            first = kept[key]
            count = first.values["count"] + found.values["count"]
            kept[key] = replace(first, values={**first.values, "count": count})
    return sorted(kept.values(), key=_order)


def _order(found: CellMessage) -> tuple[Any, ...]:
    file, sheet, row, _, cell = found.spot
    return (found.is_note, found.elsewhere, file, sheet, row or 0, len(cell), cell, found.rule)


def as_frame(findings: Iterable[CellMessage], lang: str) -> pd.DataFrame:
    """Lay findings out as rows.

    Parameters
    ----------
    findings : iterable of CellMessage
        In the order wanted.
    lang : {"zh", "en"}
        The language of facts and remedies.

    Returns
    -------
    DataFrame
        As `COLUMNS`; ``weight`` is problem or note.
    """
    rows = [(*f.spot, "note" if f.is_note else "problem", f.rule, f.fact(lang), f.remedy(lang)) for f in findings]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"row": "Int64"})


def _rule(name: str) -> Any:
    return SHEET_RULES.get(name) or RULES[name]


def _one_line(text: str) -> str:
    return " ".join(text.split())
