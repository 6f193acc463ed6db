"""axe-core finds nothing serious on any page and in any state, in both languages, light and dark, in page and frame."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from long_lists import all_but, one_in

from .conftest import IFRAME, Atlas

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
GROUNDS = {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 25, 29)"}
FOLLOWED = "ground => getComputedStyle(document.querySelector('.stApp')).backgroundColor === ground"
DIALOG, SEARCH = "[role=dialog]", ".st-key-search"
COVERAGE = ("counts", "reach", "nearest", "mix", "pairs")  # every kind of chart
SOME_PAGES = ("find", "find, shortlist", "find, conditions", "compared", "data export", "data own_layers")
OTHER_PAGES = {
    "coverage": "coverage?industry=bio",
    "find": "find?make=锂电池隔膜，200亩，近港口，急&pick=xinyang",
    "find, one site": "find?for=devices&tab=scores",
    "find, shortlist": "find?for=devices&pick=xinyang&pick=science-city&tab=shortlist",
    "find, conditions": "find?for=devices&tab=adjust",
    "find, refused": "find?make=卷烟",
    "compared": "plans?with=xinyang&with=software-park-2",
    "one site": "plans?compare=site",
    "differences": "plans?compare=differences",
    **{f"data {view}": f"data?data={view}" for view in ("contents", "export", "own_layers", "geocode", "templates")},
}


def serious(where: Any, scheme: str, part: str) -> list[str]:
    """What axe-core finds in a part; only colours depend on the scheme, so the dark one is asked about those alone."""
    if not where.evaluate("'axe' in window"):
        where.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False, "elementRef": False}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    elif part == SEARCH:  # a list that is moved through from its box by the arrow keys needs no stop of the Tab key
        options["rules"] = {"scrollable-region-focusable": {"enabled": False}}
    found = where.evaluate("([part, options]) => axe.run(part || document, options)", [part, options])["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][-160:]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def look(atlas: Atlas, state: str, part: str = "", frame: bool = False, schemes: Iterable[str] = GROUNDS) -> list[str]:
    """What is serious in a state, light and dark; the theme follows the browser's setting at once."""
    found = []
    for scheme in schemes:
        atlas.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        atlas.page.wait_for_function(FOLLOWED, arg=GROUNDS[scheme])
        atlas.page.wait_for_timeout(200)  # transitions of colours
        atlas.settle()
        places = [(atlas.page, part)]
        if frame:
            places.append((atlas.page.query_selector(IFRAME).content_frame(), ""))  # type: ignore[union-attr,arg-type]
        found += [f"{state}, {scheme}: {one}" for place, of in places for one in serious(place, scheme, of)]
    return found


def press(atlas: Atlas, name: str) -> None:
    """Open a dialog of the map's tools."""
    if name == "picture":
        atlas.frame.locator(".gp-picture").click()
    else:
        atlas.frame.locator(".gp-draw-tools > button").click()
        atlas.frame.locator(f"[data-tool={name}]").click()


@pytest.mark.parametrize("scheme", one_in(2, GROUNDS))
@pytest.mark.parametrize("lang", all_but(["zh"], ["zh", "en"]))
def test_nothing_serious_is_found_on_the_map_page_and_in_its_dialogs(atlas: Atlas, lang: str, scheme: str) -> None:
    page, look_at = atlas.page, partial(look, atlas, schemes=[scheme])
    atlas.open(f"?q=zzzz&lang={lang}")
    found = look_at("nothing found", part=".st-key-foot-closed")
    atlas.open(f"?lang={lang}")
    atlas.frame.locator(".gp-base-maps > button").click()
    found += look_at("first screen, base maps", frame=True)
    page.get_by_role("tab").nth(1).click()
    found += look_at("layers", part="[class*=st-key-left-]")
    atlas.suggest("软件" if lang == "zh" else "software")
    found += look_at("suggestions", part=SEARCH)
    page.keyboard.press("Escape")
    for name in ("help", "picture", "import", "drafts"):
        if name == "help":
            page.locator(".st-key-help button").click()
        else:
            press(atlas, name)
        page.get_by_role("dialog").wait_for()
        atlas.settle()
        found += look_at(name, part=DIALOG)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_serious_is_found_in_a_dossier_its_report_and_the_table(atlas: Atlas, lang: str) -> None:
    page = atlas.page
    atlas.open(f"?site=software-park-2&industry=it&lang={lang}")
    page.locator(".st-key-table_toggle button").click()
    page.locator("tbody tr").first.wait_for()
    atlas.frame.locator(".gp-legend summary").click()
    found = look(atlas, "dossier and table", frame=True)
    page.locator(".st-key-table_toggle button").click()
    page.locator(".st-key-dossier_report button").first.click()
    page.get_by_test_id("stPopoverBody").wait_for()
    found += look(atlas, "report", part="[data-testid=stPopoverBody]")
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("names", [SOME_PAGES, [name for name in OTHER_PAGES if name not in SOME_PAGES]])
def test_nothing_serious_is_found_on_the_other_pages(atlas: Atlas, names: tuple[str, ...], lang: str) -> None:
    found = []
    for name in names:
        atlas.page.goto(f"{atlas.address}/{OTHER_PAGES[name]}&lang={lang}")
        atlas.page.locator("h1").first.wait_for(timeout=60_000)
        atlas.settle()
        found += look(atlas, name)
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("views", [COVERAGE[:1], COVERAGE[1:]])
def test_nothing_serious_is_found_in_the_further_questions_of_coverage(atlas: Atlas, views: tuple[str, ...]) -> None:
    found = []
    for view in views:
        atlas.page.goto(f"{atlas.address}/coverage?show={view}&industry=bio&lang=zh")
        atlas.page.get_by_test_id("stVegaLiteChart").first.wait_for(timeout=60_000)
        atlas.settle()
        found += look(atlas, view, part=".st-key-side")
    assert found == []
