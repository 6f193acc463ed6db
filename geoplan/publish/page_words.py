"""The texts that a published page says, in every language: those of the app that it uses, and its own."""

from __future__ import annotations

from typing import Final

from geoplan.text.message import fallbacks, languages, section

# Texts of ``ui``: a whole part of it where the name ends in a dot.
_OF_APP: Final = (
    "app.brand", "app.print", "app.print_filter", "app.other_language", "page.layout", "page.coverage", "layout.",
    "filter.", "table.open", "table.close", "dossier.locate", "dossier.button.locate", "gaps.", "coverage.lead",
    "coverage.scope", "coverage.county", "search.nowhere", "search.region_only", "search_box.",
)  # fmt: skip


def page_words() -> dict[str, dict[str, str]]:
    """List the texts by language and code, unfilled; a language that lacks one takes that of its fallback."""
    return {lang: _words(lang) for lang in languages()}


def _words(lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in reversed(fallbacks(lang)):
        found |= {key: text for key, text in section("ui", language).items() if _is_used(key)}
        found |= {f"page.{key}": text for key, text in section("publish", language).items() if "." not in key}
    return {"punctuation": section("punctuation", lang)["list"], **dict(sorted(found.items()))}


def _is_used(key: str) -> bool:
    return any(key.startswith(part) if part.endswith(".") else key == part for part in _OF_APP)
