"""The columns of a brief's tables: a layout names them, their titles and meanings are texts."""

from __future__ import annotations

from geoplan.brief.blocks import Column, Kind
from geoplan.text.message import DEFAULT, section, translate

Layout = tuple[tuple[str, Kind, float], ...]  # key of the texts, what the column holds, its share of the width


def columns(layout: Layout, lang: str) -> tuple[Column, ...]:
    """The columns of a layout, with titles (``brief.columns``) and meanings (``brief.meanings``) in a language."""
    return tuple(
        Column(translate(f"brief.columns.{key}", lang), kind, _meaning(key, lang), w) for key, kind, w in layout
    )


def _meaning(key: str, lang: str) -> str:
    return translate(f"brief.meanings.{key}", lang) if f"meanings.{key}" in section("brief", DEFAULT) else ""
