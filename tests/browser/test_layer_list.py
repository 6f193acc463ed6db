"""The list of layers in a browser, with a stand-in for the map's frame; gateways on the map itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from long_lists import all_but, one_in
from playwright.sync_api import Browser, expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.facet_file import facet_file
from geoplan.map.gateway_features import gateway_features
from geoplan.map.layer_rows import drawn_layers

from .map_page import MapPage
from .panel_page import CONTRAST, CUT, FAULTS, PanelPage, open_panel

pytestmark = pytest.mark.browser
NAME = '<img src=x onerror="window.hit=1"> 我的地块 parcels_under_review_2025.geojson'
OWN = {"id": "own:7", "group": "own", "on": True, "sites": False, "fixed": False, "title": NAME}
THEMES = ["science-city", "software-parks", "kaiyuan-community"]


@pytest.fixture(scope="module")
def content(catalogue: Catalogue) -> bytes:
    return facet_file(catalogue)


@pytest.fixture(scope="module")
def layers(catalogue: Catalogue) -> list[dict[str, Any]]:
    return drawn_layers(catalogue)


@pytest.fixture
def panel(browser: Browser, content: bytes, layers: list[dict[str, Any]], tmp_path: Path) -> Iterator[PanelPage]:
    with open_panel(browser, tmp_path, "layer_list", {"lang": "zh"}, content) as page:
        begin(page, [*layers, OWN])
        yield page


def begin(panel: PanelPage, layers: list[dict[str, Any]]) -> None:
    """The frame gets ready."""
    panel.page.frames[1].wait_for_function("Boolean(window.begin)")
    panel.in_frame("list => begin(list)", layers)
    panel.page.locator(".gp-layers[data-ready=yes]").wait_for()


def shown_order(panel: PanelPage) -> list[str]:
    return list(panel.page.locator("[data-layer]").evaluate_all("all => all.map((el) => el.dataset.layer)"))


def test_every_layer_has_a_row_in_its_group(panel: PanelPage, layers: list[dict[str, Any]]) -> None:
    assert sorted(shown_order(panel)) == sorted([*(layer["id"] for layer in layers), "own:7"])
    assert panel.page.locator(".fold").all_text_contents() == [
        "厦门专题", "福建专题", "自有数据与草稿", "交通", "分析与位置精度", "底图要素",
    ]  # fmt: skip
    assert shown_order(panel)[:3] == THEMES
    expect(panel.layer("own:7").locator(".title")).to_have_text(NAME)
    assert panel.page.locator("#host img").count() == 0 and panel.page.evaluate("window.hit === undefined")


def test_the_list_waits_for_the_frame(browser: Browser, content: bytes, layers: list[Any], tmp_path: Path) -> None:
    with open_panel(browser, tmp_path, "layer_list", {"lang": "zh"}, content) as panel:
        expect(panel.page.get_by_role("status")).to_have_text("正在载入图层…")
        begin(panel, layers)
        expect(panel.layer("software-parks")).to_be_visible()


def test_an_eye_hides_a_layer_in_the_frame_and_nothing_is_sent(panel: PanelPage) -> None:
    eye = panel.page.get_by_role("checkbox", name="显示“软件园”", exact=True)
    expect(eye).to_be_checked()
    eye.press(" ")
    expect(eye).not_to_be_checked()
    assert panel.in_frame("GeoPlan.layers.visible('software-parks')") is False
    assert panel.in_frame("changes") == [["software-parks"]]
    panel.layer("software-parks").locator(".title").click()
    assert panel.in_frame("GeoPlan.layers.visible('software-parks')") is True
    assert panel.answers() == []
    assert panel.in_frame("GeoPlan.layers.visible('gateways')") is False  # off at first
    assert panel.in_frame("GeoPlan.layers.visible('something-new')") is True


def test_the_eye_of_a_group_stands_for_its_layers_and_shows_a_mixture(panel: PanelPage) -> None:
    group = panel.page.get_by_role("checkbox", name="显示“福建专题”中的全部图层")
    expect(group).to_be_checked()
    panel.layer("fujian-laboratories").locator(".title").click()
    assert group.evaluate("el => [el.checked, el.indeterminate]") == [False, True]
    group.click()
    assert panel.in_frame("GeoPlan.layers.visible('fujian-laboratories')") is True
    group.click()
    assert panel.in_frame("GeoPlan.layers.all().filter((l) => l.group === 'themes-fujian' && l.on).length") == 0
    assert len(panel.in_frame("changes")) == 3  # a group is drawn once


def test_show_all_brings_back_what_was_hidden_and_leaves_what_is_off_at_first(panel: PanelPage) -> None:
    show_all = panel.page.get_by_role("button", name="全部显示")
    expect(show_all).to_be_disabled()
    panel.in_frame("GeoPlan.layers.set(['software-parks', 'relief'], { on: false })")
    show_all.click()
    assert panel.in_frame("GeoPlan.layers.all().filter((l) => !l.on).map((l) => l.id)") == ["gateways"]


def test_opacity_goes_to_the_frame_and_is_kept_between_0_and_1(panel: PanelPage) -> None:
    more = panel.page.get_by_role("button", name="“火炬各园”的透明度与顺序")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    slider = panel.layer("torch-zones").get_by_role("slider", name="不透明度")
    slider.fill("60")
    assert panel.in_frame("GeoPlan.layers.opacity('torch-zones')") == 0.6
    expect(panel.layer("torch-zones").locator(".percent")).to_have_text("60%")
    slider.press("ArrowRight")
    assert panel.in_frame("GeoPlan.layers.opacity('torch-zones')") == 0.65
    panel.in_frame("GeoPlan.layers.set('torch-zones', { opacity: 7 })")
    assert panel.in_frame("GeoPlan.layers.opacity('torch-zones')") == 1
    expect(slider).to_be_focused()


def test_a_layer_moves_within_its_group_and_the_key_that_moves_it_keeps_the_focus(panel: PanelPage) -> None:
    panel.layer("software-parks").locator(".more").click()
    up = panel.page.get_by_role("button", name="上移“软件园”")
    panel.page.get_by_role("button", name="下移“软件园”").press("Enter")
    assert shown_order(panel)[:3] == ["science-city", "kaiyuan-community", "software-parks"]
    up.press("Enter")
    expect(up).to_be_focused()
    up.press("Enter")
    assert shown_order(panel)[:3] == ["software-parks", "science-city", "kaiyuan-community"]
    assert panel.in_frame("['software-parks', 'science-city'].map(GeoPlan.layers.order)") == [0, 1]
    expect(up).to_be_disabled()
    expect(panel.page.get_by_role("button", name="下移“软件园”")).to_be_focused()
    panel.layer("relief").locator(".more").click()
    assert panel.layer("relief").locator(".move").count() == 0  # the base has its place


def test_display_and_order_live_as_long_as_the_tab(panel: PanelPage, layers: list[dict[str, Any]]) -> None:
    panel.in_frame(
        "GeoPlan.layers.set('software-parks', { on: false, opacity: .4 }); GeoPlan.layers.move('kaiyuan-community', -1)"
    )
    before = shown_order(panel)
    panel.page.reload()
    begin(panel, [*layers, OWN])
    assert shown_order(panel) == before
    assert panel.in_frame("[GeoPlan.layers.visible('software-parks'), GeoPlan.layers.opacity('software-parks')]") == [
        False,
        0.4,
    ]
    expect(panel.page.get_by_role("checkbox", name="显示“软件园”", exact=True)).not_to_be_checked()


@pytest.mark.parametrize(
    "kept",
    one_in(
        5,
        ["nonsense", "null", "[]", '{"of": 3, "order": {"a": 1}}', '{"of": {"relief": {"on": "no", "opacity": "x"}}}'],
    ),
)
def test_what_is_kept_may_be_anything(panel: PanelPage, layers: list[dict[str, Any]], kept: str) -> None:
    panel.page.evaluate("kept => sessionStorage.setItem('geoplan:layers', kept)", kept)
    panel.page.reload()
    begin(panel, layers)
    assert shown_order(panel) == [layer["id"] for layer in layers]
    assert panel.in_frame("GeoPlan.layers.opacity('relief')") == 1


def test_numbers_in_view_and_hidden_sites_are_the_frames(panel: PanelPage) -> None:
    assert panel.layer("science-city").locator(".count").text_content() == ""
    panel.in_frame("hidden_ = 12; GeoPlan.layers.counted({ 'science-city': 1200, 'torch-zones': 0 })")
    expect(panel.layer("science-city").locator(".count")).to_have_text("1,200")
    expect(panel.layer("torch-zones").locator(".count")).to_have_text("0")
    expect(panel.page.get_by_role("status")).to_have_text("另有 12 处因图层关闭未显示")
    panel.in_frame("hidden_ = 0; GeoPlan.layers.counted({})")
    expect(panel.page.get_by_role("status")).to_have_text("")


def test_an_upload_comes_and_goes_and_the_order_of_the_others_stays(
    panel: PanelPage, layers: list[dict[str, Any]]
) -> None:
    panel.in_frame("GeoPlan.layers.move('software-parks', -1)")
    panel.in_frame("list => GeoPlan.layers.define(list)", layers)
    expect(panel.layer("own:7")).to_have_count(0)
    assert shown_order(panel)[:2] == ["software-parks", "science-city"]
    panel.in_frame("list => GeoPlan.layers.define(list)", [OWN, *layers])
    expect(panel.layer("own:7")).to_be_visible()
    assert shown_order(panel)[:2] == ["software-parks", "science-city"]


def test_groups_fold_and_stay_folded(panel: PanelPage, layers: list[dict[str, Any]]) -> None:
    fold = panel.page.get_by_role("button", name="底图要素", exact=True)
    fold.press("Enter")
    expect(panel.layer("relief")).to_be_hidden()
    panel.page.reload()
    begin(panel, layers)
    expect(panel.layer("relief")).to_be_hidden()
    expect(fold).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("lang", "width"), all_but([("en", 280)], product(["zh", "en"], [280, 320])))
def test_nothing_is_cut_unnamed_or_too_faint(
    browser: Browser, content: bytes, layers: list[dict[str, Any]], tmp_path: Path, lang: str, width: int
) -> None:
    with open_panel(browser, tmp_path, "layer_list", {"lang": lang}, content, width) as panel:
        begin(panel, [*layers, OWN])
        panel.page.locator(".more").evaluate_all("all => all.forEach((el) => el.click())")
        panel.in_frame(
            "hidden_ = 1234; GeoPlan.layers.counted({ 'science-city': 588, relief: 0 }); GeoPlan.layers.set('torch-zones', { on: false })"
        )
        assert panel.page.evaluate(CUT) == []
        assert panel.page.evaluate(FAULTS) == []
        contrast, text = panel.page.evaluate(CONTRAST)
        assert contrast >= 4.5, text


# ---- gateways on the map ---------------------------------------------------------------------------------------------
def test_gateways_are_off_until_asked_for_and_named_by_text(map_page: MapPage, catalogue: Catalogue) -> None:
    features = json.loads(gateway_features(catalogue))
    features[0]["name"] = {"zh": NAME, "en": NAME}
    page = map_page.page
    map_page.show((24.6, 118.1), 10)
    page.evaluate(
        "features => { window.language = 'zh'; window.gateways = GeoPlanGateways(map, { features, lang: () => window.language }); }",
        features,
    )
    marks = page.locator(".gp-gateway")
    expect(marks).to_have_count(0)
    page.evaluate("gateways.toggle(true)")
    expect(marks).to_have_count(len(features))
    for kind in ("port", "airport", "station"):
        expect(page.locator(f".gp-gateway.gp-{kind}")).to_have_count(sum(one["k"] == kind for one in features))
    station = page.locator('[data-gateway="xiamen-north-station"]')
    expect(station).to_have_attribute("aria-label", "厦门北站，火车站")
    station.hover(force=True)
    expect(page.locator(".gp-tip strong")).to_have_text("厦门北站")
    airport = page.locator(f'[data-gateway="{features[0]["id"]}"]')
    airport.focus()  # a keyboard gets to the name too
    expect(page.locator(".gp-tip strong").last).to_have_text(NAME)
    assert page.locator(".gp-tip img").count() == 0 and page.evaluate("window.hit === undefined")
    page.evaluate("window.language = 'en'; gateways.refresh()")
    expect(station).to_have_attribute("aria-label", "Xiamen North Railway Station, Railway station")
    in_view = page.evaluate("[...document.querySelectorAll('.gp-gateway')].filter((el) => el.tabIndex === 0).length")
    inside = page.evaluate("features => features.filter((f) => map.getBounds().contains([f.y, f.x])).length", features)
    assert 0 < in_view == inside < len(features)
    page.evaluate("gateways.toggle(false)")
    expect(marks).to_have_count(0)
