"""The app's words, in Chinese and English, one file a section in words/."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import streamlit as st

from geoplan.settings import settings
from geoplan.text.message import Text

LANGUAGES = ("zh", "en")
_WORDS = files("geoplan.ui") / "words"


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """Every text by key and language."""
    tables = [tomllib.loads(file.read_text("utf-8")) for file in sorted(_WORDS.iterdir(), key=lambda file: file.name)]
    sections = [item for table in tables for item in table.items()]
    return {f"{section}.{key}": text for section, texts in sections for key, text in texts.items()}


def lang() -> str:
    """The language of this session."""
    chosen = st.session_state.get("lang", settings().lang)
    return chosen if chosen in LANGUAGES else "zh"


def t(key: str, **values: object) -> str:
    """Say a text in the session's language.

    Parameters
    ----------
    key : str
        ``section.name``; the section is a file of words/.
    **values
        What fills its braces.
    """
    return words()[key][lang()].format(**values)


def name(term: Text) -> str:
    """A code's name in the session's language."""
    return term.zh if lang() == "zh" else term.en


def section_of(prefix: str) -> dict[str, dict[str, str]]:
    """The texts of one section by language, for the browser."""
    chosen = {key.removeprefix(f"{prefix}."): text for key, text in words().items() if key.startswith(f"{prefix}.")}
    return {language: {key: text[language] for key, text in chosen.items()} for language in LANGUAGES}
