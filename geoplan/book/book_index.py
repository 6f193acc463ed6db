"""The indexes of a map book: places and industries with the pages and squares where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from geoplan.book.alphabet import initial, spelling
from geoplan.book.drawn_page import DrawnPage
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.query.selection import Selection, select
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate
from geoplan.text.names import name_of


@dataclass(frozen=True)
class IndexEntry:
    """A name, a word on it, and references: the code of a page and a square, or "" where it is in none."""

    name: str
    note: str
    references: tuple[tuple[str, str], ...]


def place_entries(
    catalogue: Catalogue, site_ids: Sequence[str], pages: Sequence[DrawnPage], lang: str
) -> list[IndexEntry]:
    """List every site with its own page, the pages of its counties, and an overview where it has neither.

    Counties with a page are among the places.
    """
    entries = []
    for site in site_ids:
        names = name_of(catalogue.sites, site).text(lang)
        entries.append(IndexEntry(names, place_name(catalogue, site).text(lang), tuple(_of_site(site, pages))))
    for drawn in pages:
        if drawn.page.section == "counties":
            entries.append(IndexEntry(drawn.page.title, drawn.page.note, ((drawn.page.code, ""),)))
    return entries


def industry_entries(
    catalogue: Catalogue, site_ids: Sequence[str], pages: Sequence[DrawnPage], lang: str
) -> list[IndexEntry]:
    """List every industry that has carriers with its pages, or those of the industry that takes it in."""
    held, entries = set(site_ids), []
    for code, of in catalogue.industries.iterrows():
        n = len(held.intersection(select(catalogue, Selection(industries=(str(code),)))))
        found = next((codes for part in reversed(of["path"]) if (codes := _of_industry(part, pages))), [])
        if n and found:
            name = name_of(catalogue.industries, str(code)).text(lang)
            note = translate("book.n_carriers", lang, n=n)
            entries.append(IndexEntry(name, note, tuple((one, "") for one in found)))
    return entries


def index_data(entries: Iterable[IndexEntry], lang: str) -> list[dict[str, Any]]:
    """Entries under their letters, in the order of the language."""
    ordered = sorted(entries, key=lambda entry: (spelling(entry.name, lang), entry.note))
    ordered.sort(key=lambda entry: initial(entry.name, lang))
    return [
        {
            "letter": letter,
            "entries": [
                {
                    "name": clean_for_document(entry.name),
                    "note": clean_for_document(entry.note),
                    "references": [{"code": code, "square": square} for code, square in entry.references],
                }
                for entry in group
            ],
        }
        for letter, group in groupby(ordered, key=lambda entry: initial(entry.name, lang))
    ]


def _of_site(site: str, pages: Sequence[DrawnPage]) -> Iterator[tuple[str, str]]:
    found = [
        (drawn.page.code, drawn.squares.get(site, ""))
        for drawn in pages
        if drawn.page.code == f"parks-{site}" or (drawn.page.section == "counties" and site in drawn.page.site_ids)
    ]
    if not found:
        overviews = [drawn for drawn in pages if drawn.page.section == "overview" and site in drawn.page.site_ids]
        found = [(drawn.page.code, drawn.squares.get(site, "")) for drawn in overviews[-1:]]
    yield from sorted(found, key=lambda reference: not reference[0].startswith("parks-"))


def _of_industry(industry: str, pages: Sequence[DrawnPage]) -> list[str]:
    return [d.page.code for d in pages if d.page.code.rpartition("-")[0] == f"industries-{industry}"]
