"""A place is put right in the browser: drawn, pasted or imported, and every page follows and says that it is a draft."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import runpy
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import coord_convert.transform
import pytest
import shapely
from docx import Document
from long_lists import one_in
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pyproj import Geod, Transformer

from .conftest import HOME, Atlas, free_port, opened_atlas, start_app, words

pytestmark = pytest.mark.browser

KAIYUAN = "kaiyuan-community"
CORNERS = ((-60, -50), (60, -50), (60, 50), (-60, 50))  # pixels from the middle of the map
# Invented: a rectangle in Siming, and what it is to be called.
PASTED = "118.16, 24.475\n118.17, 24.475\n118.17, 24.485\n118.16, 24.485"
SOURCE = "虚构：测试用图则"
HOSTILE = "<img src=x onerror=alert(1)> **粗** $x^2$ =1+1 [链接](http://example.org)"


# ---- what a user does ------------------------------------------------------------------------------------------------
def press(atlas: Atlas, name: str) -> None:
    atlas.page.get_by_role("button", name=name).click()
    atlas.settle()


def begin_position(
    atlas: Atlas, site: str = KAIYUAN, query: str = "", button: str = words("dossier.button.correct")
) -> None:
    atlas.open(f"?site={site}{query}")
    press(atlas, button)
    atlas.frame.locator("#map_div[data-drawing]").wait_for(timeout=20_000)
    atlas.page.wait_for_timeout(800)  # the map moves to the site


def click_on_map(atlas: Atlas, pixels: tuple[tuple[int, int], ...]) -> list[tuple[float, float]]:
    """Click some pixels from the middle of the map; where each is by the map's own readout, longitude first."""
    frame = atlas.page.locator(".st-key-map iframe")
    atlas.page.wait_for_timeout(600)  # the page lays itself out, and the map moves
    frame.scroll_into_view_if_needed()
    atlas.page.wait_for_timeout(200)
    box = frame.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    positions = []
    for dx, dy in pixels:
        atlas.page.mouse.move(x + dx, y + dy, steps=3)
        atlas.page.wait_for_timeout(120)
        readout = re.match(r"([\d.]+)°E\s+([\d.]+)°N", atlas.frame.locator(".gp-readout").inner_text())
        assert readout
        positions.append((float(readout[1]), float(readout[2])))
        atlas.page.mouse.click(x + dx, y + dy)
        atlas.page.wait_for_timeout(250)
    return positions


def choose_way(atlas: Atlas, way: str) -> None:
    atlas.page.get_by_role("radio", name=way).click()
    atlas.settle()


def paste(atlas: Atlas, text: str, system: str = "") -> None:
    """Paste coordinates and put them on the map."""
    if not atlas.page.get_by_label(words("draft.coordinates"), exact=True).is_visible():
        choose_way(atlas, words("draft.way_paste"))
    if system:
        atlas.page.get_by_test_id("stSelectbox").filter(has_text=words("draft.system")).first.locator("input").click()
        atlas.page.get_by_role("option").filter(has_text=system).first.click()
        atlas.settle()
    box = atlas.page.get_by_label(words("draft.coordinates"), exact=True)
    box.fill(text)
    box.press("Control+Enter")
    atlas.settle()
    press(atlas, words("draft.take"))


def save(atlas: Atlas, author: str = "测试员", source: str = SOURCE) -> None:
    atlas.page.get_by_label(words("draft.source")).fill(source)
    atlas.page.get_by_label(words("draft.author")).fill(author)
    press(atlas, words("draft.save"))
    expect(atlas.page.get_by_role("button", name=words("draft.save"))).to_have_count(0, timeout=20_000)


def open_tool(atlas: Atlas, tool: str) -> None:
    """Choose an item of the map's menu for drawing."""
    atlas.frame.locator(".gp-draw-tools > button").click()
    atlas.frame.locator(f'[role=menuitem][data-tool="{tool}"]').click()
    atlas.settle()


def wait_for_drafts(atlas: Atlas, n: int) -> None:
    atlas.frame.locator(f'#map_div[data-drafts="{n}"]').wait_for(timeout=30_000)
    atlas.settle()


