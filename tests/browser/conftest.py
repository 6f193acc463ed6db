"""A running app and a real Chromium with the network cut except loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, sync_playwright

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import translate

from .idle_pages import forget_storage, idle_page, listening
from .map_page import MapPage, open_map

HOME = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
IFRAME = ".st-key-map iframe"
# No map has yet to make room for what the page lays over it.
FITTED = "![...document.querySelectorAll('iframe')].some((one) => one.contentDocument?.querySelector('#map_div[data-waits]'))"
# A pixel of a mark or an area at which a click meets it and nothing that lies over it, in the frame or in the page.
OPEN_SPOT = """path => {
  const box = path.getBoundingClientRect(), frame = window.frameElement, at = frame.getBoundingClientRect();
  for (const j of [4, 3, 5, 2, 6, 1, 7]) for (const i of [4, 3, 5, 2, 6, 1, 7]) {
    const x = box.left + box.width * i / 8, y = box.top + box.height * j / 8;
    if (document.elementFromPoint(x, y) === path && frame.ownerDocument.elementFromPoint(at.left + x, at.top + y) === frame) return [x, y];
  }
  return null;
}"""


def words(key: str, lang: str = "zh", /, **values: object) -> str:
    """What the app writes, by the key of its text: labels may be worded anew."""
    text: str = translate(f"ui.{key}", lang, **values)
    return text


def chromium() -> str:
    names = [os.environ.get("GEOPLAN_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium found; make test installs one")
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start_app(
    port: int, script: str = "app.py", is_for_long: bool = True, home: Path = HOME, log: Any = subprocess.DEVNULL,
    **settings: str,
) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start the app of a folder with further settings, such as ``GEOPLAN_USER_DATA``; its words go to an open file.

    One for a few tests prepares nothing ahead.
    """
    plans = HOME.parent / "shared" / "plans"
    environment = {**os.environ, **({"GEOPLAN_PLANS": str(plans)} if plans.is_dir() else {}), **settings}
    # As `make app` starts it; other scripts, and what is soon ended, by Streamlit's own command.
    launcher = ["geoplan.ui"] if script == "app.py" and is_for_long else ["streamlit", "run", script]
    command = [sys.executable, "-m", *launcher, f"--server.port={port}", "--server.headless=true"]
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return process
        except OSError:
            time.sleep(0.25)
    process.terminate()
    raise RuntimeError("the app did not start within 30 s")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    port = free_port()
    process = start_app(port)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Atlas:
    """The map page as a user meets it."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator(IFRAME)

    @property
    def map(self) -> Locator:
        return self.frame.locator("#map_div")

    def open(self, query: str = "") -> Atlas:
        self.page.goto(f"{self.address}/{query}")
        self.frame.locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the server has answered and the browser has drawn."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function("!document.querySelector('[data-testid=stApp][data-test-script-state=running]')")
        self.page.wait_for_timeout(350)
        self.page.wait_for_function(FITTED)

    @property
    def search(self) -> Locator:
        """The search box; its suggestions are options."""
        return self.page.locator(".st-key-search input")

    def suggest(self, text: str) -> Locator:
        """Type into the search box; its suggestions, of which the last filters by the text."""
        self.page.locator(".st-key-search .gp-search[data-ready=yes]").wait_for()
        self.search.fill(text)
        options = self.page.locator(".st-key-search [role=option]")
        options.first.wait_for()
        return options

    def search_text(self, text: str) -> None:
        """Filter by a text in the names."""
        self.suggest(text).last.click()
        self.settle()

    def facet(self, label: str) -> Locator:
        """A group of the filter, unfolded."""
        if (unfold := self.page.locator(".st-key-unfold_left button:visible")).count():
            unfold.first.click()
        group = self.page.locator(".gp-facets section").filter(has=self.page.locator(".fold", has_text=label)).first
        fold = group.locator(".fold")
        fold.wait_for()
        if fold.get_attribute("aria-expanded") == "false":
            fold.click()
        return group

    def click_site(self, site: str) -> None:
        """Click a site's mark or area where nothing lies over it."""
        path = self.frame.locator(f'path[data-site="{site}"]').last
        path.wait_for(state="attached")
        spot = path.evaluate(OPEN_SPOT)
        frame = self.page.locator(IFRAME).bounding_box()
        assert spot and frame, f"{site} is covered"
        self.page.mouse.click(frame["x"] + spot[0], frame["y"] + spot[1])
        self.settle()

    def middle(self, locator: Locator) -> tuple[float, float]:
        """The middle of an element, pixels of the window."""
        box = locator.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def click_row(self, table: Locator, row: int) -> None:
        """Click the name in a row of one of Streamlit's tables; the hand comes from the table's middle."""
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box
        x, y = box["x"] + 150, box["y"] + 36 + 35 * row + 18
        self.page.mouse.move(*self.middle(table), steps=4)
        self.page.mouse.move(x, y, steps=8)
        self.page.wait_for_timeout(200)  # a table drawn on a canvas takes no click of a pointer that was elsewhere
        self.page.mouse.click(x, y, delay=80)
        self.settle()

    def choose(self, label: str, option: str) -> None:
        """Tick a value of a filter, found by its name, or untick it."""
        group = self.facet(label)
        if (find := group.locator(".find input")).count():
            find.fill(option)
        group.get_by_role("treeitem").filter(has_text=option).first.click()
        if find.count():
            find.fill("")
        self.settle()


@contextmanager
def opened_atlas(browser: Browser, address: str, is_new: bool = False, **options: Any) -> Iterator[Atlas]:
    """A visitor whom nobody has seen, in a page that another has left unless it must be new; options are those of contexts."""
    options.setdefault("viewport", {"width": 1440, "height": 1000})
    if is_new or "storage_state" in options:
        context = browser.new_context(accept_downloads=True, **options)
        with followed(context.new_page(), address) as atlas:
            yield atlas
        context.close()
        return
    with idle_page(browser, **options) as page:
        with followed(page, address) as atlas:
            yield atlas
        page.context.clear_cookies()
        page.goto(f"{address}/_stcore/health")  # a page of the app without its scripts
        forget_storage(page)


@contextmanager
def followed(page: Page, address: str) -> Iterator[Atlas]:
    """The app in a page whose requests and errors are noted."""
    with listening(page) as listen:
        atlas = Atlas(page, address)
        listen("request", lambda r: None if r.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) else atlas.outside.append(r.url))  # fmt: skip
        listen("requestfailed", lambda r: atlas.failed.append(r.url))
        listen("response", lambda r: atlas.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        listen("pageerror", lambda e: atlas.errors.append(str(e)))
        yield atlas


@pytest.fixture
def atlas(browser: Browser, address: str) -> Iterator[Atlas]:
    with opened_atlas(browser, address) as atlas:
        yield atlas


@pytest.fixture(scope="session")
def map_page(browser: Browser, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapPage]:
    """The map alone, of the shipped catalogue."""
    with open_map(browser, catalogue, tmp_path_factory.mktemp("map")) as page:
        yield page
        assert page.errors == []
