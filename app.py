"""GeoPlan's app: the pages, nothing else. Run it with ``make app``."""

import streamlit as st

from geoplan.ui.language import t
from geoplan.ui.page_chrome import page_chrome
from geoplan.ui.pages import PAGES

with page_chrome():
    st.navigation(
        [
            st.Page(page.run, title=t(page.title), icon=page.icon, url_path=page.path, default=not page.path)
            for page in PAGES
        ],
        position="top",
    ).run()
