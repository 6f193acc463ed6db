"""覆盖: what is covered, by whom, how far, how alike; each view chooses, computes and shows."""

from __future__ import annotations

import streamlit as st

from geoplan.selection import select
from geoplan.ui import state
from geoplan.ui.frame import heading
from geoplan.ui.shelf import the_catalogue
from geoplan.ui.text import lang, t
from geoplan.ui.views import access, clusters, counts, mix, nearest, pairs, reach
from geoplan.ui.widgets.choice import choice
from geoplan.ui.widgets.filters import sidebar

VIEWS = {
    "counts": counts, "reach": reach, "nearest": nearest, "mix": mix, "pairs": pairs, "clusters": clusters,
    "access": access,
}  # fmt: skip
SCOPES = ("350200", "350000")


def page() -> None:
    """Choose a question and a scope; the sidebar chooses the sites."""
    catalogue = the_catalogue()
    sidebar(catalogue)
    heading(t("page.coverage"), t("coverage.lead"))
    asked = state.selection()
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
