"""The industry asked for by the filter stays the one that each question begins with."""

from __future__ import annotations

import streamlit as st

from geoplan.ui import map_state


def asked_industries() -> list[str]:
    """The industries that the filter holds."""
    return list(map_state.selection().industries)


def follow_asked(key: str, default: str | None) -> None:
    """Set a choice to its default when the industries asked for have changed since it was drawn last."""
    state, mark, asked = st.session_state, f"{key}:asked", asked_industries()
    if key not in state or state.get(mark, asked) != asked:
        state[key] = default
    state[mark] = asked
