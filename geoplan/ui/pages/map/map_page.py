"""The map, the filters, and the table, always of the same set of sites."""

from __future__ import annotations

import streamlit as st

from geoplan.ui import address, map_state
from geoplan.ui.page_map import colour_by, is_asked, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.filter_chips import filter_chips
from geoplan.ui.widgets.first_finding import first_finding
from geoplan.ui.widgets.left_panel import left_panel
from geoplan.ui.widgets.map_tools import open_tool
from geoplan.ui.widgets.table_drawer import table_drawer


def show() -> None:
    """Compute the set by what is chosen in the panel and show it on the map."""
    catalogue = get_catalogue()
    first = address.enter(catalogue, *PARTS["map"])
    map_state.close_unknown(catalogue)
    if first and (site := st.session_state[map_state.SITE]) and address.VIEW not in st.query_params:
        map_state.go_to_site(catalogue, site)
    colour_by(catalogue, st.session_state["industries"])
    show_on_map(map_state.sites(catalogue))


def page() -> None:
    """Draw the panel, the chips and the table of the same set."""
    catalogue = get_catalogue()
    if not is_asked():
        show()
    left_panel(catalogue)
    filter_chips(catalogue)
    first_finding(catalogue)
    table_drawer(catalogue, map_state.sites(catalogue))
    open_tool(catalogue)
