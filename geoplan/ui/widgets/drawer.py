"""The drawer at the right of the map, there only while something is open: what is drawn, a dossier, a list of sites."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.names import name_of
from geoplan.ui import draft_state, map_state
from geoplan.ui.language import literal, names, t
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


def is_open() -> bool:
    """Whether anything is open."""
    state = st.session_state
    return bool(draft_state.edit() or state.get(map_state.SITE) or state.get(map_state.COUNTY))


def _unplaced(catalogue: Catalogue, region: str) -> None:
    """List the sites of the filtered set that are known by region alone: an adcode, or what it begins with."""
    within = catalogue.sites["adcode"].str.startswith(region) & (catalogue.ways == "county")
    unplaced = [site_id for site_id in map_state.sites(catalogue) if within[site_id]]
    name = name_of(catalogue.regions, region.ljust(6, "0"))
    left, right = st.columns([6, 1])
    left.subheader(t("layout.unplaced_in", county=name, n=len(unplaced)), anchor=False)
    close_button(right)
    for site_id in unplaced:
        st.button(
            literal(names(catalogue.sites)[site_id]), key=f"unplaced:{site_id}", on_click=map_state.choose,
            args=(site_id,), type="tertiary",
        )  # fmt: skip


def close_button(where: object = st) -> None:
    """Close what is open."""
    where.button(  # type: ignore[attr-defined]
        "", key="close", on_click=map_state.choose, args=(None,), icon=":material/close:", help=t("layout.close"),
        type="tertiary",
    )  # fmt: skip
