"""Differences between plans on a terminal: what each side says, side by side, and why the two differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from geoplan.cli.wrapped_lines import block_of
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.text.message import translate
from geoplan.text.names import column

if TYPE_CHECKING:
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue

_LONGEST: Final = 120  # characters of what one side says; CSV and JSON give it whole


def print_differences(differences: pd.DataFrame, catalogue: Catalogue, lang: str) -> None:
    """Print a block a difference, two columns wide.

    Parameters
    ----------
    differences : DataFrame
        As of `geoplan.concordance.differences.differences`.
    """
    console = Console(highlight=False)
    plans = column(catalogue.plans, "short", lang)
    subjects, reasons = (column(differences, prefix, lang) for prefix in ("subject", "why"))
    for row, subject, why in zip(differences.itertuples(), subjects, reasons, strict=True):
        kind, severity = KINDS[str(row.kind)].text(lang), SEVERITIES[str(row.severity)].text(lang)
        console.print(block_of(f"{severity} · {kind} · {subject}", console.width, "bold"))
        sides = Table.grid(padding=(0, 2))
        half = max(1, console.width // 2 - 2)
        for _ in range(2):
            sides.add_column(width=half)
        for a, b in (
            (f"{plans[row.plan_a]} {row.section_a}", f"{plans[row.plan_b]} {row.section_b}"),
            (_short(row.says_a), _short(row.says_b)),
        ):
            sides.add_row(block_of(a, half), block_of(b, half))
        console.print(sides)
        console.print(block_of(why, console.width, "dim"))
        console.print()
    console.print(Text(translate("cli.concordance.count", lang, n=len(differences))))


def _short(words: object) -> str:
    text = str(words)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
