"""A guided tour of the page: a card beside each of its parts in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geoplan.ui.components import component
from geoplan.ui.language import plain

_tour = component("tour")
# The selector of each part, and the keys of its texts.
_PARTS: Final = (
    (".st-key-search", "help.search_title", "help.search_text"),
    (":is(.st-key-left-auto, .st-key-left-open)", "help.panel_title", "help.panel_text"),
    (".st-key-map iframe", "help.map_title", "help.map_text"),
    (":is(.st-key-foot-closed, .st-key-foot-open)", "help.table_title", "help.table_text"),
    (".st-key-pages", "help.pages_title", "help.pages_text"),
)
_HOME: Final = ".st-key-help button"  # has the focus when the tour is over


def tour(closed: Callable[[], None]) -> None:
    """Begin the tour, or go on with it; `closed` is called at its end."""
    steps = [{"at": at, "title": plain(title), "text": plain(text)} for at, title, text in _PARTS]
    words = {
        "next": plain("help.next"),
        "back": plain("help.back"),
        "skip": plain("help.skip"),
        "done": plain("help.done"),
    }
    words["count"] = plain("help.step", n="{n}", all="{all}")
    _tour(key="tour", data={"steps": steps, "words": words, "home": _HOME}, on_closed_change=closed, height=1)
