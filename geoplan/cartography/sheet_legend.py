"""The legend of a map sheet: what is on it and nothing else, laid out in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely

from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.map_symbols import ICON, SWATCH, Entry, icon, legend_groups, radius_entry
from geoplan.cartography.paper import POINT, Frame
from geoplan.cartography.sheet_symbols import SheetSymbols, group_icon, soft_area
from geoplan.cartography.svg import line, mark, path
from geoplan.cartography.text_metrics import may_break, text_width
from geoplan.catalogue.catalogue import Catalogue
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import joined, translate

_SIZES: Final = (7.5, 7.0, 6.5, 6.0)  # points, at the size of A4
_ROW: Final = 1.62  # ems from entry to entry
_LINE: Final = 1.25  # ems from line to line
_HEADING: Final = 0.5  # ems above a heading
_MOST: Final = 12  # lines of an entry
_LISTED: Final = 12  # sites of a symbol that are listed by name

Section = tuple[str, list[Entry]]  # a heading and what stands under it


def legend_sections(
    catalogue: Catalogue,
    symbols: SheetSymbols,
    ground: MapGround,
    classes: Sequence[tuple[str, str]],
    classes_title: str,
    has_badges: bool,
    lang: str,
) -> list[Section]:
    """Say what is on a sheet.

    Parameters
    ----------
    classes : sequence of tuple
        Colour and label of each class of a choropleth.
    """
    drawn = [*symbols.areas, *symbols.doubts, *(place for group in symbols.groups for place in group.places)]
    singles = {group.places[0].form for group in symbols.singles}
    branches, forms, lines = legend_groups(
        catalogue, {p.colour for p in drawn}, singles, {p.line for p in symbols.areas}, lang
    )
    others: list[Entry] = []

    def add(is_there: object, elements: list[str], code: str) -> None:
        if is_there:
            others.append((icon(elements), translate(f"cartography.sheet.legend.{code}", lang)))

    style, middle = symbology(), ICON / 2
    grey, ground_style = style.colours["muted"], style.ground
    if symbols.rings:
        others.append(radius_entry(lang, "0.5 0.7"))
    add(symbols.several, group_icon(middle, middle, 1.8, [(grey, 1.0)]), "several")
    add(has_badges, [path(shapely.box(0.2, 1.2, 4.2, 3.2), fill=style.colours["halo"], stroke=grey, stroke_width=0.15)],
        "unplaced")  # fmt: skip
    draft = {"fill": grey, "stroke": style.colours["user_layer"], "stroke_width": 0.4}
    add(any(p.is_draft for p in drawn), [mark("circle", middle, middle, 1.4, **draft)], "draft")
    cities, counties = ground.borders()
    add(cities, [line(0.2, middle, 4.2, middle, stroke=ground_style["city_border"], stroke_width=0.45)], "city_border")
    add(
        counties,
        [line(0.2, middle, 4.2, middle, stroke=ground_style["county_border"], stroke_width=0.3,
              stroke_dasharray="1.2 0.6")],
        "county_border",
    )  # fmt: skip
    if symbols.doubts:
        name = translate("cartography.sheet.legend.doubt", lang)
        lines.append((icon(soft_area(shapely.buffer(SWATCH, 0.2), grey, 0.25)), name))
    swatches = [
        (icon([path(SWATCH, fill=colour, stroke=grey, stroke_width=0.12)]), clean_for_document(label))
        for colour, label in classes
    ]
    sections = [
        (clean_for_document(classes_title) or translate("cartography.sheet.legend.classes", lang), swatches),
        (translate("cartography.sheet.legend.industries", lang), branches),
        (translate("cartography.sheet.legend.kinds", lang), forms),
        (translate("cartography.sheet.legend.extents", lang), lines),
        (translate("cartography.sheet.legend.others", lang), others),
    ]
    return [(title, entries) for title, entries in sections if entries]


def members_section(symbols: SheetSymbols, lang: str) -> tuple[Section, set[str]]:
    """The names of the sites that stand in one symbol, and these sites; symbols of many sites are left out."""
    entries, sites = [], set()
    for group in symbols.several:
        if len(group.sites) <= _LISTED:
            names = dict(sorted(((p.site, p.name) for p in group.places), key=lambda item: item[1]))
            # In the order of the map's label: the site that is named there comes first.
            first = group.first.site
            ordered = [names.pop(first), *names.values()]
            picture = icon(group_icon(ICON / 2, ICON / 2, 1.8, group.shares()))
            entries.append((picture, joined(ordered).text(lang)))
            sites |= {first, *names}
    return (translate("cartography.sheet.legend.members", lang), entries), sites


def lay_out(sections: Sequence[Section], frame: Frame, columns: int, letters: float) -> list[dict[str, Any]]:
    """Set a legend in a frame: in the largest letters that fit, in more columns where even the smallest do not.

    Returns
    -------
    list of dict
        ``icon`` (SVG, or "" of a heading), ``lines``, ``em``, and where both go: ``x``, ``y``, ``text_x``, ``text_y``.
    """
    for more in (0, 1, 2):
        if (rows := fitted(sections, frame, columns + more, letters)) is not None:
            return rows
    return _set(sections, (*frame[:3], float("inf")), columns + 2, _SIZES[-1] * POINT * letters, False) or []


def fitted(sections: Sequence[Section], frame: Frame, columns: int, letters: float) -> list[dict[str, Any]] | None:
    """Set a legend in so many columns, see `lay_out`; None where it does not fit."""
    for size in _SIZES:
        for whole in (True, False):
            rows = _set(sections, frame, columns, size * POINT * letters, whole)
            if rows is not None:
                return rows
    return None


def _set(
    sections: Sequence[Section], frame: Frame, columns: int, em: float, whole: bool
) -> list[dict[str, Any]] | None:
    """The rows in letters of a size, or None where the columns are full before the end; sections whole if asked."""
    left, top, width, height = frame
    gap = em if columns > 1 else 0.0
    column, size = (width - gap * (columns - 1)) / columns, em * 1.5
    indent = size + em * 0.5
    rows: list[dict[str, Any]] = []
    at, y = 0, 0.0
    for title, entries in sections:
        heading = _lines(title, column / em)
        texts = [heading, *(_lines(text, (column - indent) / em) for _, text in entries)]
        high = sum(_ROW * em + (len(lines) - 1) * _LINE * em for lines in texts) + _HEADING * em
        if whole and y and y + high > height:
            at, y = at + 1, 0.0
        for position, (picture, _) in enumerate([("", ""), *entries]):
            lines = texts[position]
            high = _ROW * em + (len(lines) - 1) * _LINE * em
            above = _HEADING * em if not picture and y else 0.0
            # A heading does not stand alone at the foot of a column: what stands first under it has room there too.
            first = 0.0 if position else _ROW * em + (len(texts[1]) - 1) * _LINE * em
            needed = high + above + first
            if y + needed > height:
                at, y, above = at + 1, 0.0, 0.0
            if at >= columns or high + first > height:
                return None
            x, y = left + at * (column + gap), y + above
            middle = top + y + (_ROW * em) / 2
            rows.append(
                {
                    "icon": picture, "heading": not picture, "lines": lines, "em": em, "size": size,
                    "x": x, "y": middle - size / 2,
                    "text_x": x + (indent if picture else 0.0), "text_y": middle - em / 2,
                }
            )  # fmt: skip
            y += high
    return rows


def _lines(text: str, ems: float) -> list[str]:
    """Break a text into lines no wider than so many ems; what is longer than `_MOST` lines ends in an ellipsis."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if text_width(lines[-1] + piece.rstrip()) <= ems or not lines[-1]:
            lines[-1] += piece
        else:
            lines.append(piece)
    lines = [part for one in lines for part in _chopped(one.strip(), ems)]
    if len(lines) > _MOST:
        lines = [*lines[: _MOST - 1], lines[_MOST - 1][:-1] + "…"]
    return lines


def _pieces(text: str) -> list[str]:
    """The pieces between which a line may break: words with the blank after them, and Chinese characters."""
    pieces = [""]
    for before, sign in zip(" " + text, text, strict=False):
        if may_break(before, sign):
            pieces.append("")
        pieces[-1] += sign
    return [piece for piece in pieces if piece]


def _chopped(line_: str, ems: float) -> list[str]:
    """A line whose only word is too long, in several."""
    if text_width(line_) <= ems:
        return [line_]
    parts = [""]
    for sign in line_:
        if parts[-1] and text_width(parts[-1] + sign) > ems:
            parts.append("")
        parts[-1] += sign
    return parts


def class_colours(classes: Mapping[str, tuple[int, str]]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The colours of a choropleth: of each region by adcode, and of each class with its label, the lowest first."""
    palette = symbology().charts["sequence"]
    labels = dict(classes.values())
    most = max([*labels, 0])
    steps = [round(i * (len(palette) - 1) / most) if most > len(palette) - 1 else i for i in range(most + 1)]
    fills = {adcode: palette[steps[index]] for adcode, (index, _) in classes.items()}
    return fills, [(palette[steps[index]], labels[index]) for index in sorted(labels)]
