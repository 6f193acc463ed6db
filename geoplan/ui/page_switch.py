"""Going to another page by what was chosen: a callback asks for it, and the next run opens it."""

from __future__ import annotations

from typing import Final

import streamlit as st

ASKED: Final = "page_asked"  # session key: the folder of a page


def ask_for_page(folder: str) -> None:
    """Open a page at the next run."""
    st.session_state[ASKED] = folder


def asked_page() -> str | None:
    """The page to open instead of the one that was to run, once."""
    folder: str | None = st.session_state.pop(ASKED, None)
    return folder
