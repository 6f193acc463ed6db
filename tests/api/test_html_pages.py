"""The pages: whole without the internet, quiet in a real browser, and deaf to what hostile data say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser.conftest import browser as browser  # one Chromium for the session
from long_lists import one_in
from playwright.sync_api import Browser, Page

import geoplan.api
from api.conftest import ask, run
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import section

PAGES = [
    "/",
    "/conformance",
    "/openapi",
    "/collections",
    "/collections/software_parks",
    "/collections/software_parks/items",
    "/collections/software_parks/items/software-park-2",
    "/collections/sites/items?offset=100&limit=50",
    "/collections/sites/queryables",
    "/collections/sites/schema",
    "/collections/designations",
    "/collections/designations/items?limit=5",
    "/collections/records/items",
    "/collections/records/items/plan-xiamen-st",
    "/collections/sites/items?kind=nothing",
    "/collections/sites/items?resulttype=hits",
]
REFUSED = ["/collections/nothing", "/collections/sites/items?limit=abc", "/nothing"]
EVIL = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>\"'`${window.hit=1}{{7*7}}<b id=evil>"


class Loaded(HTMLParser):
    """Every address that a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "a":
            self.addresses += [
                given[name] or "" for name in ("src", "href", "srcset", "data", "poster") if name in given
            ]
        self.inline += tag == "script" and "src" not in given and given.get("type") != "application/json"
        self.inline += any(name.startswith("on") for name in given)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("path", PAGES + REFUSED)
def test_no_page_loads_anything_from_outside_or_runs_a_script_of_its_own(service: str, path: str, lang: str) -> None:
    answer = ask(service + path, Accept="text/html", Accept_Language=lang)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.status == (200 if path in PAGES else answer.status) and answer.status < 500
    page = Loaded()
    page.feed(answer.text)
    assert page.inline == 0
    for address in page.addresses:
        assert not re.match(r"(?i)\s*([a-z]+:)?//", address), address
        if not address.startswith("data:"):
            depth = path.split("?")[0].count("/") - 1
            assert address.startswith("../" * depth or "./") and ask(service + "/" + address.lstrip("./")).status == 200


def test_style_and_scripts_load_nothing_from_outside(service: str) -> None:
    for name in ("service.css", "service.js", "leaflet/leaflet.css"):
        text = ask(f"{service}/static/{name}").text
        assert not re.search(r"(?i)(@import|url\()\s*['\"]?(https?:)?//", text), name
        assert "fetch(`http" not in text


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("width", [375, 1280])
def test_a_browser_without_the_internet_shows_every_page_whole(browser: Browser, service: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN")
    trouble: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((service, "data:", "blob:")) else trouble.append(r.url))
    page.on("requestfailed", lambda r: trouble.append(r.url))
    page.on("response", lambda r: trouble.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("console", lambda m: trouble.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: trouble.append(str(e)))
    for path in PAGES:
        page.goto(service + path)
        if page.locator("#map").count():
            page.locator("#map[data-ready=yes]").wait_for()
        if path == "/openapi":
            page.get_by_text("software_parks_areas").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() >= 1
    assert not trouble
    page.close()


@pytest.mark.long
@pytest.mark.browser
def test_a_click_on_the_map_leads_to_the_feature(browser: Browser, service: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page.goto(f"{service}/collections/marine_high_tech_zone/items")
    page.locator("#map[data-ready=yes]").wait_for()
    page.locator("#map").click(position={"x": page.locator("#map").bounding_box()["width"] / 2, "y": 210})
    link = page.locator(".leaflet-popup a").first
    assert "海洋" in link.inner_text()
    with page.expect_navigation():
        page.locator(".leaflet-popup-content a").click()
    assert "海洋" in page.locator("h1").inner_text()
    page.close()


@pytest.fixture(scope="module")
def hostile(catalogue: Catalogue, base_map: Path) -> Iterator[str]:
    """The service over a catalogue whose texts try everything."""
    sites, plans = catalogue.sites.copy(), catalogue.plans.copy()
    sites.loc["software-park-2", ["name_zh", "name_en"]] = EVIL
    sites.at["software-park-2", "aliases"] = ["javascript:window.hit=1", "=cmd|' /C calc'!A0"]
    plans.loc["xiamen-st", ["title_zh", "issuer_zh", "issued_on"]] = EVIL
    layers = catalogue.layers.copy()
    layers.loc["software-parks", ["title_zh", "meaning_zh", "licence"]] = EVIL
    yield from run(replace(catalogue, sites=sites, plans=plans, layers=layers), base_map)


@pytest.mark.long
@pytest.mark.browser
def test_hostile_texts_stay_texts(browser: Browser, hostile: str) -> None:
    page: Page = browser.new_page(locale="zh-CN")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for path in [
        "/collections",
        "/collections/software_parks",
        "/collections/software_parks/items",
        "/collections/software_parks/items/software-park-2",
        "/collections/records/items",
        "/collections/records/items/plan-xiamen-st",
        "/collections/software_parks/queryables",
        f"/collections/software_parks/items?name_zh={EVIL}",
        f"/collections/software_parks/items?{EVIL}=1",
    ]:
        page.goto(hostile + path)
        if page.locator("#map").count():
            page.locator("#map[data-ready=yes]").wait_for()
        assert page.evaluate("window.hit") is None, path
        assert page.locator("#evil").count() == 0, path
    page.goto(hostile + "/collections/software_parks/items/software-park-2")
    assert "<b id=evil>" in page.locator("h1").inner_text()
    page.locator("#map").click(position={"x": page.locator("#map").bounding_box()["width"] / 2, "y": 210})
    assert "<b id=evil>" in page.locator(".leaflet-popup").inner_text()
    assert page.evaluate("window.hit") is None
    page.close()


def test_hostile_texts_are_harmless_in_json_linked_data_and_csv(hostile: str) -> None:
    at = f"{hostile}/collections/software_parks/items"
    assert ask(f"{at}/software-park-2").json["properties"]["name_zh"] == EVIL
    assert ask(f"{at}/software-park-2?f=jsonld").json["name_zh"] == EVIL
    assert ask(f"{at}?f=jsonld").json["features"][2]["name_zh"] == EVIL
    for line in ask(f"{at}?f=csv").text.splitlines():
        assert not line.startswith("=")
    assert ask(f"{hostile}/collections").json["collections"][5]["id"]


def test_every_text_of_the_pages_is_there_and_used() -> None:
    folder = Path(geoplan.api.__file__).parent
    words = {key.removeprefix("pages.") for key in section("api", "zh") if key.startswith("pages.")}
    templates = "".join(path.read_text("utf-8") for path in (folder / "templates").glob("*.html"))
    used = set(re.findall(r"\bw\.(\w+)", templates)) | {"schema", "queryables"}  # these two by the page's kind
    assert used == words
