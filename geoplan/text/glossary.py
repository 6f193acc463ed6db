"""The glossary: terms in reading order, with their definitions in a language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from geoplan.text.message import translate


class Term(NamedTuple):
    """A term of the glossary, what it means, and where it is used."""

    term: str
    definition: str
    used: tuple[str, ...]


@lru_cache(maxsize=8)
def glossary(lang: str) -> tuple[Term, ...]:
    """The terms of glossary.toml, in its order."""
    entries = tomllib.loads((files("geoplan.text") / "glossary.toml").read_text("utf-8"))
    return tuple(
        Term(translate(f"glossary.{key}.term", lang), translate(f"glossary.{key}.definition", lang), tuple(e["used"]))
        for key, e in entries.items()
    )