def open_list(atlas: Atlas) -> Locator:
    """The dialog that lists the drafts."""
    atlas.settle()
    dialog = atlas.page.get_by_test_id("stDialog")  # a popover is a dialog too
    if not dialog.is_visible():
        open_tool(atlas, "drafts")
    dialog.get_by_text(words("draft.bring")).wait_for()
    return dialog


def close_list(atlas: Atlas) -> None:
    atlas.page.get_by_test_id("stDialog").get_by_role("button", name=words("widgets.close"), exact=True).last.click()
    expect(atlas.page.get_by_test_id("stDialog")).to_have_count(0)


def take(atlas: Atlas, button: str, n: int = 0) -> bytes:
    atlas.settle()  # a page drawn anew takes its files away, and a download under way is cancelled
    with atlas.page.expect_download(timeout=60_000) as started:
        atlas.page.get_by_test_id("stDownloadButton").get_by_role("button", name=button).nth(n).click()
    return Path(started.value.path()).read_bytes()


def take_patch(atlas: Atlas) -> bytes:
    open_list(atlas)
    content = take(atlas, words("draft.take_along"))
    close_list(atlas)
    return content


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


# ---- drawn on the map ------------------------------------------------------------------------------------------------
@dataclass
class Drawn:
    """An outline of Kaiyuan that a visitor drew: its corners by the map's readout, and the visitor's cookies."""

    corners: list[tuple[float, float]]
    zoom: float
    visitor: Any

    @property
    def km2(self) -> float:
        """The geodesic area."""
        lon, lat = zip(*self.corners, strict=True)
        return abs(Geod(ellps="WGS84").polygon_area_perimeter(lon, lat)[0]) / 1e6


@pytest.fixture(scope="module")
def drawn(browser: Browser, address: str) -> Drawn:
    with opened_atlas(browser, address, is_new=True) as atlas:
        begin_position(atlas)
        *corners, _ = click_on_map(atlas, (*CORNERS, CORNERS[0]))
        atlas.page.get_by_label(words("draft.source")).wait_for(timeout=20_000)
        press(atlas, words("draft.save"))
        expect(atlas.page.get_by_text(words("draft.no_source"))).to_be_in_viewport(timeout=20_000)
        save(atlas)
        wait_for_drafts(atlas, 1)
        assert not atlas.outside and not atlas.errors and not atlas.failed
        zoom = float(atlas.page.url.split("%2C")[-1].split("&")[0])
        return Drawn(corners, zoom, atlas.page.context.storage_state())


@pytest.fixture
def drafter(browser: Browser, address: str, drawn: Drawn) -> Iterator[Atlas]:
    """The visitor who drew, in a browser that was closed meanwhile."""
    with opened_atlas(browser, address, storage_state=drawn.visitor) as atlas:
        yield atlas
        assert not atlas.outside and not atlas.errors


def test_what_was_drawn_is_as_large_as_the_pixels_say(drawn: Drawn) -> None:
    lat = sum(lat for _, lat in drawn.corners) / 4
    # Web Mercator: the equator has 256 pixels at zoom 0; the ground is smaller by the cosine of the latitude.
    pixel = 40_075_016.7 * math.cos(math.radians(lat)) / 256 / 2**drawn.zoom
    assert drawn.km2 == pytest.approx(120 * pixel * 100 * pixel / 1e6, rel=0.02)


def test_a_reload_shows_the_draft_on_map_in_dossier_table_and_legend(drafter: Atlas) -> None:
    drafter.page.set_viewport_size({"width": 2600, "height": 1000})  # all columns of the table are in view
    drafter.open(f"?site={KAIYUAN}&q=开元创新社区")
    wait_for_drafts(drafter, 1)
    expect(drafter.frame.locator(".gp-chosen")).to_contain_text("（草稿）")
    expect(drafter.frame.locator(".gp-legend")).to_contain_text("草稿")
    expect(drafter.page.get_by_text(re.compile(r"位置为用户草稿（测试员，\d{4}-\d\d-\d\d）。"))).to_be_visible()
    drafter.page.locator(".st-key-table_toggle button:visible").click()
    expect(drafter.page.locator(".gp-table td").filter(has_text="（用户草稿）")).to_have_count(1)


