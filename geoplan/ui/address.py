"""The address: a page reads its parts when a session begins or the browser goes back; they are written once a run."""

from __future__ import annotations

from typing import Any, Final, Protocol, Self
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import languages
from geoplan.text.shorten import shorten
from geoplan.ui import page_map
from geoplan.ui.components.address_bar import address_bar
from geoplan.ui.language import LANG, t

Query = dict[str, list[str]]
VIEW: Final = "view"  # what the map shows; written by the map itself, in the browser
WRITTEN: Final = "address"  # session key: the address as it was written last
# Session keys: the address that is read, the parts read from it, the parts of the page that runs, whether the browser
# went back or forward to it.
_READ, _BEGUN, _PARTS, _BACK = "address_read", "address_begun", "address_parts", "address_back"
# Session keys: the page that ran last; an address that the browser went back to, until a run has written it.
_PAGE, _PENDING = "address_page", "address_pending"


class PageQuery(Protocol):
    """A part of the session that an address holds."""

    @classmethod
    def owns(cls, key: str) -> bool:
        """Whether a name in the address belongs to it."""

    @classmethod
    def from_query(cls, query: Query, catalogue: Catalogue) -> Self:
        """Take what the catalogue knows of an address, drop the rest."""

    @classmethod
    def from_session(cls) -> Self:
        """Take what the session holds."""

    def to_query(self) -> Query:
        """Lay out what is not as it was at first."""

    def to_session(self) -> None:
        """Set the session's keys, before the widgets that have them are drawn."""


def _now() -> Query:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def is_history_step() -> bool:
    """Whether the browser went back or forward to the address of this run."""
    context = get_script_run_ctx()
    return bool(getattr(context, "is_history_navigation", False))  # of Streamlit, not documented


def read() -> None:
    """Begin a run; a new session and a step through the browser's history take the language from the address."""
    state = st.session_state
    state[_PARTS] = ()
    if is_history_step():
        state[_PENDING] = _now()
    state[_BACK] = _PENDING in state  # also where a run that read it was cut short by the next
    if _READ in state and not state[_BACK]:
        return
    state[_READ] = query = state.get(_PENDING, _now())
    language = query.get(LANG, [""])[-1]
    if language in languages():
        state[LANG] = language
    elif state[_BACK]:
        state.pop(LANG, None)


def enter(catalogue: Catalogue, *parts: type[PageQuery]) -> bool:
    """Declare what the address of the page that runs holds, before its widgets are drawn.

    Returns
    -------
    bool
        Whether the session begins with one of the parts.
    """
    state = st.session_state
    begun = state.get(_BEGUN, ())
    new = [part for part in parts if state[_BACK] or part.__name__ not in begun]
    for part in new:
        read = part.from_query(state[_READ], catalogue)
        read.to_session()
        _report(part, state[_READ], read.to_query())
    state[_BEGUN] = (*begun, *(part.__name__ for part in new if part.__name__ not in begun))
    state[_PARTS] = parts
    return bool(new) and not state[_BACK]


def _report(part: type[PageQuery], query: Query, taken: Query) -> None:
    """Say what of an address is not known here."""
    for key in filter(part.owns, query):
        given, known = [value for value in query[key] if value], taken.get(key, [])
        if len(given) <= len(known):  # an id that was replaced is known by its new name
            continue
        for value in given:
            if value not in known:
                text = t("app.unknown_in_address", key=key, value=shorten(value))
                st.toast(text, icon=":material/link_off:")


def query_of(*parts: type[PageQuery]) -> Query:
    """The address of a page that holds these parts, as the session is now."""
    query: Query = {}
    for part in parts:
        query |= {key: values for key, values in part.from_session().to_query().items() if values}
    if LANG in st.session_state:
        query[LANG] = [st.session_state[LANG]]
    return query


def is_new_page(page: str) -> bool:
    """Whether a user has just come to a page, by a link or a first visit and not by going back."""
    state = st.session_state
    return state.get(_PAGE) != page and not state[_BACK] and not (VIEW in st.query_params and _PAGE not in state)


def update(page: str) -> None:
    """Write the parts of the page that runs; what the map wrote stays."""
    state = st.session_state
    state[_PAGE], state[WRITTEN] = page, query_of(*state[_PARTS])
    address_bar(for_browser())
    state.pop(_PENDING, None)


def for_browser() -> dict[str, Any]:
    """The address of this run: the query, the page, whether it is a step of the history, whether there is a map."""
    state = st.session_state
    query = urlencode(state[WRITTEN], doseq=True)
    return {"query": query, "page": state[_PAGE], "push": not state[_BACK], "map": page_map.is_asked()}
