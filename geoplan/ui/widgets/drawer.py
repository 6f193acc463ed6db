"""The drawer at the right of the map, there only while something is open: what is drawn, a dossier, a list of sites."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.names import name_of
from geoplan.ui import draft_state, map_state
from geoplan.ui.language import literal, names, plain, t
from geoplan.ui.widgets.compare_button import compare_list
from geoplan.ui.widgets.dossier.dossier_panel import dossier_panel
from geoplan.ui.widgets.position_editor import position_editor


def drawer(catalogue: Catalogue) -> None:
    """Draw what is open, if anything; another key scrolls to the top."""
    if edit := draft_state.edit():
        with st.container(key="drawer-editor"):
            position_editor(catalogue, edit)
    elif site := st.session_state.get(map_state.SITE):
        with st.container(key="drawer-dossier"):
            dossier_panel(catalogue, site)
    elif county := st.session_state.get(map_state.COUNTY):
        with st.container(key="drawer-unplaced"):
            _unplaced(catalogue, county)
    elif listed := st.session_state.get(map_state.LISTED):
        with st.container(key="drawer-listed"):
            _sites(catalogue, *listed)


def _unplaced(catalogue: Catalogue, region: str) -> None:
    """List the sites of the filtered set that are known by region alone: an adcode, or what it begins with."""
    within = catalogue.sites["adcode"].str.startswith(region) & (catalogue.ways == "county")
    unplaced = [site_id for site_id in map_state.sites(catalogue) if within[site_id]]
    name = name_of(catalogue.regions, region.ljust(6, "0"))
    _sites(catalogue, plain("layout.unplaced_in", county=name, n=len(unplaced)), unplaced)


def _sites(catalogue: Catalogue, title: str, site_ids: list[str]) -> None:
    """A list of sites under a title; each opens."""
    with st.container(horizontal=True, vertical_alignment="center", key="drawer-head"):
        st.subheader(literal(title), anchor=False, width="stretch")
        st.button(
            "", key="close", on_click=map_state.choose, args=(None,), icon=":material/close:", help=t("layout.close"),
            type="tertiary",
        )  # fmt: skip
    compare_list(site_ids)
    titles = names(catalogue.sites)
    for site_id in site_ids:
        st.button(
            literal(titles[site_id]), key=f"listed:{site_id}", on_click=map_state.open_site, args=(catalogue, site_id),
            type="tertiary",
        )  # fmt: skip
