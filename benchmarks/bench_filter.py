"""How fast a change of filter reaches the map, and how much is sent, against an empty rerun and naive st_folium.

The catalogue is the shipped one, of about 200 drawn places. Printed are ratios and bytes; seconds only beside them,
these machines being noisy.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME / "tests"))
from browser.conftest import FLAGS, IFRAME, chromium  # noqa: E402

from geoplan.catalogue.catalogue import load  # noqa: E402

ROUNDS = 9

NAIVE = """
import streamlit as st, folium, geopandas as gpd
from pathlib import Path
from streamlit_folium import st_folium
from geoplan.catalogue.catalogue import load
from geoplan.query.selection import Selection, select

@st.cache_resource
def catalogue():
    return load(Path({home!r}))

c = catalogue()
layers = [l for l in c.layers.index if st.checkbox(l, key=l)]
st.button("again")
wanted = select(c, Selection(layers=tuple(layers)))
places = c.places[c.places.site_id.isin(wanted) & c.places.geometry.notna()]
m = folium.Map([24.6, 118.1], zoom_start=10, tiles=None)
m.default_js = [("leaflet", "/app/static/leaflet.js")]  # its own addresses are outside, and the network is cut
m.default_css = [("leaflet", "/app/static/leaflet.css")]
for row in places.itertuples():
    folium.GeoJson(row.geometry.__geo_interface__, tooltip=row.site_id).add_to(m)
