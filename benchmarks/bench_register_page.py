"""The page of enterprises with a million rows: how long a result takes, and a click after it; what memory comes back.

A synthetic register is uploaded by Chromium, twice, each by a visitor of its own who then leaves. Beside the result
stands what reading three columns takes alone, and the CPU of the server and its processes; beside each click, also the
first on other years, an empty run of the map's page, by Streamlit's own key, taken in turn with it, so that a slow spell
of the machine meets both. Times are taken in the page, from the message to
the server to the end of the run. Printed are seconds, ratios and the server's memory. Run
``python benchmarks/bench_register_page.py [ROWS [VISITORS]]``.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from playwright.sync_api import Browser, Locator, Page, TimeoutError, sync_playwright
from streamlit_server import HOME, Server, serving

sys.path.insert(0, str(HOME / "tests"))
from browser.conftest import FLAGS, IFRAME, chromium

from geoplan.catalogue.catalogue import load
from geoplan.registers.write_synthetic import write_synthetic

PROMISE = 15.0  # seconds to the result
FORGOTTEN = 160.0  # seconds until Streamlit forgets a session that left, and the server gives back what it held
VIEWS = ("规划外集中区", "县区企业数", "规划与实际", "未用的行")
OF_A_YEAR = VIEWS[2]
ROUNDS = 7
EMPTY = "map, empty run"
WATCH = """() => {
  const now = () => performance.now(), send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { window.told ??= now(); return send.call(this, data); };
  const app = document.querySelector("[data-testid=stApp]");
  new MutationObserver(() => { if (app.dataset.testScriptState === "notRunning") window.ended = now(); })
    .observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
}"""


def main(n_rows: int, visitors: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        register = Path(folder) / "synthetic.parquet"
        write_synthetic(register, load(HOME), n_rows, seed=0)
        start = time.perf_counter()
        pq.read_table(register, columns=["lon", "lat", "gbt_code"])
        reading = time.perf_counter() - start
        # Two: a browser runs what lies in the background less often.
        browser, other = (playwright.chromium.launch(executable_path=chromium(), args=FLAGS) for _ in range(2))
        with serving("-m", "geoplan.ui") as server:
            time.sleep(14)  # until it has read what later pages need
            for visitor in range(1, visitors + 1):
                server.settle()
                before = server.memory()
                result, cpu, clicks, during = visit(browser, other, server, register)
                time.sleep(FORGOTTEN)
                server.settle()
                print(
                    f"visitor {visitor}: {n_rows:,} rows uploaded, result after {result:.1f} s (promised {PROMISE:g}; "
                    f"reading three columns {reading:.2f} s), {cpu:.1f} s of CPU\n"
                    f"  memory {before:.0f} MB, {during:.0f} with the result, {server.memory():.0f} after"
                )
                for what, seconds in clicks.items():
                    print(
                        f"  {what:16s} {seconds:.3f} s   {seconds / clicks[EMPTY]:.2f} x an empty run of the map's page"
                    )
        browser.close()
        other.close()


def visit(
    browser: Browser, other: Browser, server: Server, register: Path
) -> tuple[float, float, dict[str, float], float]:
    page, plain = (each.new_context(viewport={"width": 1440, "height": 900}).new_page() for each in (browser, other))
    page.goto(f"http://127.0.0.1:{server.port}/enterprises?lang=zh")
    box = page.locator(".st-key-side input[type=file]")
    box.wait_for(state="attached")
    settled(page)
    start, before = time.perf_counter(), server.cpu_with_children()
    box.set_input_files(register)
    page.locator(".st-key-side [data-testid=stDataFrame]").wait_for(timeout=120_000)
    result = time.perf_counter() - start
    settled(page)
    cpu = server.cpu_with_children() - before
    page.evaluate(WATCH)
    for view in VIEWS:  # each is computed once
        timed(page, pill(page, view).click)
    during = server.memory()
    plain.goto(f"http://127.0.0.1:{server.port}/?lang=zh")
    plain.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    settled(plain)
    plain.evaluate(WATCH)
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for view in VIEWS:
            taken.setdefault(view, []).append(timed(page, pill(page, view).click))
        taken.setdefault(EMPTY, []).append(timed(plain, lambda: plain.keyboard.press("r")))
    pill(page, OF_A_YEAR).click()
    settled(page)
    year = page.locator(".st-key-side [data-testid=stNumberInput] input")
    last = int(year.input_value())
    for back in range(1, ROUNDS + 1):
        year.fill(str(last - back))
        taken.setdefault(f"{OF_A_YEAR}, other year", []).append(timed(page, lambda: year.press("Enter")))
    for each in (page, plain):
        each.context.close()
    return result, cpu, {what: statistics.median(filter(math.isfinite, times)) for what, times in taken.items()}, during


def settled(page: Page) -> None:
    """Wait for the end of the run."""
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=120_000)
    page.wait_for_timeout(1500)


def pill(page: Page, text: str) -> Locator:
    """A choice of the panel."""
    return page.locator(".st-key-side [data-testid=stButtonGroup] button", has_text=text).first


def timed(page: Page, act: Callable[[], None]) -> float:
    """Seconds from the message that an action sends until the run that follows has ended; NaN where that was not seen."""
    page.wait_for_timeout(500)
    page.evaluate("window.told = window.ended = undefined")
    act()
    try:
        page.wait_for_function("window.told && window.ended > window.told", timeout=10_000, polling=50)
    except TimeoutError:  # a run so short that the browser drew its beginning and its end at once, once in a hundred
        return math.nan
    return float(page.evaluate("window.ended - window.told")) / 1000


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    main(*numbers, *(1_000_000, 2)[len(numbers) :])
