"""The sites known by county or city alone, as a number at that region on a map sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import shapely

from geoplan.cartography.label_placement import Box, Sheet, size_of
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.svg import path
from geoplan.symbology import symbology
from geoplan.text.message import Text, message
from geoplan.text.names import name_of

_EM: Final = 2.2  # millimetres, the size of its letters on A4
_AIR: Final = 0.7  # millimetres within its edge
_STEPS: Final = (0.0, 5.0, 9.0, 14.0, 20.0, 28.0)  # millimetres from the middle of the region


def region_count(regions: pd.DataFrame, head: str, n: int) -> Text:
    """How many sites are known by a region alone, the region given by the head of its code."""
    return message("cartography.sheet.unplaced", region=name_of(regions, head.ljust(6, "0")), n=n)


def place_badges(
    sheet: Sheet, ground: MapGround, regions: pd.DataFrame, counts: Mapping[str, int], lang: str, letters: float
) -> tuple[list[dict[str, Any]], list[str]]:
    """Find room for the numbers on a sheet; a province has none.

    Parameters
    ----------
    counts : mapping of int
        Sites by the head of a region's code.

    Returns
    -------
    tuple
        Badges with ``text``, ``em`` and a box, mm; the regions without room.
    """
    em, air = _EM * letters, _AIR * letters
    placed: list[dict[str, Any]] = []
    without: list[str] = []
    for head, n in counts.items():
        text, middle = region_count(regions, head, n).text(lang), ground.room_of(head) if len(head) > 2 else None
        width, height = (side + 2 * air for side in size_of((text,), em))
        box = _room(sheet, middle, width, height, letters) if middle else None
        if box is None:
            without.append(head)
            continue
        sheet.take(box)
        placed.append({"text": text, "em": em, "x": box[0], "y": box[1], "width": width, "height": height})
    return placed, without


def _room(sheet: Sheet, middle: tuple[float, float], width: float, height: float, k: float) -> Box | None:
    for step in _STEPS:
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7)):
            x, y = middle[0] + dx * step * k - width / 2, middle[1] + dy * step * k - height / 2
            if sheet.is_free((x, y, x + width, y + height)):
                return x, y, x + width, y + height
    return None


def badge_shape(x: float, y: float, width: float, height: float) -> str:
    """Draw the box of a badge."""
    colours, edge = symbology().colours, height * 0.3
    box = shapely.buffer(shapely.box(x + edge, y + edge, x + width - edge, y + height - edge), edge, quad_segs=6)
    return path(box, fill=colours["halo"], fill_opacity=0.85, stroke=colours["neutral"], stroke_width=0.15)
