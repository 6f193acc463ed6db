"""The pages and documents of the service over a catalogue of hostile texts, and charts and maps opened as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from api.conftest import ask, run
from hostile_home import hostile_home, texts_of
from hostile_texts import TEXTS
from playwright.sync_api import Browser, Page

from geoplan.cartography.map_sheet import map_sheet
from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.map.publish import publish_base

from .hostile_pages import Watch

pytestmark = pytest.mark.browser


@dataclass
class Service:
    """A service over a hostile catalogue, and what was seen of it."""

    address: str
    watch: Watch
    catalogue: Catalogue
    folder: Path

    def collections(self) -> list[str]:
        return [one["id"] for one in ask(f"{self.address}/collections?f=json").json["collections"]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("hostile")
    texts = hostile_home(home, home / "cache")
    catalogue = load_cached(home, home / "cache")
    for address in run(catalogue, publish_base(home, catalogue.regions, home)):
        yield Service(address, Watch(texts, address), catalogue, home)


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    service.watch.follow(context)
    yield context.new_page()
    assert service.watch.happened == []
    context.close()


def open_page(page: Page, service: Service, path: str) -> None:
    page.goto(service.address + path)
    if page.locator("#map").count():
        page.locator("#map[data-ready=yes]").wait_for()
    service.watch.look(page, path)


@pytest.mark.long
def test_every_collection_is_a_page_and_a_document_that_hold_every_text(page: Page, service: Service) -> None:
    watch = service.watch
    open_page(page, service, "/")
    open_page(page, service, "/collections")
    open_page(page, service, "/openapi")
    for n, name in enumerate(service.collections()):
        lang = ("zh", "en")[n % 2]
        open_page(page, service, f"/collections/{name}/items?limit=100&lang={lang}")
        answer = ask(f"{service.address}/collections/{name}/items?f=json&limit=10000&lang={lang}")
        assert answer.json["features"]
        watch.read("\x01".join(texts_of(answer.json)), name)
        page.locator("td a").first.click()
        watch.look(page, name)
        if n < 4:
            for part in ("", "/queryables", "/schema"):
                open_page(page, service, f"/collections/{name}{part}?lang={lang}")
    assert {n % len(TEXTS) for n in watch.seen} == set(range(len(TEXTS)))


@pytest.mark.long
def test_what_is_asked_for_in_vain_is_told_as_it_is_written(page: Page, service: Service) -> None:
    allowed = set(service.watch.happened)
    for text in TEXTS:
        for path in (
            f"/collections/{quote(text, safe='')}",
            f"/collections/sites/items?{urlencode({'name_zh': text, text: text, 'filter': text})}",
        ):
            answer = ask(service.address + path, Accept="text/html")
            assert (
                answer.status in (400, 404) and "<script>alert" not in answer.text and "<img src=x" not in answer.text
            )
    for text in ("<script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "javascript:alert(1)"):
        page.goto(f"{service.address}/collections/sites/items?{urlencode({text: text})}")
        made = page.evaluate("document.querySelectorAll('img, main script').length")
        assert made == 0
    service.watch.happened[:] = [
        one for one in service.watch.happened if not (one.startswith("console") and " 40" in one and one not in allowed)
    ]


@pytest.mark.long
def test_a_map_sheet_opens_as_a_picture(page: Page, service: Service) -> None:
    sites = service.catalogue.sites.index.tolist()
    drawn = map_sheet(
        service.catalogue, sites, "zh", view=(118.05, 24.42, 118.20, 24.50), title=TEXTS[47], format="svg"
    )
    path = service.folder / "map.svg"
    path.write_bytes(drawn)
    page.goto(path.as_uri())
    service.watch.look(page, "map sheet")
