"""The tools of the map that need a page: their buttons are on the map, their dialogs open here."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import t
from geoplan.ui.map_clicks import TOOL
from geoplan.ui.widgets.drafts_panel import drafts_list
from geoplan.ui.widgets.outline_import import outline_import


def open_tool(catalogue: Catalogue) -> None:
    """Open the dialog of the tool that was chosen on the map, once."""
    asked = st.session_state.pop(TOOL, None)
    if asked is None:
        return
    if asked["tool"] == "drafts":
        st.dialog(t("draft.list"), width="medium")(drafts_list)(catalogue)
    elif asked["tool"] == "import":
        outline_import(catalogue)
