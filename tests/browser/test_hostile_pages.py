"""Hostile texts in data, drafts, addresses, files and hands are shown whole on every page, and nothing comes of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import shapely
from hostile_home import HostileTexts, hostile_home, squeezed
from hostile_texts import TEXTS
from long_lists import one_in
from playwright.sync_api import Browser

from geoplan.drafts.draft import NOTE, PLACE, Draft
from geoplan.drafts.draft_store import DraftStore

from .conftest import HOME, Atlas, free_port, opened_atlas, start_app, words
from .hostile_pages import HOVER, Listener, Watch, faults, uploaded

pytestmark = pytest.mark.browser
# Names in the address, by page: those of geoplan.ui's PageQuery classes.
FILTER = ("layer", "county", "kind", "status", "industry", "plan", "role", "basis", "q", "in_force")
KEYS = {
    "": (*FILTER, "site", "view", "lang"),
    "coverage": (*FILTER, "site", "show", "scope", "of", "cell", "among"),
    "find": ("for", "in", "as", "is", "by", "not", "via", "make", "area", "go", "tab", "pick", "site", "w.room"),
    "plans": ("with", "compare", "only", "about", "between", "site"),
    "data": (*FILTER, "data"),
}
NAMELESS = ("data?data=service", "data?data=templates", "data?data=geocode")  # pages that name nothing of the data
# Pages by language, in parts for two workers.
PAGES = [
    ("zh", [
        "?site=software-park-2", "find?for=bio&pick=software-park-2", "data?data=contents",
    ]),
    ("zh", [
        "?site=torch-hightech-zone&industry=bio&plan=siming-st&layer=software-parks", "coverage?show=reach&industry=bio",
        "coverage?show=nearest&industry=bio", "coverage?show=access&industry=bio", "find?for=bio&tab=scores",
        "find?for=bio&tab=adjust", "plans?with=xinyang&with=software-park-2&with=kaiyuan-community", "data?data=export",
        "data?data=service", "coverage?show=counts&cell=350203.bio", "plans?compare=differences",
    ]),
    ("en", [
        "?site=kaiyuan-community", "?site=biomedical-harbour", "coverage?show=mix", "coverage?show=pairs&industry=bio",
        "coverage?show=clusters", "find?make=biomedicine", "find?for=bio&tab=shortlist&pick=xinyang&pick=science-city",
        "plans?compare=site&about=software-park-2", "plans?compare=indicator", "data?data=contents", "data?data=plan_texts",
        "data?data=templates", "data?data=geocode",
    ]),
]  # fmt: skip


@dataclass
class Site:
    """A server over a hostile catalogue, and what was seen of it."""

    address: str
    log: Path
    watch: Watch
    texts: HostileTexts
    folder: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("hostile")
    texts = hostile_home(home, home / "cache")
    # An app of its own: what it publishes for the browser would take the place of what others' are reading.
    shutil.copytree(HOME / "geoplan", home / "geoplan")
    shutil.copytree(HOME / ".streamlit", home / ".streamlit")
    shutil.copy(HOME / "app.py", home)
    (home / "docs").symlink_to(HOME / "docs")
    (home / "static").mkdir()  # Streamlit hands out what was there when it started
    store = DraftStore(home / "workspace" / "drafts")
    for n in range(len(TEXTS)):
        at, draft_id = shapely.Point(117.9 + n % 12 / 25, 24.42 + n // 12 / 20), f"own-{n:08x}"
        if n % 2:
            store.save(Draft(NOTE, draft_id, at, text=texts("Note"), author=texts("Author")))
        else:
            names = {"name_zh": texts("Place"), "name_en": texts("Place")}
            store.save(
                Draft(
                    PLACE, draft_id, at, "point", texts("Source"), radius_m=50.0, kind="park", text=texts("R"), **names
                )
            )
    port, log = free_port(), home / "app.log"
    settings = {"GEOPLAN_CACHE": home / "cache", "GEOPLAN_WORKSPACE": home / "workspace"}
    listener = Listener()
    with log.open("wb") as file:
        process = start_app(port, home=home, log=file, **{name: str(path) for name, path in settings.items()})
        address = f"http://127.0.0.1:{port}"
        yield Site(address, log, Watch(texts, address), texts, home)
        process.terminate()
        process.wait(10)
    listener.close()
    assert listener.calls == []
    assert faults(log) == []
    assert quote(TEXTS[0]) not in log.read_text("utf-8", errors="replace")  # what visitors ask for is not noted


@pytest.fixture
def atlas(browser: Browser, site: Site) -> Iterator[Atlas]:
    """A visitor's browser whose every request and error is noted."""
    with opened_atlas(browser, site.address) as atlas:
        site.watch.follow(atlas.page.context)
        yield atlas
        assert site.watch.happened == []


