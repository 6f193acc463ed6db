"""The table of sites as a widget; see `geoplan.ui.widgets.site_table`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geoplan.ui.components import component

_table = component("row_table")
KEY: Final = "site_table"


def row_table(data: dict[str, Any], on_open: Callable[[str], None], on_compare: Callable[[str], None]) -> None:
    """Draw the table; the callbacks take the id of a row, before the page runs again.

    `on_open` is called when a row is clicked, `on_compare` when its button is.
    """

    def told(what: str, act: Callable[[str], None]) -> None:
        site = st.session_state[KEY].get(what)
        if site is not None:
            act(site)

    _table(
        key=KEY, data=data, height="stretch",
        on_open_change=lambda: told("open", on_open), on_compare_change=lambda: told("compare", on_compare),
    )  # fmt: skip
