"""The sites of a map sheet as drawn: areas, areas of doubt, circles of error, marks and groups, with their names."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final

import shapely

from geoplan.cartography.label_placement import LONGEST, Label, Sheet, size_of, wrapped
from geoplan.cartography.map_symbols import outline
from geoplan.cartography.mark_groups import MarkGroup, mark_groups
from geoplan.cartography.sheet_places import Place
from geoplan.cartography.svg import circle, line, mark, path
from geoplan.cartography.text_metrics import text_width
from geoplan.symbology import symbology
from geoplan.text.message import translate

MARK: Final = 1.35  # millimetres, a mark's radius on A4
EM: Final = 2.4  # millimetres, the size of a site's name on A4
_AREA: Final = 5.0  # millimetres: an area smaller than this shows its mark instead, on A4
_RINGS: Final = (3.0, 48.0)  # millimetres: radii of positions that are drawn as a ring
_AGAIN: Final = 30.0  # millimetres from which a site's name is set once more
_FOCUS_GAP: Final = 0.7  # millimetres between a mark in focus and its ring, on A4
_DOTTED: Final = "0.5 1.1"


@dataclass(frozen=True)
class Named:
    """Something that bears a name: its middle, its radius, its text and the place in the order of names."""

    at: tuple[float, float]
    radius: float
    text: str
    order: tuple[float, ...]
    colour: str


class SheetSymbols:
    """The symbols of places on a paper of a width and height; lengths are A4's times `letters`.

    The sites in focus are named before all others, and ringed.
    """

    def __init__(
        self, places: Sequence[Place], width: float, height: float, letters: float, focus: Set[str] = frozenset()
    ) -> None:
        self._mark, self.em, self._focus = MARK * letters, EM * letters, focus
        places = [replace(place, rank=(-1, place.rank[1])) if place.site in focus else place for place in places]
        self.doubts = [place for place in places if place.line == "doubt"]
        known = [place for place in places if place.line != "doubt"]
        self.areas = [place for place in known if place.line and _across(place.shape) > _AREA * letters]
        small = [place for place in known if place not in self.areas]
        self.groups = mark_groups(small, self._mark, width, height)
        self.singles = [group for group in self.groups if group.is_single]
        self.several = [group for group in self.groups if not group.is_single]
        self.rings = [
            group.places[0]
            for group in self.singles
            if group.places[0].is_position and _RINGS[0] < group.places[0].radius < _RINGS[1]
        ]

    def take_room(self, sheet: Sheet) -> None:
        """Keep marks free of texts."""
        for group in self.groups:
            r = group.radius * 1.1
            sheet.take((group.x - r, group.y - r, group.x + r, group.y + r))

    def name(self, sheet: Sheet, lang: str) -> tuple[list[tuple[Named, Label]], set[str]]:
        """Find room for the names on a sheet; those that fit, and the sites that they name."""
        placed: list[tuple[Named, Label]] = []
        named: set[str] = set()
        for thing, site in self._things(lang):
            near = [one for one, _ in placed if one.text == thing.text and math.dist(one.at, thing.at) < _AGAIN]
            if near:
                continue
            label = _centred(sheet, thing, self.em) if not thing.radius else None
            label = label or sheet.place(wrapped(thing.text), thing.at, thing.radius, self.em)
            if label:
                placed.append((thing, label))
                named.add(site)
        return placed, named

    def _things(self, lang: str) -> list[tuple[Named, str]]:
        """What bears a name, the most important first, with its site."""
        style = symbology().colours
        things = [
            (Named(p.at, 0.0, p.name, (p.rank[0], 0 if p.line != "doubt" else 2, p.rank[1]), _ink(p, style)), p.site)
            for p in (*self.areas, *self.doubts)
        ]
        for group in self.groups:
            first = group.first
            text = first.name
            if not group.is_single:
                text = _with_others(text, len(group.sites), lang)
            order = (first.rank[0], 1, first.rank[1])
            things.append((Named((group.x, group.y), group.radius, text, order, _ink(first, style)), first.site))
        return sorted(things, key=lambda item: (*item[0].order, item[0].at[1], item[0].at[0]))

    def elements(self, labels: Sequence[tuple[Named, Label]]) -> list[str]:
        """Draw them, from the ground up."""
        style, k = symbology(), self._mark / MARK
        halo, draft = style.colours["halo"], style.colours["user_layer"]
        leads = [_lead(thing, label) for thing, label in labels if label.is_apart]
        singles = [
            mark(
                g.places[0].form, g.x, g.y, self._mark,
                fill=g.places[0].colour, stroke=draft if g.places[0].is_draft else halo, stroke_width=0.32 * k,
            )
            for g in self.singles
        ]  # fmt: skip
        return [
            *(element for place in self.doubts for element in _soft(place, k)),
            *(path(p.shape, **_area_style(p, draft)) for p in self.areas),
            *(circle(*p.at, p.radius, **ring_style(p.colour)) for p in self.rings),
            *leads,
            *singles,
            *(element for group in self.several for element in _ring(group, k)),
            *(circle(g.x, g.y, g.radius + _FOCUS_GAP * k, **_focus_style(k)) for g in self.groups if self._is_focus(g)),
            *(path(p.shape, **_focus_style(k)) for p in (*self.areas, *self.doubts) if p.site in self._focus),
        ]

    def _is_focus(self, group: MarkGroup) -> bool:
        return not self._focus.isdisjoint(group.sites)

    def signs(self) -> list[dict[str, Any]]:
        """The numbers in the symbols of several sites."""
        return [
            {"x": g.x, "y": g.y, "radius": g.radius, "em": self.em, "text": str(len(g.sites))} for g in self.several
        ]


def _focus_style(k: float) -> dict[str, Any]:
    return {"fill": "none", "stroke": symbology().colours["selected"], "stroke_width": 0.5 * k}


def ring_style(colour: str) -> dict[str, Any]:
    """How a circle of error is drawn, as on the web map."""
    return {"fill": "none", "stroke": colour, "stroke_width": 0.18, "stroke_opacity": 0.7, "stroke_dasharray": _DOTTED}


def group_icon(x: float, y: float, radius: float, shares: Sequence[tuple[str, float]], k: float = 1.0) -> list[str]:
    """Draw a disc with a ring of colours in shares."""
    halo, turn, parts = symbology().colours["halo"], 0.0, []
    width = radius * 0.26
    if len(shares) == 1:
        parts = [circle(x, y, radius - width / 2, fill="none", stroke=shares[0][0], stroke_width=width)]
    else:
        for colour, share in shares:
            arc = _arc(x, y, radius - width / 2, turn, turn + share)
            parts.append(path(arc, fill="none", stroke=colour, stroke_width=width))
            turn += share
    return [circle(x, y, radius + 0.15 * k, fill=halo), *parts]


def soft_area(shape: shapely.Geometry, colour: str, k: float = 1.0) -> list[str]:
    """Draw an area of doubt: a fill that fades to its edge, without an outline."""
    opacity = symbology().areas.doubt_opacity / 2
    inner = [shapely.buffer(shape, -step * k) for step in (0.0, 0.6, 1.2, 1.8)]
    return [path(one, fill=colour, fill_opacity=f"{opacity:g}") for one in inner if not one.is_empty]


def _soft(place: Place, k: float) -> list[str]:
    return soft_area(place.shape, place.colour, k)


def _ring(group: MarkGroup, k: float) -> list[str]:
    return group_icon(group.x, group.y, group.radius, group.shares(), k)


def _arc(x: float, y: float, radius: float, start: float, end: float) -> shapely.LineString:
    steps = max(2, math.ceil((end - start) * 48))
    angles = [2 * math.pi * (start + (end - start) * i / steps) for i in range(steps + 1)]
    return shapely.LineString([(x + radius * math.sin(a), y - radius * math.cos(a)) for a in angles])


def _area_style(place: Place, draft: str) -> dict[str, Any]:
    style = outline(place.line, place.colour)
    return {**style, "stroke": draft} if place.is_draft else style


def _ink(place: Place, colours: dict[str, str]) -> str:
    return colours["user_layer"] if place.is_draft else colours["text"]


def _across(shape: shapely.Geometry) -> float:
    west, north, east, south = shape.bounds
    return float(max(east - west, south - north))


def _with_others(name: str, sites: int, lang: str) -> str:
    """A name and how many sites there are beside it; a long name is cut, so that the number is not."""
    cut = name = " ".join(name.split())
    while True:
        text = translate("cartography.sheet.and_others", lang, name=cut, n=sites - 1, all=sites)
        if text_width(text) <= LONGEST or not name:
            return text
        name = name[:-1].rstrip()
        cut = f"{name}…"


def _centred(sheet: Sheet, thing: Named, em: float) -> Label | None:
    """The name of an area in its middle, if there is room."""
    lines = wrapped(thing.text)
    width, height = size_of(lines, em)
    box = (thing.at[0] - width / 2, thing.at[1] - height / 2, thing.at[0] + width / 2, thing.at[1] + height / 2)
    if not sheet.is_free(box):
        return None
    sheet.take(box)
    return Label(lines, box)


def _lead(thing: Named, label: Label) -> str:
    """A thin line from a symbol to the nearest point of its name."""
    x, y = thing.at
    left, top, right, bottom = label.box
    end = min(max(x, left), right), min(max(y, top), bottom)
    return line(x, y, *end, stroke=symbology().colours["text"], stroke_width=0.14)
