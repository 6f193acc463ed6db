"""Layers of the user's own on a printed map: over the ground, under the sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import shapely

from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_symbols import SWATCH, Entry, icon
from geoplan.cartography.svg import circle, path
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document

_LINES: Final = ("", "1.4 0.6", "0.4 0.5", "2.2 0.6 0.4 0.6", "3 0.8", "0.8 0.8")  # millimetres, by layer
_WIDTH: Final = 0.35  # millimetres of a line on A4
_POINT: Final = 0.7  # millimetres, a point's radius on A4


@dataclass(frozen=True, eq=False)
class OwnLayer:
    """A layer by its title; shapes in EPSG:4326."""

    title: str
    shapes: gpd.GeoSeries


def own_elements(layers: Sequence[OwnLayer], extent: Extent, letters: float) -> list[str]:
    """Draw layers, the first on top; lengths are A4's times `letters`."""
    drawn = []
    for number, layer in reversed([*enumerate(layers)]):
        style = _style(number, letters)
        for shape in layer.shapes[layer.shapes.notna() & ~layer.shapes.is_empty]:
            for part in shapely.get_parts(extent.on_paper(shape)).tolist():
                if part.geom_type == "Point":
                    drawn.append(circle(part.x, part.y, _POINT * letters, **{**style, "fill_opacity": 1}))
                else:
                    drawn.append(path(part, **(style if part.geom_type == "Polygon" else {**style, "fill": "none"})))
    return [element for element in drawn if element]


def own_entries(layers: Sequence[OwnLayer]) -> list[Entry]:
    """Say what the lines of layers mean."""
    return [
        (icon([path(SWATCH, **_style(number, 1.0))]), clean_for_document(layer.title))
        for number, layer in enumerate(layers)
    ]


def _style(number: int, letters: float) -> dict[str, Any]:
    colour = symbology().colours["user_layer"]
    return {
        "fill": colour, "fill_opacity": 0.12, "stroke": colour, "stroke_width": _WIDTH * letters,
        "stroke_dasharray": _LINES[number % len(_LINES)],
    }  # fmt: skip
