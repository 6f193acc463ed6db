"""The names of places under a printed map; they give way to everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely

from geoplan.cartography.label_placement import Box, Sheet, size_of
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.svg import circle, path
from geoplan.cartography.text_metrics import text_width
from geoplan.geodata.base_files import read_names
from geoplan.symbology import NameGroup, symbology
from geoplan.text.names import column

_PER_PIXEL: Final = 0.19  # millimetres of a letter to its pixels on the web map
_LEAST: Final = 6 * 25.4 / 72  # millimetres, the smallest letters that are read in print: 6 pt
_AIR: Final = 1.2  # millimetres kept free around a name
_MARK: Final = 0.35  # millimetres, a mark's radius


@dataclass(frozen=True)
class PlaceName:
    """The name of a region or place and its box's upper left corner, mm; a mark at ``at`` unless it is empty."""

    text: str
    x: float
    y: float
    em: float
    spacing: float  # ems between letters
    colour: str
    is_city: bool = False
    mark: str = ""
    at: tuple[float, float] = (0.0, 0.0)


def place_names(home: Path, extent: Extent, sheet: Sheet, lang: str) -> list[PlaceName]:
    """Find room for the names of places by rank, as far as the scale allows; those that fit."""
    style, zoom = symbology(), extent.zoom()
    names = read_names(home)
    west, south, east, north = extent.box()
    is_shown = names["rank"].map(lambda rank: style.name_zooms[rank - 1] <= zoom).astype(bool)
    near = names[is_shown & names["lon"].between(west, east) & names["lat"].between(south, north)]
    placed: dict[str, PlaceName] = {}
    for text, of, lon, lat in zip(column(near, "name", lang), near["class"], near["lon"], near["lat"], strict=True):
        spot = extent.on_paper(shapely.Point(lon, lat))
        if text and text not in placed and not spot.is_empty:
            name = _place(sheet, text, (spot.x, spot.y), style.group_of(of))
            placed |= {text: name} if name else {}
    return [*placed.values()]


def _place(sheet: Sheet, text: str, at: tuple[float, float], group: NameGroup) -> PlaceName | None:
    em, spacing = max(_LEAST, group.size * _PER_PIXEL), 0.1 if group.serif else 0.0
    width, height = (text_width(text) + spacing * len(text)) * em, size_of((text,), em)[1]
    beside = _MARK + 0.6
    corners = (
        [(beside, -height / 2), (-beside - width, -height / 2), (-width / 2, beside)]
        if group.mark
        else [(-width / 2, -height / 2)]
    )
    x, y = at
    if not sheet.is_free((x - _MARK, y - _MARK, x + _MARK, y + _MARK)):
        return None
    for dx, dy in corners:
        box: Box = (x + dx, y + dy, x + dx + width, y + dy + height)
        if sheet.is_free((box[0] - _AIR, box[1] - _AIR, box[2] + _AIR, box[3] + _AIR)):
            sheet.take(box)
            sheet.take((x - _MARK, y - _MARK, x + _MARK, y + _MARK))
            return PlaceName(text, box[0], box[1], em, spacing, group.colour, mark=group.mark, at=at)
    return None


def place_marks(names: Sequence[PlaceName]) -> list[str]:
    """Draw the marks of names of places."""
    return [_mark(name, *name.at) for name in names if name.mark]


def _mark(name: PlaceName, x: float, y: float) -> str:
    r = _MARK
    if name.mark == "dot":
        return circle(x, y, r * 0.8, fill=name.colour)
    if name.mark == "triangle":
        return path(shapely.Polygon([(x, y - r), (x + r, y + r), (x - r, y + r)]), fill=name.colour)
    if name.mark == "cross":
        lines = shapely.MultiLineString([[(x - r, y), (x + r, y)], [(x, y - r), (x, y + r)]])
        return path(lines, stroke=name.colour, stroke_width=0.25)
    return path(shapely.box(x - r, y - r, x + r, y + r), fill=name.colour)
