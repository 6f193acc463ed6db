"""Symbols that stand for several sites, and trays of sites known by region alone: by mouse, by keyboard, as text only."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_texts import TEXTS
from playwright.sync_api import Browser, expect

from geoplan.catalogue.catalogue import Catalogue

from .conftest import Atlas
from .map_page import MapPage, open_map

pytestmark = pytest.mark.browser
CHINESE = re.compile("[\u3400-\u9fff]")
PROVINCE, CITY = (26.0, 118.3), (24.56, 118.12)
# A campus whose institutes are known by their host.
CAMPUS = "fuzhou-university"


@pytest.fixture(scope="module")
def campus(home: Path) -> tuple[tuple[float, float], set[str]]:
    """Latitude and longitude of the campus, and the sites that the layers put at that very point."""
    at = defaultdict(set)
    for path in (home / "layers").glob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            if feature["geometry"] and feature["geometry"]["type"] == "Point":
                at[tuple(feature["geometry"]["coordinates"])].add(feature["properties"]["site_id"])
    [(lon, lat)] = [point for point, sites in at.items() if CAMPUS in sites]
    assert len(at[lon, lat]) >= 7
    return (lat, lon), at[lon, lat]


def at_zoom(position: tuple[float, float], zoom: float) -> str:
    return f"view={position[0]},{position[1]},{zoom}"


def test_sites_at_one_point_are_one_symbol_with_their_number_that_opens_as_a_list(
    atlas: Atlas, catalogue: Catalogue, campus: tuple[tuple[float, float], set[str]]
) -> None:
    position, sites = campus
    atlas.open(f"?{at_zoom(position, 17)}")
    group = atlas.frame.locator(".gp-group")
    expect(group).to_have_count(1)
    expect(group).to_have_text(str(len(sites)))
    expect(group).to_have_attribute("data-n", str(len(sites)))
    group.click()
    buttons = atlas.frame.locator(".gp-list button")
    assert set(buttons.all_text_contents()) == {catalogue.sites.at[s, "name_zh"] for s in sites}
    name = str(catalogue.sites.at["big-data-lab", "name_zh"])
    buttons.filter(has_text=name).click()
    atlas.settle()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(name)
    expect(atlas.map).to_have_attribute("data-chosen", "big-data-lab")
    expect(atlas.frame.locator(".gp-list")).to_have_count(0)
    expect(atlas.frame.locator(".gp-group")).to_have_class(re.compile("gp-here"))


def test_a_group_is_reached_and_opened_from_the_keyboard(
    atlas: Atlas, catalogue: Catalogue, campus: tuple[tuple[float, float], set[str]]
) -> None:
    position, sites = campus
    atlas.open(f"?lang=en&{at_zoom(position, 17)}")
    atlas.map.focus()
    focused = "() => document.activeElement.className"
    for _ in range(12):  # sites out of view are no stops
        if "gp-group" in str(atlas.frame.locator("body").evaluate(focused)):
            break
        atlas.page.keyboard.press("Tab")
    group = atlas.frame.locator(".gp-group")
    expect(group).to_be_focused()
    assert str(len(sites)) in str(group.get_attribute("aria-label"))
    atlas.page.keyboard.press("Enter")
    first = atlas.frame.locator(".gp-list button").first
    expect(first).to_be_focused()
    name = first.text_content()
    assert name in {catalogue.sites.at[s, "name_en"] for s in sites}
    atlas.page.keyboard.press("Enter")
    atlas.settle()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(str(name))


@pytest.mark.long
def test_a_symbol_in_a_tray_opens_the_dossier(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.open("?view=24.56,118.12,11")
    known_by_county = catalogue.sites.index[(catalogue.ways == "county") & (catalogue.sites["adcode"] == "350203")]
    tray = atlas.frame.locator(".gp-tray").filter(has_text="思明区")
    cells = tray.locator("button")
    assert set(cells.evaluate_all("els => els.map(e => e.dataset.site)")) == set(known_by_county)
    expect(tray).to_have_attribute("data-n", str(len(known_by_county)))
    site_id = known_by_county[0]
    assert atlas.frame.locator(f'path[data-site="{site_id}"]').count() == 0
    cell = tray.locator(f'button[data-site="{site_id}"]')
    expect(cell).to_have_attribute("aria-label", str(catalogue.sites.at[site_id, "name_zh"]))
    cell.press("Enter")
    atlas.settle()
    expect(atlas.page.locator("h2.gp-name")).to_have_text(str(catalogue.sites.at[site_id, "name_zh"]))
    expect(atlas.frame.locator(f'.gp-tray button[data-site="{site_id}"]')).to_have_class("gp-here")


@pytest.mark.long
def test_a_list_opened_in_the_map_alone_answers_with_the_site_shown(
    map_page: MapPage, campus: tuple[tuple[float, float], set[str]]
) -> None:
    position, sites = campus
    map_page.show(position, 16, wanted=sorted(sites - {CAMPUS}))
    group = map_page.page.locator(".gp-group")
    expect(group).to_have_text(str(len(sites) - 1))
    group.press(" ")
    map_page.page.locator(".gp-list button").last.click()
    assert map_page.answer()["site"] in sites - {CAMPUS}


def shown_texts(page: MapPage) -> list[str]:
    """Every text, title and label of names, counts, trays, groups and the lists that these open."""
    texts: list[str] = []
    read = "els => els.flatMap(e => [e.textContent, e.title, e.getAttribute('aria-label') || ''])"
    texts += page.page.locator(".gp-label, .gp-place, .gp-somewhere, .gp-tray, .gp-tray button, .gp-group, .gp-legend").evaluate_all(read)  # fmt: skip
    lists = "els => els.flatMap(e => { e.click(); return [...document.querySelectorAll('.gp-list strong, .gp-list button')].map(b => b.textContent); })"  # fmt: skip
    return [*texts, *page.page.locator(".gp-group").evaluate_all(lists)]


@pytest.mark.parametrize("zoom", [8.5, 11])
def test_the_english_map_has_no_chinese_in_names_trays_and_lists(map_page: MapPage, zoom: float) -> None:
    map_page.show(CITY if zoom > 9 else PROVINCE, zoom, "en")
    texts = shown_texts(map_page)
    assert len(texts) > 100
    assert [text for text in texts if CHINESE.search(text)] == []


@pytest.fixture(scope="module")
def hostile_page(browser: Browser, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapPage]:
    """The map of a catalogue whose sites and regions are called by texts that are code or markup elsewhere."""
    scripts = [
        '<img src=x onerror="window.hit=1">',
        "<script>window.hit=1</script>",
        "${window.hit=1}",
        "&lt;b&gt;",
    ]

    def renamed(names: list[str]) -> list[str]:
        # Every second name is one of the few that are looked for, so that each view has them.
        texts = [(scripts, TEXTS)[i % 2] for i in range(len(names))]
        return [f"{name[:4]}{of[i // 2 % len(of)]}" for i, (name, of) in enumerate(zip(names, texts, strict=True))]

    frames = {
        name: frame.assign(name_zh=renamed(frame["name_zh"].tolist()), name_en=renamed(frame["name_en"].tolist()))
        for name, frame in (("sites", catalogue.sites), ("regions", catalogue.regions))
    }
    with open_map(browser, replace(catalogue, **frames), tmp_path_factory.mktemp("hostile")) as page:
        yield page
        assert page.errors == []


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_text_in_names_trays_and_lists(hostile_page: MapPage, lang: str) -> None:
    for centre, zoom in ((PROVINCE, 8.5), (CITY, 11)):
        hostile_page.show(centre, zoom, lang)
        texts = "\n".join(shown_texts(hostile_page))
        assert "<img src=x" in texts and "<script>" in texts and "&lt;b&gt;" in texts
        made = hostile_page.page.locator("#map_div").locator(".gp-label, .gp-tray, .gp-list, .gp-somewhere, .gp-group, .gp-place, .gp-tip")  # fmt: skip
        assert made.locator("img, script, b, a").count() == 0
        assert hostile_page.page.evaluate("window.hit === undefined")
    mark = hostile_page.page.locator(".leaflet-gp-marks-pane path.leaflet-interactive:not([d='M0 0'])").first
    mark.dispatch_event("mouseover")
    assert hostile_page.page.locator(".gp-tip").locator("img, script, b, a").count() == 0
    assert hostile_page.page.evaluate("window.hit === undefined")
