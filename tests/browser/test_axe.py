"""axe-core finds nothing serious on any page, in both languages, in the page and in the map's frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from .conftest import Atlas

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PAGES = {
    "layout": "?site=software-park-2&industry=it",
    "coverage": "coverage?industry=bio",
    "find": "find?for=devices&pick=xinyang",
    "compared": "plans?with=xinyang&with=software-park-2",
    "differences": "plans?compare=differences",
    **{f"data {view}": f"data?data={view}" for view in ("contents", "export", "own_layers", "geocode", "templates")},
}


def serious(where: Any) -> list[str]:
    where.evaluate(AXE)
    found = where.evaluate("axe.run(document, { resultTypes: ['violations'], iframes: false })")["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_serious_is_found(atlas: Atlas, page: str, lang: str) -> None:
    atlas.page.goto(f"{atlas.address}/{PAGES[page]}&lang={lang}")
    atlas.page.locator("h1, .gp-name").first.wait_for(timeout=60_000)
    if page == "layout":
        atlas.frame.locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
        atlas.page.locator(".st-key-table_toggle button").click()
        atlas.page.locator("tbody tr").first.wait_for()
        atlas.settle()
        assert serious(next(frame for frame in atlas.page.frames if "component" in frame.url)) == []
    atlas.settle()
    atlas.page.wait_for_timeout(800)
    assert serious(atlas.page) == []
