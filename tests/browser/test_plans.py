"""Plans compared, in a real browser."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences

from .conftest import Atlas, words

pytestmark = pytest.mark.browser


def open_page(atlas: Atlas, view: str, site: str = "") -> None:
    atlas.page.goto(f"{atlas.address}/plans?compare={view}" + (f"&site={site}" if site else ""))
    atlas.page.get_by_test_id("stButtonGroup").get_by_text(words("plans.differences")).first.wait_for(timeout=60_000)
    atlas.settle()


def test_the_differences_are_exported_as_shown(atlas: Atlas, catalogue: Catalogue) -> None:
    open_page(atlas, "differences")
    wanted = differences(catalogue)
    expect(atlas.page.get_by_text(words("plans.count", n=len(wanted)))).to_be_visible()
    with atlas.page.expect_download() as download:
        atlas.page.get_by_test_id("stDownloadButton").get_by_role(
            "button", name=words("table.take", format="CSV")
        ).click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(io.BytesIO(content))) == len(wanted)
    with atlas.page.expect_download() as download:
        atlas.page.get_by_test_id("stDownloadButton").get_by_role(
            "button", name=words("table.take", format="XLSX")
        ).click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet.max_row == len(wanted) + 1
    assert atlas.outside == []


def test_contradictions_can_be_looked_at_alone(atlas: Atlas, catalogue: Catalogue) -> None:
    open_page(atlas, "differences")
    count = int((differences(catalogue)["severity"] == "contradiction").sum())
    atlas.page.get_by_test_id("stButtonGroup").get_by_text(f"矛盾 ({count})").click()
    atlas.settle()
    expect(atlas.page.get_by_text(words("plans.count", n=count))).to_be_visible()


def test_a_site_of_several_plans_stands_side_by_side(atlas: Atlas) -> None:
    open_page(atlas, "site", "kaiyuan-community")
    for plan in ("福建科技", "厦门新兴产业", "思明科技", "厦门苏颂工程"):
        expect(atlas.page.locator(".gp-name", has_text=plan)).to_be_visible()
    expect(atlas.page.get_by_text("把它算作厦门软件园的一部分").first).to_be_visible()


def test_a_passage_opens_with_the_words_marked(atlas: Atlas, plans_folder: Path) -> None:
    open_page(atlas, "site", "kaiyuan-community")
    citation = atlas.page.locator("details", has=atlas.page.locator("mark", has_text="脑机接口")).first
    expect(citation.locator("mark").first).to_be_hidden()
    citation.locator("summary").click()
    expect(citation.locator("mark", has_text="脑机接口").first).to_be_visible()


@pytest.mark.long
def test_an_indicator_is_charted_over_time(atlas: Atlas) -> None:
    open_page(atlas, "indicator")
    expect(atlas.page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    expect(atlas.page.get_by_text("却是 3.02 与 3.08").first).to_be_visible()
