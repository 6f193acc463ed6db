"""Results as cards, one a site, under the titles of their groups; see `geoplan.ui.pages.find.results_view`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geoplan.ui.components import component

_cards = component("site_cards")
KEY: Final = "site_cards"


def site_cards(data: dict[str, Any], on_open: Callable[[str], None], on_pick: Callable[[str], None]) -> None:
    """Draw the cards; the callbacks take the id of a site, before the page runs again.

    `on_open` is called when a card is clicked, `on_pick` when its button is.
    """

    def told(what: str, act: Callable[[str], None]) -> None:
        site = st.session_state[KEY].get(what)
        if isinstance(site, str):
            act(site)

    _cards(
        key=KEY, data=data, on_open_change=lambda: told("open", on_open), on_pick_change=lambda: told("pick", on_pick)
    )
