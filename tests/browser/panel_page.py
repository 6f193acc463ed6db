"""The two lists of the left panel alone in a page, without the app, as Streamlit mounts them: in a shadow root."""

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

from .idle_pages import forget_storage, idle_page

COMPONENTS = Path(__file__).resolve().parents[2] / "geoplan" / "ui" / "components"
ASSETS = Path(__file__).resolve().parents[2] / "geoplan" / "map" / "assets"
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>panel</title>
<style>body { margin: 0; background: #fbfaf7; font-family: "Noto Sans CJK SC", "Noto Sans SC", sans-serif }
#host { width: WIDTHpx; padding: 6px 14px; box-sizing: border-box }</style>
<div id="host"></div>FRAME<script type="module">
import mount from "./NAME.js";
const root = document.querySelector("#host").attachShadow({ mode: "open" });
const sheet = document.createElement("style");
sheet.textContent = await (await fetch("NAME.css")).text();
root.append(sheet);
window.answers = [];
window.show = (data) => { window.told = data; window.end = mount({ parentElement: root, data, setTriggerValue: (name, value) => answers.push([name, structuredClone(value)]) }); };
show(DATA);
</script></html>"""
# What the map's frame has for the list of layers.
FRAME = """<!doctype html><script src="geoplan-layers.js"></script><script>
window.changes = []; window.hidden_ = 0;
window.GeoPlan = { hiddenCount: () => window.hidden_ };
window.begin = (list) => { GeoPlan.layers = GeoPlanLayers({ onChange: (ids) => changes.push(ids) }); GeoPlan.layers.define(list); };
</script>"""
# What a reader of the screen would find wanting: names, roles that fit, ids used once, references that lead somewhere.
FAULTS = """() => {
  const root = document.querySelector("#host").shadowRoot, faults = [];
  const ids = [...root.querySelectorAll("[id]")].map((el) => el.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push(`twice: ${id}`));
  for (const el of root.querySelectorAll("[aria-controls], [aria-labelledby], [aria-describedby]"))
    for (const name of ["aria-controls", "aria-labelledby", "aria-describedby"])
      for (const id of (el.getAttribute(name) || "").split(" ").filter(Boolean)) if (!root.getElementById(id)) faults.push(`${name}: ${id}`);
  for (const el of root.querySelectorAll("button, input, [role=tree], [role=treeitem]")) {
    const label = el.getAttribute("aria-label") || (el.getAttribute("aria-labelledby") || "").split(" ").map((id) => root.getElementById(id)?.textContent).join("") || el.closest("label")?.textContent || (el.tagName === "BUTTON" && el.textContent);
    if (!label || !label.trim()) faults.push(`no name: ${el.outerHTML.slice(0, 80)}`);
  }
  for (const el of root.querySelectorAll("[role=treeitem]")) {
    if (!el.closest("[role=tree]")) faults.push("an item outside of a tree");
    if (!["true", "false", "mixed"].includes(el.getAttribute("aria-checked"))) faults.push(`not said whether checked: ${el.textContent}`);
  }
  for (const tree of root.querySelectorAll("[role=tree]")) {
    if ([...tree.children].some((el) => el.getAttribute("role") !== "treeitem")) faults.push("a tree with something else in it");
    if (tree.children.length && [...tree.children].filter((el) => el.tabIndex === 0).length !== 1) faults.push("a tree is one stop of the Tab key");
  }
  return faults;
}"""
# Texts wider than the panel or cut within it.
CUT = """() => {
  const root = document.querySelector("#host").shadowRoot, host = document.querySelector("#host").getBoundingClientRect();
  return [...root.querySelectorAll("*")].filter((el) => el.getClientRects().length && el.tagName !== "STYLE").filter((el) => {
    const box = el.getBoundingClientRect();
    return box.right > host.right + .5 || box.left < host.left - .5 || (!el.matches("input, svg *") && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== "inline");
  }).map((el) => `${el.className?.baseVal ?? el.className} ${el.textContent.slice(0, 40)}`);
}"""
# Contrast of texts with what is behind them, by the formula of WCAG 2; the smallest of all.
CONTRAST = """() => {
  const root = document.querySelector("#host").shadowRoot, canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (el) => { for (let at = el; at; at = at.parentElement ?? at.getRootNode().host) { const c = rgb(getComputedStyle(at).backgroundColor); if (c[3] > 250) return c; } return [251, 250, 247, 255]; };
  return [...root.querySelectorAll("*")].filter((el) => el.tagName !== "STYLE" && el.getClientRects().length && !el.disabled && [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())).map((el) => {
    const [a, b] = [light(rgb(getComputedStyle(el).color)), light(behind(el))].sort((x, y) => y - x);
    return [(a + .05) / (b + .05), el.textContent];
  }).sort((x, y) => x[0] - y[0])[0];
}"""


class PanelPage:
    """A page with one of the lists."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(address)
        page.wait_for_function("window.told")

    def answers(self) -> list[Any]:
        return list(self.page.evaluate("answers"))

    def tell(self, **changes: Any) -> None:
        """A new message of the server, with what differs from the last one."""
        self.page.evaluate("changes => show({ ...told, ...changes })", changes)

    # ---- the list of facets ------------------------------------------------------------------------------------------
    def group(self, facet: str) -> Locator:
        return self.page.locator(f"[data-facet={facet}]")

    def value(self, facet: str, value: str) -> Locator:
        return self.group(facet).locator(f'[data-value="{value}"]')

    def shown(self, facet: str) -> list[str]:
        """The values of a facet that can be seen."""
        rows = self.group(facet).locator("[role=treeitem]:visible")
        return list(rows.evaluate_all("rows => rows.map((row) => row.dataset.value)"))

    # ---- the list of layers, and the frame it talks to -----------------------------------------------------------------
    def in_frame(self, script: str, value: Any = None) -> Any:
        return self.page.frames[1].evaluate(script, value)

    def layer(self, layer_id: str) -> Locator:
        return self.page.locator(f'[data-layer="{layer_id}"]')


@contextmanager
def open_panel(
    browser: Browser, folder: Path, name: str, data: dict[str, Any], content: bytes | None, width: int = 292,
    **options: Any,
) -> Iterator[PanelPage]:  # fmt: skip
    """Serve one of the lists on loopback with its file, or with none where it is None, and open it."""
    for suffix in ("js", "css"):
        (folder / f"{name}.{suffix}").write_bytes((COMPONENTS / f"{name}.{suffix}").read_bytes())
    (folder / "geoplan-layers.js").write_bytes((ASSETS / "geoplan-layers.js").read_bytes())
    (folder / "frame.html").write_text(FRAME, "utf-8")
    if content is not None:
        (folder / "facets.json").write_bytes(content)
    frame = (
        '<div class="st-key-map"><iframe src="frame.html" title="map"></iframe></div>' if name == "layer_list" else ""
    )
    told = json.dumps({"url": "facets.json", "failed": "not loaded", **data})
    html = PAGE.replace("NAME", name).replace("WIDTH", str(width)).replace("FRAME", frame).replace("DATA", told)
    (folder / "index.html").write_text(html, "utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    options = {"viewport": {"width": width + 340, "height": 900}, **options}
    try:
        with idle_page(browser, **options) as blank:
            page = PanelPage(blank, f"http://127.0.0.1:{server.server_port}/")
            yield page
            forget_storage(blank)
        assert page.errors == []
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass
