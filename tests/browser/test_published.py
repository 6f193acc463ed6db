"""A published page in a browser whose network is cut, under a proxy that listens: the same as the app, and no request."""

from __future__ import annotations

import socket
import threading
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hostile_home import hostile_home
from playwright.sync_api import Browser, Page, expect
from publish.read_page import ReadPage

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.publish.atlas_page import atlas_page
from geoplan.publish.publication import Publication
from geoplan.query.selection import FACETS, Selection, facet_counts, select

from .conftest import Atlas, words
from .test_axe import serious
from .test_print import text_of

pytestmark = pytest.mark.browser

DAY = date(2025, 12, 31)
PARK = "software-park-2"
NAMES = {
    "layers": "layer",
    "regions": "county",
    "kinds": "kind",
    "statuses": "status",
    "industries": "industry",
    "plans": "plan",
    "roles": "role",
    "bases": "basis",
}
FILTERS = [
    Selection(industries=("bio",)), Selection(industries=("bio", "it")), Selection(regions=("350203",)),
    Selection(regions=("350200", "350100")), Selection(kinds=("park",)), Selection(statuses=("existing",)),
    Selection(plans=("fujian-st",)), Selection(plans=("siming-st", "xiamen-st")), Selection(roles=("lead",)),
    Selection(bases=("inherited",)), Selection(bases=("stated",), industries=("it",)),
    Selection(industries=("it",), regions=("350200",), roles=("lead",)), Selection(in_force=True),
    Selection(in_force=True, industries=("it",)), Selection(text="软件园"), Selection(text="rjy"),
    Selection(text="software park"), Selection(text="软件园二起"), Selection(text="nothing at all"),
    Selection(text="厦门", industries=("bio",), plans=("xiamen-sei",), kinds=("park", "cluster")),
]  # fmt: skip


# The page's own counting over its own data, as all counts stand on the screen only where the trees are unfolded.
COUNTED = """([file, pairs]) => {
  const simplified = new Map(), all = [...pairs];
  for (let i = 0; i < all.length; i += 2) simplified.set(all[i], all[i + 1]);
  window.counted = GeoPlanSelection(file, (text) => GeoPlanWidgets.search_box.fold(text, simplified));
}"""
SEEN = """box => [...box.querySelectorAll("section")].flatMap((group) => [...group.querySelectorAll("li:not([hidden])")]
  .map((li) => [group.dataset.facet, li.dataset.value, li.querySelector(".count").textContent]))"""


@pytest.fixture(scope="module")
def listeners() -> Iterator[tuple[str, list[str]]]:
    """A proxy that writes down who calls, and answers nothing."""
    heard: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            heard.append(caller.recv(200).decode("latin-1"))
            caller.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
    server.close()


