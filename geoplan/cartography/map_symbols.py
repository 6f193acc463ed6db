"""The sites of a printed map as symbols: marks, outlines, circles of error, and the lines to their names."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import shapely

from geoplan.cartography.label_placement import Box, Label, Sheet, wrapped
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.svg import circle, drawing, line, mark, path
from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.site_markers import legend
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import in_fallback, translate
from geoplan.text.names import name_of

EM: Final = 2.7  # millimetres, the size of a site's name
_MARK: Final = 1.55  # millimetres, a mark's radius
_TOO_CLOSE: Final = 2.4  # millimetres between two marks
_APART: Final = 3.6  # millimetres a mark is moved off another
ICON: Final = 4.4  # millimetres, the side of a picture in the legend
SWATCH: Final = shapely.box(0.3, 0.8, 4.1, 3.6)
_LINE_WIDTH: Final = 0.4  # millimetres, of an outline


Entry = tuple[str, str]  # an icon as SVG, and what it means


@dataclass(frozen=True)
class Symbol:
    """One place of a site, on paper."""

    number: int  # 0 where another place of the site bears number and name
    name: str
    colour: str
    form: str
    line: str
    shape: shapely.Geometry
    at: tuple[float, float]
    moved: tuple[float, float]  # where the mark is drawn: beside another that is in its way
    radius: float  # millimetres


def symbols_of(
    catalogue: Catalogue, rows: gpd.GeoDataFrame, site_ids: Sequence[str], lang: str, extent: Extent
) -> list[Symbol]:
    """Turn places into symbols.

    Parameters
    ----------
    rows : GeoDataFrame
        Rows of its ``places`` with ``number``, the place of their site in `site_ids`, from 1.

    Returns
    -------
    list of Symbol
        In the order of `rows`; only the first of a site bears its number and name.
    """
    style = symbology()
    symbols: list[Symbol] = []
    numbered: set[int] = set()
    for row in rows.itertuples():
        is_first = row.number not in numbered
        numbered.add(row.number)
        site = catalogue.sites.loc[site_ids[row.number - 1]]
        shape = extent.on_paper(row.geometry)
        centre = shapely.centroid(shape)
        if row.geometry.geom_type != "Point" and not shape.contains(centre):
            centre = shapely.point_on_surface(shape)
        at = (float(centre.x), float(centre.y))
        symbols.append(
            Symbol(
                row.number if is_first else 0,
                clean_for_document(name_of(catalogue.sites, str(site.name)).text(lang)) if is_first else "",
                style.branch_colour(site["branch"]),
                style.marker_of(site["kind"]),
                style.line_of(row.method),
                shape,
                at,
                _beside(at, [p.moved for p in symbols]),
                float(row.radius_m) * extent.per_metre if row.radius_m == row.radius_m else 0.0,
            )
        )
    return symbols


def label_symbols(sheet: Sheet, symbols: list[Symbol]) -> list[Label | None]:
    """Find room for the names on a sheet: beside the marks, and nowhere on one.

    The earlier a symbol, the sooner it has a place. Marks and labels take their room on the sheet; a label is without
    lines where there was room for the number only, and None where another place of the site bears the number.
    """
    for symbol in symbols:
        x, y = symbol.moved
        sheet.take((x - _MARK * 1.2, y - _MARK * 1.2, x + _MARK * 1.2, y + _MARK * 1.2))
    return [_label(sheet, symbol) if symbol.number else None for symbol in symbols]


def draw_symbols(symbols: list[Symbol], labels: list[Label | None]) -> list[str]:
    """Draw outlines, circles of error, lines to names and marks, from the ground up."""
    halo = symbology().colours["halo"]
    moved = [line(*p.at, *p.moved, stroke=p.colour, stroke_width=0.2) for p in symbols if p.at != p.moved]
    marks = [mark(p.form, *p.moved, _MARK, fill=p.colour, stroke=halo, stroke_width=0.35) for p in symbols]
    rings = [
        circle(*p.at, p.radius, fill="none", stroke=p.colour, stroke_width=0.16, stroke_opacity=0.8)
        for p in symbols
        if p.radius > _MARK
    ]
    leads = [_lead(p, label.box) for p, label in zip(symbols, labels, strict=True) if label and label.is_apart]
    return [*(path(p.shape, **outline(p.line, p.colour)) for p in symbols if p.line), *rings, *leads, *moved, *marks]


def legend_of(catalogue: Catalogue, symbols: list[Symbol], lang: str, close: bool = False) -> list[dict[str, str]]:
    """Say what the colours, forms and lines on a map mean: rows of ``icon`` (SVG) and ``text``.

    That of a map of one site (``close``) says only what its lines mean.
    """
    lines = {p.line for p in symbols}
    colours, forms = (set() if close else {getattr(p, of) for p in symbols} for of in ("colour", "form"))
    entries = [entry for group in legend_groups(catalogue, colours, forms, lines, lang) for entry in group]
    if any(p.radius > _MARK for p in symbols):
        entries.append(radius_entry(lang))
    return [{"icon": icon, "text": text} for icon, text in entries]


def legend_groups(
    catalogue: Catalogue, colours: Set[str], forms: Set[str], lines: Set[str], lang: str
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Say what some colours, forms and lines mean: an icon (SVG) and a text each."""
    every, middle, grey = legend(catalogue), ICON / 2, symbology().colours["muted"]
    return (
        [
            (icon([circle(middle, middle, 1.4, fill=one["c"])]), in_fallback(one, lang))
            for one in every["branches"]
            if one["c"] in colours
        ],
        [
            (icon([mark(one["f"], middle, middle, 1.35, fill=grey)]), in_fallback(one, lang))
            for one in every["forms"]
            if one["f"] in forms
        ],
        [
            (icon([path(SWATCH, **outline(one["l"], grey))]), in_fallback(one, lang))
            for one in every["lines"]
            if one["l"] in lines
        ],
    )


