"""Which counties lack what: an answer, and further questions behind it that choose, compute and show."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geoplan.analysis.own_plans import comparable, comparable_note, own_plan_note
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import select
from geoplan.ui import address, map_state
from geoplan.ui.choice_state import COVERAGE_PLANS, COVERAGE_SCOPE, COVERAGE_VIEW
from geoplan.ui.frame import side
from geoplan.ui.language import literal, plain, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.page_map import colour_by, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.coverage import (
    access_view,
    catchments_view,
    clusters_view,
    nearest_view,
    pairs_view,
    site_counts_view,
    specialisation_view,
)
from geoplan.ui.pages.coverage.gap_answer import gap_answer
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.filter_chips import filter_chips
from geoplan.ui.widgets.left_panel import left_panel
from geoplan.ui.widgets.scope_choice import scope_choice

VIEWS = {
    "counts": site_counts_view,
    "reach": catchments_view,
    "nearest": nearest_view,
    "mix": specialisation_view,
    "pairs": pairs_view,
    "clusters": clusters_view,
    "access": access_view,
}


# All plans, which the address does without, or those that speak of all counties.
_PLANS = {"": "gaps.plans_all", "comparable": "gaps.plans_comparable"}


def page() -> None:
    """Answer which counties lack a carrier; further questions are folded away. The filter chooses the sites."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["coverage"])
    colour_by(catalogue, st.session_state.get("industries", []))
    left_panel(catalogue, folded=True)
    filter_chips(catalogue)
    with side():
        heading("page.coverage", "coverage.lead")
        _answer(catalogue)


def _answer(catalogue: Catalogue) -> None:
    selection = map_state.selection()
    left, right = st.columns(2)
    scope = scope_choice(catalogue, "coverage", COVERAGE_SCOPE, left)
    among = pill_choice(t("gaps.plans"), list(_PLANS), COVERAGE_PLANS, lambda key: t(_PLANS[key]), right)
    every, catalogue = catalogue, comparable(catalogue, scope) if among else catalogue
    anywhere = select(catalogue, replace(selection, regions=()))
    if not anywhere:
        st.info(t("layout.none"))
        show_on_map([], scope=scope)
        return
    gap_answer(catalogue, anywhere, scope, selection.regions)
    notes = [comparable_note(every, scope) if among else None, own_plan_note(catalogue, anywhere, scope)]
    for text in filter(None, notes):
        st.caption(literal(text))
    if view := _further():
        sites = select(catalogue, selection)
        st.caption(t("coverage.unfiltered" if selection.is_empty() else "coverage.filtered", n=len(sites)))
        if sites:
            VIEWS[view].view(catalogue, sites, scope)
        else:
            st.info(t("layout.none"))


def _further() -> str | None:
    """The further question that is open, if any."""
    if st.session_state.get(COVERAGE_VIEW) not in VIEWS:
        st.session_state[COVERAGE_VIEW] = None
    view: str | None = st.selectbox(
        t("gaps.further"), list(VIEWS), index=None, key=COVERAGE_VIEW, placeholder=plain("gaps.choose_view"),
        format_func=lambda key: plain(f"coverage.view_{key}"), persist_state="session",
    )  # fmt: skip
    return view
