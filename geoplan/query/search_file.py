"""The search index as a file for the browser, which matches there what a person types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.name_normalisation import LATIN_WORDS, is_chinese, syllables
from geoplan.plan_text.normalise import simplified_forms
from geoplan.query.search_entry import KINDS, SearchEntry, in_units
from geoplan.query.search_index import search_entries
from geoplan.text.message import languages

_SHORTEST_ROW: Final = 4  # id, two names and the kind
_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")


def search_file(catalogue: Catalogue, entries: Sequence[SearchEntry] | None = None) -> bytes:
    """Lay out the search index for the browser.

    Parameters
    ----------
    entries : sequence of SearchEntry, optional
        In the order of ``KINDS``; all by default.

    Returns
    -------
    bytes
        JSON. ``entries``: by kind, lists of id, Chinese and English name, the two pieces of the second line (places in
        ``texts``; -1 is the name of the first site, -2 that of the second), longitude and latitude of the middle in
        units of 0.0001 degrees, other names; nothing after the last that is known, and 0 or null before it. An id that
        the English name begins with, in lower case and with hyphens, is given by its length; that of a firm is its
        name, that of a name of the base map is made of its position and name, and both are given as 0.
        ``words``: by industry and second line, words for it; their ids are those of `word_entries`.
        ``texts``: in the order of ``languages``. ``pinyin``: characters by syllable. ``readings``: of the names that
        are read otherwise, the places and syllables of the characters. ``simplified``: pairs of a traditional character
        and its simplified form. ``spelling``: Latin words and what the index writes for them.
    """
    entries = search_entries(catalogue) if entries is None else entries
    sites = [(entry.name_zh, entry.name_en) for entry in entries if entry.kind == "site"]
    texts: dict[tuple[str, ...], int] = {name: -1 - at for at, name in reversed(list(enumerate(sites)))}
    own = len(texts)
    rows: dict[str, list[list[Any]]] = {kind: [] for kind in KINDS}
    words: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for entry in entries:
        said = [tuple(piece.text(lang) for lang in languages()) for piece in entry.pieces]
        lines = tuple(texts.setdefault(text, len(texts) - own) for text in said)
        if entry.kind == "word":
            words.setdefault((entry.industry_id, lines), []).append(entry.name_zh)
        else:
            rows[entry.kind].append(_row(entry, lines))
    chinese = list(dict.fromkeys(name for entry in entries for name in _names(entry) if is_chinese(name)))
    pinyin, readings = _pinyin(chinese)
    return orjson.dumps(
        {
            "languages": languages(),
            "texts": list(texts)[own:],
            "entries": rows,
            "words": [[industry_id, lines, named] for (industry_id, lines), named in words.items()],
            "pinyin": pinyin,
            "readings": readings,
            "simplified": simplified_forms("".join(sorted({c for name in chinese for c in name}))),
            "spelling": LATIN_WORDS,
        }
    )


def _row(entry: SearchEntry, lines: tuple[int, ...]) -> list[Any]:
    name_en = "" if entry.name_en == entry.name_zh else entry.name_en
    middle = in_units(entry.bounds) if entry.bounds else (0, 0)
    row = [_short_id(entry), entry.name_zh, name_en, lines[0], lines[1] if lines[1:] else None, *middle, *entry.aliases]
    while row[-1] in (0, None) and len(row) > _SHORTEST_ROW:
        row.pop()
    return row


def _short_id(entry: SearchEntry) -> str | int:
    if entry.kind in ("firm", "place"):
        return 0
    slug = _NO_SLUG.sub("-", entry.name_en.lower()).strip("-")
    return len(entry.id) if slug.startswith(entry.id) else entry.id


def _names(entry: SearchEntry) -> tuple[str, ...]:
    return entry.name_zh, *entry.aliases


def _pinyin(names: Iterable[str]) -> tuple[dict[str, str], dict[str, list[list[Any]]]]:
    """Characters by their most frequent syllable, and where names are read otherwise."""
    read = {name: syllables(name) for name in names}
    times: dict[str, Counter[str]] = {}
    for name, said in read.items():
        for character, syllable in zip(name, said, strict=True):
            if is_chinese(character):
                times.setdefault(character, Counter())[syllable] += 1
    usual = {character: count.most_common(1)[0][0] for character, count in times.items()}
    table: dict[str, str] = {}
    for character, syllable in usual.items():
        table[syllable] = table.get(syllable, "") + character
    odd = {
        name: other
        for name, said in read.items()
        if (other := [[at, said[at]] for at, c in enumerate(name) if usual.get(c, said[at]) != said[at]])
    }
    return table, odd
