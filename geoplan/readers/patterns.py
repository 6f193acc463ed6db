"""Words and signs that users' files write headings, angles and coordinate systems with, from patterns.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

_DATA: Final[dict[str, Any]] = tomllib.loads((files("geoplan.readers") / "patterns.toml").read_text("utf-8"))
DELIMITERS: Final[tuple[str, ...]] = tuple(_DATA["delimiters"])
HEADINGS: Final[dict[str, tuple[str, ...]]] = {role: tuple(words) for role, words in _DATA["headings"].items()}
SYSTEMS: Final[dict[str, re.Pattern[str]]] = {code: re.compile(words) for code, words in _DATA["systems"].items()}
ANGLES: Final[dict[str, Any]] = _DATA["angles"]
OF_COORDINATES: Final = re.compile(_DATA["remarks"]["of_coordinates"], re.IGNORECASE)
EPSG_CODE: Final = re.compile(_DATA["remarks"]["epsg"], re.IGNORECASE)
LABELLED: Final = re.compile(_DATA["remarks"]["labelled"])
UNIT: Final = re.compile(_DATA["remarks"]["unit"], re.IGNORECASE)


def fold(heading: str) -> str:
    """A heading as `HEADINGS` writes it: half-width, lower case, without blanks and punctuation."""
    return re.sub(r"[\s_\-./()\[\]【】:：°*#]+", "", unicodedata.normalize("NFKC", heading).lower())


def heading_of(headings: Iterable[str], *words: str) -> str:
    """The heading that is one of some words, such as ``HEADINGS["weight"]``, the best first; "" without."""
    by_word = {fold(heading): heading for heading in reversed(list(headings))}
    return next((by_word[word] for word in words if word in by_word), "")