def radius_entry(lang: str, dash: str = "") -> Entry:
    """What a circle round a mark means."""
    style = {"fill": "none", "stroke": symbology().colours["muted"], "stroke_width": 0.16, "stroke_dasharray": dash}
    return icon([circle(ICON / 2, ICON / 2, 1.8, **style)]), translate("cartography.radius", lang)


def icon(elements: list[str]) -> str:
    """A picture of the legend, as SVG."""
    return drawing(ICON, ICON, elements)


def _beside(at: tuple[float, float], others: list[tuple[float, float]]) -> tuple[float, float]:
    """Where a mark goes so that it does not lie on another."""
    for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, 1), (1, 1), (-1, -1), (2, 0), (-2, 0)):
        centre = (at[0] + dx * _APART, at[1] + dy * _APART)
        if all((centre[0] - x) ** 2 + (centre[1] - y) ** 2 >= _TOO_CLOSE**2 for x, y in others):
            return centre
    return at


def _label(sheet: Sheet, symbol: Symbol) -> Label:
    """The number with the name, the number alone where there is no room, and at worst on top of something."""
    number, lines = str(symbol.number), wrapped(symbol.name) if symbol.name.strip() else ()
    full = tuple(f"{number}  {text}" for text in lines) or (number,)
    label = sheet.place(full, symbol.moved, _MARK, EM)
    if label:
        return replace(label, lines=lines)
    label = sheet.place((number,), symbol.moved, _MARK, EM)
    x, y = symbol.moved
    return replace(label, lines=()) if label else Label((), (x + _MARK, y - EM * 1.3, x + _MARK + EM, y))


def outline(kind: str, colour: str) -> dict[str, Any]:
    """The style of an area; dashes keep their proportion to the width of the line."""
    areas, dash = symbology().areas, symbology().lines[kind].dash
    return {
        "fill": colour,
        "fill_opacity": areas.fill_opacity,
        "stroke": colour,
        "stroke_width": _LINE_WIDTH,
        "stroke_dasharray": " ".join(f"{length * _LINE_WIDTH / areas.line_width:.2f}" for length in dash),
        "stroke_linecap": "round" if kind == "dotted" else "",
    }


def _lead(symbol: Symbol, box: Box) -> str:
    """A thin line from a mark to the nearest point of its label."""
    x, y = symbol.moved
    end = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    return line(x, y, *end, stroke=symbology().colours["text"], stroke_width=0.14)
