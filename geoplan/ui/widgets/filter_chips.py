"""What is filtered, above the map: a chip for each value, removed by a click."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import labelled_plans
from geoplan.query.selection import FACETS, possible_sites
from geoplan.ui import map_state
from geoplan.ui.frame import frame
from geoplan.ui.language import lang, literal, name, names, plain, t


def filter_chips(catalogue: Catalogue) -> None:
    """Draw a chip for each value that is filtered by, and one that clears all."""
    chips = [(facet, value) for facet in FACETS for value in st.session_state.get(facet, [])]
    text, in_force = st.session_state.get(map_state.TEXT), st.session_state.get(map_state.IN_FORCE)
    offered = st.session_state.get(map_state.OFFER)
    if offered in st.session_state.get("regions", []):
        offered = st.session_state[map_state.OFFER] = None
    if not (chips or text or in_force or offered):
        return
    with frame().chips, st.container(key="chips", horizontal=True, gap="small"):
        for facet, value in chips:
            _chip(value_name(catalogue, facet, value), f"chip:{facet}:{value}", facet, value)
        if in_force:
            _chip(plain("filter.in_force"), "chip:in_force", map_state.IN_FORCE)
        if text:
            _chip(plain("filter.text_chip", text=text), "chip:text", map_state.TEXT)
        if offered:
            st.button(
                t("filter.offer_region", region=str(names(catalogue.regions)[offered])), key="chip_offer",
                icon=":material/filter_alt:", on_click=map_state.filter_by_region, args=(offered,), type="primary",
            )  # fmt: skip
        if more := possible_sites(catalogue, map_state.selection()):
            title = plain("filter.possible_list", n=len(more))
            st.button(
                t("filter.possible", n=len(more)), key="chip_possible", icon=":material/help:", type="tertiary",
                help=t("filter.possible_help"), on_click=map_state.list_sites, args=(title, more),
            )  # fmt: skip
        st.button(
            t("filter.clear"), key="clear", on_click=map_state.clear, icon=":material/filter_alt_off:", type="tertiary"
        )


def _chip(label: str, key: str, facet: str, value: str | None = None) -> None:
    st.button(
        literal(label), key=key, icon=":material/close:", icon_position="right", help=t("filter.drop"),
        on_click=map_state.drop, args=(facet, value),
    )  # fmt: skip


def value_name(catalogue: Catalogue, facet: str, value: str) -> str:
    """The name of a facet's value."""
    if facet == "plans":
        return str(labelled_plans(catalogue.plans, lang())[value])
    tables = {"industries": catalogue.industries, "regions": catalogue.regions}
    if facet in tables:
        return str(names(tables[facet])[value])
    if facet == "layers":
        return str(names(catalogue.layers, "title")[value])
    return name(map_state.TERMS[facet][value])
