"""One site as each plan has it, side by side."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.concordance.differences import side_by_side
from geoplan.query.stated_quantities import unit_text
from geoplan.text.message import joined
from geoplan.ui.language import comma_list, html, name, names, t, wording_list
from geoplan.ui.map_state import SITE
from geoplan.ui.pages.concordance.differences_view import reasons
from geoplan.ui.widgets.plan_passages import citation_line, passages_hint
from geoplan.vocabulary import PROPERTIES, STATUSES


def view(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Choose a site that several plans name, show what each says and where they differ."""
    plans = catalogue.citations.groupby("site_id")["plan_id"].nunique()
    several = [s for s in catalogue.sites.index if plans.get(s, 0) > 1]
    if not several:
        st.info(t("plans.no_site"))
        return
    sites = names(catalogue.sites)
    open_site = st.session_state.get(SITE)
    site_id = st.selectbox(
        t("plans.choose_site"), several, index=several.index(open_site) if open_site in several else 0, key="compared",
        format_func=lambda s: f"{sites[s]} ({plans[s]})",
    )  # fmt: skip
    statements = side_by_side(catalogue, site_id)
    citations = catalogue.citations[catalogue.citations["site_id"] == site_id]
    site = catalogue.sites.loc[site_id]
    wordings = catalogue.designations.loc[catalogue.designations["site_id"] == site_id, "wording"]
    words = [site["name_zh"], *site["aliases"], *wordings]
    for column, (plan_id, row) in zip(st.columns(len(statements)), statements.iterrows(), strict=True):
        with column, st.container(border=True):
            plan, short = catalogue.plans.loc[plan_id], name(plan_name(catalogue.plans, str(plan_id)))
            period = f"{plan['period_start']}–{plan['period_end']}"
            st.html(f'<p class="gp-name">{escape(short)}</p><p class="gp-sub">{escape(period)}</p>')
            st.html(
                "".join(
                    _line(key, _values(row[key], key, sites)) for key in row.index if row[key] and key != "sections"
                )
            )
            cited = [(str(plan_id), section) for section in citations.loc[citations["plan_id"] == plan_id, "section"]]
            st.html(citation_line(catalogue, cited, words, plain=True))
    reasons(catalogue, differences[differences["subject"] == site_id])
    passages_hint(catalogue)


def _line(key: str, value: str) -> str:
    label = html("plans.called" if key == "names" else f"plans.{key}")
    return f"<div><b>{label}</b> <span>{escape(value)}</span></div>"


def _values(values: list[Any], key: str, sites: pd.Series) -> str:
    """What a plan says, in one line: names of sites, quantities, or the plan's words, which are Chinese."""
    if key in {"part_of", "parts"}:
        return comma_list(sites[v] for v in values)
    if key == "statuses":
        return comma_list(name(STATUSES[code]) for code in values)
    if key == "facts":
        quantities = [f"{name(PROPERTIES[p])} {v} {name(unit_text(u))}".strip() for p, v, u in values]
        return name(joined(quantities, "punctuation.semicolon"))
    return wording_list(values)
