"""The differences between plans, as a table to filter and take along."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_names
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.text.message import translate
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, name, names, plain, t
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.plan_passages import citation_line, cited_table

_SEPARATORS: Final = re.compile(
    rf"[\s:,;{''.join(translate(f'punctuation.{key}', 'zh') for key in ('list', 'semicolon', 'colon'))}]+"
)


def view(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Choose severities and kinds, show the differences."""
    by_severity, by_kind = differences["severity"].value_counts(), differences["kind"].value_counts()
    left, right = st.columns(2)
    severities = left.pills(
        t("plans.severity"), list(SEVERITIES), selection_mode="multi", key="severities", wrap=True,
        format_func=lambda s: t("plans.counted", name=SEVERITIES[s], n=int(by_severity.get(s, 0))),
    )  # fmt: skip
    kinds = right.pills(
        t("plans.kind"), [k for k in KINDS if k in by_kind], selection_mode="multi", key="kinds", wrap=True,
        format_func=lambda k: t("plans.counted", name=KINDS[k], n=int(by_kind[k])),
    )  # fmt: skip
    chosen = differences["severity"].isin(severities or SEVERITIES) & differences["kind"].isin(kinds or KINDS)
    if not chosen.any():
        st.info(t("plans.none"))
        return
    shown = differences[chosen]
    rows = difference_rows(catalogue, shown)
    st.markdown(f"**{t('plans.count', n=len(rows))}**")
    cited, words = [_cited(row) for row in shown.itertuples()], [_words(row) for row in shown.itertuples()]
    cited_table(catalogue, rows, cited, words, "differences", height=min(36 * (len(rows) + 1) + 2, 560))
    table_downloads(rows, file_stem(plain("plans.differences")), t("plans.differences"))


def _cited(row: Any) -> list[tuple[str, str]]:
    """The sections that a difference is between."""
    sides = ((row.plan_a, row.section_a), (row.plan_b, row.section_b))
    return [(plan, section) for plan, sections in sides for section in _sections(sections)]


def _sections(sections: str) -> list[str]:
    """The addresses of a list of them."""
    return [section for section in sections.split(translate("punctuation.semicolon", "zh")) if section]


def _words(row: Any) -> list[str]:
    """The words and figures of both sides."""
    return [word for word in _SEPARATORS.split(f"{row.says_a} {row.says_b}") if len(word) > 1]


def difference_rows(catalogue: Catalogue, differences: pd.DataFrame) -> pd.DataFrame:
    """Lay out differences for reading: names for codes, headings in the session's language."""
    short = plan_names(catalogue.plans, lang())
    columns = {
        "kind": [name(KINDS[k]) for k in differences["kind"]],
        "subject": names(differences, "subject"),
        "plan_a": differences["plan_a"].map(short),
        "says_a": differences["says_a"],
        "plan_b": differences["plan_b"].map(short),
        "says_b": differences["says_b"],
        "section_a": differences["section_a"],
        "section_b": differences["section_b"],
        "why": names(differences, "why"),
        "severity": [name(SEVERITIES[s]) for s in differences["severity"]],
        "within": differences["within"],
    }
    return pd.DataFrame({t(f"plans.{key}"): values for key, values in columns.items()})


def reasons(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Say of each difference how severe it is, of which kind, and why; below it, what each side says."""
    if differences.empty:
        st.caption(t("plans.no_difference"))
        return
    short = plan_names(catalogue.plans, lang())
    for row, why in zip(differences.itertuples(), names(differences, "why"), strict=True):
        label = f"{name(SEVERITIES[row.severity])} · {name(KINDS[row.kind])}"
        st.html(f'<p class="gp-why"><span class="gp-cite">{escape(label)}</span> {escape(why)}</p>')
        sides = ((row.plan_a, row.section_a, row.says_a), (row.plan_b, row.section_b, row.says_b))
        for column, (plan, section, says) in zip(st.columns(2), sides, strict=True):
            cited = [(plan, address) for address in _sections(section)]
            where = citation_line(catalogue, cited, _words(row)) if cited else escape(short[plan])
            column.html(f'<div class="gp-why">{where}{escape(says)}</div>')
