"""The sources that a note on a position names, as titles: the notes are English with Chinese names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.text.message import Text, joined, message

_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_KNOWN: Final = {
    "amap": re.compile(r"\bAMap\b"),
    "osm": re.compile(r"\bOpenStreetMap\b|\bOSM\b"),
    "geonames": re.compile(r"\bGeoNames\b"),
    "baidu": re.compile(r"\bBaidu\b|\bBD-09\b"),
    "universities": re.compile(r"\buniversity list\b|\blist of universities\b"),
    "metro": re.compile(r"\bmetro (?:stations?|points?)\b"),
    "estimate": re.compile(r"\bestimate\b"),
}
# The day of a website stands right after its name, or after the number of the page.
_WEBSITE: Final = re.compile(
    rf"\b((?:[a-z0-9-]+\.)+(?:cn|com|net|org|tv|info))\b(?:/[^\s;,)]*)?(?:(?: [\w/-]*\d[\w/-]*)? \(?({_DAY}))?"
)
_PRESS: Final = re.compile(
    rf"([\u4e00-\u9fff]{{2,12}}|(?<![.\w])(?!points |mirror )(?:[A-Z][a-z]+ )?[A-Za-z]{{3,12}}) ({_DAY})"
)
_WIKIPEDIA: Final = re.compile(r"\b[a-z]{2}\.wikipedia\b")
_DOCUMENT: Final = re.compile(r"[\u4e00-\u9fff]{2,12}\u3014\d{4}\u3015\d+\u53f7")


def source_titles(catalogue: Catalogue, note: str) -> list[Text]:
    """Name the sources of a note.

    Parameters
    ----------
    note : str
        ``source`` of ``places``.

    Returns
    -------
    list of Text
        Plans with their sections, data sets, documents, newspapers and websites with their day, each once, in the
        order of the note; empty where none is recognised.
    """
    found = sorted(_found(catalogue, note), key=lambda pair: pair[0])
    return list({title.text("zh"): title for _, title in found}.values())


def _found(catalogue: Catalogue, note: str) -> Iterator[tuple[int, Text]]:
    plans = "|".join(map(re.escape, catalogue.plans.index))
    for match in re.finditer(rf"\b({plans}) ([^\s;,:]*[\u4e00-\u9fff][^\s;,:]*)", note):
        yield match.start(), cite(catalogue, match[1], _closed(match[2]))
    for code, pattern in _KNOWN.items():
        if known := pattern.search(note):
            yield known.start(), message(f"source_titles.{code}")
    for match in _WEBSITE.finditer(note):
        yield match.start(), _dated("website", match[1], match[2])
    for match in _PRESS.finditer(note):
        yield match.start(), _dated("press", match[1], match[2])
    for match in (*_DOCUMENT.finditer(note), *_WIKIPEDIA.finditer(note)):
        yield match.start(), joined([match[0]])


def _dated(kind: str, name: str, day: str | None) -> Text:
    title = message(f"source_titles.{kind}", name=name)
    return message("source_titles.dated", title=title, day=day) if day else title


def _closed(section: str) -> str:
    """An address in a plan without the bracket that closes a remark about it."""
    return section.removesuffix(")") if section.count(")") > section.count("(") else section
