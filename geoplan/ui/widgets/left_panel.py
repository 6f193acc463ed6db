"""The panel at the left of the map: filters and layers; it folds away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import FACETS, facet_counts
from geoplan.ui import map_state
from geoplan.ui.components.facet_list import facet_list
from geoplan.ui.components.layer_list import layer_list
from geoplan.ui.frame import frame
from geoplan.ui.language import t
from geoplan.ui.resources import facets_url

_PANEL: Final = "left_panel"  # session key: open, folded, or as the window's width has it


def left_panel(catalogue: Catalogue, folded: bool = False) -> None:
    """Draw the panel; at first it is `folded`, or open where the window is wide enough."""
    state = st.session_state.get(_PANEL) or ("folded" if folded else "auto")
    with frame().left:
        with st.container(key=f"left-{state}"):
            st.button(
                "", key="fold_left", icon=":material/left_panel_close:", type="tertiary", help=t("layout.fold"),
                on_click=_set, args=("folded",),
            )  # fmt: skip
            filters, layers = st.tabs([t("filter.heading"), t("filter.layers_tab")])
            with filters:
                _filters(catalogue)
            with layers:
                layer_list(facets_url())
        with st.container(key=f"unfold-{state}"):
            st.button(
                t("filter.heading"), key="unfold_left", icon=":material/tune:", help=t("layout.unfold"),
                on_click=_set, args=("open",),
            )  # fmt: skip


def _set(state: str) -> None:
    st.session_state[_PANEL] = state


def _filters(catalogue: Catalogue) -> None:
    chosen = {facet: st.session_state.get(facet, []) for facet in FACETS}
    in_force = bool(st.session_state.get(map_state.IN_FORCE))
    counts = facet_counts(catalogue, map_state.selection())
    facet_list(catalogue, counts, chosen, in_force, facets_url(), map_state.set_filter)
