"""The whole path in a real browser, with the network cut."""

from __future__ import annotations

import json
import re

import pytest
from long_lists import all_but
from playwright.sync_api import Locator, expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select

from .conftest import IFRAME, Atlas, words

pytestmark = pytest.mark.browser


def test_polygons_marks_and_labels_are_drawn_and_nothing_comes_from_outside(atlas: Atlas) -> None:
    atlas.open()
    assert atlas.frame.locator(".leaflet-gp-marks-pane path").count() > 20
    assert atlas.frame.locator(".leaflet-gp-areas-pane path").count() >= 3
    assert atlas.frame.locator(".gp-label").count() > 12
    assert atlas.frame.locator(".gp-place").count() >= 4
    assert atlas.frame.locator(".leaflet-gp-base-pane path").count() >= 3
    for page in ("layout", "coverage", "find", "plans", "data"):
        expect(atlas.page.get_by_role("link", name=words(f"page.{page}"))).to_be_visible()
    assert atlas.outside == []
    assert atlas.failed == []
    assert atlas.errors == []


def count_line(atlas: Atlas) -> Locator:
    """How many sites are asked for, at the foot of the map."""
    return atlas.page.locator(".st-key-foot-line").get_by_test_id("stMarkdown")


def _boxes(atlas: Atlas, selector: str) -> list[list[float]]:
    """Left, top, right and bottom of elements of the map."""
    boxes = "els => els.map(e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"
    result: list[list[float]] = atlas.frame.locator(selector).evaluate_all(boxes)
    return result


@pytest.mark.long
def test_labels_do_not_pile_up(atlas: Atlas) -> None:
    atlas.open()
    boxes = _boxes(atlas, ".gp-label")
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a[2] <= b[0] + 2 or b[2] <= a[0] + 2 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
            assert apart, (a, b)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_the_base_give_way_to_the_sites_and_to_each_other_at_every_scale(atlas: Atlas, lang: str) -> None:
    crowded = {"zh": (3, 20), "en": (1, 1)}[lang]  # English names of sites leave little room
    views = ("24.60,118.12,11", crowded[0]), ("24.52,118.10,12.5", crowded[1]), ("24.95,118.30,11", 8)
    for view, fewest in views:
        atlas.open(f"?lang={lang}&view={view}")
        names, others = (
            _boxes(atlas, ".gp-base-name"),
            _boxes(atlas, ".gp-label, .gp-place, .gp-somewhere, .gp-tray, .gp-group"),
        )
        assert len(names) >= fewest
        for i, a in enumerate(names):
            for b in [*names[i + 1 :], *others]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (view, a, b)
    assert atlas.outside == []


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_credits_openstreetmap(atlas: Atlas, lang: str) -> None:
    atlas.open(f"?lang={lang}")
    expect(atlas.frame.locator(".leaflet-control-attribution")).to_contain_text("© OpenStreetMap contributors")


@pytest.mark.long
def test_no_label_is_cut_by_the_edge_of_the_map(atlas: Atlas) -> None:
    atlas.page.set_viewport_size({"width": 375, "height": 800})
    atlas.open("?lang=en")
    cut = atlas.frame.locator(".gp-label, .gp-place").evaluate_all(
        "els => els.filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.top < 0 || r.right > innerWidth || r.bottom > innerHeight; }).length"
    )
    assert cut == 0


@pytest.mark.long
def test_a_whole_is_shown_through_its_parts(atlas: Atlas) -> None:
    atlas.open("?site=science-city")
    chosen = atlas.frame.locator(".gp-chosen").all_text_contents()
    assert "厦门科学城莲河片区" in chosen
    assert any(label.startswith("厦门科学城美峰-西柯片区") for label in chosen)  # which has parts of its own


@pytest.mark.long
def test_english_labels_have_no_chinese_in_them(atlas: Atlas) -> None:
    atlas.open("?lang=en")
    labels = atlas.frame.locator(".gp-label, .gp-place, .gp-base-name").all_text_contents()
    assert labels
    assert not [label for label in labels if re.search("[\u4e00-\u9fff]", label)]


