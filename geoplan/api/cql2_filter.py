"""Filters in CQL2 (OGC 21-065), as text or as JSON: read, within limits of length and depth.

The text is read by the library cql2, whose grammar is the standard's own; pygeofilter 0.4 gives AND and OR the same
weight, knows no quote in a text and no NOT before a bracket.
"""

from __future__ import annotations

import re
from typing import Any, Final

import orjson

from geoplan.errors import InvalidQueryError
from geoplan.text.message import message

LANGUAGES: Final = ("cql2-text", "cql2-json", "cql-text")  # the last is what drafts called it, and GDAL still does
MOST_CHARACTERS: Final = 8000
MOST_LEVELS: Final = 40
# cql2 tries a bracket twice where what is in it cannot be read: each level may double the time.
_MOST_STEPS: Final = 2**18
_QUOTED: Final = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
# What GDAL writes otherwise than the standard came to have it: a LIKE regardless of case, a day with the T of a moment.
_DRAFT: Final = re.compile(
    r"(\"[^\"]*\"|(?<![\w.:])[\w.:]++)\s++ILIKE\s++('(?:[^']|'')*')|'(\d{4}-\d\d-\d\d)T'|('(?:[^']|'')*')",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"--> (\d+):(\d+)")


def read_filter(text: str, language: str) -> Any:
    """Read a filter.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.

    Returns
    -------
    dict, list, str, float, int, bool or None
        As CQL2 JSON has it; what it means, and whether anything, is not looked at.

    Raises
    ------
    InvalidQueryError
        It cannot be read, or is longer or deeper than is good for the service.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidQueryError("api.filter.too_long", characters=len(text), most=MOST_CHARACTERS)
    text = _DRAFT.sub(_as_standard, text) if language == "cql-text" else text
    expression = _from_json(text) if language == "cql2-json" else _from_text(text)
    if (levels := _levels(expression)) > MOST_LEVELS:
        raise InvalidQueryError("api.filter.too_deep", levels=levels, most=MOST_LEVELS)
    return expression


def _from_text(text: str) -> Any:
    levels = _bracket_levels(text)
    if len(text) * 2**levels > _MOST_STEPS:
        raise InvalidQueryError("api.filter.too_many_brackets", characters=len(text), levels=levels)
    import cql2  # only where a filter is read: the app's page of the service needs the names alone

    try:
        return cql2.parse_text(text).to_json()
    except cql2.ParseError as error:
        place = _PLACE.search(str(error))
        line, column = (int(number) for number in place.groups()) if place else (1, 1)
        rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :].strip()
        near = rest[:20] if rest else message("api.filter.end")
        raise InvalidQueryError("api.filter.not_text", near=near) from error
    except Exception as error:  # the library raises this very class for a geometry without a point
        raise InvalidQueryError("api.filter.not_text", near=text[:20]) from error


def _as_standard(found: re.Match[str]) -> str:
    """A piece of a filter as GDAL writes it, in the words of the standard."""
    if found[1]:
        return f"casei({found[1]}) LIKE casei({found[2]})"
    return f"'{found[3]}'" if found[3] else found[4]


def _bracket_levels(text: str) -> int:
    """How deep brackets stand in brackets; those left open, and those behind a quote left open, count too."""
    deepest = level = 0
    for character in _QUOTED.sub("", text):
        level += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, level)
    return deepest


def _from_json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidQueryError("api.filter.not_json", near=text[error.pos :][:20]) from error


def _levels(expression: Any) -> int:
    """How deep an expression is, without recursion, which a deep one would exhaust."""
    deepest, open_ = 0, [(expression, 1)]
    while open_:
        node, level = open_.pop()
        deepest = max(deepest, level)
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        open_ += [(child, level + 1) for child in children]
    return deepest
