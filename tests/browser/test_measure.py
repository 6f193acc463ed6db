"""Measuring on the map: the formulas against PROJ, the tool in a real browser."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Geod

from .conftest import HOME, IFRAME, Atlas, opened_atlas

pytestmark = pytest.mark.browser

GEOD = Geod(ellps="WGS84")
WEST, SOUTH, EAST, NORTH = 115.8, 23.4, 120.8, 28.4  # Fujian
LON, LAT, ZOOM = 118.36, 24.36, 14  # at sea: no site and no name lies there
VIEW = f"?view={LAT},{LON},{ZOOM}"

Point = tuple[float, float]  # longitude, latitude


# ---- the formulas -------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def formulas(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for name in ("geodesic", "measure"):
        page.add_script_tag(content=(HOME / "geoplan" / "map" / "assets" / f"geoplan-{name}.js").read_text("utf-8"))
    yield page
    page.close()


def as_latlngs(ring: list[Point]) -> list[dict[str, float]]:
    return [{"lat": lat, "lng": lon} for lon, lat in ring]


def figures(page: Page, rings: list[list[Point]]) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = page.evaluate(
        "rings => rings.map(ring => GeoPlanMeasure.figures(ring))", [as_latlngs(ring) for ring in rings]
    )
    return result


def star(lon: float, lat: float, metres: float, seed: int) -> list[Point]:
    """A ring round a point, every second corner drawn in by half: concave, without a crossing."""
    random = np.random.default_rng(seed)
    corners = 2 * int(random.integers(2, 9))
    radii = metres * np.where(np.arange(corners) % 2, 0.5, 1) * random.uniform(0.9, 1.1, corners)
    azimuths = np.arange(corners) * 360 / corners + random.uniform(0, 360)
    lons, lats, _ = GEOD.fwd([lon] * corners, [lat] * corners, azimuths, radii)
    return [(float(x), float(y)) for x, y in zip(lons, lats, strict=True)]


def test_lengths_are_those_of_proj_from_50_m_to_1000_km(formulas: Page) -> None:
    random = np.random.default_rng(1)
    lons, lats = random.uniform(WEST, EAST, 400), random.uniform(SOUTH, NORTH, 400)
    azimuths, metres = np.append(random.uniform(-180, 180, 396), [0, 90, 180, -90]), np.geomspace(50, 1e6, 400)
    to_lons, to_lats, _ = GEOD.fwd(lons, lats, azimuths, metres)
    rows = np.column_stack([lons, lats, to_lons, to_lats, azimuths, metres]).tolist()
    computed = formulas.evaluate(
        """rows => rows.map(([lng, lat, lng2, lat2, azimuth, metres]) => {
          const p = {lat, lng}, end = GeoPlanGeodesic.direct(p, azimuth * Math.PI / 180, metres);
          return [GeoPlanGeodesic.length([p, {lat: lat2, lng: lng2}]), end.lng, end.lat];
        })""",
        rows,
    )
    lengths, end_lons, end_lats = np.array(computed).T
    assert (abs(lengths / metres - 1)).max() < 1e-7
    assert GEOD.inv(end_lons, end_lats, to_lons, to_lats)[2] == pytest.approx(0, abs=0.001)


def test_areas_are_those_of_proj_from_1_ha_to_1000_km2_also_of_concave_rings(formulas: Page) -> None:
    random = np.random.default_rng(2)
    rings = [
        star(float(random.uniform(WEST, EAST)), float(random.uniform(SOUTH, NORTH)), metres, seed)
        for seed, metres in enumerate(np.geomspace(80, 25_000, 200))
    ]
    rings += [[(116.0, y), (116.6, y), (116.3, y + 0.5)] for y in (23.5, 28.0)]  # long edges from west to east
    reference = [GEOD.polygon_area_perimeter(*zip(*ring, strict=True)) for ring in rings]
    areas, perimeters = np.abs(np.array(reference)).T
    assert areas.min() < 1.2e4 and areas.max() > 1e9
    computed = figures(formulas, rings)
    assert np.array([one["km2"] for one in computed]) * 1e6 == pytest.approx(areas, rel=5e-6)
    assert [one["perimeter_m"] for one in computed] == pytest.approx(perimeters, rel=1e-7)
    for one in computed:
        assert one["ha"] == pytest.approx(one["km2"] * 100) and one["mu"] == pytest.approx(one["ha"] * 15)


def test_the_area_of_a_circle_is_that_of_its_outline(formulas: Page) -> None:
    azimuths = np.linspace(0, 360, 3600, endpoint=False)
    for lat, radius in ((23.5, 100.0), (26.0, 5_000.0), (28.3, 100_000.0)):
        computed = formulas.evaluate(f"GeoPlanGeodesic.circle({{lat: {lat}, lng: 118}}, {radius})")
        lons, lats, _ = GEOD.fwd([118.0] * 3600, [lat] * 3600, azimuths, [radius] * 3600)
        assert computed["km2"] * 1e6 == pytest.approx(abs(GEOD.polygon_area_perimeter(lons, lats)[0]), rel=2e-6)
        outline = computed["outline"]
        distances = GEOD.inv(
            [118.0] * len(outline), [lat] * len(outline), [p["lng"] for p in outline], [p["lat"] for p in outline]
        )[2]
        assert np.array(distances) == pytest.approx(radius, rel=1e-6)


def test_a_ring_that_crosses_or_touches_itself_has_no_area(formulas: Page) -> None:
    bow = [(118.0, 25.0), (118.1, 25.1), (118.1, 25.0), (118.0, 25.1)]
    touching = [(118.0, 25.0), (118.2, 25.0), (118.2, 25.2), (118.1, 25.0), (118.0, 25.2)]
    twice = [(118.0, 25.0), (118.1, 25.1), (118.2, 25.0), (118.2, 25.2), (118.1, 25.1), (118.0, 25.2)]
    small = [(118 + (x - 118) / 1000, 25 + (y - 25) / 1000) for x, y in bow]  # about 10 m
    for one, ring in zip(figures(formulas, [bow, touching, twice, small]), (bow, touching, twice, small), strict=True):
        assert (one["km2"], one["ha"], one["mu"]) == (None, None, None)
        lons, lats = zip(*ring, ring[0], strict=True)
        assert one["perimeter_m"] == pytest.approx(GEOD.line_length(lons, lats))


def test_a_ring_with_edges_on_one_line_does_not_cross_itself(formulas: Page) -> None:
    comb = [(118.0, 25.0), (118.3, 25.0), (118.3, 25.1), (118.1, 25.1), (118.1, 25.2), (118.3, 25.2), (118.3, 25.3)]
    comb.append((118.0, 25.3))
    (one,) = figures(formulas, [comb])
    assert one["km2"] * 1e6 == pytest.approx(abs(GEOD.polygon_area_perimeter(*zip(*comb, strict=True))[0]), rel=1e-5)


def test_a_ring_may_repeat_its_first_point_and_two_points_enclose_nothing(formulas: Page) -> None:
    ring = [(118.0, 25.0), (118.1, 25.0), (118.1, 25.1)]
    opened, closed, line, nothing = figures(formulas, [ring, [*ring, ring[0]], ring[:2], []])
    assert opened == closed and opened["km2"] > 50
    assert line["km2"] == 0 and line["perimeter_m"] == pytest.approx(2 * GEOD.line_length(*zip(*ring[:2], strict=True)))
    assert nothing == {"km2": 0, "ha": 0, "mu": 0, "perimeter_m": 0}


# ---- the tool -----------------------------------------------------------------------------------------------------
class Tool:
    """The measuring tool as a reader uses it; positions are pixels right of and below the middle of the map."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas, self.page, self.frame = atlas, atlas.page, atlas.frame
        self.labels = atlas.frame.locator(".gp-measure-anchor .gp-measure-label")
        self.live = atlas.frame.locator(".gp-measure-live")
        self.button = atlas.frame.locator(".gp-measure > button")
        self.points = atlas.frame.locator(".gp-measure-point")

    def start(self, kind: str) -> None:
        self.button.click()
        self.frame.locator(f'[role=menuitem][data-measure="{kind}"]').click()

    def at(self, dx: float, dy: float) -> Point:
        box = self.atlas.map.bounding_box()
        return box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy

    def click(self, *points: Point) -> None:
        for point in points:
            self.page.mouse.click(*self.at(*point))

    def state(self) -> tuple[float, bool, bool]:
        """Zoom; whether double-click zoom and dragging are on."""
        script = "() => [map.getZoom(), map.doubleClickZoom.enabled(), map.dragging.enabled()]"
        zoom, double, drag = self.frame.locator("body").evaluate(script)
        return zoom, double, drag

    def expect_as_before(self) -> None:
        expect(self.atlas.map).not_to_have_class(re.compile("gp-measuring"))
        expect(self.live).to_be_hidden()
        assert self.state() == (ZOOM, True, True)