def opened(atlas: Atlas, site: Site, path: str) -> None:
    """A page with all that is folded on it unfolded."""
    atlas.page.goto(f"{site.address}/{path}")
    atlas.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=120_000)
    if atlas.page.locator(".st-key-map iframe").count():
        atlas.frame.locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    atlas.settle()
    folded = "els => els.filter(e => !e.parentElement.open).map(e => e.click()).length"
    if atlas.page.locator("[data-testid=stExpander] summary").evaluate_all(folded):
        atlas.settle()


@pytest.mark.long
@pytest.mark.parametrize(("lang", "paths"), PAGES)
def test_every_page_shows_them_whole_and_makes_nothing_of_them(
    atlas: Atlas, site: Site, lang: str, paths: list[str]
) -> None:
    for path in paths:
        opened(atlas, site, f"{path}&lang={lang}")
        seen = site.watch.texts.numbers(site.watch.look(atlas.page, path))
        assert seen or path in NAMELESS, path
        assert atlas.page.get_by_test_id("stAlertContentError").count() == 0, path
    assert {n % len(TEXTS) for n in site.watch.seen} == set(range(len(TEXTS)))


@pytest.mark.long
def test_a_chart_that_is_taken_opens_as_a_picture(atlas: Atlas, site: Site) -> None:
    for view in ("counts", "pairs"):
        opened(atlas, site, f"coverage?show={view}&lang=zh")
        with atlas.page.expect_download() as started:
            atlas.page.get_by_role("button", name=words("table.take", format="SVG")).click()
        started.value.save_as(path := site.folder / f"{view}.svg")
        atlas.page.goto(path.as_uri())
        assert site.texts.numbers(site.watch.look(atlas.page, f"{view}.svg"))


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_the_map_its_tips_its_panels_and_its_table_show_them(atlas: Atlas, site: Site, lang: str) -> None:
    page, watch = atlas.page, site.watch
    opened(atlas, site, f"?lang={lang}&view=24.55,118.1,11")
    told = watch.read(atlas.frame.locator("html").evaluate(HOVER), "tips")
    assert len(watch.texts.numbers(told)) > 60
    page.locator(".st-key-table_toggle button").click()
    page.locator(".gp-table tbody tr").first.wait_for()
    page.locator(".gp-facets .fold[aria-expanded=false]").evaluate_all("els => els.forEach(e => e.click())")
    watch.look(page, "table and filters")
    page.get_by_role("tab").nth(1).click()
    atlas.settle()
    watch.look(page, "layers")
    atlas.frame.locator(".gp-draw-tools > button").click()
    atlas.frame.locator("[data-tool=drafts]").click()
    page.get_by_role("dialog").wait_for()
    atlas.settle()
    watch.look(page, "drafts")
    page.keyboard.press("Escape")
    atlas.frame.locator(".gp-picture").click()
    page.get_by_role("dialog").wait_for()
    atlas.settle()
    watch.look(page, "picture")
    opened(atlas, site, f"?lang={lang}&site=software-park-2&view=24.55,118.1,8")
    watch.read(atlas.frame.locator("html").evaluate(HOVER), "tips of the province")
    page.locator(".st-key-dossier_report button").first.click()
    page.get_by_test_id("stPopoverBody").wait_for()
    watch.look(page, "report")


