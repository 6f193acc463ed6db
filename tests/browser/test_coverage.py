"""覆盖 as a user meets it: the catchment on the map, people weighed, the numbers taken along, nothing from outside."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import site_regions
from geoplan.query.selection import Selection, select

from .conftest import Atlas, words

pytestmark = pytest.mark.browser


def open_view(atlas: Atlas, query: str) -> None:
    atlas.page.goto(f"{atlas.address}/coverage?{query}")
    atlas.page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    atlas.settle()


def download(atlas: Atlas, label: str) -> bytes:
    with atlas.page.expect_download() as started:
        atlas.page.get_by_test_id("stDownloadButton").get_by_role(
            "button", name=words("table.take", format=label)
        ).click()
    return Path(started.value.path()).read_bytes()


def test_a_catchment_lies_on_the_map_and_grows_with_the_distance(atlas: Atlas) -> None:
    open_view(atlas, "show=reach&industry=bio")
    overlay = atlas.frame.locator(".leaflet-gp-overlay-pane path")
    overlay.first.wait_for(timeout=60_000)
    small = overlay.first.bounding_box()
    atlas.page.get_by_role("radio", name="5 km").click()
    atlas.settle()
    atlas.page.wait_for_timeout(800)
    large = overlay.first.bounding_box()
    assert small and large and large["width"] > small["width"]
    assert not atlas.outside and not atlas.errors


@pytest.mark.long
def test_the_address_holds_the_view_and_the_choice_survives_a_visit_elsewhere(atlas: Atlas) -> None:
    open_view(atlas, "show=mix")
    expect(atlas.page.get_by_text(words("coverage.mix_location_quotient"), exact=True).first).to_be_visible()
    atlas.page.get_by_test_id("stSelectbox").filter(has_text=words("gaps.further")).locator("input").click()
    atlas.page.get_by_role("option", name=words("coverage.view_pairs")).click()
    near = atlas.page.get_by_text(words("coverage.near_is"))
    expect(near).to_be_visible(timeout=20_000)
    atlas.settle()
    assert "show=pairs" in atlas.page.url
    atlas.page.locator(".st-key-page-data-link a").click()
    expect(near).to_have_count(0)
    atlas.page.locator(".st-key-page-coverage-link a").click()
    expect(near).to_be_visible(timeout=20_000)


@pytest.mark.long
def test_people_of_a_sheet_are_weighed_and_the_rows_are_those_of_the_download(atlas: Atlas, tmp_path: Path) -> None:
    sheet = tmp_path / "人口.csv"
    sheet.write_text("经度,纬度,人口\n118.16,24.47,700\n118.10,24.85,300\n", "gb18030")
    open_view(atlas, "show=reach&industry=it")
    atlas.page.get_by_text(words("coverage.weights")).click()
    atlas.page.locator("input[type=file]").set_input_files(sheet)
    expect(atlas.page.get_by_text(words("coverage.weights_read", n=2, total="1,000"))).to_be_visible(timeout=20_000)
    atlas.settle()
    rows = list(csv.DictReader(download(atlas, "CSV").decode("utf-8-sig").splitlines()))
    siming = next(row for row in rows if row["县区"] == "思明区" and row["距离（km）"] == "3.0")
    assert (siming["权重合计"], siming["权重占比"]) == ("700.0", "1.0")
    shapes = json.loads(download(atlas, "GeoJSON"))
    assert shapes["features"] and "crs" not in shapes
    assert download(atlas, "SVG").startswith(b"<svg")
    assert not atlas.outside and not atlas.errors


@pytest.mark.long
def test_a_file_that_is_no_weights_is_refused_in_words_and_the_page_goes_on(atlas: Atlas, tmp_path: Path) -> None:
    sheet = tmp_path / "wrong.csv"
    sheet.write_text("a,b\n1,2\n", "utf-8")
    open_view(atlas, "show=reach&industry=it")
    atlas.page.get_by_text(words("coverage.weights")).click()
    atlas.page.locator("input[type=file]").set_input_files(sheet)
    expect(atlas.page.get_by_text("表中没有经纬度列")).to_be_visible(timeout=20_000)
    expect(atlas.page.get_by_test_id("stDataFrame").first).to_be_visible()


VIEWS = ("counts", "reach", "nearest", "mix", "pairs", "clusters", "access")


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_its_chart_at_a_phones_width_without_running_off_it(atlas: Atlas, view: str) -> None:
    atlas.page.set_viewport_size({"width": 375, "height": 780})
    open_view(atlas, f"show={view}&lang=en")
    expect(atlas.page.get_by_test_id("stVegaLiteChart").first).to_be_visible(timeout=30_000)
    assert atlas.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert not atlas.outside and not atlas.errors


def bars(atlas: Atlas) -> Locator:
    return atlas.page.get_by_test_id("stVegaLiteChart").locator("svg .mark-rect path")


@pytest.mark.long
def test_a_bar_that_is_chosen_lists_its_sites_and_they_stand_out_on_the_map(atlas: Atlas, catalogue: Catalogue) -> None:
    open_view(atlas, "show=counts&industry=marine")
    atlas.page.get_by_role("radio", name=words("coverage.by_county"), exact=True).click()
    atlas.settle()
    found = select(catalogue, Selection(industries=("marine",)))
    table = coverage_table(catalogue, found, ("county",), scope="350200", denominator="published")
    n = table.index[table["adcode"] == "350203"][0]
    label = atlas.page.locator("[role=graphics-document]").first
    expect(label).to_have_attribute("aria-label", words("coverage.chart_of", title=words("coverage.view_counts")))
    bars(atlas).nth(int(n)).click()
    atlas.settle()
    listed = atlas.page.locator(".st-key-drawer-listed")
    expect(listed.get_by_role("heading", name="思明区")).to_be_visible(timeout=20_000)
    there = site_regions(catalogue).query("adcode == '350203'")["site_id"].tolist()
    sites = [site for site in found if site in there]
    assert len(sites) == table.at[n, "carriers"] > 1
    names = [button for button in listed.locator("[class*=st-key-listed]").all_inner_texts() if button]
    assert sorted(names) == sorted(catalogue.sites.loc[sites, "name_zh"])
    expect(atlas.frame.locator(".gp-chosen").first).to_be_attached()
    assert not atlas.errors


@pytest.mark.long
def test_labels_of_few_bars_do_not_overlap(atlas: Atlas) -> None:
    open_view(atlas, "show=counts&county=350203&county=350206")
    atlas.page.get_by_role("radio", name=words("coverage.by_county"), exact=True).click()
    atlas.settle()
    labels = atlas.page.get_by_test_id("stVegaLiteChart").locator("svg text").filter(has_text="区")
    expect(labels).to_have_count(2)
    upper, lower = sorted((label.bounding_box()["y"], label.bounding_box()["height"]) for label in labels.all())  # type: ignore[index]
    assert upper[0] + upper[1] <= lower[0]
