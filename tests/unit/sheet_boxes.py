"""The texts and signs of a map sheet as boxes, their widths measured by FreeType."""

from __future__ import annotations

from functools import cache
from typing import Any

import shapely
from PIL import ImageFont

from geoplan.cartography.fonts import font_folders


@cache
def face(weight: int) -> ImageFont.FreeTypeFont:
    folder = font_folders()[0]
    files = sorted(folder.glob("*.ttf"))
    font = ImageFont.truetype(next((f for f in files if str(weight) in f.name or "[" in f.name), files[0]), 100)
    if "[" in str(font.path):
        font.set_variation_by_axes([weight])
    return font


def set_width(text: str, em: float, weight: int = 500) -> float:
    """How wide a text is when it is set."""
    return face(weight).getlength(text) / 100 * em


def boxes_of(page: dict[str, Any]) -> list[shapely.Geometry]:
    """What must not lie on each other: names of sites and places, badges, and symbols of several sites; millimetres."""
    boxes: list[shapely.Geometry] = [
        shapely.box(
            it["x"], it["y"], it["x"] + max(set_width(line, it["em"]) for line in it["lines"]),
            it["y"] + it["em"] * (1.25 * len(it["lines"]) - 0.25),
        )
        for it in page["labels"]
    ]  # fmt: skip
    boxes += [
        shapely.box(
            it["x"], it["y"], it["x"] + set_width(it["text"], it["em"]) + it["spacing"] * it["em"] * len(it["text"]),
            it["y"] + it["em"],
        )
        for it in page["names"]
    ]  # fmt: skip
    boxes += [shapely.box(b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in page["badges"]]
    return boxes + [shapely.Point(it["x"], it["y"]).buffer(it["radius"]) for it in page["signs"]]


def overlaps(boxes: list[shapely.Geometry]) -> list[tuple[int, int]]:
    """The pairs that share ground."""
    hits = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    return [(a, b) for a, b in hits.T.tolist() if a < b and boxes[a].intersection(boxes[b]).area > 1e-6]
