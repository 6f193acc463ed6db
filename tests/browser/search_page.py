"""The search box alone in a page, without the app: the index is served from loopback and every request is counted."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from geoplan.ui.components.search_box import box_texts

from .idle_pages import forget_storage, idle_page

COMPONENTS = Path(__file__).resolve().parents[2] / "geoplan" / "ui" / "components"
PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>:root { color-scheme: light dark } body { margin: 8px } #host { width: WIDTH }</style>
<input id="other"><div id="host"></div><script type="module">
import mount, * as matcher from "./search_box.js";
const root = document.querySelector("#host").attachShadow({ mode: "open" });
const sheet = document.createElement("style");
sheet.textContent = await (await fetch("search_box.css")).text();
root.append(sheet);
window.answers = [];
window.matcher = matcher;
window.show = (data) => mount({ parentElement: root, data, setTriggerValue: (name, value) => answers.push([name, value]) });
window.remove = show(DATA);
</script>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class SearchPage:
    """A page with the box, and what it asked for and answered."""

    def __init__(self, page: Page, address: str, ready: bool = True) -> None:
        self.page = page
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(address)
        self.root.wait_for()
        if ready:
            page.locator(".gp-search[data-ready=yes]").wait_for()
        self.requests.clear()

    @property
    def root(self) -> Locator:
        return self.page.locator(".gp-search")

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("combobox")

    @property
    def options(self) -> Locator:
        return self.page.get_by_role("option")

    @property
    def status(self) -> str:
        return self.page.get_by_role("status").inner_text()

    def find(self, text: str) -> list[str]:
        """Type a text; return the names of the rows."""
        self.input.fill(text)
        return self.page.locator(".gp-name").evaluate_all("all => all.map((el) => el.firstChild.textContent)")

    def groups(self) -> dict[str, list[str]]:
        """The names of the rows by heading."""
        found = self.page.locator(".gp-group").evaluate_all(
            """all => all.map((group) => [group.querySelector(".gp-heading")?.textContent ?? "",
                 [...group.querySelectorAll(".gp-name")].map((el) => el.firstChild.textContent)])"""
        )
        return {heading: names for heading, names in found if heading}

    def active(self) -> str:
        """The name of the row that the keys are on, as an assistive technology is told."""
        row = self.input.get_attribute("aria-activedescendant")
        return self.page.locator(f"#{row} .gp-name").inner_text() if row else ""

    def answers(self) -> list[Any]:
        return list(self.page.evaluate("answers"))


@contextmanager
def open_search(
    browser: Browser, folder: Path, index: bytes | None, lang: str = "zh", width: str = "360px", **options: Any
) -> Iterator[SearchPage]:
    """Serve the box with an index, or with none where it is None, and open it."""
    data = {"url": "index.json", "lang": lang, "texts": box_texts(lang), "value": ""}
    for name in ("search_box.js", "search_box.css"):
        (folder / name).write_bytes((COMPONENTS / name).read_bytes())
    if index is not None:
        (folder / "index.json").write_bytes(index)
    page = PAGE.replace("WIDTH", width).replace("DATA", json.dumps(data))
    (folder / "index.html").write_text(page, "utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = {"viewport": {"width": 1280, "height": 800}, **options}
    try:
        with idle_page(browser, **options) as blank:
            yield SearchPage(blank, f"http://127.0.0.1:{server.server_port}/", ready=index is not None)
            forget_storage(blank)
    finally:
        server.shutdown()
        server.server_close()
