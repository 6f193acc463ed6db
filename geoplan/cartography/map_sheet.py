"""A map sheet: what is seen on the map, with everything that a printed map needs, drawn without a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final

from geoplan.cartography.fonts import SANS
from geoplan.cartography.label_placement import Sheet, size_of
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.map_names import place_marks, place_names
from geoplan.cartography.paper import FORMATS, POINT, SheetLayout, sheet_layout
from geoplan.cartography.sheet_badges import badge_shape, place_badges
from geoplan.cartography.sheet_extent import scale_of, sheet_extent
from geoplan.cartography.sheet_file import compiled
from geoplan.cartography.sheet_legend import class_colours, fitted, lay_out, legend_sections, members_section
from geoplan.cartography.sheet_notes import counted, facts, lay_out_notes, notes
from geoplan.cartography.sheet_places import sheet_places
from geoplan.cartography.sheet_symbols import SheetSymbols
from geoplan.cartography.svg import drawing, path
from geoplan.cartography.text_metrics import text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.study_area import Box
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_BAR: Final = 38.0  # millimetres, the longest scale bar on A4
_SMALLEST: Final = 0.75  # of a heading's letters, before it is cut; never less than 6 pt
_SAFETY: Final = 1.1  # of a heading's width as it is estimated: letters such as m are wider than most
_NORTH: Final = 3.0  # millimetres from the middle of the arrow to the edge of its frame on A4


def map_sheet(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    lang: str,
    *,
    view: Box,
    paper: str = "A4",
    title: str = "",
    note: str = "",
    orientation: str = "landscape",
    format: str = "pdf",
    approval: str = "",
    classes: Mapping[str, tuple[int, str]] | None = None,
    classes_title: str = "",
    day: date | None = None,
) -> bytes:
    """Draw what is seen on the map as a sheet.

    Parameters
    ----------
    site_ids : sequence of str
        The sites to be shown, as the filters leave them.
    view : Box
        What is seen: west, south, east, north, EPSG:4326. It is widened to the shape of the map.
    paper : str
        A key of `geoplan.cartography.paper.PAPERS`: ``A4``, ``A3`` or ``16:9``.
    title, note : str
        The note stands under the title; it says what is filtered.
    orientation : str
        ``landscape`` or ``portrait``.
    format : str
        ``png`` (300 pixels to an inch; 3840 × 2160 of a screen), ``svg`` or ``pdf``.
    approval : str
        The map's approval number (审图号); "" leaves a blank to be filled in.
    classes : mapping, optional
        Counties by adcode with their class, from 0, and its label: a choropleth under the sites.
    day : date, optional
        The day of the sheet; that of `geoplan.settings.Settings.day` by default.

    Returns
    -------
    bytes
        The same for the same input and day.

    Raises
    ------
    ValueError
        A site is not in the catalogue.
    UserError
        There is no such paper, orientation or format, or nothing of the view lies in the study area.
    """
    unknown = [s for s in site_ids if s not in catalogue.sites.index]
    if unknown:
        raise ValueError(f"site_ids: no site {unknown[0]!r} in the catalogue; geoplan list sites names them")
    if format not in FORMATS:
        raise UserError("cartography.no_format", value=format, known=", ".join(FORMATS))
    layout = sheet_layout(paper, orientation)
    extent = sheet_extent(view, *layout.map[2:])
    day = day or settings().day
    headings = (clean_for_document(title).strip() or translate("cartography.sheet.title", lang), note)
    pages = _lay_out(
        catalogue, site_ids, lang, layout, extent, headings, classes or {}, classes_title,
        facts(catalogue, lang, approval, day),
    )  # fmt: skip
    return compiled(pages, format, layout.paper.ppi, headings[0], day)


def _lay_out(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    lang: str,
    layout: SheetLayout,
    extent: Extent,
    headings: tuple[str, str],
    classes: Mapping[str, tuple[int, str]],
    classes_title: str,
    facts_: list[str],
) -> dict[str, bytes]:
    """The files typst sets: the templates, the drawing, and every text with its place."""
    k, (_, _, width, height) = layout.paper.letters, layout.map
    sheet, ground = Sheet(width, height), MapGround(catalogue, extent)
    shown = sheet_places(catalogue, site_ids, lang, extent, ground.regions_seen())
    symbols = SheetSymbols(shown.places, width, height, k)
    symbols.take_room(sheet)
    regions = ground.names(sheet, lang)
    counts = {head: len(sites) for head, sites in sorted(shown.regions.items())}
    badges, without_room = place_badges(sheet, ground, catalogue.regions, counts, lang, k)
    labels, named = symbols.name(sheet, lang)
    names = [*regions, *place_names(catalogue.home, extent, sheet, lang)]
    grid = extent.graticule()
    fills, swatches = class_colours(classes) if classes else ({}, [])
    sections = legend_sections(catalogue, symbols, ground, swatches, classes_title, bool(badges), lang)
    members, listed = members_section(symbols, lang)
    legend = fitted([*sections, members], layout.legend, layout.columns, k) if listed else None
    named |= listed if legend else set()
    legend = legend or lay_out(sections, layout.legend, layout.columns, k)
    unnamed = len({place.site for place in shown.places} - named)
    lines = notes(catalogue, site_ids, shown, extent, lang, unnamed=unnamed, without_room=without_room)
    page = {
        "sans": SANS,
        "lang": lang,
        "title": headings[0],
        "alt": translate("cartography.sheet.alt", lang, title=headings[0], n=scale_of(extent)),
        "page": [layout.width, layout.height],
        "letters": k,
        "map": layout.map[:2],
        "width": width,
        "height": height,
        "colours": symbology().colours,
        "heads": _heads(layout, headings[0], _under_title(headings[1], counted(shown, len(site_ids), lang), lang)),
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
        "notes": lay_out_notes(lines, facts_, layout.notes, k),
    }
    elements = [
        *ground.elements(fills),
        *(path(at.line, fill="none", stroke=symbology().ground["graticule"], stroke_width=0.12) for at in grid),
        *place_marks(names),
        *symbols.elements(labels),
        *(badge_shape(at["x"], at["y"], at["width"], at["height"]) for at in badges),
    ]
    room = files("geoplan.cartography")
    return {
        "main.typ": (room / "sheet.typ").read_bytes(),
        "map_parts.typ": (room / "map_parts.typ").read_bytes(),
        "map.svg": drawing(width, height, elements).encode(),
        "page.json": json.dumps(page, ensure_ascii=False).encode(),
    }


def _under_title(note: str, counts: str, lang: str) -> str:
    said = " ".join(clean_for_document(note).split())
    return translate("cartography.sheet.under_title", lang, note=said, counts=counts) if said else counts


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
