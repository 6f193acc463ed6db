"""Sites side by side, plans side by side on one site or indicator, and where plans differ."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences
from geoplan.ui import address, compare_state
from geoplan.ui.frame import sheet
from geoplan.ui.language import t
from geoplan.ui.page_chrome import foot, heading
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.concordance import differences_view, indicator_view, site_view, sites_view
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.method_link import method_link

# By code of `compare_state.VIEWS`.
_DRAWN: Final = {
    "sites": sites_view, "site": site_view, "differences": differences_view, "indicator": indicator_view,
}  # fmt: skip


def page() -> None:
    """Choose what to compare, and compare it."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["concordance"])
    with sheet():
        heading("page.plans", "plans.lead")
        body(catalogue)
        foot()


def body(catalogue: Catalogue) -> None:
    """All below the heading."""
    view = pill_choice(
        t("plans.show"), compare_state.VIEWS, compare_state.VIEW, lambda code: t(f"plans.{code}"), default="sites"
    )
    _DRAWN[view].view(catalogue, differences(catalogue))
    method_link("indicators" if view == "indicator" else "concordance")
    if view != "sites":
        st.caption(t("plans.edition"))
