"""Picking a language."""

from __future__ import annotations

from geoplan.model import Term


def said(lang: str, zh: str, en: str) -> str:
    """One of two wordings."""
    return zh if lang == "zh" else en


def term(word: Term, lang: str) -> str:
    """A term in a language."""
    return said(lang, word.zh, word.en)
