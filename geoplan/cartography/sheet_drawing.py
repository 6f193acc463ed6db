"""What is drawn on a map sheet: the ground, the sites, and every text with its place on the paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from geoplan.cartography.fonts import SANS
from geoplan.cartography.label_placement import Sheet, size_of
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.map_names import place_marks, place_names
from geoplan.cartography.own_layer_symbols import OwnLayer, own_elements, own_entries
from geoplan.cartography.paper import POINT, SheetLayout
from geoplan.cartography.sheet_badges import badge_shape, place_badges
from geoplan.cartography.sheet_extent import scale_of
from geoplan.cartography.sheet_legend import Section, fitted, lay_out, legend_sections, members_section
from geoplan.cartography.sheet_notes import counted, lay_out_notes, notes
from geoplan.cartography.sheet_places import SheetPlaces, sheet_places
from geoplan.cartography.sheet_symbols import SheetSymbols
from geoplan.cartography.svg import path
from geoplan.cartography.text_metrics import text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_BAR: Final = 38.0  # millimetres, the longest scale bar on A4
_SMALLEST: Final = 0.75  # of a heading's letters, before it is cut; never less than 6 pt
_SAFETY: Final = 1.1  # of a heading's width as it is estimated: letters such as m are wider than most
_NORTH: Final = 3.0  # millimetres from the middle of the arrow to the edge of its frame on A4


@dataclass(frozen=True)
class SheetContent:
    """What a sheet is about.

    Attributes
    ----------
    title, note : str
        The note stands under the title; it says what is filtered.
    own : sequence of OwnLayer
        Layers of the user's own.
    is_counted : bool
        Whether the sites on the map are counted under the title.
    facts : list of str
        The approval number, the day, the version: `geoplan.cartography.sheet_notes.facts`.
    fills : mapping of str
        Colours of counties by adcode: a choropleth under the sites.
    swatches : sequence of tuple
        Colour and label of each of its classes, for the legend.
    focus : frozenset of str
        The sites that the sheet is about: they are named first and ringed.
    region : str
        Adcode of the region that the sheet is about: what lies outside is veiled; "" for none.
    """

    title: str
    note: str
    facts: list[str]
    fills: Mapping[str, str] = field(default_factory=dict)
    swatches: Sequence[tuple[str, str]] = ()
    classes_title: str = ""
    focus: frozenset[str] = frozenset()
    region: str = ""
    is_counted: bool = True
    own: Sequence[OwnLayer] = ()


@dataclass(frozen=True)
class SheetDrawing:
    """A sheet as drawn.

    Attributes
    ----------
    page : dict
        What ``sheet_parts.typ`` sets, lengths in millimetres.
    ground, symbols : list of str
        Elements of SVG in millimetres, those of the ground under those of the sites.
    shown : SheetPlaces
        The places that are seen.
    legend : list of Section
        What its symbols mean, without the sites that stand in one.
    """

    page: dict[str, Any]
    ground: list[str]
    symbols: list[str]
    shown: SheetPlaces
    legend: list[Section]


def draw_sheet(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    lang: str,
    layout: SheetLayout,
    extent: Extent,
    content: SheetContent,
    ground: MapGround | None = None,
) -> SheetDrawing:
    """Draw some sites on a sheet.

    Parameters
    ----------
    ground : MapGround, optional
        That of the extent, where it is there already.
    """
    k, (_, _, width, height) = layout.paper.letters, layout.map
    sheet, ground = Sheet(width, height), ground or MapGround(catalogue, extent)
    shown = sheet_places(catalogue, site_ids, lang, extent, ground.regions_seen())
    symbols = SheetSymbols(shown.places, width, height, k, content.focus)
    symbols.take_room(sheet)
    regions = ground.names(sheet, lang)
    unplaced = {head: len(sites) for head, sites in sorted(shown.regions.items())}
    badges, without_room = place_badges(sheet, ground, catalogue.regions, unplaced, lang, k)
    labels, named = symbols.name(sheet, lang)
    names = [*regions, *place_names(catalogue.home, extent, sheet, lang)]
    grid = extent.graticule()
    sections = legend_sections(catalogue, symbols, ground, content.swatches, content.classes_title, bool(badges), lang)
    if content.own:
        sections.append((translate("cartography.sheet.legend.own", lang), own_entries(content.own)))
    members, listed = members_section(symbols, lang)
    legend = fitted([*sections, members], layout.legend, layout.columns, k) if listed else None
    named |= listed if legend else set()
    legend = legend or lay_out(sections, layout.legend, layout.columns, k)
    unnamed = len(set(shown.on_map) - named)
    lines = notes(catalogue, site_ids, shown, extent, lang, unnamed=unnamed, without_room=without_room)
    counts = counted(shown, len(site_ids), lang) if content.is_counted else ""
    under = _under_title(content.note, counts, lang)
    page = {
        "title": content.title,
        "alt": translate("cartography.sheet.alt", lang, title=content.title, n=scale_of(extent)),
        "letters": k,
        "map": layout.map[:2],
        "width": width,
        "height": height,
        "heads": _heads(layout, content.title, under),
        "labels": [
            {"lines": label.lines, "x": label.box[0], "y": label.box[1], "em": symbols.em, "colour": thing.colour}
            for thing, label in labels
        ],
        "signs": symbols.signs(),
        "badges": badges,
        "names": [vars(name) for name in names],
        "ticks": [{"text": at.name, "edge": at.edge, "at": at.at} for at in grid if at.edge],
        "scale": _scale(layout, extent, lang),
        "legend": legend,
        "notes": lay_out_notes(lines, content.facts, layout.notes, k),
    }
    drawn = [
        *(path(at.line, fill="none", stroke=symbology().ground["graticule"], stroke_width=0.12) for at in grid),
        *own_elements(content.own, extent, k),
        *place_marks(names),
        *symbols.elements(labels),
        *(badge_shape(at["x"], at["y"], at["width"], at["height"]) for at in badges),
    ]
    return SheetDrawing(page, ground.elements(content.fills, content.region), drawn, shown, sections)


def sheet_files(
    title: str, alt: str, lang: str, size: tuple[float, float], pages: Mapping[str, Any]
) -> dict[str, bytes]:
    """The files that are the same for every document of sheets; ``pages`` is what it says."""
    frame = {"sans": SANS, "lang": lang, "title": title, "alt": alt, "size": size, "colours": symbology().colours}
    room = files("geoplan.cartography")
    return {
        **{name: (room / name).read_bytes() for name in ("map_parts.typ", "sheet_parts.typ")},
        "page.json": json.dumps({**frame, **pages}, ensure_ascii=False).encode(),
    }


def _under_title(note: str, counts: str, lang: str) -> str:
    said = " ".join(clean_for_document(note).split())
    if said and counts:
        return translate("cartography.sheet.under_title", lang, note=said, counts=counts)
    return said or counts


def _heads(layout: SheetLayout, title: str, note: str) -> list[dict[str, Any]]:
    """The title and the line under it, each in one line: set smaller, then cut, where it is too long."""
    left, top, width, _ = layout.title
    rows, colours, y = [], symbology().colours, top
    for text, em, weight, colour in (
        (title, layout.title_size, 700, "text"), (note, layout.note_size, 400, "muted"),
    ):  # fmt: skip
        line, size = _fitted(" ".join(text.split()), em, width)
        rows.append({"text": line, "x": left, "y": y, "em": size, "weight": weight, "colour": colours[colour]})
        y += layout.title_size * 1.3
    return rows


def _fitted(text: str, em: float, width: float) -> tuple[str, float]:
    width /= _SAFETY
    size = min(em, max(em * _SMALLEST, 6 * POINT, width / max(text_width(text), 1e-9)))
    if size_of((text,), size)[0] <= width + 1e-9:
        return text, size
    while text and size_of((text + "…",), size)[0] > width:
        text = text[:-1]
    return text.rstrip() + "…", size


def _scale(layout: SheetLayout, extent: Extent, lang: str) -> dict[str, Any]:
    """The bar, its texts, and the scale as a ratio."""
    k, (left, top, width, _) = layout.paper.letters, layout.scale
    metres = extent.round_length(_BAR * k)
    in_km = metres >= 1000
    half, whole = (f"{length / (1000 if in_km else 1):g}" for length in (metres / 2, metres))
    return {
        "x": left + 2 * k,
        "y": top,
        "width": metres * extent.per_metre,
        "texts": ["0", half, f"{whole} {'km' if in_km else 'm'}"],
        "ratio": f"1:{scale_of(extent):,}".replace(",", " "),
        "remark": translate("cartography.sheet.true_size", lang, paper=layout.paper.size),
        "room": width - 2 * k,
        "north": left + width - _NORTH * k,
    }
