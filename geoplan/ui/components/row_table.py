"""The table of sites as a widget; see `geoplan.ui.widgets.site_table`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geoplan.ui.components import component

_table = component("row_table")
KEY: Final = "site_table"


def row_table(data: dict[str, Any], on_open: Callable[[str], None]) -> None:
    """Draw the table; `on_open` is called with the id of a row that is clicked, before the page runs again."""

    def opened() -> None:
        site = st.session_state[KEY].get("open")
        if site is not None:
            on_open(site)

    _table(key=KEY, data=data, height="stretch", on_open_change=opened)
