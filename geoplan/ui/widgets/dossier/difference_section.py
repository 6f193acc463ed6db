"""Where plans differ about a site: the weightiest differences, and the way to all of them."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.concordance.differences import differences
from geoplan.query.dossier import Dossier
from geoplan.text.message import translate
from geoplan.ui.compare_state import show_plans
from geoplan.ui.language import name, names, t
from geoplan.ui.widgets.dossier.section import blocks, chinese, heading
from geoplan.ui.widgets.plan_passages import citation_line

_SHOWN = 3


def site_differences(catalogue: Catalogue, record: Dossier) -> None:
    """List the differences about this site, the gravest first."""
    table = differences(catalogue)
    rows = table[table["subject"] == record.site_id]
    if rows.empty:
        return
    heading("differences", len(rows))
    blocks(difference_lines(catalogue, rows), _SHOWN)
    st.button(t("dossier.all_differences"), key="dossier_differences", on_click=show_plans, type="tertiary")


def difference_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a difference: how severe, of which kind, why, and what each side says where."""
    lines = []
    for row, why in zip(rows.itertuples(), names(rows, "why"), strict=True):
        label = f"{name(SEVERITIES[row.severity])} · {name(KINDS[row.kind])}"
        sides = "".join(_side(catalogue, *side) for side in _sides(row))
        lines.append(f'<div class="gp-why"><b>{escape(label)}</b> {escape(why)}{sides}</div>')
    return lines


def _sides(row: Any) -> list[tuple[str, str, str]]:
    return [(row.plan_a, row.section_a, row.says_a), (row.plan_b, row.section_b, row.says_b)]


def _side(catalogue: Catalogue, plan: str, sections: str, says: str) -> str:
    cited = [(plan, section) for section in sections.split(translate("punctuation.semicolon", "zh")) if section]
    words = f"<div{chinese()}>{escape(says)}</div>" if says else ""
    return f'<div class="gp-side">{words}{citation_line(catalogue, cited, [says]) if cited else ""}</div>'