@pytest.mark.long
@pytest.mark.parametrize("path", KEYS)
def test_every_name_in_the_address_may_hold_any_text(atlas: Atlas, site: Site, path: str) -> None:
    keys = KEYS[path]
    for turn in range(-(-len(TEXTS) // len(keys) // 4)):  # four values a name, all texts in all
        at = turn * 4 * len(keys)
        query = [(key, TEXTS[(at + 4 * i + j) % len(TEXTS)]) for i, key in enumerate(keys) for j in range(4)]
        query += [(f"note.{TEXTS[turn]}", TEXTS[turn])] if path == "find" else []
        opened(atlas, site, f"{path}?{urlencode(query)}")
        site.watch.look(atlas.page, f"{path} {turn}")
        assert atlas.page.get_by_test_id("stAlertContentError").count() == 0, query


@pytest.mark.long
def test_whatever_is_typed_into_the_search_is_shown_as_it_is(atlas: Atlas, site: Site) -> None:
    opened(atlas, site, "?lang=en")
    for text in TEXTS:
        if text.strip():
            shown = atlas.suggest(text).last.inner_text()
            assert squeezed(text.replace("\n", " "))[:40] in squeezed(shown) or "°" in shown, text
        site.watch.look(atlas.page, text) if text.startswith("<") else None
    atlas.search_text("<img src=x onerror=alert(1)>")
    site.watch.look(atlas.page, "filtered")


@pytest.mark.long
def test_needs_and_notes_of_hostile_words_do_nothing(atlas: Atlas, site: Site) -> None:
    opened(atlas, site, "find?for=bio&pick=software-park-2&tab=shortlist&lang=zh")
    note = atlas.page.get_by_placeholder(words("find.note"))
    written = site.texts("Note")
    note.fill(written)
    note.press("Enter")
    atlas.settle()
    site.watch.look(atlas.page, "note")
    with atlas.page.expect_download(timeout=60_000) as started:
        atlas.page.get_by_role("button", name=words("find.save")).click()
    kept = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert [entry["note"] for entry in kept["shortlist"]["sites"]] == [" ".join(written.split())]
    line = atlas.page.get_by_label(words("find.make"))
    for at in range(0, len(TEXTS), 12):
        line.fill("，".join(TEXTS[at : at + 12]).replace("\n", " ")[:200])
        line.press("Enter")
        atlas.settle()
        site.watch.look(atlas.page, f"need {at}")


@pytest.mark.long
def test_files_of_hostile_names_columns_and_values_are_shown_whole(atlas: Atlas, site: Site) -> None:
    page, watch = atlas.page, site.watch
    opened(atlas, site, "data?data=own_layers&lang=zh")
    own = ["row", "geometry", "行", "lon (WGS 84)", "t", "self", "__proto__", *TEXTS]
    features = [
        {
            "type": "Feature",
            "properties": {"名称": site.texts("own"), **{name: site.texts("v") for name in own[n % 4 :: 4]}},
            "geometry": {"type": "Point", "coordinates": [117.9 + n % 10 / 30, 24.4 + n // 10 / 30]},
        }
        for n in range(len(TEXTS))
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
    called = "<img src=x onerror=alert(1)> $$ $& [p](javascript:alert(1))"
    page.locator("input[type=file]").set_input_files([uploaded(f"{called}.geojson", content)])
    atlas.frame.locator(f"#map_div[data-own='{len(TEXTS)}']").wait_for(timeout=60_000)
    atlas.settle()
    page.locator("[data-testid=stExpander] summary").evaluate_all("els => els.map(e => e.click())")
    atlas.settle()
    watch.look(page, "own layer")
    told = watch.read(atlas.frame.locator("html").evaluate(HOVER), "tips of an own layer")
    assert "own" in told
    assert page.get_by_test_id("stAlertContentError").count() == 0

    opened(atlas, site, "data?data=geocode&lang=en")
    box = page.locator("textarea")
    box.fill("\n".join(text.replace("\n", " ") for text in TEXTS))
    box.blur()
    page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
    atlas.settle()
    watch.look(page, "geocoded")
    opened(atlas, site, "data?data=plan_texts&lang=zh")
    page.locator("input[type=file]").set_input_files(
        [uploaded(f"{called}.txt", "\n".join(TEXTS).encode(), "text/plain")]
    )
    atlas.settle()
    watch.look(page, "plan text")
    opened(atlas, site, "data?data=templates&lang=zh")
    page.locator("input[type=file]").first.set_input_files([uploaded(f"{called}.xlsx", b"no workbook", "x/y")])
    atlas.settle()
    watch.look(page, "template")
