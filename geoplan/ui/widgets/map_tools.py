"""The tools of the map that need a page: their buttons are on the map, their dialogs open here."""

from __future__ import annotations

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection_words import selection_words
from geoplan.ui import map_state
from geoplan.ui.language import name, plain, t
from geoplan.ui.map_clicks import TOOL
from geoplan.ui.widgets.drafts_panel import drafts_list
from geoplan.ui.widgets.outline_import import outline_import
from geoplan.ui.widgets.picture_dialog import picture_dialog


def open_tool(catalogue: Catalogue) -> None:
    """Open the dialog of the tool that was chosen on the map, once."""
    asked = st.session_state.pop(TOOL, None)
    if asked is None:
        return
    if asked["tool"] == "drafts":
        st.dialog(t("draft.list"), width="medium")(drafts_list)(catalogue)
    elif asked["tool"] == "import":
        outline_import(catalogue)
    elif asked["tool"] == "picture":
        _picture(catalogue, asked.get("view"))


def _picture(catalogue: Catalogue, view: object) -> None:
    """The dialog that makes a picture of what is seen."""
    if not (isinstance(view, list) and len(view) == 4 and all(isinstance(edge, int | float) for edge in view)):
        return
    words = [name(word) for word in selection_words(catalogue, map_state.selection())]
    picture_dialog(catalogue, map_state.sites(catalogue), tuple(view), plain("picture.first_title"), words)