@pytest.mark.long
def test_a_filter_narrows_map_table_and_count_alike(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open()
    atlas.choose("产业", "海洋高新")
    wanted = select(catalogue, Selection(industries=("marine",)))
    drawn = catalogue.places[catalogue.places["site_id"].isin(wanted) & catalogue.places.geometry.notna()]
    expect(atlas.map).to_have_attribute("data-shown", str(len(drawn)))
    expect(count_line(atlas)).to_contain_text(re.compile(rf"^{len(wanted)}\D"))
    atlas.page.locator(".st-key-table_toggle button:visible").click()
    expect(atlas.page.locator(".gp-table")).to_have_attribute("data-n", str(len(wanted)))
    shown = set(atlas.frame.locator("path[data-site]").evaluate_all("els => els.map(e => e.dataset.site)"))
    assert shown <= set(wanted)
    # A second filter after the first: the browser must not lose what is chosen when the counts change.
    atlas.choose("县区", "翔安区")
    both = select(catalogue, Selection(industries=("marine",), regions=("350213",)))
    expect(count_line(atlas)).to_contain_text(re.compile(rf"^{len(both)}\D"))
    expect(atlas.page.locator(".gp-table")).to_have_attribute("data-n", str(len(both)))
    assert "industry=marine" in atlas.page.url
    assert "county=350213" in atlas.page.url


def test_a_click_opens_the_right_dossier(atlas: Atlas) -> None:
    atlas.open()
    atlas.click_site("light-industry-food-zone")
    expect(atlas.page.locator("h2.gp-name")).to_have_text("轻工食品工业区")
    expect(atlas.map).to_have_attribute("data-chosen", "light-industry-food-zone")
    assert "site=light-industry-food-zone" in atlas.page.url


@pytest.mark.long
def test_a_mark_can_be_opened_from_the_keyboard(atlas: Atlas) -> None:
    atlas.open()
    atlas.frame.locator('path[data-site="huli-innovation-park"]').focus()
    atlas.page.keyboard.press("Enter")
    atlas.settle()
    expect(atlas.page.locator("h2.gp-name")).to_have_text("湖里创新园")


@pytest.mark.long
def test_sites_known_by_region_only_are_counted_at_its_name_listed_and_not_drawn(
    atlas: Atlas, catalogue: Catalogue
) -> None:
    atlas.open("?view=24.56,118.12,9.5")
    known = catalogue.sites.index[(catalogue.ways == "county") & (catalogue.sites["adcode"] == "350203")]
    assert len(known) > 5
    for site_id in known:
        assert atlas.frame.locator(f'path[data-site="{site_id}"]').count() == 0
    badge = atlas.frame.locator(".gp-somewhere[title^=思明区]")
    expect(badge).to_have_attribute("data-n", str(len(known)))
    badge.click()
    atlas.settle()
    title = words("layout.unplaced_in", county="思明区", n=len(known))
    expect(atlas.page.get_by_role("heading", name=title)).to_be_visible()
    for site_id in known:
        expect(atlas.page.get_by_role("button", name=str(catalogue.sites.at[site_id, "name_zh"]))).to_be_visible()


@pytest.mark.long
def test_the_page_says_how_many_sites_are_drawn_in_each_way(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open("?lang=en&county=350203")
    within = catalogue.ways[select(catalogue, Selection(regions=("350203",)))].value_counts()
    atlas.page.locator(".st-key-foot-line").get_by_test_id("stTooltipIcon").hover()
    tip = atlas.page.get_by_test_id("stTooltipContent")
    expect(tip).to_be_visible()
    assert sorted(map(int, re.findall(r"\d+", tip.inner_text()))) == sorted(within.tolist())


def test_the_dossier_cites_plan_and_section_and_tells_stated_from_inherited(atlas: Atlas) -> None:
    atlas.open("?site=software-park-2")
    panel = atlas.page.get_by_test_id("stMain")
    expect(panel.get_by_text("《思明科技》四/(二)").first).to_be_visible()
    expect(panel.get_by_text("沿用上级载体定位", exact=False).first).to_be_visible()


@pytest.mark.long
def test_pan_and_zoom_survive_a_filter_and_the_address_brings_them_back(atlas: Atlas) -> None:
    atlas.open()
    atlas.frame.locator('button[data-scope="fujian"]').click()
    expect(atlas.page).to_have_url(re.compile("view="))
    atlas.page.wait_for_timeout(800)
    view = atlas.page.evaluate("new URL(location).searchParams.get('view')")
    assert view
    atlas.choose("产业", "海洋高新")
    assert atlas.page.evaluate("new URL(location).searchParams.get('view')") == view
    atlas.page.reload()
    atlas.frame.locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    atlas.settle()
    assert atlas.page.evaluate("new URL(location).searchParams.get('view')") == view
    assert "industry=marine" in atlas.page.url
    expect(atlas.page.locator(".st-key-chips")).to_contain_text("海洋高新")
    ticked = atlas.facet("产业").locator('[role=treeitem][data-value="marine"]')
    expect(ticked).to_have_attribute("aria-checked", "true")


@pytest.mark.long
def test_the_exported_file_is_the_set_shown(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open("?industry=bio&county=350205")
    atlas.page.locator(".st-key-foot-line").get_by_test_id("stPopover").get_by_role("button").click()
    with atlas.page.expect_download() as download:
        atlas.page.get_by_role("button", name=words("table.take", format=".geojson")).click()
    exported = json.loads(download.value.path().read_text("utf-8"))
    wanted = select(catalogue, Selection(industries=("bio",), regions=("350205",)))
    assert {f["properties"]["site_id"] for f in exported["features"]} == set(wanted)
    drawn = sum(f["geometry"] is not None for f in exported["features"])
    expect(atlas.map).to_have_attribute("data-shown", str(drawn))


@pytest.mark.long
def test_the_table_selects_on_the_map(atlas: Atlas) -> None:
    atlas.open("?layer=marine-high-tech-zone")
    atlas.page.locator(".st-key-table_toggle button:visible").click()
    atlas.page.locator('.gp-table tr[data-id="marine-hightech-park"] td').nth(2).click()
    atlas.settle()
    expect(atlas.map).to_have_attribute("data-chosen", "marine-hightech-park")
    expect(atlas.page.locator("h2.gp-name")).to_have_text("厦门海洋高新产业园")


@pytest.mark.long
def test_the_language_is_one_click_away(atlas: Atlas) -> None:
    atlas.open("?site=kaiyuan-community")
    atlas.page.get_by_role("button", name="English").click()
    atlas.settle()
    expect(atlas.page.get_by_role("link", name=words("page.coverage", "en"))).to_be_visible()
    expect(atlas.page.locator("h2.gp-name")).to_have_text("Kaiyuan Innovation Community")
    expect(atlas.frame.locator(".gp-legend")).to_contain_text(words("map.legend", "en"))
    assert atlas.page.evaluate("document.documentElement.lang") == "en"
    assert "lang=en" in atlas.page.url


@pytest.mark.long
def test_a_coordinate_moves_the_map_there(atlas: Atlas) -> None:
    atlas.open()
    atlas.suggest("118.35, 24.55")
    atlas.search.press("Enter")
    expect(atlas.map).to_have_attribute("data-pin", "24.55000,118.35000")
    atlas.settle()
    x, y = atlas.middle(atlas.frame.locator(".gp-pin svg"))
    left, right = (atlas.page.locator(s).bounding_box() for s in (".st-key-left-auto", IFRAME))
    assert left and right
    # In the middle of what the panel leaves of the map.
    assert x == pytest.approx((left["x"] + left["width"] + right["width"]) / 2, abs=60)
    assert y == pytest.approx(right["y"] + right["height"] / 2, abs=60)


@pytest.mark.long
def test_a_hostile_address_is_ignored(atlas: Atlas) -> None:
    atlas.open("?industry=%3Cscript%3E&site=..%2F..%2Fetc&lang=xx&view=NaN,1,9e9&q=%24%7Balert(1)%7D%60%5C")
    assert atlas.errors == []
    assert atlas.failed == []


@pytest.mark.long
@pytest.mark.parametrize("page", ["coverage", "find?for=bio", "plans", "data"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_other_pages_open_without_error(atlas: Atlas, page: str, lang: str) -> None:
    atlas.page.goto(f"{atlas.address}/{page}{'&' if '?' in page else '?'}lang={lang}")
    atlas.page.locator(".st-key-side h1, .st-key-sheet h1").wait_for(timeout=30_000)
    atlas.settle()
    if page != "plans":  # which begins with nothing to compare
        shown = {"coverage": ".gp-matrix", "find": ".gp-cards .card"}.get(
            page.split("?")[0], "[data-testid=stDataFrame]"
        )
        expect(atlas.page.locator(shown).first).to_be_visible(timeout=30_000)
    assert atlas.page.get_by_test_id("stAlertContentError").count() == 0
    assert atlas.outside == []
    assert atlas.errors == []


@pytest.mark.parametrize("width", all_but([375], [375, 1280, 1920]))
def test_nothing_is_wider_than_the_window(atlas: Atlas, width: int) -> None:
    atlas.page.set_viewport_size({"width": width, "height": 900})
    atlas.open("?site=biomedical-harbour")
    assert atlas.page.evaluate("document.documentElement.scrollWidth") <= width
