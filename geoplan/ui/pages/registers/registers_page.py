"""A register of the user's own against the plans: whether the industry came."""

from __future__ import annotations

import streamlit as st

from geoplan.query.selection import select
from geoplan.ui import address, map_state
from geoplan.ui.frame import side
from geoplan.ui.language import t
from geoplan.ui.page_chrome import heading
from geoplan.ui.page_map import colour_by, show_on_map
from geoplan.ui.page_parts import PARTS
from geoplan.ui.pages.registers.register_upload import register_upload
from geoplan.ui.pages.registers.session_register import session_register
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.filter_chips import filter_chips
from geoplan.ui.widgets.left_panel import left_panel
from geoplan.ui.widgets.method_link import method_link


def page() -> None:
    """Bring a register, see how it is read, compare it with the plans. The filter chooses industries and sites."""
    catalogue = get_catalogue()
    address.enter(catalogue, *PARTS["registers"])
    colour_by(catalogue, st.session_state.get("industries", []))
    left_panel(catalogue, folded=True)
    filter_chips(catalogue)
    with side():
        heading("page.registers", "registers.lead")
        register_upload(catalogue)
        sites = select(catalogue, map_state.selection())
        register = session_register()
        if register is None:
            show_on_map(sites)
            st.markdown(t("registers.what_it_answers"))
            method_link("registers")
        else:
            from geoplan.ui.pages.registers.findings_panel import findings_panel  # see there

            findings_panel(catalogue, register, sites)
