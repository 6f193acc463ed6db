"""Names pasted into the page 数据: found, drawn where they are accepted, taken along as a review and as a layer."""

from __future__ import annotations

import csv
import json

import pytest

from .conftest import IFRAME, Atlas

pytestmark = pytest.mark.browser


def taken(atlas: Atlas, label: str) -> bytes:
    with atlas.page.expect_download() as started:
        atlas.page.get_by_role("button", name=label).click()
    return started.value.path().read_bytes()


@pytest.mark.long
def test_pasted_names_are_found_drawn_and_taken_along(atlas: Atlas) -> None:
    page = atlas.page
    page.goto(f"{atlas.address}/data?data=geocode&lang=zh")
    box = page.locator("textarea")
    box.fill("厦门市思明区软件园二期望海路10号\n=cmd|'/c calc'!A1\n软件园\n高崎机场")
    box.blur()
    page.get_by_text("4 行：2 行已定位").wait_for(timeout=60_000)
    atlas.settle()
    rows = list(csv.DictReader(taken(atlas, "审核表 CSV").decode("utf-8-sig").splitlines()))
    assert [row["geo_id"] for row in rows] == ["software-park-2", "", "software-park", "xiamen-gaoqi-airport"]
    assert [row["geo_accept"] for row in rows] == ["yes", "", "", "yes"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    features = json.loads(taken(atlas, "图层 GeoJSON"))["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["Point", "Point"]
    # Their discs are drawn.
    page.frame_locator(IFRAME).locator(".leaflet-gp-overlay-pane path").first.wait_for()
    assert not atlas.outside and not atlas.errors
