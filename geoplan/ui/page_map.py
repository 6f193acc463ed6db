"""The one map under all pages: a page says what it shows, and the page's frame draws it when the page is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, Final

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.symbology import symbology

_ASKED: Final = "page_map"  # session key: what the page that runs asked for
_TINT: Final = "page_map_tint"  # session key: the colour of all sites, if the page has one
_DRAW: Final[ContextVar[Callable[[], None] | None]] = ContextVar("draw_map", default=None)
_LAST: Final = "page_map_last"  # what the map shows under a page that needs none
# Seconds in which the server's own thread sends the map: it needs the interpreter, which the run would keep to its end.
_SENDING: Final = 0.002


def begin(draw: Callable[[], None]) -> None:
    """Begin a run: no map is asked for yet; `draw` draws the one that is."""
    st.session_state[_ASKED] = st.session_state[_TINT] = None
    _DRAW.set(draw)


def draw() -> None:
    """Draw the map, unless this run has."""
    if now := _DRAW.get():
        _DRAW.set(None)
        now()


def draw_shown() -> None:
    """Draw the map now if what it shows is known, ahead of the page: the browser has it before the widgets."""
    if is_asked():
        draw()
        time.sleep(_SENDING)


def show_on_map(sites: list[str], **state: Any) -> None:
    """Say what the map shows beside this page.

    Parameters
    ----------
    sites : list of str
        Ids of the sites that are drawn.
    **state
        Options of `geoplan.ui.widgets.map_widget.map_widget`, such as ``overlay`` and ``scope``.
    """
    st.session_state[_ASKED] = {"sites": sites, **state}


def colour_by(catalogue: Catalogue, industries: Iterable[str]) -> None:
    """Draw all sites in the colour of the industries that the page asks for, where they are of one branch."""
    branches = {str(catalogue.industries.at[industry, "branch"]) for industry in industries}
    st.session_state[_TINT] = symbology().branch_colour(branches.pop()) if len(branches) == 1 else None


def tint() -> str | None:
    """The colour of all sites; None for each site's own."""
    colour: str | None = st.session_state.get(_TINT)
    return colour


def is_asked() -> bool:
    """Whether the page that runs, or before it runs the one before it, has a map."""
    return st.session_state.get(_ASKED) is not None


def shown() -> dict[str, Any] | None:
    """What the map shows: as asked, else as before, so that its frame stays; None before the first map."""
    asked = st.session_state.get(_ASKED)
    if asked is not None:
        st.session_state[_LAST] = asked
    last: dict[str, Any] | None = st.session_state.get(_LAST)
    return last
