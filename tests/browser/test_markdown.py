"""In a real browser hostile texts are shown by their characters: no link, picture, icon or format comes of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile_texts import JOINER, TEXTS, one_line
from playwright.sync_api import Browser, Page

from .conftest import free_port, start_app

pytestmark = pytest.mark.browser
MADE = "a, img, strong, em, del, h1, h2, ul, ol, li, blockquote, hr, table, code, .katex, [role=img], [class*=Colored]"
COUNT = """([at, text, joiner]) => document.querySelector(`.st-key-text-${at}`).innerText
    .replaceAll(joiner, "").split(/\\s+/).join(" ").split(text).length - 1"""
PLACES = 9  # times a text stands in the gallery


@pytest.fixture(scope="module")
def gallery(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    port = free_port()
    process = start_app(port, "tests/browser/markdown_gallery.py")
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{port}")
    page.get_by_text("END", exact=True).wait_for(timeout=60_000)
    page.locator(".st-key-unescaped a").first.wait_for()
    yield page, [url for url in asked if f":{port}" not in url]
    page.close()
    process.terminate()
    process.wait(10)


def test_what_is_not_escaped_is_rendered(gallery: tuple[Page, list[str]]) -> None:
    page, asked = gallery
    assert page.locator(".st-key-unescaped img").count() == 1
    assert page.locator(".st-key-unescaped a").count() == 2
    assert asked == ["http://127.0.0.1:8699/beacon.png"]  # by that picture alone


@pytest.mark.parametrize("at", range(len(TEXTS)), ids=TEXTS)
def test_a_hostile_text_is_shown_by_its_characters(gallery: tuple[Page, list[str]], at: int) -> None:
    place = gallery[0].locator(f".st-key-text-{at}")
    gallery[0].wait_for_function(f"asked => ({COUNT})(asked) >= {PLACES}", arg=[at, one_line(TEXTS[at]), JOINER])
    assert [element.evaluate("e => e.outerHTML") for element in place.locator(MADE).all()] == []