@pytest.mark.long
def test_the_footprint_of_the_county_is_that_of_the_outline(drafter: Atlas, drawn: Drawn) -> None:
    drafter.page.goto(f"{drafter.address}/coverage?show=counts&q=开元创新社区")
    drafter.page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    drafter.settle()
    drafter.page.get_by_role("radio", name="县区", exact=True).click()
    # A heat map has a text in each cell, bars have none: with these the table has one row a county.
    expect(drafter.page.get_by_test_id("stVegaLiteChart").locator(".mark-text.role-mark")).to_have_count(0)
    drafter.settle()
    [row] = [row for row in rows(take(drafter, words("table.take", format="CSV"))) if row["县区"] == "思明区"]
    [footprint] = [float(value) for title, value in row.items() if title.startswith("绘制范围")]
    assert footprint == pytest.approx(drawn.km2, rel=0.002)


@pytest.mark.long
def test_the_ranking_marks_the_site_as_a_draft(drafter: Atlas) -> None:
    drafter.page.goto(f"{drafter.address}/find?for=it&tab=scores")
    drafter.page.get_by_text(words("find.how_scored", n=10)).wait_for(timeout=60_000)
    drafter.settle()
    buttons = drafter.page.get_by_test_id("stDownloadButton").get_by_role(
        "button", name=words("table.take", format="CSV")
    )
    buttons.first.wait_for(timeout=60_000)  # between two runs of the page it has no table yet
    drafter.settle()
    tables = [rows(take(drafter, words("table.take", format="CSV"), n)) for n in range(buttons.count())]
    [ranking] = [table for table in tables if "名次" in table[0]]
    marked = {row["名称"] for row in ranking if row["用户草稿"]}
    assert marked == {"开元创新社区", "厦门软件园"}  # the latter is placed by its parts, of which Kaiyuan is one


@pytest.mark.long
def test_the_export_has_the_outline_and_the_mark(drafter: Atlas, drawn: Drawn) -> None:
    drafter.open("?q=开元创新社区")
    wait_for_drafts(drafter, 1)
    drafter.page.locator(".st-key-foot-line").get_by_test_id("stPopover").get_by_role("button").click()
    content = json.loads(take(drafter, words("table.take", format=".geojson")))
    [feature] = [f for f in content["features"] if f["properties"]["site_id"] == KAIYUAN]
    assert feature["properties"]["draft"] == "yes"
    ring = shapely.Polygon(feature["geometry"]["coordinates"][0])
    expected = shapely.Polygon(drawn.corners)
    assert shapely.hausdorff_distance(ring, expected) < 1e-5  # degrees: what the readout rounds to
    [stored] = json.loads(take_patch(drafter))["features"]
    assert shapely.Polygon(stored["geometry"]["coordinates"][0]).equals(ring)


@pytest.mark.long
def test_the_brief_says_draft_and_who_drew_it(drafter: Atlas) -> None:
    drafter.open(f"?site={KAIYUAN}")
    drafter.page.locator(".st-key-dossier_brief").get_by_role("button").click()
    drafter.page.get_by_role("radio", name="Word").click()
    drafter.settle()
    press(drafter, words("brief.write", format="Word"))
    expect(drafter.page.get_by_role("button", name=words("brief.take", format="Word"))).to_be_visible(timeout=120_000)
    document = Document(io.BytesIO(take(drafter, words("brief.take", format="Word"))))
    text = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}t") and p.text)
    assert "用户草稿" in text and "测试员" in text


@pytest.mark.long
def test_nobody_else_sees_it(atlas: Atlas, drawn: Drawn) -> None:
    atlas.open(f"?site={KAIYUAN}")
    expect(atlas.page.locator("h2.gp-name")).to_have_text("开元创新社区")
    assert atlas.map.get_attribute("data-drafts") in (None, "0")
    assert "草稿" not in atlas.frame.locator(".gp-chosen").inner_text()


