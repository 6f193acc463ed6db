"""What several plans say of one site or indicator, and where they differ."""

from __future__ import annotations

import streamlit as st

from geoplan.concordance.differences import differences
from geoplan.ui import address
from geoplan.ui.frame import sheet
from geoplan.ui.language import t
from geoplan.ui.page_chrome import foot, heading
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.concordance import differences_view, indicator_view, site_view
from geoplan.ui.resources import get_catalogue

VIEWS = {"differences": differences_view, "site": site_view, "indicator": indicator_view}


def page() -> None:
    """Three views: the differences, one site side by side, one indicator over time."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["concordance"])
    with sheet():
        heading("page.plans", "plans.lead")
        table = differences(catalogue)
        for view, tab in zip(VIEWS.values(), st.tabs([t(f"plans.{key}") for key in VIEWS]), strict=True):
            with tab:
                view.view(catalogue, table)
        st.caption(t("plans.edition"))
        foot()
