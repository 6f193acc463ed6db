"""GeoPlan's app: the pages, nothing else. Run it with ``make app``."""

import streamlit as st

from geoplan.ui.language import t
from geoplan.ui.page_chrome import page_chrome
from geoplan.ui.pages.concordance import concordance_page
from geoplan.ui.pages.coverage import coverage_page
from geoplan.ui.pages.data import data_page
from geoplan.ui.pages.find import find_page
from geoplan.ui.pages.map import map_page

with page_chrome():
    st.navigation(
        [
            st.Page(map_page.page, title=t("page.layout"), icon=":material/map:", default=True),
            st.Page(coverage_page.page, title=t("page.coverage"), icon=":material/grid_on:", url_path="coverage"),
            st.Page(find_page.page, title=t("page.find"), icon=":material/travel_explore:", url_path="find"),
            st.Page(concordance_page.page, title=t("page.plans"), icon=":material/compare_arrows:", url_path="plans"),
            st.Page(data_page.page, title=t("page.data"), icon=":material/database:", url_path="data"),
        ],
        position="top",
    ).run()