# ---- undone, taken along, brought back -------------------------------------------------------------------------------
@pytest.mark.long
def test_undo_goes_back_to_the_version_before_and_then_to_the_catalogue(atlas: Atlas) -> None:
    for shift in ("118.17", "118.171"):
        begin_position(atlas)
        paste(atlas, PASTED.replace("118.17,", f"{shift},"))
        save(atlas)
        wait_for_drafts(atlas, 1)
    press(atlas, words("draft.undo"))
    [feature] = json.loads(take_patch(atlas))["features"]
    assert max(x for x, _ in feature["geometry"]["coordinates"][0]) == 118.17
    press(atlas, words("draft.undo"))
    wait_for_drafts(atlas, 0)
    expect(atlas.page.get_by_role("button", name=words("draft.undo"))).to_have_count(0)
    assert "草稿" not in atlas.frame.locator(".gp-chosen").inner_text()


@pytest.mark.long
def test_a_patch_is_applied_to_a_catalogue_and_loaded_back(atlas: Atlas, tmp_path: Path, copy: Path) -> None:
    begin_position(atlas)
    paste(atlas, PASTED)
    save(atlas)
    wait_for_drafts(atlas, 1)
    patch = tmp_path / "p.geojson"
    patch.write_bytes(take_patch(atlas))
    command = [sys.executable, "-m", "geoplan"]
    for call in (["place", "apply", str(patch)], ["check"]):
        done = subprocess.run([*command, *call, "--home", str(copy)], cwd=HOME, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    layer = json.loads((copy / "layers" / "kaiyuan-community.geojson").read_text("utf-8"))
    [feature] = [f for f in layer["features"] if f["properties"]["site_id"] == KAIYUAN]
    lines = [tuple(map(float, line.split(","))) for line in PASTED.splitlines()]
    assert shapely.Polygon(feature["geometry"]["coordinates"][0]).equals(shapely.Polygon(lines))
    assert feature["properties"]["source"] == SOURCE

    open_list(atlas)
    atlas.page.get_by_role("dialog").get_by_role("button", name=words("draft.remove")).first.click()
    wait_for_drafts(atlas, 0)
    bring(atlas, patch)
    wait_for_drafts(atlas, 1)
    [again] = json.loads(take_patch(atlas))["features"]
    [first] = json.loads(patch.read_bytes())["features"]
    assert again["geometry"] == first["geometry"]
    assert {k: v for k, v in again["properties"].items() if k != "drawn_at"} == {
        k: v for k, v in first["properties"].items() if k != "drawn_at"
    }


def bring(atlas: Atlas, file: Path) -> None:
    upload = (
        atlas.page.get_by_test_id("stFileUploader").filter(has_text=words("draft.bring")).locator("input[type=file]")
    )
    open_list(atlas)
    upload.set_input_files(file)
    atlas.settle()


@pytest.mark.long
def test_a_damaged_and_a_foreign_patch_are_refused_and_nothing_is_lost(atlas: Atlas, tmp_path: Path) -> None:
    begin_position(atlas)
    paste(atlas, PASTED)
    save(atlas)
    wait_for_drafts(atlas, 1)
    content = take_patch(atlas)
    (tmp_path / "damaged.geojson").write_bytes(content[: len(content) // 2])
    # A file of points from elsewhere, and a patch of a site that no catalogue has beside a good one.
    (tmp_path / "foreign.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    other = json.loads(content)
    [feature] = other["features"]
    other["features"].append({**feature, "properties": {**feature["properties"], "draft_id": "no-such-site"}})
    feature["properties"]["source"] = "另一来源"
    (tmp_path / "unknown.geojson").write_text(json.dumps(other), "utf-8")
    for name, reason in {"damaged": "JSON", "foreign": "geoplan_patch", "unknown": "no-such-site"}.items():
        bring(atlas, tmp_path / f"{name}.geojson")
        alert = atlas.page.get_by_test_id("stAlert").filter(has_text=reason)
        expect(alert).to_be_visible(timeout=20_000)
        atlas.page.get_by_test_id("stFileUploader").get_by_test_id("stFileChipDeleteBtn").get_by_role("button").click()
        atlas.settle()
    atlas.page.keyboard.press("Escape")
    assert take_patch(atlas) == content


# ---- a file of outlines ----------------------------------------------------------------------------------------------
def tick_row(atlas: Atlas, table: Locator, row: int, outcome: Locator) -> None:
    """Tick the first cell of a row, counted from 1, until its outcome shows: a table drawn anew forgets where it was clicked."""
    deadline = time.monotonic() + 60
    while not outcome.is_visible():
        assert time.monotonic() < deadline, f"row {row} could not be ticked"
        atlas.settle()
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box
        atlas.page.mouse.move(*atlas.middle(table), steps=4)
        atlas.page.mouse.move(box["x"] + 25, box["y"] + 35 * row + 18, steps=8)
        atlas.page.wait_for_timeout(200)  # a table drawn on a canvas takes no click of a pointer that was elsewhere
        atlas.page.mouse.click(box["x"] + 25, box["y"] + 35 * row + 18)
        atlas.page.keyboard.press("Space")
        with suppress(PlaywrightTimeout):
            outcome.wait_for(timeout=10_000)  # longer than a tick takes: one under way would be taken back


@pytest.mark.long
def test_a_shapefile_of_outlines_is_matched_confirmed_and_stored(atlas: Atlas, tmp_path: Path) -> None:
    script = runpy.run_path(str(HOME / "docs" / "how-to" / "make_invented_outlines.py"))
    script["write_outlines"](tmp_path / "outlines.zip")
    atlas.open()
    open_tool(atlas, "import")
    dialog = atlas.page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(tmp_path / "outlines.zip")
    expect(dialog.get_by_text(words("draft.matched", n=12, found=12, unsure=2))).to_be_visible(timeout=60_000)
    expect(dialog.get_by_role("button", name=words("draft.import_save", n=10))).to_be_visible()
    # The two misspelt names are features 1 and 3: tick them.
    grid = dialog.get_by_test_id("stDataFrame")
    for row, count in ((1, 11), (3, 12)):
        tick_row(atlas, grid, row, dialog.get_by_role("button", name=words("draft.import_save", n=count)))
    dialog.get_by_label(words("draft.author")).fill("测试员")
    dialog.get_by_role("button", name=words("draft.import_save", n=12)).click()
    wait_for_drafts(atlas, 12)
    features = json.loads(take_patch(atlas))["features"]
    assert {f["properties"]["author"] for f in features} == {"测试员"} and len(features) == 12
    [park] = [f for f in features if f["properties"]["draft_id"] == "software-park-2"]
    [(x, y, width, height)] = [tuple(rest) for name, *rest in script["OUTLINES"] if name == "软件圆二期"]
    lon, lat = zip(*park["geometry"]["coordinates"][0], strict=True)
    shape = shapely.Polygon(zip(*Transformer.from_crs(4326, 4548, always_xy=True).transform(lon, lat), strict=True))
    assert shape.area == pytest.approx(width * height, rel=1e-4)
    assert (shape.centroid.x, shape.centroid.y) == pytest.approx((x, y), abs=0.1)


# ---- a place of one's own and a note ---------------------------------------------------------------------------------
@pytest.mark.long
def test_a_place_and_a_note_of_ones_own_stay_text_and_stay(atlas: Atlas) -> None:
    atlas.page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    atlas.open("?view=24.48,118.10,13")
    open_tool(atlas, "place")
    paste(atlas, PASTED)
    atlas.page.get_by_label(words("draft.name"), exact=True).fill(HOSTILE)
    save(atlas)
    wait_for_drafts(atlas, 1)
    expect(atlas.page.locator("h2.gp-name")).to_have_text(HOSTILE)
    open_tool(atlas, "note")
    atlas.frame.locator("#map_div[data-drawing=point]").wait_for(timeout=20_000)
    [spot] = click_on_map(atlas, ((-180, -110),))
    atlas.page.get_by_label(words("draft.note"), exact=True).fill(HOSTILE)
    press(atlas, words("draft.save"))
    atlas.frame.locator('#map_div[data-notes="1"]').wait_for(timeout=20_000)

    atlas.page.reload()
    atlas.frame.locator('#map_div[data-notes="1"][data-drafts="1"]').wait_for(timeout=60_000)
    atlas.settle()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(HOSTILE)
    listed = open_list(atlas).get_by_role("button").filter(has_text=HOSTILE[:24])  # a long note is cut
    expect(listed).to_have_count(2)
    close_list(atlas)
    pin = atlas.frame.locator(".leaflet-gp-notes-pane path").first
    pin.hover()
    expect(atlas.frame.locator(".gp-note")).to_have_text(HOSTILE)
    features = {f["properties"]["category"]: f for f in json.loads(take_patch(atlas))["features"]}
    assert features["place"]["properties"]["name_zh"] == features["note"]["properties"]["text"] == HOSTILE
    assert features["note"]["geometry"]["coordinates"] == pytest.approx(spot, abs=1e-5)
    assert not atlas.errors and not atlas.outside

    press(atlas, words("layout.close"))
    expect(atlas.map).to_have_attribute("data-chosen", "")
    atlas.settle()
    own = atlas.frame.locator('path[data-site^="own-"]').first.get_attribute("data-site")
    atlas.click_site(str(own))
    expect(atlas.page.locator("h2.gp-name")).to_have_text(HOSTILE)
    # Put right, it is still a place; deleted while its dossier is open, it is gone.
    press(atlas, words("dossier.button.correct"))
    paste(atlas, "118.165, 24.48")
    expect(atlas.page.get_by_label(words("draft.name"), exact=True)).to_have_value(HOSTILE)
    save(atlas)
    features = {f["properties"]["category"]: f for f in json.loads(take_patch(atlas))["features"]}
    assert features["place"]["geometry"] == {"type": "Point", "coordinates": [118.165, 24.48]}
    press(atlas, words("draft.undo"))
    press(atlas, words("draft.undo"))
    atlas.frame.locator('#map_div[data-notes="1"][data-drafts="0"]').wait_for(timeout=30_000)
    expect(atlas.page.locator('[class*="st-key-drawer-"]')).to_have_count(0)


# ---- pasted ----------------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_coordinates_are_pasted_in_any_form_and_system(atlas: Atlas) -> None:
    begin_position(atlas)
    # WGS 84 and its GCJ-02 by an independent package.
    lon, lat = 118.165, 24.48
    x, y = coord_convert.transform.wgs2gcj(lon, lat)
    forms = {
        f"{x:.7f}, {y:.7f}": "GCJ-02",
        "118°09′54″E, 24°28′48″N": "WGS 84",
        "POINT (118.165 24.48)": "",
    }
    for text, system in forms.items():
        paste(atlas, text, system)
        save(atlas)
        wait_for_drafts(atlas, 1)
        [feature] = json.loads(take_patch(atlas))["features"]
        assert feature["geometry"]["type"] == "Point"
        assert feature["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=2e-6), text
        assert feature["properties"]["source_datum"] == ("GCJ-02" if system == "GCJ-02" else "WGS84")
        press(atlas, words("dossier.button.correct"))


@pytest.mark.long
def test_a_shape_that_crosses_itself_and_one_outside_are_refused_in_words(atlas: Atlas) -> None:
    begin_position(atlas)
    paste(atlas, "118.16, 24.475\n118.17, 24.485\n118.17, 24.475\n118.16, 24.485")
    expect(atlas.page.get_by_text(re.compile("图形无效.*请改为边线互不相交的面"))).to_be_visible()
    paste(atlas, "2.35, 48.85")
    expect(atlas.page.get_by_text("请检查经纬度次序和坐标系")).to_be_visible()
    expect(atlas.page.get_by_role("button", name=words("draft.save"))).to_have_count(0)
    # In another county it may be stored, with a warning.
    paste(atlas, "118.05, 24.65")
    expect(atlas.page.get_by_text("新位置在所属县区之外")).to_be_visible()


# ---- while something is drawn ----------------------------------------------------------------------------------------
@pytest.mark.long
def test_the_language_and_another_page_keep_what_is_drawn(atlas: Atlas) -> None:
    begin_position(atlas)
    paste(atlas, PASTED)
    expect(atlas.page.get_by_text("新范围：")).to_be_visible()
    area = atlas.page.get_by_text("新范围：").inner_text().split("：")[1].split(" ")[0]
    press(atlas, words("app.other_language"))
    expect(atlas.page.get_by_text(f"New outline: {area}")).to_be_visible()
    atlas.page.locator(".st-key-page-coverage-link a").click()
    atlas.page.locator(".gp-matrix table").wait_for(timeout=60_000)
    atlas.page.locator(".st-key-page-map-link a").click()
    atlas.frame.locator("#map_div[data-drawing=area]").wait_for(timeout=60_000)
    expect(atlas.page.get_by_text(f"New outline: {area}")).to_be_visible()
    expect(atlas.frame.locator(".leaflet-editing-icon")).to_have_count(8)  # four corners, four middles of sides
    # In English to the end.
    expect(atlas.page.get_by_text("Position of Kaiyuan Innovation Community")).to_be_visible()
    press(atlas, words("draft.save", "en"))
    expect(atlas.page.get_by_text(words("draft.no_source", "en"))).to_be_in_viewport()
    atlas.page.get_by_label(words("draft.source", "en")).fill("invented")
    atlas.page.get_by_label(words("draft.author", "en")).fill("A. Tester")
    press(atlas, words("draft.save", "en"))
    atlas.frame.locator('#map_div[data-drafts="1"]').wait_for(timeout=30_000)
    expect(atlas.page.get_by_text(re.compile(r"The position is a user's draft \(A\. Tester, "))).to_be_visible()
    expect(atlas.frame.locator(".gp-chosen")).to_contain_text("(draft)")


@pytest.mark.long
def test_two_tabs_of_a_browser_have_the_same_drafts(atlas: Atlas) -> None:
    atlas.open()
    other = Atlas(atlas.page.context.new_page(), atlas.address)
    begin_position(other)
    paste(other, PASTED)
    save(other)
    begin_position(atlas, "software-park-2")
    paste(atlas, PASTED)
    save(atlas)
    wait_for_drafts(atlas, 2)
    other.open()
    wait_for_drafts(other, 2)


@pytest.mark.long
def test_a_whole_that_is_drawn_is_not_shown_through_its_parts_as_well(atlas: Atlas) -> None:
    begin_position(atlas, "software-park", button=words("dossier.button.supply"))
    paste(atlas, PASTED)
    save(atlas)
    wait_for_drafts(atlas, 1)
    # The filter leaves the whole and none of its parts: before the draft, each part stood for it.
    atlas.open("?site=software-park&q=厦门软件园&kind=park")
    shown = set(atlas.frame.locator("path[data-site]").evaluate_all("all => all.map(e => e.dataset.site)"))
    assert "software-park" in shown and "kaiyuan-community" not in shown
    assert not atlas.errors


EDITORS = [("en", 375, 780), ("zh", 1280, 800), ("zh", 375, 780), ("en", 1280, 800)]


@pytest.mark.parametrize(("lang", "width", "height"), one_in(4, EDITORS))
def test_the_editor_fits(atlas: Atlas, lang: str, width: int, height: int) -> None:
    atlas.page.set_viewport_size({"width": width, "height": height})
    button = {"zh": words("dossier.button.correct"), "en": words("dossier.button.correct", "en")}[lang]
    begin_position(atlas, query=f"&lang={lang}", button=button)
    assert atlas.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    cut = atlas.page.locator(".st-key-drawer-editor button").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    )
    assert cut == []


# ---- in a team -------------------------------------------------------------------------------------------------------
@pytest.mark.long
def test_a_team_sees_the_same_drafts_with_author_and_time(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    process = start_app(port, is_for_long=False, GEOPLAN_WORKSPACE=str(tmp_path))
    try:
        address = f"http://127.0.0.1:{port}"
        with opened_atlas(browser, address) as one, opened_atlas(browser, address, timezone_id="Asia/Shanghai") as two:
            begin_position(one)
            paste(one, PASTED)
            save(one, "甲")
            wait_for_drafts(one, 1)
            two.open(f"?site={KAIYUAN}")
            wait_for_drafts(two, 1)
            open_list(two)
            [feature] = json.loads(take(two, words("draft.take_along")))["features"]
            stored = datetime.fromisoformat(feature["properties"]["drawn_at"])
            local = (stored + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")
            expect(two.page.get_by_text(f"位置 · 甲 · {local}")).to_be_visible()
            two.page.get_by_role("dialog").get_by_role("button", name=words("draft.remove")).first.click()
            wait_for_drafts(two, 0)
            one.page.reload()
            one.frame.locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
            wait_for_drafts(one, 0)
            assert "geoplan_visitor" not in {str(cookie.get("name")) for cookie in one.page.context.cookies()}
    finally:
        process.terminate()
        process.wait(10)
