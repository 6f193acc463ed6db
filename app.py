"""GeoPlan's app: the pages, nothing else. Run it with ``make app``."""

import streamlit as st

from geoplan.ui import page_map
from geoplan.ui.language import t
from geoplan.ui.page_chrome import page_chrome
from geoplan.ui.page_switch import asked_page
from geoplan.ui.pages import PAGES
from geoplan.ui.widgets.top_bar import top_bar

pages = {
    page.folder: st.Page(page.run, title=t(page.title), url_path=page.path, default=not page.path) for page in PAGES
}
page = st.navigation(list(pages.values()), position="hidden")
if folder := asked_page():
    st.switch_page(pages[folder])
entry = next(entry for entry in PAGES if pages[entry.folder] == page)
with page_chrome(page.url_path, entry.title):
    entry.show()
    page_map.draw_shown()
    page.run()
    top_bar(pages, page)
