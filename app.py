"""GeoPlan's app: the pages, nothing else. Run it with ``make app``."""

import streamlit as st

from geoplan.ui.frame import frame
from geoplan.ui.pages import coverage, data, find, layout, plans
from geoplan.ui.text import t

with frame():
    st.navigation(
        [
            st.Page(layout.page, title=t("page.layout"), icon=":material/map:", default=True),
            st.Page(coverage.page, title=t("page.coverage"), icon=":material/grid_on:", url_path="coverage"),
            st.Page(find.page, title=t("page.find"), icon=":material/travel_explore:", url_path="find"),
            st.Page(plans.page, title=t("page.plans"), icon=":material/compare_arrows:", url_path="plans"),
            st.Page(data.page, title=t("page.data"), icon=":material/database:", url_path="data"),
        ],
        position="top",
    ).run()
