"""Pictures of every page, in both languages, light and dark, at five sizes, to be looked at; and the one of the README."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import geoplan
from browser.conftest import FLAGS, HOME, IFRAME, chromium, free_port, start_app
from geoplan.sources import data_version

SIZES = ((375, 780), (1280, 800), (1440, 900), (1920, 1080), (2560, 1440))
VIEWS = {
    "layout": "",
    "filtered": "?industry=bio&county=350205",
    "nothing": "?industry=bio&q=zzzz",
    "dossier": "?site=software-park-2",
    "fujian": "?view=26.0,118.3,7.5",
    "coverage": "coverage?industry=bio",
    **{
        f"coverage-{view}": f"coverage?show={view}"
        for view in ("counts", "reach", "nearest", "mix", "pairs", "clusters", "access")
    },
    "find": "find?make=微创手术机器人&for=devices&pick=biomedical-harbour&pick=science-city&pick=xinyang",
    "compared": "plans?with=software-park-2&with=biomedical-harbour&with=kaiyuan-community",
    "plans": "plans?compare=differences",
    **{
        f"data-{view}": f"data?data={view}"
        for view in ("contents", "plan_texts", "export", "service", "own_layers", "geocode", "templates")
    },
}
README = HOME / "docs" / "app.png"
VERSION = "GeoPlan"  # key of the versions in a picture's metadata


def versions() -> str:
    """The versions that a picture of the app is of: of the package and of the data."""
    return f"{geoplan.__version__} {data_version(HOME)}"


def settled(page: Page, url: str) -> None:
    page.goto(url)
    page.locator(f".st-key-sheet, {IFRAME}").first.wait_for()
    if page.locator(".st-key-sheet").count() == 0:
        page.frame_locator(IFRAME).locator("#map_div[data-ready=yes]").wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)


def picture_of_readme(page: Page, address: str) -> None:
    settled(page, f"{address}/?lang=en&site=kaiyuan-community&view=24.4770,118.1200,12.5")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    notes = PngImagePlugin.PngInfo()
    notes.add_text(VERSION, versions())
    picture.save(README, optimize=True, pnginfo=notes)


def main(only: str = "", target: Path = HOME / "static" / "shots") -> None:
    """Make the picture of the README and, unless it is ``readme`` that is asked for, those of every page."""
    target.mkdir(parents=True, exist_ok=True)
    port = free_port()
    process, address = start_app(port), f"http://127.0.0.1:{port}"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            picture_of_readme(browser.new_page(viewport={"width": 1280, "height": 800}), address)
            print(README)
            for scheme in () if only == "readme" else ("light", "dark"):
                for width, height in SIZES:
                    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                    for lang in ("zh", "en"):
                        for name, query in VIEWS.items():
                            between = "&" if "?" in query else "?"
                            settled(page, f"{address}/{query}{between}lang={lang}")
                            page.screenshot(path=target / f"{name}-{lang}-{width}-{scheme}.png")
                    page.close()
            browser.close()
    finally:
        process.terminate()
    print(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
