"""The browser's print gives the whole page: title, map with legend, counts, table, dossier, date and approval number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from long_lists import one_in
from playwright.sync_api import Browser
from pypdfium2 import PdfDocument

from geoplan.catalogue.catalogue import Catalogue

from .conftest import Atlas, opened_atlas

pytestmark = pytest.mark.browser

GROUND = "app => getComputedStyle(app).backgroundColor"


def text_of(path: Path) -> str:
    """The text without blanks; a font may give a character by its radical."""
    text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(path))
    return "".join(unicodedata.normalize("NFKC", text).split())


def right_edges(document: PdfDocument, word: str) -> Iterator[float]:
    """Where a word ends, as a share of its page's width."""
    for page in document:
        texts = page.get_textpage()
        search = texts.search(word)
        while found := search.get_next():
            yield texts.get_charbox(found[0] + found[1] - 1)[2] / page.get_width()


@pytest.mark.parametrize("landscape", one_in(2, [True, False]))
def test_the_layout_page_prints_uncut(atlas: Atlas, catalogue: Catalogue, tmp_path: Path, landscape: bool) -> None:
    atlas.open("?industry=bio&county=350205&site=biomedical-harbour")
    atlas.page.locator(".st-key-table_toggle button").click()
    atlas.page.locator("tbody tr").first.wait_for()
    atlas.settle()
    view = atlas.map.get_attribute("data-view")
    atlas.page.pdf(path=tmp_path / "a.pdf", format="A4", landscape=landscape, print_background=True)
    document, plain = PdfDocument(tmp_path / "a.pdf"), text_of(tmp_path / "a.pdf")
    whole = ["GeoPlan", "海沧区", "生物医药与健康", "图例", "孚新工业区", "审图号", catalogue.version]
    whole += ["新阳工业区", "建设阶段", "规划依据", "厦门市科技创新引领工程实施方案"]
    assert [word for word in whole if word not in plain] == []
    assert len(document) <= 5
    # What stands at the right edge of the map, the table and the dossier is on the paper; the map's frame clips the rest.
    for word in ("图例", "审图号", "规划面积", "位置误差"):
        edges = list(right_edges(document, word))
        assert edges and min(edges) < 1.0, (word, edges)
    # The screen is as it was.
    assert atlas.map.get_attribute("data-view") == view
    assert atlas.frame.locator(".gp-legend[open]").count() == 0
    assert atlas.errors == []


@pytest.mark.long
@pytest.mark.parametrize("path", ["coverage?industry=bio", "plans?with=xinyang&with=software-park-2", "data"])
def test_the_other_pages_print_to_their_end(atlas: Atlas, tmp_path: Path, path: str) -> None:
    atlas.page.goto(f"{atlas.address}/{path}")
    atlas.page.locator("h1").wait_for()
    atlas.settle()
    last = atlas.page.locator(":is(.st-key-side, .st-key-sheet) [data-testid=stMarkdownContainer] p").last.inner_text()
    atlas.page.pdf(path=tmp_path / "a.pdf", format="A4")
    assert "".join(last.split())[:12] in text_of(tmp_path / "a.pdf")


@pytest.mark.long
@pytest.mark.parametrize(
    "path", ["?site=software-park-2", "coverage?industry=bio", "plans?with=xinyang&with=software-park-2"]
)
def test_a_dark_page_prints_on_white_paper(browser: Browser, address: str, tmp_path: Path, path: str) -> None:
    with opened_atlas(browser, address, color_scheme="dark") as atlas:
        atlas.page.goto(f"{address}/{path}")
        atlas.page.locator("h1, .gp-name").first.wait_for(timeout=60_000)
        atlas.settle()
        atlas.page.wait_for_timeout(1500)
        assert atlas.page.locator(".stApp").evaluate(GROUND) == "rgb(20, 25, 29)"
        atlas.page.pdf(path=tmp_path / "a.pdf", format="A4", print_background=True)
        for sheet in PdfDocument(tmp_path / "a.pdf"):
            shades = sheet.render().to_numpy()[..., :3].mean(axis=2)
            assert (shades > 200).mean() > 0.85  # of the pixels; the rest is text and symbols
            assert (shades > 250).mean() > 0.5
        assert atlas.page.locator(".stApp").evaluate(GROUND) == "rgb(20, 25, 29)"
