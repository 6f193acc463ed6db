"""What a click on the map does, before the page runs again."""

from __future__ import annotations

from typing import Any, Final

import orjson
import streamlit as st

from geoplan.crs.systems import parse_system
from geoplan.drafts.draft import NOTE, PLACE
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.errors import UserError
from geoplan.ui import draft_state, map_state
from geoplan.ui.language import literal
from geoplan.ui.resources import get_catalogue

KEY: Final = "atlas"  # session key of what the map answers
TOOL: Final = "map_tool"  # session key: a tool of the map whose dialog is to open
_LAST: Final = "last_click"
_BEGINS: Final = {"place": (PLACE, "area"), "note": (NOTE, "point")}  # tools that begin to draw


def take_click() -> None:
    """Take up the last click on the map, once."""
    clicked = ((st.session_state.get(KEY) or {}).get("last_active_drawing") or {}).get("properties") or {}
    if not clicked or clicked.get("click") == st.session_state.get(_LAST):
        return
    st.session_state[_LAST] = clicked.get("click")
    _take(clicked)


def _take(clicked: dict[str, Any]) -> None:
    catalogue = get_catalogue()
    tool = clicked.get("tool")
    if clicked.get("drawn"):
        if draft_state.edit():
            _take_drawn(clicked["drawn"])
    elif isinstance(tool, str):
        if tool in _BEGINS:
            category, mode = _BEGINS[tool]
            draft_state.begin(category, "", mode)
        else:
            st.session_state[TOOL] = clicked
    elif note := next((one for one in draft_state.drafts() if one.draft_id == clicked.get("note")), None):
        draft_state.begin(NOTE, note.draft_id, "point", note.geometry)
    elif clicked.get("site") in catalogue.sites.index:
        map_state.choose(clicked["site"])
    elif str(clicked.get("county")).ljust(6, "0") in catalogue.regions.index:
        map_state.choose(None)
        st.session_state[map_state.COUNTY] = clicked["county"]


def _take_drawn(drawn: Any) -> None:
    """Take up what was drawn on the map."""
    try:
        draft_state.take(parse_geometry(orjson.dumps(drawn).decode(), parse_system("4326")))
    except UserError as error:
        st.toast(literal(error), icon=":material/error:")
