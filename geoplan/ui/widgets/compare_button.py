"""The way from sites that were chosen in a table or list to their comparison."""

from __future__ import annotations

import streamlit as st

from geoplan.ui import compare_state
from geoplan.ui.language import t

_ICON = ":material/compare_arrows:"


def compare_button() -> None:
    """Say how many sites are chosen and open their comparison, or drop them; nothing where none is."""
    n = len(compare_state.compared())
    if not n:
        return
    st.button(
        t("table.compare", n=n), key="table_compare", icon=_ICON, on_click=compare_state.show_sites, disabled=n < 2,
        help=t("table.compare_more") if n < 2 else None,
    )  # fmt: skip
    st.button(t("table.compare_clear"), key="table_compare_clear", on_click=compare_state.clear, type="tertiary")


def compare_list(site_ids: list[str]) -> None:
    """Compare the sites of a list, if they are two to four."""
    if 2 <= len(site_ids) <= compare_state.MOST_SITES:
        st.button(
            t("table.compare", n=len(site_ids)), key="compare_listed", icon=_ICON,
            on_click=compare_state.show_sites, args=(list(site_ids),),
        )  # fmt: skip
