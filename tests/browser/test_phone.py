"""At the width of a phone: what is laid over the map lies at the lower edge, is whole, and goes when it is done with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from .conftest import IFRAME, Atlas, opened_atlas, words

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 375, 780
PICKED = "find?for=bio&pick=biomedical-harbour&pick=xinyang&tab=shortlist"


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Atlas]:
    with opened_atlas(browser, address, viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True) as atlas:
        yield atlas


def rectangle(phone: Atlas, selector: str) -> dict[str, Any]:
    box: dict[str, Any] = phone.page.locator(f"{selector}:visible").first.evaluate(
        "e => e.getBoundingClientRect().toJSON()"
    )
    return box


def test_the_panel_of_filters_is_a_sheet_below_the_map(phone: Atlas) -> None:
    phone.open()
    phone.page.locator(".st-key-unfold_left button:visible").tap()
    phone.settle()
    panel, foot = rectangle(phone, ".st-key-left-open"), rectangle(phone, ".st-key-foot-closed")
    assert (panel["left"], panel["right"]) == (0, WIDTH)
    assert panel["bottom"] == pytest.approx(foot["top"], abs=1)
    assert (
        panel["top"] - rectangle(phone, ".st-key-bar")["bottom"] >= HEIGHT / 4
    )  # of the map, on which the filter shows
    assert phone.map.get_attribute("data-in-view")


@pytest.mark.long
def test_a_page_that_is_chosen_is_not_covered(phone: Atlas) -> None:
    phone.open()
    phone.page.locator(".st-key-unfold_left button:visible").tap()
    phone.settle()
    phone.page.locator(".st-key-page-data-link a").tap()
    phone.page.locator(".st-key-page-data-here").wait_for()
    phone.settle()
    title = phone.page.locator(".st-key-sheet h1")
    expect(title).to_be_visible()
    spots = "e => { const r = e.getBoundingClientRect(); return [.2, .5, .9].map(y => document.elementFromPoint(r.left + 20, innerHeight * y)?.closest('.st-key-sheet') !== null); }"
    assert title.evaluate(spots) == [True] * 3


@pytest.mark.long
def test_a_tap_opens_and_leaves_no_hint_behind(phone: Atlas) -> None:
    phone.open("?view=24.4800,118.1700,14")
    name = phone.frame.locator('.gp-name[data-site="software-park-2"]')
    name.tap()
    title = phone.page.locator("h2.gp-name")
    expect(title).to_have_text("厦门软件园二期", timeout=60_000)
    phone.page.locator(".st-key-close button:visible").tap()
    expect(title).to_have_count(0, timeout=60_000)  # the first dossier of a server reads the plans' texts
    shown = "els => els.filter(e => e.offsetWidth && getComputedStyle(e).visibility !== 'hidden').map(e => e.innerText)"
    assert phone.frame.locator(".leaflet-tooltip, .gp-tip").evaluate_all(shown) == []


@pytest.mark.long
def test_chips_share_a_line_and_suggestions_have_the_window(phone: Atlas) -> None:
    phone.open("?industry=bio&county=350205&county=350203")
    chips = phone.page.locator(".st-key-chips button:visible")
    expect(chips).to_have_count(5)  # an industry, two counties, those that may be there, to clear all
    tops = [round(chip.bounding_box()["y"]) for chip in chips.all()]  # type: ignore[index]
    assert len(set(tops)) == 3
    phone.suggest("软件园")
    panel = rectangle(phone, ".gp-panel")
    assert panel["width"] > WIDTH - 20 and panel["left"] >= 0 and panel["right"] <= WIDTH


@pytest.mark.long
def test_the_name_of_an_open_site_is_seen_above_the_table(phone: Atlas) -> None:
    phone.open("?site=marine-hightech-park")
    phone.page.locator(".st-key-table_toggle button:visible").tap()
    phone.settle()
    bar, name, foot = (rectangle(phone, s) for s in (".st-key-bar", "h2.gp-name", ".st-key-foot-open"))
    assert bar["bottom"] <= name["top"] and name["bottom"] < foot["top"]


@pytest.mark.long
def test_a_site_of_the_shortlist_and_its_button_share_a_line(phone: Atlas) -> None:
    phone.page.goto(f"{phone.address}/{PICKED}")
    phone.page.get_by_placeholder(words("find.note")).first.wait_for(timeout=60_000)
    phone.settle()
    for site in ("biomedical-harbour", "xinyang"):
        name, note, drop = (rectangle(phone, f".st-key-{key}_{site}") for key in ("picked", "note", "drop"))
        assert abs((name["top"] + name["bottom"]) - (drop["top"] + drop["bottom"])) / 2 < 8
        assert note["top"] >= name["bottom"] - 1 and note["width"] > WIDTH - 60


@pytest.mark.long
def test_the_map_of_an_open_panel_keeps_its_tools_and_legend_apart(phone: Atlas) -> None:
    phone.open()
    phone.page.locator(".st-key-unfold_left button:visible").tap()
    phone.settle()
    phone.page.wait_for_timeout(500)
    box = "e => e.getBoundingClientRect().toJSON()"
    tools, legend = (phone.frame.locator(s).first.evaluate(box) for s in (".gp-tools", ".gp-legend"))
    assert tools["bottom"] <= legend["top"] or legend["right"] <= tools["left"]
    assert phone.page.locator(IFRAME).count() == 1
