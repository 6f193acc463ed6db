"""The published atlas: its size, the time to make it, and the time to its first map in Chromium beside folium's own page.

The peer is what folium saves of the same places and the same base with the data within the document and no tiles; its
links to scripts on the web are answered from the installed files, so that neither page waits for a network. Both are
opened in turn in the same browser with the network cut. Run ``python benchmarks/bench_publish.py``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import folium
import orjson
from playwright.sync_api import Browser, Page, Route, sync_playwright

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from browser.conftest import FLAGS, chromium

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.map.publish import base_content, leaflet_file
from geoplan.map.site_markers import map_sites
from geoplan.publish.atlas_page import atlas_page
from geoplan.publish.publication import Publication
from geoplan.settings import settings

PROMISED_BYTES = 3_000_000
PROMISED_SECONDS = 1.5
TIMES = 7
WINDOW: Any = {"width": 1280, "height": 800}
# Performance time at which a script of the page says that the map is drawn, after the next frame.
OURS = "document.querySelector('#map_div[data-named=yes]')"
PEER = "document.querySelectorAll('.leaflet-marker-icon').length >= {n}"
WATCH = """window.__drawn = null;
new MutationObserver((_, watch) => { if (CONDITION) { watch.disconnect(); requestAnimationFrame(() => setTimeout(() => { window.__drawn = performance.now(); })); } })
  .observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-named"] });"""


def folium_page(catalogue: Catalogue) -> tuple[str, int]:
    """The same base and places by folium, its data within the document; and how many of the places are points."""
    view = folium.Map(location=[24.6, 118.1], zoom_start=10, tiles=None)
    base = base_content(catalogue.home, catalogue.regions)
    for part in ("land", "former_sea", "outside", "borders", "city_borders"):
        folium.GeoJson(base[part]).add_to(view)
    for water in base["water"]:
        folium.GeoJson(water["geometry"]).add_to(view)
    features = orjson.loads(map_sites(catalogue))["drawn"]["features"]
    for feature in features:
        folium.GeoJson(feature["geometry"], tooltip=feature["properties"]["zh"]).add_to(view)
    points = sum(feature["geometry"]["type"] == "Point" for feature in features)
    return str(view.get_root().render()), points


def local(route: Route) -> None:
    """Answer folium's links to the web from what is installed, and all others with nothing."""
    name = route.request.url.rpartition("/")[2]
    if name in ("leaflet.js", "leaflet.css"):
        route.fulfill(body=leaflet_file(name), content_type="text/javascript" if name.endswith("js") else "text/css")
    elif route.request.url.startswith("file:"):
        route.continue_()
    else:
        route.fulfill(body="", content_type="text/javascript" if name.endswith(".js") else "text/css")


def seconds(browser: Browser, file: Path, condition: str) -> float:
    """From the start of the navigation until the map is drawn."""
    page: Page = browser.new_page(viewport=WINDOW)
    page.route("**/*", local)
    page.add_init_script(WATCH.replace("CONDITION", condition))
    page.goto(file.as_uri())
    page.wait_for_function("() => window.__drawn !== null", timeout=60_000)
    drawn = float(page.evaluate("window.__drawn")) / 1000
    page.close()
    return drawn


def main() -> None:
    catalogue = load(settings().home)
    start = time.process_time()
    content = atlas_page(catalogue, Publication(date(2026, 1, 1)))
    made = time.process_time() - start
    text, points = folium_page(catalogue)
    peer = text.encode()
    print(
        f"made in {made:.1f} s of CPU; {len(content) / 1e6:.2f} MB      (promise: at most {PROMISED_BYTES / 1e6:.0f} MB)"
    )
    print(f"folium's page of base and places alone {len(peer) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours_file, peer_file = Path(folder) / "ours.html", Path(folder) / "peer.html"
        ours_file.write_bytes(content)
        peer_file.write_bytes(peer)
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        ours, peers = [], []
        for _ in range(TIMES):
            ours.append(seconds(browser, ours_file, OURS))
            peers.append(seconds(browser, peer_file, PEER.format(n=points)))
        browser.close()
    for title, times in (("published", ours), ("folium", peers)):
        print(f"{title:10s} first map {statistics.median(times):.2f} s, {min(times):.2f} to {max(times):.2f}")
    print(
        f"published / folium {statistics.median(ours) / statistics.median(peers):.2f}      (promise: {PROMISED_SECONDS} s)"
    )
    if len(content) > PROMISED_BYTES or min(ours) > PROMISED_SECONDS:
        sys.exit("the page is larger or slower than promised")


if __name__ == "__main__":
    main()
