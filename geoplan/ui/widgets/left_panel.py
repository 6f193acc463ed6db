"""The panel at the left of the map: filters and layers; it folds away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.frame import frame
from geoplan.ui.language import t
from geoplan.ui.widgets.filter_panel import filter_panel

_PANEL: Final = "left_panel"  # session key: open, folded, or as the window's width has it


def left_panel(catalogue: Catalogue, folded: bool = False) -> None:
    """Draw the panel; at first it is `folded`, or open where the window is wide enough."""
    state = st.session_state.get(_PANEL) or ("folded" if folded else "auto")
    with frame().left:
        with st.container(key=f"left-{state}"):
            with st.container(horizontal=True, vertical_alignment="center", key="left-head"):
                st.markdown(f"**{t('filter.heading')}**", width="stretch")
                st.button(
                    "", key="fold_left", icon=":material/left_panel_close:", type="tertiary", help=t("layout.fold"),
                    on_click=_set, args=("folded",),
                )  # fmt: skip
            filter_panel(catalogue)
        with st.container(key=f"unfold-{state}"):
            st.button(
                t("filter.heading"), key="unfold_left", icon=":material/tune:", help=t("layout.unfold"),
                on_click=_set, args=("open",),
            )  # fmt: skip


def _set(state: str) -> None:
    st.session_state[_PANEL] = state
