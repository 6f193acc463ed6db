"""The published map alone in a page, without the app: what it draws is measured there at any zoom and for any set."""

from __future__ import annotations

import functools
import http.server
import json
import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.base_files import base_credit
from geoplan.map.base_maps import base_maps
from geoplan.map.map_texts import map_texts
from geoplan.map.map_view import build_map
from geoplan.map.publish import publish
from geoplan.settings import settings

WINDOW = (1280, 754)
CONSTANT = {"go": None, "scope": "xiamen", "overlay": None}
# The parts of a folium map, and a stand-in for what the app's component gives it.
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{css}"><link rel="stylesheet" href="{map_css}">
<div id="map_div"></div><script src="{js}"></script><script src="{map_js}"></script><script>
window.__GLOBAL_DATA__ = {{}}; window.answers = [];
window.Streamlit = {{ setComponentValue: (value) => answers.push(value.last_active_drawing.properties) }};
window.map = L.map("map_div", {options});
GeoPlan.mount(map, {settings});
GeoPlan.show({state});
</script>"""
MEASURE = """() => {
  const box = (el) => { const r = el.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const found = (selector) => [...document.querySelectorAll(selector)].filter((el) => el.offsetWidth || el.getBBox);
  const boxes = (selector) => found(selector).map((el) => [...box(el), el.textContent || el.className]);
  const [left, top] = box(document.querySelector(".leaflet-gp-labels-pane"));
  const leads = found(".gp-lead").map(({ style }) => {
    const x = left + parseFloat(style.left), y = top + parseFloat(style.top), long = parseFloat(style.width);
    const turn = parseFloat(style.transform.slice("rotate(".length));
    return [x, y, x + long * Math.cos(turn), y + long * Math.sin(turn)];
  });
  const marks = [...document.querySelectorAll(".leaflet-gp-marks-pane path")].filter((p) => p.getAttribute("d") !== "M0 0");
  const { inView, main } = document.querySelector("#map_div").dataset;
  return {
    texts: boxes(".gp-label, .gp-place, .gp-somewhere:not(.gp-corner), .gp-tray, .gp-base-name"), groups: boxes(".gp-group"),
    marks: marks.map((p) => [...box(p), p.dataset.site]), leads,
    controls: boxes(".gp-legend, .gp-scopes, .gp-base-maps > button, .leaflet-control-attribution, .leaflet-control-zoom, .leaflet-control-scale, .gp-readout, .gp-corner"),
    named: [...document.querySelectorAll(".gp-name")].map((el) => el.dataset.site),
    in_view: inView.split(" ").filter(Boolean), main: JSON.parse(main),
    counts: [...document.querySelectorAll(".gp-somewhere:not([hidden]), .gp-tray")].map((el) => Number(el.dataset.n)),
  };
}"""
Box = Sequence[Any]  # left, top, right, bottom in pixels of the window, and what it is


@dataclass
class Drawn:
    """What a map page draws: boxes and lines in pixels of the window."""

    texts: list[Box]  # names, counts and trays
    groups: list[Box]  # round symbols with a number
    marks: list[Box]
    controls: list[Box]
    leads: list[Sequence[float]]
    named: list[str]
    in_view: list[str]
    main: list[str]
    counts: list[int]  # of the sites known by region alone, by region

    def overlaps(self) -> list[tuple[Box, Box]]:
        """Pairs of texts and marks of which one lies on the other; a mark's halo may touch."""
        boxes = [b for b in (*self.texts, *self.groups, *(shrunk(mark) for mark in self.marks)) if in_window(b)]
        return [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if meet(a, b)]

    def cut(self) -> list[Box]:
        """Texts that the edge of the window cuts."""
        return [b for b in (*self.texts, *self.groups) if in_window(b) and not within_window(b)]

    def under_controls(self) -> list[tuple[Box, Box]]:
        boxes = [b for b in (*self.texts, *self.groups) if in_window(b)]
        return [(a, b) for a in boxes for b in self.controls if meet(a, b)]

    def crossed(self) -> list[tuple[Sequence[float], Box]]:
        """Leader lines that cross a text, a symbol or another leader line."""
        texts = [(lead, text) for lead in self.leads for text in self.texts if goes_through(lead, shrunk(text))]
        groups = [(lead, g) for lead in self.leads for g in self.groups if distance(lead, g) < (g[2] - g[0]) / 2 - 1]
        leads = [(a, b) for i, a in enumerate(self.leads) for b in self.leads[i + 1 :] if cross(a, b)]
        return [*texts, *groups, *leads]


class MapPage:
    """The map in a window of its own."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.state: dict[str, Any] = {}
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        page.locator("#map_div[data-ready=yes]").wait_for(timeout=30_000)
        page.wait_for_timeout(300)  # the frame has found its size

    def show(
        self,
        centre: tuple[float, float],
        zoom: float,
        lang: str = "zh",
        wanted: Sequence[str] | None = None,
        chosen: str | None = None,
    ) -> None:
        """Show a set of sites around a latitude and longitude."""
        state = {"wanted": None if wanted is None else list(wanted), "chosen": chosen, "family": [], "lang": lang}
        if state != self.state:
            self.page.evaluate("state => { map.closePopup(); GeoPlan.show(state); }", {**CONSTANT, **state})
            self.page.locator("#map_div[data-named=yes]").wait_for()
            self.state = state
        self.page.evaluate("([at, zoom]) => { map.setView(at, zoom, { animate: false }); }", [centre, zoom])

    def drawn(self) -> Drawn:
        return Drawn(**self.page.evaluate(MEASURE))

    def answer(self) -> dict[str, Any]:
        """What the last click told the app."""
        answer: dict[str, Any] = self.page.evaluate("answers.at(-1)")
        return answer


@contextmanager
def open_map(browser: Browser, catalogue: Catalogue, folder: Path) -> Iterator[MapPage]:
    """Publish a catalogue's map into a folder, serve it on loopback and open it."""
    write_page(catalogue, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": WINDOW[0], "height": WINDOW[1]})
    try:
        yield MapPage(context.new_page(), f"http://127.0.0.1:{server.server_port}/")
    finally:
        context.close()
        server.shutdown()
        server.server_close()


def write_page(catalogue: Catalogue, folder: Path) -> None:
    words = map_texts()
    for of_map in words.values():
        of_map["attribution"] = of_map["attribution"].format(approval="-", base=base_credit(catalogue.home))
    (folder / "static").mkdir(exist_ok=True)
    files = publish(catalogue, words, folder / "static", root="/static")
    view = build_map(files, base_maps(settings()))
    [mount] = [child for child in view._children.values() if hasattr(child, "settings")]
    options = {"minZoom": 6, "maxZoom": 17, "zoomSnap": 0.5, "center": [24.6, 118.1], "zoom": 10}
    html = PAGE.format(
        css=files.leaflet_css, map_css=files.map_css, js=files.leaflet_js, map_js=files.map_js,
        options=json.dumps(options), settings=mount.settings,
        state=json.dumps({**CONSTANT, "wanted": None, "chosen": None, "family": [], "lang": "zh"}),
    )  # fmt: skip
    (folder / "index.html").write_text(html, "utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


# ---- boxes and lines in the plane ------------------------------------------------------------------------------------
def shrunk(box: Box, by: float = 1.0) -> Box:
    return [box[0] + by, box[1] + by, box[2] - by, box[3] - by, *box[4:]]


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share more than half a pixel."""
    return bool(a[0] + 0.5 < b[2] and b[0] + 0.5 < a[2] and a[1] + 0.5 < b[3] and b[1] + 0.5 < a[3])


def in_window(box: Box) -> bool:
    return bool(box[2] > 0 and box[3] > 0 and box[0] < WINDOW[0] and box[1] < WINDOW[1])


def within_window(box: Box) -> bool:
    return bool(box[0] >= 0 and box[1] >= 0 and box[2] <= WINDOW[0] and box[3] <= WINDOW[1])


def cross(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two segments x0, y0, x1, y1 cross, by the sides on which their ends lie."""

    def side(line: Sequence[float], x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return side(a, b[0], b[1]) * side(a, b[2], b[3]) < 0 and side(b, a[0], a[1]) * side(b, a[2], a[3]) < 0


def goes_through(line: Sequence[float], box: Box) -> bool:
    x0, y0, x1, y1 = box[:4]
    if x0 <= line[0] <= x1 and y0 <= line[1] <= y1:
        return True
    edges = [(x0, y0, x1, y0), (x1, y0, x1, y1), (x1, y1, x0, y1), (x0, y1, x0, y0)]
    return any(cross(line, edge) for edge in edges)


def distance(line: Sequence[float], box: Box) -> float:
    """Of the middle of a box from a segment."""
    x, y = (box[0] + box[2]) / 2 - line[0], (box[1] + box[3]) / 2 - line[1]
    dx, dy = line[2] - line[0], line[3] - line[1]
    along = max(0.0, min(1.0, (x * dx + y * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - along * dx, y - along * dy)
