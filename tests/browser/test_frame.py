"""One map fills the window: how much of it is left uncovered, at every size, and that the style sheet finds its nodes."""

from __future__ import annotations

from typing import Any

import pytest
from long_lists import all_but, one_in

from .conftest import Atlas

pytestmark = pytest.mark.browser

# Of the window, with the left panel open and nothing else; as the issue asks.
LEAST = {(1280, 800): 0.68, (1440, 900): 0.72, (1920, 1080): 0.78}
SIZES = [(375, 780), *LEAST, (2560, 1440)]
SMALLEST = [(375, 780), (1280, 800)]
HOOKS = ("bar", "search", "pages", "left-auto", "map", "foot-closed", "foot-line")


def rectangle(atlas: Atlas, selector: str) -> dict[str, Any]:
    box: dict[str, Any] = atlas.page.locator(selector).evaluate("e => e.getBoundingClientRect().toJSON()")
    return box


@pytest.mark.parametrize(("width", "height"), one_in(3, LEAST))
def test_the_map_has_its_share_of_the_window(atlas: Atlas, width: int, height: int) -> None:
    atlas.page.set_viewport_size({"width": width, "height": height})
    atlas.open()
    map_, left, foot = (rectangle(atlas, f".st-key-{key}") for key in ("map", "left-auto", "foot-closed"))
    assert (map_["left"], map_["right"], map_["bottom"]) == (0, width, height)
    uncovered = (map_["right"] - left["right"]) * (foot["top"] - map_["top"])
    assert uncovered / (width * height) >= LEAST[width, height]
    legend = atlas.frame.locator(".gp-legend").evaluate("e => e.getBoundingClientRect().toJSON()")
    assert legend["width"] * legend["height"] / uncovered <= 0.08
    assert legend["height"] <= 30


@pytest.mark.parametrize("lang", all_but(["en"], ["zh", "en"]))
@pytest.mark.parametrize(("width", "height"), all_but(SMALLEST[:1], SIZES))
def test_the_page_does_not_scroll_and_the_bar_is_whole(atlas: Atlas, width: int, height: int, lang: str) -> None:
    atlas.page.set_viewport_size({"width": width, "height": height})
    atlas.open(f"?lang={lang}&site=biomedical-harbour")
    root = "document.documentElement"
    size = atlas.page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight, document.body.scrollHeight]")
    assert size[0] <= width and max(size[1:]) <= height
    cut = "els => els.filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth + 1 || r.top < 0; }).map(e => e.innerText)"
    assert (
        atlas.page.locator(".st-key-pages a, .st-key-other_language button, .st-key-search input").evaluate_all(cut)
        == []
    )


def test_each_hook_of_the_style_sheet_is_one_node(atlas: Atlas) -> None:
    atlas.open()
    assert {hook: atlas.page.locator(f".st-key-{hook}").count() for hook in HOOKS} == dict.fromkeys(HOOKS, 1)
    for link, hook in (("coverage", "side"), ("data", "sheet")):
        atlas.page.locator(f".st-key-page-{link}-link a").click()
        atlas.page.locator(f".st-key-{hook}").wait_for()
        assert atlas.page.locator(f".st-key-{hook}").count() == 1


def test_the_frame_is_named_by_what_it_shows(atlas: Atlas) -> None:
    atlas.open("?industry=bio")
    title = atlas.page.locator(".st-key-map iframe").get_attribute("title") or ""
    shown = atlas.frame.locator("#map_div").get_attribute("aria-label")
    assert title == shown and title.startswith("地图：57 处中显示 ")
    assert atlas.page.evaluate("document.documentElement.lang") == "zh"


@pytest.mark.parametrize("lang", all_but(["zh"], ["zh", "en"]))
def test_a_chip_says_its_whole_value_without_blanks_before_it(atlas: Atlas, lang: str) -> None:
    atlas.open(f"?lang={lang}&county=350213&county=350200&industry=bio")
    for chip in atlas.page.locator(".st-key-chips button p").all():
        text = chip.evaluate("e => e.textContent")
        assert text == text.strip(" \u3000") and "…" not in text
        assert chip.evaluate("e => e.scrollWidth - e.clientWidth") <= 1, text


