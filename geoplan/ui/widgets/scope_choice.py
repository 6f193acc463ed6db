"""The choice of the area that a page measures: the home city or the whole; the map goes home when it changes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import study_area
from geoplan.ui import address, map_state
from geoplan.ui.language import names, t
from geoplan.ui.widgets.choice_widgets import pill_choice


def scopes() -> list[str]:
    """Adcodes of what can be measured, the home city first."""
    return [study_area().home, study_area().area]


def scope_choice(catalogue: Catalogue, page: str, key: str, where: Any = st) -> str:
    """Let the scope of a page be chosen, stored under a session key; its adcode."""
    regions, shown = names(catalogue.regions), f"{key}_shown"  # session key: the scope of the last run
    scope: str = pill_choice(t("coverage.scope"), scopes(), key, lambda code: str(regions[code]), where)
    if address.is_new_page(page) or scope != st.session_state.get(shown, scope):
        map_state.go_home()
    st.session_state[shown] = scope
    return scope