@pytest.fixture(scope="module")
def at_sea(browser: Browser, address: str) -> Iterator[Atlas]:
    with opened_atlas(browser, address) as atlas:
        yield atlas.open(VIEW)


@pytest.fixture
def tool(at_sea: Atlas) -> Tool:
    """The tool of one page for all tests, as it was at first."""
    tool = Tool(at_sea)
    at_sea.page.keyboard.press("Escape")
    if at_sea.page.evaluate("document.documentElement.lang") == "en":
        at_sea.page.locator(".st-key-other_language button").click()
        expect(tool.button).to_have_text("量测")
        at_sea.settle()
    if tool.labels.count():
        tool.start("clear")
    set_view = "(_, [at, zoom]) => { map.setView(at, zoom, { animate: false }); }"  # it returns the whole map
    tool.frame.locator("body").evaluate(set_view, [[LAT, LON], ZOOM])
    return tool


def ground(dx: float, dy: float) -> Point:
    """Longitude and latitude of a pixel: EPSG:3857 by its definition."""
    degrees = 360 / 256 / 2**ZOOM
    middle = math.degrees(math.asinh(math.tan(math.radians(LAT))))
    return LON + dx * degrees, math.degrees(math.atan(math.sinh(math.radians(middle - dy * degrees))))


def length(points: list[Point]) -> float:
    return float(GEOD.line_length(*zip(*[ground(*point) for point in points], strict=True)))


