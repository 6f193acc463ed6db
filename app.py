"""GeoPlan's app: the pages, nothing else. Run it with ``make app``."""

import streamlit as st

from geoplan.ui import page_map
from geoplan.ui.language import t
from geoplan.ui.page_chrome import page_chrome
from geoplan.ui.pages import PAGES
from geoplan.ui.search_choice import TO_MAP
from geoplan.ui.widgets.first_finding import TO_COVERAGE
from geoplan.ui.widgets.top_bar import top_bar

pages = {
    page.folder: st.Page(page.run, title=t(page.title), url_path=page.path, default=not page.path) for page in PAGES
}
page = st.navigation(list(pages.values()), position="hidden")
if st.session_state.pop(TO_MAP, False) and not page_map.is_asked():
    st.switch_page(pages["map"])
if st.session_state.pop(TO_COVERAGE, False):
    st.switch_page(pages["coverage"])
with page_chrome(page.url_path):
    page.run()
    top_bar(pages, page)
