"""The printed symbols are of one weight: the area of each is near that of the circle it stands beside."""

import math
import re

import pytest
import shapely

from geoplan.cartography.svg import mark

RADIUS = 10.0


def area(element: str) -> float:
    if found := re.search(r'<circle[^>]* r="([\d.]+)"', element):
        return math.pi * float(found[1]) ** 2
    rings = re.search(r' d="([^"]+)"', element)
    assert rings, element
    points = [[float(n) for n in pair] for pair in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", rings[1])]
    return shapely.Polygon(points).area


# On paper, of a circle of radius 1: a diamond of half-diagonal 1.25 has 2 x 1.5625 = 3.125, a triangle of circumradius 1.35
# has 3√3/4 x 1.8225 = 2.37, a hexagon of 1.2 has 3√3/2 x 1.44 = 3.74; a circle has 3.14.
@pytest.mark.parametrize("form", ["circle", "square", "diamond", "hexagon", "triangle", "drop", "cross"])
def test_a_symbol_weighs_about_as_much_as_a_circle(form: str) -> None:
    share = area(mark(form, 50, 50, RADIUS)) / (math.pi * RADIUS**2)
    assert 0.7 <= share <= 1.25


def test_a_diamond_and_a_hexagon_are_told_apart_from_a_circle_by_their_corners() -> None:
    assert "<circle" in mark("circle", 0, 0, 1)
    assert mark("diamond", 0, 0, 1).count(" ") != mark("hexagon", 0, 0, 1).count(" ")
