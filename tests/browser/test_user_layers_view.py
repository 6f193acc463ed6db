"""A layer of one's own, brought in a real browser: asked about, drawn, named as text, gone with the session."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reader_samples import geojson, point, polygon

from .conftest import IFRAME, Atlas

pytestmark = pytest.mark.browser
BOX = ((118.05, 24.60), (118.15, 24.60), (118.15, 24.65), (118.05, 24.65), (118.05, 24.60))
NASTY = "<img src=x onerror=\"document.title='harm'\">${1}`x`"


def test_an_own_layer_is_drawn_and_its_names_are_only_text(atlas: Atlas) -> None:
    page = atlas.page
    page.goto(f"{atlas.address}/data?lang=zh")
    page.get_by_test_id("stButtonGroup").get_by_text("自有图层", exact=True).click(timeout=60_000)
    atlas.settle()
    made = geojson(point(118.1, 24.48), polygon(*BOX)).replace("第1处".encode(), NASTY.replace('"', '\\"').encode())
    page.locator("input[type=file]").set_input_files(
        [{"name": "我的.geojson", "mimeType": "application/json", "buffer": made}]
    )
    atlas.settle()
    frame = page.frame_locator(IFRAME)
    frame.locator("#map_div[data-own='2']").wait_for(timeout=60_000)
    atlas.settle()
    page.wait_for_timeout(800)  # the map moves to what was brought
    frame.locator(".leaflet-gp-own-spots-pane path").hover(force=True)
    expect(frame.locator(".gp-tip").first).to_have_text(NASTY)
    assert "harm" not in page.title() and not frame.locator(".gp-tip img").count()
    assert page.get_by_text("不写入目录").count()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    atlas.settle()
    assert not page.get_by_text("2 个要素").count()
    assert not atlas.outside and not atlas.errors
