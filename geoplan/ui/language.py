"""The language of a session, and texts in it."""

from __future__ import annotations

import streamlit as st

from geoplan.settings import settings
from geoplan.text.message import DEFAULT, Text, languages, section, translate


def lang() -> str:
    """The language of this session."""
    chosen = st.session_state.get("lang", settings().lang)
    return chosen if chosen in languages() else DEFAULT


def t(key: str, /, **values: object) -> str:
    """Say one of the app's texts, ``part.key`` of the section ``ui``, in the session's language."""
    return translate(f"ui.{key}", lang(), **values)


def name(text: Text) -> str:
    """A name in the session's language."""
    return text.text(lang())


def map_texts() -> dict[str, dict[str, str]]:
    """The map's own texts by language, for the browser."""
    return {
        language: {
            key.removeprefix("map."): text for key, text in section("ui", language).items() if key.startswith("map.")
        }
        for language in languages()
    }