st_folium(m, key="m", height=600, use_container_width=True, returned_objects=[])
st.html(f"<p id='shown'>{{len(places)}}</p>")
"""


def serve(script: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"],
        cwd=HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("did not start")


# Times are taken in the page, from the key or the click (the button is let go): until the server is told, to the end of the
# run, to the map that shows the sites. A key of Streamlit's tells the server at once. A click, as on any widget of
# Streamlit's, does so by a timer, which Chromium runs after its next frame: the ratio is from the telling on.
WATCH = """(frame) => {
  const now = () => performance.timeOrigin + performance.now();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { if (window.times) window.times.told ??= now(); return send.call(this, data); };
  const watch = (el, name, then) => new MutationObserver(then).observe(el, { attributes: true, attributeFilter: [name] });
  for (const type of ["click", "keydown"]) addEventListener(type, () => { window.times = { began: now() }; }, true);
  const app = document.querySelector("[data-testid=stApp]"), map = document.querySelector(frame).contentDocument.querySelector("#map_div");
  watch(app, "data-test-script-state", () => { window.times[app.dataset.testScriptState] = now(); });
  watch(map, "data-shown", () => { window.times.shown = now(); });
  watch(map, "data-named", () => { if (map.dataset.named) window.times.named = now(); });
}"""


def timed(page: Page, received: list[int], act: Callable[[], None], *ends: str) -> tuple[list[float], int]:
    """Seconds from an action to events of the page, the last of which comes last, and bytes over the web socket."""
    page.wait_for_timeout(700)
    received.clear()
    act()
    page.wait_for_function(f"window.times?.{ends[-1]}", polling=50)
    times = page.evaluate("window.times")
    page.wait_for_timeout(600)
    return [(times[end] - times["began"]) / 1000 for end in ends], sum(received)


def sample(
    page: Page, received: list[int], act: Callable[[int], None], done: Callable[[int], None]
) -> tuple[float, int]:
    """Median seconds from a click to its effect as it is seen from outside, and median bytes over the web socket."""
    seconds, sizes = [], []
    for n in range(ROUNDS):
        page.wait_for_timeout(700)
        received.clear()
        began = time.perf_counter()
        act(n)
        done(n)
        seconds.append(time.perf_counter() - began)
        page.wait_for_timeout(400)
        sizes.append(sum(received))
    return statistics.median(seconds), int(statistics.median(sizes))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        naive = home / "naive.py"
        naive.write_text(textwrap.dedent(NAIVE).format(home=str(HOME)), "utf-8")
        (home / "static").mkdir()
        for name in ("leaflet.js", "leaflet.css"):
            (home / "static" / name).write_bytes((files("xstatic.pkg.leaflet") / "data" / name).read_bytes())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        servers = []
        try:
            ours, address = serve(HOME / "app.py")
            theirs, naive_address = serve(naive)
            servers = [ours, theirs]
            size: ViewportSize = {"width": 1440, "height": 1000}
            ([told_empty, empty], empty_bytes), ([told, shown, named], shown_bytes), map_bytes = _ours(
                browser.new_page(viewport=size), address
            )
            naive_shown, naive_bytes = _naive(browser.new_page(viewport=size), naive_address)
        finally:
            for server in servers:
                server.terminate()
            browser.close()
    print(f"drawn places                         {load(HOME).places.geometry.notna().sum()}")
    print(f"empty rerun of the page              {empty * 1000:6.0f} ms   {empty_bytes / 1000:7.1f} kB in all")
    print(
        f"filter reaches the map               {shown * 1000:6.0f} ms   {shown_bytes / 1000:7.1f} kB in all   (promise: at most 20)"
    )
    print(f"  of which until the server is told  {told * 1000:6.0f} ms   (by key: {told_empty * 1000:.0f} ms)")
    print(f"  and its names are written          {named * 1000:6.0f} ms")
    print(f"  of which sent to the map                       {map_bytes / 1000:7.1f} kB")
    print(f"naive st_folium, same filter         {naive_shown * 1000:6.0f} ms   {naive_bytes / 1000:7.1f} kB in all")
    ratio = (shown - told) / (empty - told_empty)
    print(
        f"filter / empty rerun                 {ratio:6.2f}      (promise: at most 1.2; from the click: {shown / empty:.2f})"
    )
    print(f"naive / ours                         {naive_shown / shown:6.2f}")


def _watch(page: Page) -> list[int]:
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: received.append(len(data))))
    return received


def _ours(page: Page, address: str) -> tuple[tuple[list[float], int], tuple[list[float], int], int]:
    received = _watch(page)
    to_map: list[int] = []  # whole messages to the map's component
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: to_map.append(len(data)) if _for_map(data) else None))  # fmt: skip
    page.goto(address)
    page.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.evaluate(WATCH, IFRAME)
    values = page.locator('section[data-facet="industries"] [data-value]:visible')
    empty, filtered = [], []
    # In turn, so that a slow spell of the machine meets both.
    for n in range(2 * ROUNDS):
        # Streamlit's own key for a run in which nothing has changed.
        empty.append(timed(page, received, lambda: page.keyboard.press("r"), "told", "notRunning"))
        filtered.append(timed(page, received, values.nth(n // 2).click, "told", "shown", "named"))
    return _medians(empty), _medians(filtered), max(to_map, default=0)


def _medians(rounds: list[tuple[list[float], int]]) -> tuple[list[float], int]:
    seconds, sizes = zip(*rounds, strict=True)
    return [statistics.median(of) for of in zip(*seconds, strict=True)], int(statistics.median(sizes))


def _for_map(data: str | bytes) -> bool:
    return (b"GeoPlan.show(" if isinstance(data, bytes) else "GeoPlan.show(") in data


def _naive(page: Page, address: str) -> tuple[float, int]:
    received = _watch(page)
    page.goto(address)
    page.wait_for_selector("#shown", timeout=60_000)
    page.frame_locator("iframe").locator(".leaflet-interactive").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    boxes = page.get_by_test_id("stCheckbox")

    def tick(n: int) -> None:
        for f in page.frames:  # mark the map that is there, to see the next one come
            if "streamlit_folium" in f.url:
                f.evaluate("window.__old = true")
        boxes.nth(n // 2).locator("label").click()

    def reached(_: int) -> None:
        limit = time.perf_counter() + 30
        while time.perf_counter() < limit:
            for f in page.frames:
                if "streamlit_folium" in f.url:
                    try:
                        if f.evaluate("!window.__old && document.querySelectorAll('.leaflet-container').length > 0"):
                            return
                    except Exception:  # the frame is being replaced
                        pass
            page.wait_for_timeout(10)

    return sample(page, received, tick, reached)


if __name__ == "__main__":
    main()
