"""The bar over the map: the name, the search, the pages, the language."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geoplan.text.message import languages
from geoplan.ui import address
from geoplan.ui.components.search_box import search_box
from geoplan.ui.frame import frame
from geoplan.ui.language import LANG, lang, t
from geoplan.ui.map_state import TEXT
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages import PAGES
from geoplan.ui.resources import search_url
from geoplan.ui.search_choice import take_choice
from geoplan.ui.widgets.help_dialog import help_entry, run_tour


def top_bar(pages: dict[str, Any], current: Any) -> None:
    """Draw the bar; `pages` are Streamlit's, by folder, `current` is the one that runs."""
    with frame().bar, st.container(key="bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="gp-brand">{t("app.brand")}</span>', width="content")
        with st.container(key="search"):
            search_box(search_url(), st.session_state.get(TEXT) or "", take_choice)
        with st.container(key="pages", horizontal=True, gap=None, width="content"):
            for entry in PAGES:
                here = pages[entry.folder] == current
                with st.container(key=f"page-{entry.folder}-{'here' if here else 'link'}", width="content"):
                    query = address.query_of(*PARTS[entry.folder])
                    st.page_link(pages[entry.folder], label=t(entry.title), icon=entry.icon, query_params=query)
        help_entry()
        language_switch()
    with frame().bar:
        run_tour()


def language_switch() -> None:
    """The button that changes the language: to the next of those there are."""
    st.button(t("app.other_language"), key="other_language", type="tertiary", on_click=_next_language)


def _next_language() -> None:
    known = languages()
    st.session_state[LANG] = known[(known.index(lang()) + 1) % len(known)]
