"""What is covered, by whom, how far, how alike; each view chooses, computes and shows."""

from __future__ import annotations

import streamlit as st

from geoplan.query.selection import select
from geoplan.study_area import study_area
from geoplan.ui import address, map_state
from geoplan.ui.choice_state import COVERAGE_SCOPE, COVERAGE_VIEW
from geoplan.ui.frame import side
from geoplan.ui.language import names, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.page_map import show_on_map
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
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.filter_chips import filter_chips
from geoplan.ui.widgets.left_panel import left_panel

VIEWS = {
    "counts": site_counts_view,
    "reach": catchments_view,
    "nearest": nearest_view,
    "mix": specialisation_view,
    "pairs": pairs_view,
    "clusters": clusters_view,
    "access": access_view,
}


_SCOPE_SHOWN = "coverage_scope_shown"  # session key: the scope of the last run


def scopes() -> list[str]:
    """Adcodes of what can be measured, the home city first."""
    return [study_area().home, study_area().area]


def page() -> None:
    """Choose a question and a scope; the sidebar chooses the sites."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["coverage"])
    left_panel(catalogue, folded=True)
    filter_chips(catalogue)
    with side():
        heading("page.coverage", "coverage.lead")
        selection = map_state.selection()
        sites = select(catalogue, selection)
        left, right = st.columns([5, 2])
        view = pill_choice(
            t("coverage.question"), list(VIEWS), COVERAGE_VIEW, lambda key: t(f"coverage.view_{key}"), left
        )
        regions = names(catalogue.regions)
        scope = pill_choice(t("coverage.scope"), scopes(), COVERAGE_SCOPE, lambda code: str(regions[code]), right)
        st.caption(t("coverage.unfiltered" if selection.is_empty() else "coverage.filtered", n=len(sites)))
        show_on_map(sites, scope=scope)
        if address.is_new_page("coverage") or scope != st.session_state.get(_SCOPE_SHOWN, scope):
            map_state.go_home()
        st.session_state[_SCOPE_SHOWN] = scope
        if not sites:
            st.info(t("layout.none"))
            return
        VIEWS[view].view(catalogue, sites, scope)
