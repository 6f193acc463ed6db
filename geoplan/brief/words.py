"""Picking a language."""

from __future__ import annotations

from geoplan.text.message import Text


def pick_language(lang: str, zh: str, en: str) -> str:
    """One of two wordings."""
    return zh if lang == "zh" else en


def label(word: Text, lang: str) -> str:
    """A term in a language."""
    return pick_language(lang, word.zh, word.en)
