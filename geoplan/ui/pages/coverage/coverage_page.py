"""覆盖: what is covered, by whom, how far, how alike; each view chooses, computes and shows."""

from __future__ import annotations

import streamlit as st

from geoplan.query.selection import select
from geoplan.ui import map_state
from geoplan.ui.language import lang, t
from geoplan.ui.page_chrome import heading
from geoplan.ui.pages.coverage import (
    access_view,
    carrier_counts_view,
    catchments_view,
    clusters_view,
    nearest_view,
    pairs_view,
    specialisation_view,
)
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.filter_panel import sidebar
from geoplan.ui.widgets.pill_choice import choice

VIEWS = {
    "counts": carrier_counts_view,
    "reach": catchments_view,
    "nearest": nearest_view,
    "mix": specialisation_view,
    "pairs": pairs_view,
    "clusters": clusters_view,
    "access": access_view,
}
SCOPES = ("350200", "350000")


def page() -> None:
    """Choose a question and a scope; the sidebar chooses the sites."""
    catalogue = get_catalogue()
    sidebar(catalogue)
    heading(t("page.coverage"), t("coverage.lead"))
    asked = map_state.selection()
    sites = select(catalogue, asked)
    left, right = st.columns([5, 2])
    shown = choice(t("coverage.question"), list(VIEWS), "coverage_view", lambda key: t(f"coverage.view_{key}"), left)
    names = catalogue.regions[f"name_{lang()}"]
    scope = choice(t("coverage.scope"), SCOPES, "coverage_scope", lambda code: str(names[code]), right)
    st.caption(t("coverage.unfiltered" if asked.is_empty() else "coverage.filtered", n=len(sites)))
    if not sites:
        st.info(t("layout.none"))
        return
    VIEWS[shown].view(catalogue, sites, scope)