def area(points: list[Point]) -> float:
    return abs(float(GEOD.polygon_area_perimeter(*zip(*[ground(*point) for point in points], strict=True))[0]))


def numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"[\d,]+(?:\.\d+)?", text)]


def test_a_distance_is_told_while_it_is_measured_and_stays_afterwards(tool: Tool) -> None:
    a, b, c = (-200.0, 100.0), (-140.0, 60.0), (160.0, -60.0)
    tool.start("distance")
    tool.click(a)
    tool.page.mouse.move(*tool.at(*b))
    expect(tool.live).to_have_text(re.compile(r"^总长 \d+ 米$"))
    assert numbers(tool.live.inner_text()) == pytest.approx([length([a, b])], abs=8)
    tool.click(b)
    tool.page.mouse.move(*tool.at(*c))
    expect(tool.live).to_have_text(re.compile(r"^本段 \d\.\d\d 公里总长 \d\.\d\d 公里$"))
    assert numbers(tool.live.inner_text()) == pytest.approx(
        [length([b, c]) / 1000, length([a, b, c]) / 1000], abs=0.015
    )
    tool.page.mouse.dblclick(*tool.at(*c))
    expect(tool.labels).to_have_text(re.compile(r"^总长 \d\.\d\d 公里$"))
    assert numbers(tool.labels.inner_text()) == pytest.approx([length([a, b, c]) / 1000], abs=0.015)
    expect(tool.points).to_have_count(3)
    tool.expect_as_before()
    assert tool.atlas.outside == [] and tool.atlas.errors == []


def test_an_area_is_told_in_three_units_with_its_perimeter_and_follows_the_language(tool: Tool) -> None:
    ring = [(-150.0, -100.0), (150.0, -100.0), (150.0, 100.0), (0.0, -20.0), (-150.0, 100.0)]  # concave
    tool.start("area")
    tool.click(*ring)
    tool.page.keyboard.press("Enter")
    expect(tool.labels.locator("div")).to_have_text(
        [re.compile(r"平方公里$"), re.compile(r"公顷$"), re.compile(r"亩$"), re.compile(r"^周长 .*公里$")]
    )
    m2, around = area(ring), length([*ring, ring[0]])
    wanted = [m2 / 1e6, m2 / 1e4, m2 / 1e4 * 15, around / 1000]
    assert numbers("\n".join(tool.labels.locator("div").all_inner_texts())) == pytest.approx(wanted, rel=6e-3)
    tool.expect_as_before()
    tool.page.get_by_role("button", name="English").click()
    tool.atlas.settle()
    expect(tool.labels.locator("div")).to_have_text(
        [re.compile(r" km²$"), re.compile(r" ha$"), re.compile(r" mu$"), re.compile(r"^Perimeter .* km$")]
    )
    expect(tool.button).to_have_text("Measure")