@pytest.fixture(scope="module")
def file(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "atlas.html"
    path.write_bytes(atlas_page(catalogue, Publication(DAY, shortlist={PARK: "", "software-park-1": "<b>靠海"})))
    return path


class Opened:
    """A page that was opened from a file; what it says and asks for is kept."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.file = page, file
        self.faults: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type in ("error", "warning") else None)
        page.on("dialog", lambda dialog: (self.faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, **query: Any) -> Opened:
        self.page.goto(f"{self.file.as_uri()}#{urlencode(query, doseq=True)}")
        self.page.locator(".stApp[data-ready=yes]").wait_for(state="attached", timeout=15_000)
        self.page.locator("#map_div[data-named=yes]").wait_for(state="attached", timeout=15_000)
        return self

    def go(self, **query: Any) -> Opened:
        self.page.evaluate("text => { location.hash = text; }", urlencode(query, doseq=True, quote_via=quote))
        self.page.wait_for_timeout(150)
        return self

    @property
    def sites(self) -> list[str]:
        return (self.page.locator(".stApp").get_attribute("data-sites") or "").split()


@pytest.fixture
def opened(browser: Browser, file: Path, listeners: tuple[str, list[str]]) -> Iterator[Opened]:
    proxy, _ = listeners
    context = browser.new_context(viewport={"width": 1280, "height": 800}, proxy={"server": proxy}, offline=True)
    opened = Opened(context.new_page(), file)
    opened.page.set_default_timeout(10_000)
    yield opened
    context.close()
    assert opened.faults == []


def test_nothing_is_asked_for_whatever_is_opened(opened: Opened, listeners: tuple[str, list[str]]) -> None:
    page = opened.open().page
    assert page.locator("#map_div").get_attribute("data-shown") != "0"
    for query in (
        {"site": PARK},
        {"page": "coverage", "cell": "350203.bio", "column": "bio"},
        {"page": "shortlist"},
        {"page": "about"},
        {"industry": "bio", "lang": "en"},
    ):
        opened.go(**query)
    expect(page.locator("#map_div[data-named=yes]")).to_be_attached()
    page.locator(".st-key-table_toggle button").click()
    page.locator("tbody tr").first.click()
    page.locator("h2.gp-name").wait_for()
    assert opened.asked == [url for url in opened.asked if url.startswith(("file:", "data:"))]
    assert listeners[1] == []


def test_20_filters_give_the_ids_and_counts_of_the_app(opened: Opened, catalogue: Catalogue) -> None:
    opened.open()
    assert opened.sites == catalogue.sites.index.tolist()
    page = ReadPage.of(opened.file.read_bytes())
    tools = [page.data("first")["selection"], page.data("second")["search"]["index"]["simplified"]]
    opened.page.evaluate(COUNTED, tools)
    for selection in FILTERS:
        query: dict[str, Any] = {NAMES[facet]: list(of) for facet in FACETS if (of := getattr(selection, facet))}
        query |= {"q": selection.text} if selection.text else {}
        query |= {"in_force": "1"} if selection.in_force else {}
        opened.go(**query)
        assert opened.sites == select(catalogue, selection), selection
        counts = facet_counts(catalogue, selection)
        asked = {facet: list(of) for facet in FACETS if (of := getattr(selection, facet))} | {
            "text": selection.text,
            "in_force": selection.in_force,
        }
        assert opened.page.evaluate("asked => window.counted.counts(asked)", asked) == counts, selection
        for facet, value, n in opened.page.locator(".gp-facets").evaluate(SEEN):
            assert int(n) == counts[facet].get(value, 0), (selection, facet, value)
    assert len(FILTERS) == 20


@pytest.mark.long
def test_pinyin_initials_english_and_a_slip_find_the_park_and_enter_opens_it(opened: Opened) -> None:
    page = opened.open().page
    for text in ("ruanjianyuanerqi", "rjyeq", "Software Park Phase II", "softwear park phase ii"):
        page.keyboard.press("/")
        page.keyboard.type(text)
        page.locator(".st-key-search [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        expect(page.locator("h2.gp-name")).to_have_text("厦门软件园二期")
        page.locator(".st-key-close button").focus()
        page.keyboard.press("Escape")
        expect(page.locator("h2.gp-name")).to_have_count(0)


@pytest.mark.long
def test_going_back_undoes_each_step(opened: Opened) -> None:
    page = opened.open().page
    page.locator(".gp-facets li[data-value=bio]").click()
    expect(page.locator(".st-key-chips")).to_contain_text("生物医药与健康")
    page.locator(".st-key-table_toggle button").click()
    page.locator("tbody tr").nth(2).click()
    page.locator("h2.gp-name").wait_for()
    page.locator(".st-key-page-coverage-link a").click()
    page.locator("td[role=gridcell]").first.wait_for()
    page.go_back()
    expect(page.locator("h2.gp-name")).to_be_visible()
    page.go_back()
    expect(page.locator("h2.gp-name")).to_have_count(0)
    page.go_back()
    expect(page.locator(".st-key-chips button")).to_have_count(0)


@pytest.mark.long
def test_keys_reach_the_table_the_matrix_and_the_map(opened: Opened) -> None:
    page = opened.open(page="coverage").page
    page.locator("[role=grid] [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".st-key-coverage_cell_sites h3")).to_be_visible()
    opened.go()
    page.locator(".st-key-table_toggle button").focus()
    page.keyboard.press("Enter")
    page.locator("tbody tr[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h2.gp-name")).to_be_visible()


def test_on_a_phone_nothing_sticks_out_and_a_dossier_opens(opened: Opened) -> None:
    page = opened.page
    page.set_viewport_size({"width": 375, "height": 720})
    for query in ({}, {"site": PARK}, {"page": "coverage"}, {"page": "about", "lang": "en"}):
        opened.open(**query)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
    opened.go(site=PARK)
    box = page.locator("h2.gp-name").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 375


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious(opened: Opened, lang: str) -> None:
    page = opened.page
    page.add_init_script(
        "window.addEventListener('securitypolicyviolation', (e) => e.stopImmediatePropagation(), true)"
    )
    found = []
    for query in ({"site": PARK}, {"page": "coverage", "cell": "350203.bio"}, {"page": "shortlist"}, {"page": "about"}):
        opened.open(lang=lang, **query)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(200)
            found += serious(page, scheme, "")
    assert found == []


@pytest.mark.long
def test_the_print_has_the_map_the_dossier_and_every_row(opened: Opened, tmp_path: Path, catalogue: Catalogue) -> None:
    opened.open(county="350203", site=PARK)
    opened.page.locator(".st-key-table_toggle button").click()
    opened.page.locator("tbody tr").first.wait_for()
    opened.page.pdf(path=tmp_path / "sheet.pdf", format="A4", print_background=True)
    text = text_of(tmp_path / "sheet.pdf")
    names = catalogue.sites.loc[select(catalogue, Selection(regions=("350203",))), "name_zh"]
    shown = [unicodedata.normalize("NFKC", "".join(name.split())) for name in names]
    assert [name for name in shown if name not in text] == []
    whole = ["图例", "审图号:(待审定)", catalogue.version, "2025-12-31", "建设阶段", "产业定位", "规划依据"]
    assert [word for word in whole if word not in text] == []


def test_without_the_means_to_unpack_the_plain_table_stays_and_says_why(opened: Opened, catalogue: Catalogue) -> None:
    opened.page.add_init_script("delete window.DecompressionStream")
    opened.page.goto(opened.file.as_uri())
    expect(opened.page.locator(".gp-why-plain").first).to_contain_text("浏览器版本较旧")
    expect(opened.page.locator("table[lang=zh] tbody tr")).to_have_count(len(catalogue.sites))


@pytest.mark.long
def test_it_runs_in_the_frame_of_the_snippet(opened: Opened) -> None:
    outer = opened.file.with_name("outer.html")
    outer.write_text(
        '<iframe src="atlas.html" sandbox="allow-scripts allow-modals" width="1100" height="700"></iframe>'
    )
    opened.page.goto(outer.as_uri())
    frame = opened.page.frame_locator("iframe")
    frame.locator(".stApp[data-ready=yes]").wait_for(state="attached", timeout=15_000)
    frame.locator(".gp-facets li[data-value=bio]").click()
    expect(frame.locator(".st-key-chips")).to_contain_text(words("filter.clear"))


@pytest.mark.long
def test_hostile_names_run_nothing(browser: Browser, tmp_path: Path, listeners: tuple[str, list[str]]) -> None:
    hostile_home(tmp_path / "home", tmp_path / "cache")
    catalogue = load_cached(tmp_path / "home", tmp_path / "cache")
    selection = Selection(regions=("350203",))
    (tmp_path / "hostile.html").write_bytes(atlas_page(catalogue, Publication(DAY, selection=selection)))
    context = browser.new_context(proxy={"server": listeners[0]}, offline=True)
    opened = Opened(context.new_page(), tmp_path / "hostile.html").open()
    opened.page.locator(".st-key-table_toggle button").click()
    for site in select(catalogue, selection)[:12]:
        opened.go(site=site, lang="en")
    opened.go(page="coverage", cell="350203.")
    opened.page.wait_for_timeout(300)
    assert (opened.faults, listeners[1]) == ([], [])
    assert all(url.startswith(("file:", "data:")) for url in opened.asked)
    context.close()


@pytest.mark.long
def test_the_app_hands_out_the_page_of_what_is_filtered(atlas: Atlas, catalogue: Catalogue) -> None:
    atlas.page.goto(f"{atlas.address}/data?data=export&industry=bio&county=350205")
    with atlas.page.expect_download(timeout=120_000) as started:
        atlas.page.get_by_role("button", name=words("export.publish")).click()
    page = ReadPage.of(started.value.path().read_bytes())
    chosen = select(catalogue, Selection(industries=("bio",), regions=("350205",)))
    assert started.value.suggested_filename.endswith(".html")
    assert page.data("first")["selection"]["sites"] == chosen
    assert atlas.errors == []
