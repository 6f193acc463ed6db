"""Beside a figure, the way to the page on how it is computed."""

from __future__ import annotations

import streamlit as st

from geoplan.text.method_pages import INDEX, MethodPage, method_page
from geoplan.ui.language import Markdown, lang, literal, t


def method_link(name: str) -> None:
    """Draw a small button that opens a page of `geoplan.text.method_pages.PAGES`; none where there is no such page."""
    page, rules = method_page(name, lang()), method_page(INDEX, lang())
    if page is None or rules is None:
        return
    if st.button(t("help.method_page"), key=f"method-{name}", icon=":material/menu_book:", type="tertiary"):
        st.dialog(literal(page.title), width="large")(_dialog)(page, rules)


def _dialog(page: MethodPage, rules: MethodPage) -> None:
    """The page, and beside it the rules that all figures share."""
    for tab, shown in zip(st.tabs([literal(page.title), literal(rules.title)]), (page, rules), strict=True):
        tab.markdown(Markdown(shown.body))
