"""What is compared as HTML and as a file: a row a fact, a column a thing, differences marked by a sign and words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.ui import compare_state
from geoplan.ui.language import html, names, plain, t

_DIFFERS: Final = "≠"
_STYLE: Final = files("geoplan.ui").joinpath("compare.css").read_text("utf-8")


def shown_facts(cells: pd.DataFrame, alone: bool = False) -> pd.DataFrame:
    """Say how many facts differ and let the others be hidden; return the rows to show.

    `cells` is a result of `geoplan.suitability.comparison.compare_sites` or
    `geoplan.suitability.plan_comparison.compare_plans`; `alone` says that only one thing is compared.
    """
    left, right = st.columns([3, 2], vertical_alignment="center")
    only = right.toggle(t("compare.only"), key=compare_state.ONLY, persist_state="session")
    differing = cells.groupby("fact", sort=False)["differs"].first()
    left.markdown(f"**{t('compare.count', n=int(differing.sum()), total=len(differing))}**")
    return cells[cells["differs"]] if only and not alone else cells


def comparison_html(
    cells: pd.DataFrame, heads: Mapping[str, str], caption: str, last: tuple[str, list[str]] | None = None
) -> str:
    """Lay out the rows of `shown_facts` as HTML with its style; a table wider than its place scrolls within itself.

    `heads` are the columns' heads by id and `last` is a further row, its title and cells; all of these are HTML.
    """
    titles, values = names(cells, "title"), names(cells, "value")
    top = "".join(f'<th scope="col">{head}</th>' for head in heads.values())
    rows = [
        _row(
            escape(str(titles[group.index[0]])),
            [escape(str(values[at])) for at in group.index],
            bool(group["differs"].iloc[0]),
        )
        for _, group in cells.groupby("fact", sort=False)
    ]
    rows += [_row(*last, False)] if last else []
    return (
        f"<style>{_STYLE}</style>"
        f'<div class="gp-compare" role="region" tabindex="0" aria-label="{html("compare.scroll")}">'
        f'<table style="--things: {len(heads)}">'
        f'<caption>{caption}</caption><thead><tr><th scope="col">{html("compare.fact")}</th>{top}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(title: str, values: list[str], differs: bool) -> str:
    cells = "".join(f"<td>{value}</td>" for value in values)
    if not differs:
        return f'<tr><th scope="row">{title}</th>{cells}</tr>'
    mark = f'<span class="gp-differs"><b aria-hidden="true">{_DIFFERS}</b> {html("compare.differs")}</span>'
    return f'<tr class="differs"><th scope="row">{title} {mark}</th>{cells}</tr>'


def comparison_rows(cells: pd.DataFrame, heads: Mapping[str, str]) -> pd.DataFrame:
    """The table as a file has it: a row a fact, whether it differs, a column a thing; `heads` are names by id.

    Two things of one name get columns of their own.
    """
    titles, values = names(cells, "title"), names(cells, "value")
    columns = [plain("compare.fact"), plain("compare.differs")]
    for key, title in heads.items():
        columns.append(f"{title} ({key})" if title in columns else title)
    rows = []
    for _, group in cells.groupby("fact", sort=False):
        mark = plain("compare.differs") if bool(group["differs"].iloc[0]) else ""
        rows.append([titles[group.index[0]], mark, *values[group.index]])
    return pd.DataFrame(rows, columns=columns)
