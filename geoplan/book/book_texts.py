"""Texts of a map book by the part they belong to."""

from __future__ import annotations

from geoplan.text.message import DEFAULT, section, translate


def texts_under(part: str, lang: str) -> dict[str, str]:
    """The texts of a table of ``book``, by the rest of their codes, in the order of the default language."""
    keys = [key for key in section("book", DEFAULT) if key.startswith(f"{part}.")]
    return {key.removeprefix(f"{part}."): translate(f"book.{key}", lang) for key in keys}
