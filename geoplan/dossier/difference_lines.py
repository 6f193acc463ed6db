"""Where plans differ about a site, as lines of HTML."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.dossier.reader import Reader
from geoplan.text.message import translate


def difference_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a difference: how severe, of which kind, why, and what each side says where."""
    lines = []
    for row, why in zip(rows.itertuples(), reader.names(rows, "why"), strict=True):
        label = f"{reader.say(SEVERITIES[row.severity])} · {reader.say(KINDS[row.kind])}"
        sides = "".join(_side(catalogue, *side, reader) for side in _sides(row))
        lines.append(f'<div class="gp-why"><b>{escape(label)}</b> {escape(why)}{sides}</div>')
    return lines


def _sides(row: Any) -> list[tuple[str, str, str]]:
    return [(row.plan_a, row.section_a, row.says_a), (row.plan_b, row.section_b, row.says_b)]


def _side(catalogue: Catalogue, plan: str, sections: str, says: str, reader: Reader) -> str:
    cited = [(plan, section) for section in sections.split(translate("punctuation.semicolon", "zh")) if section]
    words = f"<div{reader.chinese()}>{escape(says)}</div>" if says else ""
    return f'<div class="gp-side">{words}{reader.cite(catalogue, cited, [says]) if cited else ""}</div>'
