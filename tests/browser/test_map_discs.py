"""Discs over the land are as wide as they are said to be, and numbered in the order in which they come."""

from __future__ import annotations

import math

import pytest

from .map_page import CONSTANT, MapPage, meet

pytestmark = pytest.mark.browser
CITY = (24.56, 118.12)
STATE = {**CONSTANT, "wanted": [], "chosen": None, "family": [], "lang": "zh"}
# Two some 200 m apart, one 6 km to the west, and one more with its middle.
MIDDLES = [[24.56, 118.12], [24.56, 118.122], [24.56, 118.06], [24.56, 118.06]]


def shown(page: MapPage, zoom: float) -> tuple[list[str], list[list[float]]]:
    page.page.evaluate("([at, zoom]) => void map.setView(at, zoom, { animate: false })", [CITY, zoom])
    page.page.locator("#map_div[data-named=yes]").wait_for()
    boxes = """selector => [...document.querySelectorAll(selector)].map((el) => {
      const r = el.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom, el.textContent]; })"""
    numbers = page.page.evaluate(boxes, ".gp-number")
    assert not any(meet(a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    return [box[4] for box in numbers], page.page.evaluate(boxes, ".leaflet-gp-overlay-pane path")


def test_discs_have_their_radius_and_their_numbers(map_page: MapPage) -> None:
    map_page.page.evaluate("state => void GeoPlan.show(state)", {**STATE, "discs": {"radius": 1000, "at": MIDDLES}})
    map_page.state = {}
    numbers, discs = shown(map_page, 10)
    assert numbers == ["1", "3 4"]  # the second has no room beside the first
    numbers, discs = shown(map_page, 14)
    assert numbers == ["1", "2"]  # the third is out of view
    # A pixel of Web Mercator at zoom 14 and this latitude is 40,075,017 m × cos φ ÷ (256 × 2¹⁴).
    metres = 40_075_017 * math.cos(math.radians(24.56)) / (256 * 2**14)
    left, _, right, *_ = discs[0]
    assert (right - left) * metres == pytest.approx(2000, rel=0.01)
    map_page.page.evaluate("state => void GeoPlan.show(state)", {**STATE, "discs": None})
    assert shown(map_page, 10) == ([], [])
