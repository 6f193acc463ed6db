"""One site as plans have it, side by side: all that name it, or those that are chosen."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import plan_name
from geoplan.settings import settings
from geoplan.suitability.plan_comparison import compare_plans
from geoplan.text.file_names import download_stem
from geoplan.ui import compare_state
from geoplan.ui.language import html, literal, name, names, plain, t
from geoplan.ui.map_state import SITE
from geoplan.ui.pages.concordance.differences_view import reasons
from geoplan.ui.widgets.comparison_table import comparison_html, comparison_rows, shown_facts
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.plan_passages import citation_line, passages_hint

_CHOSEN: Final = "compare_plans"  # session key of the pills


def view(catalogue: Catalogue, differences: pd.DataFrame) -> None:
    """Choose a site that several plans name, and plans; show what each says and where they differ."""
    site_id = _site(catalogue)
    if site_id is None:
        return
    plans = _plans(catalogue, site_id)
    if len(plans) < 2:
        st.info(t("plans.one_more"))
    shown = shown_facts(compare_plans(catalogue, site_id, plans), alone=len(plans) < 2)
    if shown.empty:
        st.info(t("compare.all_alike"))
    else:
        _table(catalogue, site_id, plans, shown)
    found = differences[
        (differences["subject"] == site_id) & differences["plan_a"].isin(plans) & differences["plan_b"].isin(plans)
    ]
    if found.empty and shown["differs"].any():
        st.caption(t("plans.words_only"))
    else:
        reasons(catalogue, found)
    passages_hint(catalogue)


def _site(catalogue: Catalogue) -> str | None:
    """The site that is chosen, at first the open one."""
    naming = catalogue.citations.groupby("site_id")["plan_id"].nunique()
    several = [site for site in catalogue.sites.index if naming.get(site, 0) > 1]
    if not several:
        st.info(t("plans.no_site"))
        return None
    state, sites = st.session_state, names(catalogue.sites)
    asked = state.get(compare_state.ABOUT) or state.get(SITE) or several[0]
    state[compare_state.ABOUT] = asked if asked in several else None
    first = 0 if asked in several else None
    site_id: str | None = st.selectbox(
        t("plans.choose_site"), several, index=first, key=compare_state.ABOUT, persist_state="session",
        format_func=lambda site: f"{sites[site]} ({naming[site]})", on_change=compare_state.all_plans,
    )  # fmt: skip
    if site_id is None and asked in sites:
        st.info(t("plans.only_one", site=sites[asked]))
    return site_id


def _plans(catalogue: Catalogue, site_id: str) -> list[str]:
    """The plans that are chosen of those that name the site, at first all; none stands for all."""
    naming = set(catalogue.citations.loc[catalogue.citations["site_id"] == site_id, "plan_id"])
    plans = [plan for plan in catalogue.plans.index if plan in naming]
    state = st.session_state
    chosen = [plan for plan in plans if plan in state.get(compare_state.BETWEEN, [])] or plans
    state[compare_state.BETWEEN] = [] if chosen == plans else chosen
    state[_CHOSEN] = chosen
    st.pills(
        t("plans.choose_plans"), plans, selection_mode="multi", key=_CHOSEN, wrap=True, on_change=_take_plans,
        format_func=lambda plan: literal(plan_name(catalogue.plans, plan)),
    )  # fmt: skip
    return chosen


def _take_plans() -> None:
    st.session_state[compare_state.BETWEEN] = list(st.session_state.get(_CHOSEN) or [])


def _table(catalogue: Catalogue, site_id: str, plans: list[str], shown: pd.DataFrame) -> None:
    site, citations = catalogue.sites.loc[site_id], catalogue.citations
    own = citations[citations["site_id"] == site_id]
    wordings = catalogue.designations.loc[catalogue.designations["site_id"] == site_id, "wording"]
    words = [site["name_zh"], *site["aliases"], *wordings]
    cited = [[(plan, section) for section in own.loc[own["plan_id"] == plan, "section"]] for plan in plans]
    last = html("plans.sections"), [citation_line(catalogue, of_plan, words, plain=True) for of_plan in cited]
    title = str(names(catalogue.sites)[site_id])
    heads = {plan: _head(catalogue, plan) for plan in plans}
    st.html(comparison_html(shown, heads, html("plans.caption", site=title), last))
    st.caption(t("plans.silent_note"))
    stem = download_stem([plain("plans.site"), title], settings().day)
    titles = {plan: name(plan_name(catalogue.plans, plan)) for plan in plans}
    table_downloads(comparison_rows(shown, titles), stem, plain("plans.site"))


def _head(catalogue: Catalogue, plan_id: str) -> str:
    plan = catalogue.plans.loc[plan_id]
    period = f"{plan['period_start']}–{plan['period_end']}"
    title = name(plan_name(catalogue.plans, plan_id))
    return f'<p class="gp-name">{escape(title)}</p><p class="gp-sub">{escape(period)}</p>'
