"""The address bar: a page reads its parts at its first run in a session, and they are written once a run."""

from __future__ import annotations

from typing import Final, Protocol, Self

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import languages
from geoplan.ui.language import LANG

Query = dict[str, list[str]]
VIEW: Final = "view"  # what the map shows; written by the map itself, in the browser
# Session keys: the address that the session began with, the parts read from it, the parts of the page that runs.
_FIRST, _BEGUN, _PARTS = "first_query", "begun", "address_parts"


class PageQuery(Protocol):
    """A part of the session that an address holds."""

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


def read() -> None:
    """Begin a run; a new session takes the language from the address and keeps the rest for the pages."""
    st.session_state[_PARTS] = ()
    if _FIRST not in st.session_state:
        st.session_state[_FIRST] = query = _now()
        if (language := query.get(LANG, [""])[-1]) in languages():
            st.session_state[LANG] = language


def enter(catalogue: Catalogue, *parts: type[PageQuery]) -> bool:
    """Declare what the address of the page that runs holds, before its widgets are drawn; whether any part is new."""
    begun = st.session_state.get(_BEGUN, ())
    new = [part for part in parts if part.__name__ not in begun]
    for part in new:
        part.from_query(st.session_state[_FIRST], catalogue).to_session()
    st.session_state[_BEGUN] = (*begun, *(part.__name__ for part in new))
    st.session_state[_PARTS] = parts
    return bool(new)


def write() -> None:
    """Write the parts of the page that runs, leaving the browser's own alone."""
    now = _now()
    query = {VIEW: now[VIEW]} if VIEW in now else {}
    for part in st.session_state[_PARTS]:
        query |= {key: values for key, values in part.from_session().to_query().items() if values}
    if LANG in st.session_state:
        query[LANG] = [st.session_state[LANG]]
    if now != query:
        st.query_params.from_dict(query)