def test_a_radius_is_told_with_the_area_of_its_circle(tool: Tool) -> None:
    centre, edge = (-40.0, 20.0), (160.0, 20.0)
    tool.start("radius")
    tool.click(centre)
    tool.page.mouse.move(*tool.at(*edge))
    expect(tool.live).to_contain_text("半径")
    tool.click(edge)
    expect(tool.labels.locator("div").first).to_have_text(re.compile(r"^半径 \d\.\d\d 公里$"))
    radius = length([centre, edge])
    wanted = [radius / 1000, math.pi * radius**2 / 1e6, math.pi * radius**2 / 1e4, math.pi * radius**2 / 1e4 * 15]
    assert numbers("\n".join(tool.labels.locator("div").all_inner_texts())) == pytest.approx(wanted, rel=6e-3)
    tool.expect_as_before()


def test_an_area_that_crosses_itself_says_so(tool: Tool) -> None:
    tool.start("area")
    tool.click((-150, -100), (150, 100), (150, -100))
    tool.page.mouse.move(*tool.at(-150, 100))
    expect(tool.live).to_contain_text("边界自相交，无面积")
    tool.page.mouse.dblclick(*tool.at(-150, 100))
    expect(tool.labels.locator("div")).to_have_text(["边界自相交，无面积", re.compile("^周长 ")])


def test_several_measurements_stand_together_until_they_are_cleared(tool: Tool) -> None:
    tool.start("distance")
    tool.click((-200, 0), (-100, 0))
    tool.page.keyboard.press("Enter")
    tool.start("radius")
    tool.click((100, 50), (150, 50))
    tool.start("area")
    tool.click((0, -200))
    tool.page.keyboard.press("Enter")  # one point encloses nothing: the measurement goes on
    expect(tool.atlas.map).to_have_class(re.compile("gp-measuring"))
    expect(tool.labels).to_have_count(2)
    tool.start("clear")
    expect(tool.labels).to_have_count(0)
    expect(tool.frame.locator(".leaflet-gp-measure-pane path")).to_have_count(0)
    tool.expect_as_before()
    tool.button.click()
    expect(tool.frame.locator('[data-measure="clear"]')).to_have_attribute("aria-disabled", "true")


def test_backspace_takes_back_a_point_and_escape_leaves_the_map_as_it_was(tool: Tool) -> None:
    tool.start("distance")
    tool.click((-200, 0), (0, 0), (0, 100))
    expect(tool.points).to_have_count(4)  # with the one under the pointer
    tool.page.keyboard.press("Backspace")
    expect(tool.points).to_have_count(3)
    tool.click((100, 0))
    tool.page.keyboard.press("Enter")
    assert numbers(tool.labels.inner_text()) == pytest.approx([length([(-200, 0), (0, 0), (100, 0)]) / 1000], abs=0.015)
    tool.start("area")
    tool.click((-100, 150), (100, 150))
    assert tool.state()[1] is False
    tool.page.keyboard.press("Escape")
    expect(tool.labels).to_have_count(1)
    expect(tool.points).to_have_count(3)
    tool.expect_as_before()
    tool.page.mouse.dblclick(*tool.at(0, 0))
    tool.page.wait_for_timeout(600)
    assert tool.state()[0] == ZOOM + 1


def test_the_map_can_be_dragged_and_zoomed_while_measuring(tool: Tool) -> None:
    tool.start("distance")
    tool.click((-100, 0))
    tool.page.mouse.move(*tool.at(0, 100))
    tool.page.mouse.down()
    tool.page.mouse.move(*tool.at(-150, 100), steps=8)
    tool.page.wait_for_timeout(300)  # no swing
    tool.page.mouse.up()
    tool.page.wait_for_timeout(300)
    tool.page.mouse.move(*tool.at(150, 0))
    expect(tool.points).to_have_count(2)  # the drag added none
    tool.click((50, 0))
    tool.frame.locator(".leaflet-control-zoom-out").click()
    tool.page.wait_for_timeout(500)
    tool.page.keyboard.press("Escape")
    tool.start("distance")
    tool.frame.locator(".gp-measure-bar button").last.click()
    assert tool.state() == (ZOOM - 1, True, True)


