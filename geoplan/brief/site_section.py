"""The page of one site: where it lies, its key figures, what the plans say of it, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from geoplan.brief.blocks import Beside, Block, Facts, Figure, Heading, Paragraph, Part, Table
from geoplan.brief.map_image import map_figure
from geoplan.brief.page_room import BESIDE, PAGE_HEIGHT, TEXT_WIDTH, block_height
from geoplan.brief.site_facts import certainty_facts, key_facts
from geoplan.brief.site_tables import contents, designations, differences, projects, surroundings
from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft_marks import draft_note
from geoplan.suitability.site_report import SiteProfile
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import joined, message, translate
from geoplan.text.names import name_of

_ACROSS: Final = 3  # facts beside one another under a wide map
# Rows that a table keeps as long as may be, and at any rate, the least important table first.
_KEPT: Final = {
    "contents": (2, 0),
    "differences": (1, 1),
    "surroundings": (3, 2),
    "projects": (2, 1),
    "designations": (4, 1),
}
_PARKS: Final = 5  # around a site that are listed
_WIDE: Final = (0.5, 0.6)  # the height of a wide map, of its width
_CLOSE: Final = (0.7, 0.85)


def site_part(
    catalogue: Catalogue,
    profile: SiteProfile,
    result: SiteSelection | None,
    note: str,
    lang: str,
    number: int,
    taken: float = 0.0,
) -> Part:
    """Describe a site on one page, under its number on the map.

    Parameters
    ----------
    note : str
        The user's.
    taken : float
        Millimetres of the page that are taken already.

    Returns
    -------
    Part
        With a wide map where there is room for it; where the tables are too long for the page, some lose their last
        rows, and say so.
    """
    site_id = profile.dossier.site_id
    name = name_of(catalogue.sites, site_id).text(lang)
    head: list[Block] = [Heading(translate("brief.site_section.heading", lang, number=number, name=name), 1)]
    if site_id in catalogue.drafted:
        place = profile.dossier.places.iloc[0]
        head.append(Paragraph(draft_note(place["author"], place["drawn_at"]).text(lang)))
    if note.strip():
        head.append(Paragraph(translate("brief.site_section.note", lang, note=note)))
    facts, sure = key_facts(catalogue, profile, result, lang), certainty_facts(catalogue, profile, lang)
    tables = {
        "designations": designations(catalogue, profile, result, lang),
        "projects": projects(catalogue, profile, lang),
        "surroundings": surroundings(catalogue, profile, _PARKS, lang),
        "differences": differences(catalogue, profile, lang),
        "contents": contents(catalogue, profile, lang),
    }
    unsaid = [
        message(f"brief.site_tables.titles.{code}") for code in ("designations", "projects") if not tables[code].rows
    ]
    tail: list[Block] = [sure]
    if unsaid:
        tail.append(Paragraph(translate("brief.site_section.none", lang, titles=joined(unsaid)), small=True))
    kept = {code: table for code, table in tables.items() if table.rows}
    room = PAGE_HEIGHT - taken - sum(block_height(block, lang) for block in [*head, *tail])
    top, kept = _fitted(catalogue, site_id, facts, kept, room, lang, number)
    return Part(name, (*head, *top, *kept.values(), *tail))


def _fitted(
    catalogue: Catalogue, site_id: str, facts: Facts, tables: dict[str, Table], room: float, lang: str, number: int
) -> tuple[list[Block], dict[str, Table]]:
    """The map with the key figures, wide or narrow, and the tables as far as there is room for them."""
    needed = sum(block_height(table, lang) for table in tables.values())
    wide = replace(facts, across=_ACROSS)
    left = room - needed - block_height(wide, lang)
    if left > _height(_WIDE[0], TEXT_WIDTH):
        shape = (_WIDE[0], min(_WIDE[1], _WIDE[0] + (left - _height(_WIDE[0], TEXT_WIDTH)) / TEXT_WIDTH))
        return [_map(catalogue, site_id, lang, number, width_mm=TEXT_WIDTH, shape=shape), wide], tables
    figure = _map(catalogue, site_id, lang, number, width_mm=BESIDE, shape=_CLOSE)
    beside = Beside(figure, facts)
    return [beside], cut_to_fit(tables, room - block_height(beside, lang), lang)


def _height(shape: float, width: float) -> float:
    """About how high a picture of a map is with its legend."""
    return shape * width + 16.0


def _map(catalogue: Catalogue, site_id: str, lang: str, number: int, **how: Any) -> Figure:
    return map_figure(catalogue, [site_id], lang, number=number, **how)


def cut_to_fit(tables: Mapping[str, Table], room: float, lang: str) -> dict[str, Table]:
    """Take the last rows off tables, by code, until all fit into so many millimetres.

    First the highest lose theirs down to what `_KEPT` says, then the least important; a title says how many are left.
    """
    kept = dict(tables)
    while sum(block_height(table, lang) for table in kept.values()) > room:
        rows = {code: len(kept[code].rows) for code in _KEPT if code in kept}
        long = [code for code, n in rows.items() if n > _KEPT[code][0]]
        spare = [code for code, n in rows.items() if n > _KEPT[code][1]]
        if not spare:
            break
        code = max(long, key=lambda c: block_height(kept[c], lang)) if long else spare[0]
        if rows[code] == 1:
            del kept[code]
            continue
        n, whole = rows[code] - 1, tables[code]
        title = translate("brief.site_section.some", lang, title=whole.title, n=n, total=len(whole.rows))
        kept[code] = replace(whole, rows=whole.rows[:n], title=title)
    return kept
