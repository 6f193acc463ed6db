"""The words and patterns of patterns.toml, by which names, addresses and headings are read."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("geoplan.geocoding") / "patterns.toml").read_text("utf-8"))


def table(name: str) -> dict[str, Any]:
    """A table of the file."""
    return _tables()[name]


def word(key: str) -> str:
    """A single word, or a string of characters, by ``table.key``."""
    name, _, entry = key.partition(".")
    return str(_tables()[name][entry])


def words(key: str) -> tuple[str, ...]:
    """A list of words, by ``table.key``."""
    name, _, entry = key.partition(".")
    return tuple(_tables()[name][entry])


def pattern(key: str) -> re.Pattern[str]:
    """A regular expression, by ``table.key``."""
    return re.compile(word(key))