@pytest.mark.long
def test_sites_and_python_hear_nothing_of_it(atlas: Atlas) -> None:
    atlas.open("?view=24.56,118.12,11")
    tool = Tool(atlas)
    atlas.page.evaluate(
        """() => { window.sent = []; window.addEventListener("message", (e) => {
          if (e.data.type === "streamlit:setComponentValue") window.sent.push(JSON.stringify(e.data.value)); }); }"""
    )
    mark = atlas.frame.locator(".leaflet-gp-marks-pane path[data-site]").first
    name = atlas.frame.locator(".gp-name").first
    tool.start("distance")
    places = []
    for target in (mark, name):
        box = target.bounding_box()
        places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        atlas.page.mouse.click(*places[-1])
    expect(atlas.frame.locator(".leaflet-tooltip")).to_have_count(0)
    mark.evaluate("el => el.focus()")
    atlas.page.keyboard.press(" ")
    atlas.page.keyboard.press("Enter")
    expect(tool.labels).to_have_count(1)
    atlas.page.wait_for_timeout(600)
    atlas.settle()
    assert atlas.page.evaluate("() => window.sent") == []
    expect(atlas.map).to_have_attribute("data-chosen", "")
    atlas.page.mouse.click(*places[1])
    expect(atlas.map).not_to_have_attribute("data-chosen", "", timeout=15_000)
    expect(tool.labels).to_have_count(1)  # a measurement outlives what the page does
    assert atlas.page.evaluate("() => window.sent.length") > 0


def test_the_menu_is_used_by_keyboard(tool: Tool) -> None:
    expect(tool.button).to_have_text("量测")
    tool.button.press("Enter")
    items = tool.frame.locator(".gp-measure-menu [role=menuitem]")
    expect(items).to_have_text(["距离", "面积", "半径", "清除"])
    expect(items.first).to_be_focused()
    tool.page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    tool.page.keyboard.press("Escape")
    expect(tool.button).to_be_focused()
    expect(tool.button).to_have_attribute("aria-expanded", "false")
    tool.page.keyboard.press("ArrowDown")
    tool.page.keyboard.press("Enter")
    expect(tool.atlas.map).to_have_class(re.compile("gp-measuring"))
    expect(tool.frame.get_by_role("status").filter(has_text="双击或按回车键结束")).to_be_visible()
    tool.button.press("Escape")
    tool.expect_as_before()


def test_clicks_belong_to_the_drawing_while_a_place_is_drawn(tool: Tool) -> None:
    tool.start("area")
    tool.click((0, 0))
    show = "(_, edit) => GeoPlan.show({ wanted: null, edit })"
    tool.frame.locator("body").evaluate(show, {"mode": "area", "geometry": None, "token": "1"})
    expect(tool.atlas.map).to_have_attribute("data-drawing", "area")
    tool.expect_as_before()
    expect(tool.button).to_be_disabled()
    tool.click((0, 50), (50, 50))
    expect(tool.points).to_have_count(0)
    tool.frame.locator("body").evaluate(show, None)
    tool.start("distance")
    tool.click((0, 0), (50, 50))
    expect(tool.points).to_have_count(3)
    expect(tool.frame.locator(".leaflet-draw-tooltip")).to_have_count(0)


@pytest.mark.long
def test_a_finger_measures(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 780}, has_touch=True, is_mobile=True)
    atlas = Atlas(context.new_page(), address)
    atlas.page.goto(f"{address}/{VIEW}")
    atlas.page.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    atlas.settle()
    atlas.page.locator(IFRAME).scroll_into_view_if_needed()
    tool = Tool(atlas)
    tool.button.tap()
    tool.frame.locator('[data-measure="distance"]').tap()
    points = [(-100.0, 0.0), (40.0, 0.0), (40.0, 90.0)]
    for point in points:
        atlas.page.touchscreen.tap(*tool.at(*point))
        atlas.page.wait_for_timeout(450)
    expect(tool.points).to_have_count(3)
    expect(tool.live).to_contain_text("本段")
    tool.frame.locator(".gp-measure-bar button", has_text="撤销").tap()
    expect(tool.points).to_have_count(2)
    tool.frame.locator(".gp-measure-bar button", has_text="完成").tap()
    assert numbers(tool.labels.inner_text()) == pytest.approx([length(points[:2]) / 1000], abs=0.03)
    assert tool.state()[1:] == (True, True)
    context.close()
