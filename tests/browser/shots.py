"""Screenshots of every page, in both languages and at three widths, for people to look at."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser.conftest import FLAGS, HOME, IFRAME, chromium, start_app

PORT = 8597
VIEWS = {
    "layout": "",
    "dossier": "?site=software-park-2",
    "fujian": "?view=26.0,118.3,7.5",
    **{
        f"coverage-{view}": f"coverage?show={view}"
        for view in ("counts", "reach", "nearest", "mix", "pairs", "clusters", "access")
    },
    "find": "find?make=微创手术机器人&for=devices&pick=biomedical-harbour&pick=science-city&pick=xinyang",
    "plans": "plans",
    "data": "data",
}


def main(target: Path = HOME / "static" / "shots") -> None:
    target.mkdir(parents=True, exist_ok=True)
    process = start_app(PORT)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for width, height in ((375, 780), (1280, 800), (1920, 1080)):
                page = browser.new_page(viewport={"width": width, "height": height})
                for lang in ("zh", "en"):
                    for name, query in VIEWS.items():
                        between = "&" if "?" in query else "?"
                        page.goto(f"http://127.0.0.1:{PORT}/{query}{between}lang={lang}")
                        if name in {"layout", "dossier", "fujian"}:
                            page.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
                        else:
                            page.get_by_test_id("stDataFrame").first.wait_for(timeout=60_000)
                        page.wait_for_timeout(1500)
                        page.screenshot(path=target / f"{name}-{lang}-{width}.png")
            browser.close()
    finally:
        process.terminate()
    print(target)


if __name__ == "__main__":
    main()
