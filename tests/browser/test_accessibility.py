"""Keys and screen readers: the language and title of each page, the way around the map, what is said, Esc."""

from __future__ import annotations

import re

import pytest
from long_lists import one_in
from playwright.sync_api import expect

from .conftest import Atlas

pytestmark = pytest.mark.browser

SITE = "?site=software-park-2"
NAME = "厦门软件园二期"


def focused(atlas: Atlas) -> str:
    """The key of what has the focus, or its tag."""
    return atlas.page.evaluate(
        "() => { let el = document.activeElement; while (el.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;"
        " const at = el.closest('[class*=st-key-]') ?? el.getRootNode().host?.closest('[class*=st-key-]');"
        " return at ? [...at.classList].find((name) => name.startsWith('st-key-')).slice(7) : el.tagName; }"
    )


@pytest.mark.parametrize(
    ("path", "title"),
    one_in(5, [("", "布局"), ("coverage", "覆盖"), ("find", "选址"), ("plans", "对比"), ("data", "数据")]),
)
def test_a_page_says_its_language_and_its_title(atlas: Atlas, path: str, title: str) -> None:
    atlas.page.goto(f"{atlas.address}/{path}")
    expect(atlas.page.locator("html")).to_have_attribute("lang", "zh")
    expect(atlas.page).to_have_title(re.compile(f"^{title}.* · GeoPlan$"))
    atlas.page.locator(".st-key-other_language button").click()
    expect(atlas.page.locator("html")).to_have_attribute("lang", "en")
    expect(atlas.page).to_have_title(re.compile(r"^[A-Z][a-z ]+ · GeoPlan$"))


def test_the_tab_key_meets_bar_panel_and_chips_before_the_map_and_a_link_leads_past_it(atlas: Atlas) -> None:
    atlas.open("?industry=bio")
    atlas.page.locator(".st-key-search input").focus()
    met = []
    for _ in range(60):
        atlas.page.keyboard.press("Tab")
        met.append(focused(atlas))
        if met[-1] == "accessibility":
            break
    assert met[-1] == "accessibility", met
    order = [
        next(i for i, key in enumerate(met) if key.startswith(start))
        for start in ("page-", "other_language", "fold_left", "clear", "acc")
    ]
    assert order == sorted(order), met
    link = atlas.page.locator(".st-key-accessibility a")
    assert link.inner_text() == "跳过地图"
    box = link.bounding_box()
    assert box and box["width"] > 60 and box["y"] > 40  # seen while it has the focus
    atlas.page.keyboard.press("Enter")
    assert focused(atlas) == "table_toggle"


def test_what_a_step_changes_is_said(atlas: Atlas) -> None:
    atlas.open("?industry=bio")
    said = atlas.page.locator(".st-key-accessibility [role=status]")
    counts = atlas.page.locator(".st-key-foot-line strong")
    expect(said).to_have_text(f"布局 · {counts.inner_text()}")
    before = counts.inner_text()
    atlas.page.locator(".st-key-chips button").last.click()
    expect(counts).not_to_have_text(before)
    expect(said).to_have_text(f"布局 · {counts.inner_text()}")
    atlas.search_text("软件园二期")
    expect(said).to_have_text(f"布局 · {counts.inner_text()}")


@pytest.mark.long
def test_esc_closes_the_drawer_from_the_page_and_from_the_map(atlas: Atlas) -> None:
    drawer = atlas.page.locator(".st-key-drawer-dossier")
    atlas.open(SITE)
    expect(drawer).to_be_visible()
    expect(atlas.page.locator(".st-key-accessibility [role=status]")).to_contain_text(NAME)
    drawer.get_by_role("button").last.focus()
    atlas.page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    atlas.open(SITE)
    atlas.frame.locator("#map_div").focus()
    atlas.page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


@pytest.mark.long
def test_esc_closes_a_dialog_and_leaves_the_drawer_below_it(atlas: Atlas) -> None:
    atlas.open(SITE)
    atlas.page.locator(".st-key-help button").click()
    dialog = atlas.page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.get_attribute("aria-label") or dialog.get_attribute("aria-labelledby")
    atlas.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(atlas.page.locator(".st-key-drawer-dossier")).to_be_visible()
    atlas.search.fill("软件")
    atlas.page.keyboard.press("Escape")  # the suggestions'
    expect(atlas.page.locator(".st-key-drawer-dossier")).to_be_visible()
