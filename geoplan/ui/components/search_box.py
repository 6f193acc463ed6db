"""The search box: suggestions as one types, matched in the browser; the server hears of a choice only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from geoplan.text.message import DEFAULT, section, translate
from geoplan.ui.components import component
from geoplan.ui.language import lang

KEY: Final = "search_box"
_PREFIX: Final = "search_box."
# What an answer may consist of, and how long each text may be.
_ANSWERS: Final = ({"kind", "id"}, {"coordinate"}, {"text"})
_LONGEST: Final = 300
_component: Final = component("search_box")


def search_box(url: str, value: str, on_choose: Callable[[dict[str, str]], None]) -> None:
    """Draw the search box.

    Parameters
    ----------
    url : str
        Of the index; see `geoplan.map.publish_search`.
    value : str
        The text that the list is filtered by.
    on_choose : callable
        Takes what was chosen before the page runs again: ``kind`` and ``id`` of an entry (see
        `geoplan.query.search_index.search_entry`), ``coordinate``, a text that looks like a position, or ``text`` to
        filter the list by, "" for none.
    """

    def chosen() -> None:
        answer = read_answer(st.session_state[KEY].get("choose"))
        if answer is not None:
            on_choose(answer)

    data = {"url": url, "lang": lang(), "texts": box_texts(lang()), "value": value}
    _component(data=data, key=KEY, on_choose_change=chosen)


def box_texts(language: str) -> dict[str, str]:
    """The box's own texts; their braces are filled in the browser."""
    names = [key.removeprefix(_PREFIX) for key in section("ui", DEFAULT) if key.startswith(_PREFIX)]
    braces = {field: f"{{{field}}}" for field in ("text", "names", "n")}
    return {name: translate(f"ui.search_box.{name}", language, **braces) for name in names}


def read_answer(answer: Any) -> dict[str, str] | None:
    """Take an answer of the browser, which may be anything, for what it should be; None where it is not."""
    if not isinstance(answer, dict) or set(answer) not in _ANSWERS:
        return None
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in answer.values()):
        return None
    return dict(answer)
