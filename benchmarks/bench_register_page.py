"""The page of enterprises with a million rows: how long a result takes, and a click after it; what memory comes back.

A synthetic register is uploaded by Chromium, twice, each by a visitor of its own who then leaves. Beside the result
stands what reading three columns takes alone; what an empty run of the map's page takes, bench_filter.py prints. Printed
are seconds and the server's memory. Run ``python benchmarks/bench_register_page.py [ROWS]``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from streamlit_server import HOME, Server, serving

sys.path.insert(0, str(HOME / "tests"))
from browser.conftest import FLAGS, chromium

from geoplan.catalogue.catalogue import load
from geoplan.registers.write_synthetic import write_synthetic

PROMISE = 15.0  # seconds to the result
FORGOTTEN = 160.0  # seconds until Streamlit forgets a session that left, and the server gives back what it held
VIEWS = ("规划外集中区", "县区企业数", "规划与实际")
ROUNDS = 3


def main(n_rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        register = Path(folder) / "synthetic.parquet"
        write_synthetic(register, load(HOME), n_rows, seed=0)
        start = time.perf_counter()
        pq.read_table(register, columns=["lon", "lat", "gbt_code"])
        reading = time.perf_counter() - start
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serving("-m", "geoplan.ui") as server:
            for visitor in (1, 2):
                server.settle()
                before = server.memory()
                result, clicks, during = visit(browser, server, register)
                time.sleep(FORGOTTEN)
                server.settle()
                print(
                    f"visitor {visitor}: {n_rows:,} rows uploaded, result after {result:.1f} s (promised {PROMISE:g}; "
                    f"reading three columns {reading:.2f} s); a click {clicks:.2f} s; "
                    f"memory {before:.0f} MB, {during:.0f} with the result, {server.memory():.0f} after"
                )
        browser.close()


def visit(browser: Browser, server: Server, register: Path) -> tuple[float, float, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/enterprises?lang=zh")
    box = page.locator(".st-key-side input[type=file]")
    box.wait_for(state="attached")
    settled(page)
    start = time.perf_counter()
    box.set_input_files(register)
    page.locator(".st-key-side [data-testid=stDataFrame]").wait_for(timeout=120_000)
    result = time.perf_counter() - start
    settled(page)
    for view in VIEWS:  # each is computed once
        click(page, pill(page, view))
    clicks = statistics.median(click(page, pill(page, view)) for _ in range(ROUNDS) for view in VIEWS)
    during = server.memory()
    context.close()
    return result, clicks, during


def settled(page: Page) -> None:
    """Wait for the end of the run, and count those that end from now on."""
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=120_000)
    page.evaluate(
        """() => {
          if (window.ended !== undefined) return;
          window.ended = 0;
          const name = "data-test-script-state";
          const count = (changes) => { for (const { target } of changes) window.ended += target.getAttribute(name) === "notRunning"; };
          new MutationObserver(count).observe(document.body, { subtree: true, attributes: true, attributeFilter: [name] });
        }"""
    )


def pill(page: Page, text: str) -> Locator:
    """A choice of the panel."""
    return page.locator(".st-key-side [data-testid=stButtonGroup] button", has_text=text).first


def click(page: Page, button: Locator) -> float:
    """Seconds from a click until the run that follows has ended."""
    ended = page.evaluate("window.ended")
    start = time.perf_counter()
    button.click()
    page.wait_for_function("ended => window.ended > ended", arg=ended, timeout=60_000)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
