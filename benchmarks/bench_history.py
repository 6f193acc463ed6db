"""How long each step back and forward takes over twelve steps, until map, table, counts and boxes are as they were.

The peer is an empty rerun of the same page. Run ``python benchmarks/bench_history.py``; the machine's noise is in the
seconds, so the ratio and the load beside it are what counts.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from browser.conftest import FLAGS, Atlas, chromium, free_port, opened_atlas, start_app
from browser.test_history import STEPS, take_steps, walk

PROMISE = 1.0  # seconds a step
ROUNDS = 9


def empty_rerun(atlas: Atlas) -> float:
    """Median seconds of a run in which nothing has changed, from the key to the page at rest."""
    watch = """() => {
      addEventListener("keydown", () => { window.began = performance.now(); }, true);
      const app = document.querySelector("[data-testid=stApp]");
      new MutationObserver(() => { window.took = performance.now() - window.began; }).observe(app, { attributes: true });
    }"""
    atlas.page.evaluate(watch)
    seconds = []
    for _ in range(ROUNDS):
        atlas.page.keyboard.press("r")  # Streamlit's own key
        atlas.page.wait_for_timeout(1200)
        seconds.append(atlas.page.evaluate("window.took") / 1000)
    return statistics.median(seconds)


def main() -> None:
    port = free_port()
    process = start_app(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            with opened_atlas(browser, f"http://127.0.0.1:{port}") as atlas:
                atlas.open()
                empty = empty_rerun(atlas)
                states, _ = take_steps(atlas)
                time.sleep(1)
                found = [(expected == now, seconds) for expected, now, seconds in walk(atlas, states)]
            browser.close()
    finally:
        process.terminate()
    names = list(STEPS)
    for (right, seconds), name in zip(found, [*(f"back over {n}" for n in names[::-1]), *names], strict=True):
        print(f"{name:28} {seconds:5.2f} s  {'as it was' if right else 'NOT AS IT WAS'}")
    times = [seconds for _, seconds in found]
    print(f"empty rerun {empty:.2f} s, load {os.getloadavg()[0]:.1f}")
    print(f"median {statistics.median(times):.2f} s, {statistics.median(times) / empty:.1f} empty reruns")
    print(f"longest {max(times):.2f} s   (promise: at most {PROMISE})")


if __name__ == "__main__":
    main()
