"""What a page needs for keys and screen readers: its language, a link past the map, what changed, Esc."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.names import name_of
from geoplan.ui import map_state, page_map
from geoplan.ui.components import component
from geoplan.ui.language import lang, name, plain

_accessibility = component("accessibility")


def accessibility(catalogue: Catalogue, title: str) -> None:
    """Mount the link at this place of the tab order; `title` is that of the page."""
    data = {"lang": lang(), "skip": plain("app.skip_map"), "said": _said(catalogue, title)}
    _accessibility(key="accessibility", data=data, height=1)


def _said(catalogue: Catalogue, title: str) -> str:
    """What a run changed, in words: the page, the number of sites, the open site."""
    said = [title]
    if page_map.is_asked() and (shown := page_map.shown()):
        sites = shown["sites"]
        said.append(plain("layout.count", n=len(sites), drawn=len(catalogue.placed.intersection(sites))))
    if site := st.session_state.get(map_state.SITE):
        said.append(name(name_of(catalogue.sites, site)))
    return " · ".join(said)