@pytest.mark.long
@pytest.mark.parametrize("path", ["", "coverage"])
def test_chips_stand_beside_an_open_dossier_and_the_buttons_of_the_zoom(atlas: Atlas, path: str) -> None:
    query = "?industry=bio&industry=it&industry=marine&county=350205&plan=xiamen-st&site=biomedical-harbour"
    for width in (1280, 1440):
        atlas.page.set_viewport_size({"width": width, "height": 800})
        atlas.open(path + query)
        chips = atlas.page.locator(".st-key-chips button:visible")
        edges = chips.evaluate_all("chips => chips.map(chip => chip.getBoundingClientRect().right)")
        zoom = atlas.frame.locator(".leaflet-control-zoom").bounding_box()
        assert zoom is not None and edges
        assert max(edges) <= min(zoom["x"], rectangle(atlas, ".st-key-drawer-dossier")["left"]), (width, edges)


@pytest.mark.long
def test_the_wheel_over_a_panel_scrolls_it_and_leaves_the_map(atlas: Atlas) -> None:
    atlas.page.set_viewport_size({"width": 1280, "height": 800})
    atlas.open("coverage?show=reach&industry=bio")
    atlas.page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    atlas.settle()
    side = atlas.page.locator(".st-key-side")
    view, before = atlas.map.get_attribute("data-view"), side.evaluate("e => e.scrollTop")
    atlas.page.mouse.move(*atlas.middle(side))
    for _ in range(4):
        atlas.page.mouse.wheel(0, 120)
        atlas.page.wait_for_timeout(150)
    atlas.page.wait_for_timeout(600)
    assert side.evaluate("e => e.scrollTop") >= before + 300
    assert atlas.map.get_attribute("data-view") == view


@pytest.mark.long
@pytest.mark.parametrize(("width", "least"), [(1280, 470), (1440, 560)])
def test_beside_a_dossier_and_a_panel_the_map_keeps_a_third_of_the_window(atlas: Atlas, width: int, least: int) -> None:
    atlas.page.set_viewport_size({"width": width, "height": 800})
    atlas.open("coverage?industry=bio&site=biomedical-harbour")
    drawer = rectangle(atlas, ".st-key-drawer-dossier")
    assert drawer["left"] >= least
    assert drawer["right"] == pytest.approx(rectangle(atlas, ".st-key-side")["left"], abs=1)


@pytest.mark.long
def test_the_buttons_of_a_dossier_are_words_that_are_whole(atlas: Atlas) -> None:
    for lang in ("zh", "en"):
        atlas.open(f"?lang={lang}&site=science-city")
        labels = atlas.page.locator(".st-key-dossier-actions button:visible")
        cut = "els => els.filter(e => { const p = e.querySelector('p, span'); const r = e.getBoundingClientRect(), b = (e.querySelector('p') ?? e.querySelector('span')).getBoundingClientRect(); return !e.innerText.trim() || b.right > r.right || b.left < r.left || e.querySelector('p')?.scrollWidth > Math.ceil(b.width) + 1; }).map(e => e.innerText)"
        assert labels.count() == 8 and labels.evaluate_all(cut) == []


@pytest.mark.long
def test_the_readout_of_coordinates_and_the_legend_do_not_meet(atlas: Atlas) -> None:
    for width, query in ((1280, "?site=biomedical-harbour"), (1280, "coverage"), (1440, ""), (1024, "?site=xinyang")):
        atlas.page.set_viewport_size({"width": width, "height": 800})
        atlas.open(query)
        boxes = [
            atlas.frame.locator(s).first.evaluate("e => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.width]; }")
            for s in (".gp-readout", ".gp-legend")
        ]  # fmt: skip
        assert boxes[0][2] == 0 or boxes[0][1] <= boxes[1][0], (width, query, boxes)
