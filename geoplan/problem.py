"""A broken rule of the catalogue or of a filled sheet; the section ``rules`` has its texts by its code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from geoplan.text.message import translate


class RuleTexts:
    """The texts of a broken rule, filled with its values."""

    rule: str
    values: dict[str, Any]

    def fact(self, lang: str) -> str:
        """What is wrong, in one sentence."""
        return translate(f"rules.{self.rule}.fact", lang, **self.values)

    def remedy(self, lang: str) -> str:
        """What to do about it."""
        return translate(f"rules.{self.rule}.remedy", lang, **self.values)


@dataclass(frozen=True, order=True)
class Problem(RuleTexts):
    """A broken rule at a row of a file.

    Attributes
    ----------
    file : str
        Path relative to the catalogue's home.
    row : int or None
        The row of the sheet (the header is row 1), or the ordinal of the feature from 1; None for the whole file.
    """

    file: str
    row: int | None
    rule: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def identity(self) -> tuple[object, ...]:
        """What two problems that say the same have in common."""
        return self.file, self.row, self.rule, str(sorted(self.values.items()))

    def line(self, lang: str) -> str:
        """Place, fact and remedy on one line."""
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        line = translate("rules.line", lang, place=place, fact=self.fact(lang), remedy=self.remedy(lang))
        return line.replace("\n", " ")
