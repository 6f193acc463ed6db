"""Back and Forward: each step a person would call a step is one, and brings the same map, table, counts and boxes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select

from .conftest import Atlas, opened_atlas, words

pytestmark = pytest.mark.browser

_PATIENCE = 10.0  # seconds; how long a step takes is measured by benchmarks/bench_history.py


def state(atlas: Atlas) -> dict[str, Any]:
    """What a person sees, as text."""
    page, box = atlas.page, atlas.map
    texts = "els => els.map(e => e.innerText.trim())"
    has_map = page.locator(".st-key-sheet").count() == 0
    url = page.url.split("?", 1)
    return {
        "page": url[0],
        "query": sorted(part for part in url[-1].split("&") if "=" in part and not part.startswith("view=")),
        "shown": box.get_attribute("data-shown") if has_map else None,
        "chosen": box.get_attribute("data-chosen") if has_map else None,
        "view": box.get_attribute("data-view") if has_map else None,
        "chips": page.locator(".st-key-chips button").evaluate_all(texts),
        "count": page.locator(".st-key-foot-line [data-testid=stMarkdown]").evaluate_all(texts),
        "dossier": page.locator("h2.gp-name").evaluate_all(texts),
        "headings": page.locator("h1").evaluate_all(texts),
        "here": page.locator(".st-key-pages [class*=-here]").evaluate_all(texts),
        "pills": page.locator('.st-key-side [data-testid^="stBaseButton-pillsActive"]').evaluate_all(texts),
        "language": page.evaluate("document.documentElement.lang"),
    }


def settled(atlas: Atlas, wanted: Callable[[dict[str, Any]], bool]) -> tuple[dict[str, Any], float]:
    """The state once it is as wanted, or when patience ends, and the seconds it took."""
    start = time.monotonic()
    while True:
        now = state(atlas)
        took = time.monotonic() - start
        if wanted(now) or took > _PATIENCE:
            return now, took
        atlas.page.wait_for_timeout(50)


def link(atlas: Atlas, folder: str) -> None:
    atlas.page.locator(f".st-key-page-{folder}-link a").click()
    atlas.page.locator(f".st-key-page-{folder}-here").wait_for()
    atlas.settle()


def zoom(atlas: Atlas) -> None:
    box = atlas.page.locator(".st-key-map iframe").bounding_box()
    assert box
    atlas.page.mouse.move(box["x"] + 700, box["y"] + 300)
    atlas.page.mouse.wheel(0, -240)
    atlas.page.wait_for_timeout(1200)


STEPS: dict[str, Callable[[Atlas], None]] = {
    "filter": lambda a: a.choose("产业", "海洋高新"),
    "search": lambda a: a.search_text("厦门"),
    "open": lambda a: a.frame.locator('.gp-name[data-site="marine-hightech-park"]').first.click(),
    "coverage": lambda a: link(a, "coverage"),
    "scope": lambda a: a.page.get_by_test_id("stButtonGroup").get_by_text("福建省").click(),
    "data": lambda a: link(a, "data"),
    "back to the map": lambda a: link(a, "map"),
    "language": lambda a: a.page.get_by_role("button", name="English").click(),
    "zoom": zoom,
    "remove a filter": lambda a: a.page.locator(".st-key-chips button:visible").first.click(),
    "close": lambda a: a.page.locator(".st-key-close button:visible").click(),
    "clear": lambda a: a.page.locator(".st-key-clear button:visible").click(),
}


def take_steps(atlas: Atlas) -> tuple[list[dict[str, Any]], list[int]]:
    """Take the steps; the state and the length of the browser's history before the first and after each."""
    states, lengths = [state(atlas)], [atlas.page.evaluate("history.length")]
    for step in STEPS.values():
        step(atlas)
        atlas.settle()
        atlas.page.wait_for_timeout(700)
        states.append(state(atlas))
        lengths.append(atlas.page.evaluate("history.length"))
    return states, lengths


def walk(atlas: Atlas, states: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any], float]]:
    """Go back over all steps and forward again; what is expected, what is found, and the seconds it took."""
    steps = [(states[i], atlas.page.go_back) for i in range(len(STEPS) - 1, -1, -1)]
    steps += [(states[i], atlas.page.go_forward) for i in range(1, len(STEPS) + 1)]
    for expected, go in steps:
        go(wait_until="commit")
        yield expected, *settled(atlas, lambda one, expected=expected: one == expected)
        atlas.page.wait_for_timeout(300)


@pytest.fixture
def new_atlas(browser: Browser, address: str) -> Iterator[Atlas]:
    """In a page of its own, for a browser's history ends at 50 steps."""
    with opened_atlas(browser, address, is_new=True) as atlas:
        yield atlas


def test_twelve_steps_are_walked_back_and_forth(new_atlas: Atlas) -> None:
    atlas = new_atlas
    atlas.page.add_init_script(
        "window.loads = 0; document.addEventListener('load', e => { if (e.target.tagName === 'IFRAME') window.loads++; }, true);"
    )
    atlas.open()
    states, lengths = take_steps(atlas)
    assert [b - a for a, b in pairwise(lengths)] == [1] * len(STEPS), list(STEPS)
    for number, (expected, now, _) in enumerate(walk(atlas, states)):
        assert now == expected, (number, {k: (now[k], expected[k]) for k in expected if now[k] != expected[k]})
    assert atlas.page.evaluate("window.loads") == 1
    assert atlas.errors == []


@pytest.mark.long
def test_the_search_text_filters_the_same_on_every_page_that_filters(atlas: Atlas, catalogue: Catalogue) -> None:
    wanted = select(catalogue, Selection(text="软件园"))
    atlas.open("")
    atlas.search_text("软件园")
    atlas.page.wait_for_url("**q=*")
    link(atlas, "coverage")
    assert "软件园" in " ".join(state(atlas)["chips"])
    link(atlas, "data")
    atlas.page.get_by_text(words("data.view_export"), exact=True).click()
    atlas.page.get_by_text(words("export.set_filtered", n=len(wanted))).wait_for()
    link(atlas, "find")
    assert "q=" not in atlas.page.url  # a page writes its own keys alone
    link(atlas, "map")
    atlas.page.wait_for_url("**q=*")
    assert "软件园" in " ".join(state(atlas)["chips"])
