"""A patch file gives back what was drawn; anything else is refused whole, with the feature, the fact and the remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.patch import read_patch, write_patch
from geoplan.errors import UserError

DAY = date(2026, 11, 28)
TOMORROW_BUT_ONE = (date.today() + timedelta(days=2)).isoformat()
SQUARE = box(118.05, 24.60, 118.06, 24.61)
POSITION_DRAFT = Draft(
    POSITION, "torch-park", SQUARE, "surveyed", "land office, 2026", "WGS84", 5.0, "high", "2026-11-20", author="甲"
)
PLACE_DRAFT = Draft(
    PLACE, "own-0123abcd", Point(118.1, 24.5), "point", radius_m=50.0, checked_on="2026-11-20", name_zh="新址",
    kind="park", drawn_at="2026-11-21T08:00:00+00:00",
)  # fmt: skip
NOTE_DRAFT = Draft(NOTE, "own-ffffffff", Point(118.1, 24.5), text="is this the gate?", checked_on="2026-11-20")
DRAFTS = [NOTE_DRAFT, PLACE_DRAFT, POSITION_DRAFT]  # as a patch has them: by category and id


def document(*drafts: Draft) -> dict[str, Any]:
    return json.loads(write_patch(drafts, "0badcafe", DAY))


def read(root: Any, catalogue: Catalogue) -> list[Draft]:
    return read_patch(json.dumps(root).encode(), "p.geojson", catalogue)


def refusal(root: Any, catalogue: Catalogue) -> str:
    with pytest.raises(UserError) as caught:
        read(root, catalogue)
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.text("zh"))
    return caught.value.text("en")


def test_what_is_written_is_read_again(catalogue: Catalogue) -> None:
    content = write_patch(DRAFTS, "0badcafe", DAY)
    read_again = read_patch(content, "p.geojson", catalogue)
    assert [replace(draft, geometry=shapely.Point()) for draft in read_again] == [
        replace(draft, geometry=shapely.Point()) for draft in DRAFTS
    ]
    assert all(
        one.geometry.normalize() == other.geometry.normalize() for one, other in zip(read_again, DRAFTS, strict=True)
    )
    assert write_patch(read_again, "0badcafe", DAY) == content


def test_a_patch_is_geojson_with_a_feature_a_line_whatever_the_order() -> None:
    content = write_patch(DRAFTS, "0badcafe", DAY)
    root = json.loads(content)
    assert root["type"] == "FeatureCollection"
    assert root["geoplan_patch"] == {"format": 1, "data_version": "0badcafe", "written_on": "2026-11-28"}
    lines = content.decode().splitlines()
    assert [json.loads(line.removesuffix(",")) for line in lines[1:-1]] == root["features"]
    assert write_patch(DRAFTS[::-1], "0badcafe", DAY) == content


def test_coordinates_have_seven_decimals_and_rings_run_counter_clockwise() -> None:
    clockwise = shapely.Polygon([(118.0, 24.5), (118.0, 24.6), (118.123456789, 24.6), (118.1, 24.5)])
    [feature] = document(replace(POSITION_DRAFT, geometry=clockwise))["features"]
    [ring] = feature["geometry"]["coordinates"]
    assert [118.1234568, 24.6] in ring
    assert shapely.LinearRing(ring).is_ccw


def test_a_retired_id_is_led_on(catalogue: Catalogue) -> None:
    retired, site_id = next(iter(catalogue.retired_ids["site_id"].items()))
    [draft] = read(document(replace(POSITION_DRAFT, draft_id=str(retired))), catalogue)
    assert draft.draft_id == site_id


def test_heights_are_dropped_and_a_day_of_checking_is_taken_from_the_time_of_drawing(catalogue: Catalogue) -> None:
    root = document(replace(PLACE_DRAFT, checked_on=""))
    root["features"][0]["geometry"]["coordinates"] = [118.1, 24.5, 12.0]
    [draft] = read(root, catalogue)
    assert (draft.checked_on, draft.geometry.has_z, draft.geometry) == ("2026-11-21", False, Point(118.1, 24.5))


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "geoplan place import"),
        (b"null", "geoplan place import"),
        (b'{"type": "FeatureCollection", "features": []}', "geoplan place import"),
        (b'{"type": "FeatureCollection", "geoplan_patch": {}, "features": []}', "geoplan place import"),
        (b'{"type": "Feature", "geoplan_patch": {"format": 1}, "features": []}', "geoplan place import"),
        (b'{"type": "FeatureCollection", "geoplan_patch": {"format": 1}, "features": 1}', "geoplan place import"),
        (b'{"type": "FeatureCollection", "geoplan_patch": {"format": 2}, "features": []}', "format 2"),
        (b" " * (10 * 2**20 + 1), "10"),
    ],
)
def test_what_is_no_patch_is_refused(content: bytes, fact: str, catalogue: Catalogue) -> None:
    with pytest.raises(UserError) as caught:
        read_patch(content, "p.geojson", catalogue)
    assert caught.value.text("en").startswith("p.geojson") and fact in caught.value.text("en")


def test_more_than_two_thousand_features_are_refused(catalogue: Catalogue) -> None:
    root = document(NOTE_DRAFT)
    root["features"] *= 2001
    assert "2,001" in refusal(root, catalogue)


BROKEN: dict[str, tuple[Draft, Callable[[dict[str, Any]], Any], str]] = {
    "no feature": (POSITION_DRAFT, lambda f: f.update(type="Point"), "no GeoJSON feature"),
    "no properties": (POSITION_DRAFT, lambda f: f.update(properties=None), "no GeoJSON feature"),
    "unknown key": (POSITION_DRAFT, lambda f: f["properties"].update(colour="red"), "colour"),
    "no text": (POSITION_DRAFT, lambda f: f["properties"].update(source=["x"]), "source is no text"),
    "long source": (POSITION_DRAFT, lambda f: f["properties"].update(source="x" * 501), "501"),
    "long author": (POSITION_DRAFT, lambda f: f["properties"].update(author="x" * 101), "101"),
    "long name": (PLACE_DRAFT, lambda f: f["properties"].update(name_zh="x" * 101), "101"),
    "long method": (POSITION_DRAFT, lambda f: f["properties"].update(method="x" * 101), "101"),
    "category": (POSITION_DRAFT, lambda f: f["properties"].update(category="site"), "category"),
    "category as number": (POSITION_DRAFT, lambda f: f["properties"].update(category=1), "category"),
    "no id": (POSITION_DRAFT, lambda f: f["properties"].pop("draft_id"), "draft_id is missing"),
    "unknown site": (POSITION_DRAFT, lambda f: f["properties"].update(draft_id="moon-base"), "moon-base"),
    "own id": (PLACE_DRAFT, lambda f: f["properties"].update(draft_id="own-../../x"), "own- and eight hex digits"),
    "nameless": (PLACE_DRAFT, lambda f: f["properties"].pop("name_zh"), "no name"),
    "kind": (PLACE_DRAFT, lambda f: f["properties"].update(kind="castle"), "castle"),
    "silent note": (NOTE_DRAFT, lambda f: f["properties"].pop("text"), "no text"),
    "note as area": (replace(NOTE_DRAFT, geometry=SQUARE), lambda f: None, "needs a point"),
    "future check": (POSITION_DRAFT, lambda f: f["properties"].update(checked_on=TOMORROW_BUT_ONE), "future"),
    "no day": (POSITION_DRAFT, lambda f: f["properties"].update(checked_on="2026-02-30"), "2026-02-30"),
    "unchecked": (POSITION_DRAFT, lambda f: f["properties"].pop("checked_on"), "checked_on"),
    "future drawing": (POSITION_DRAFT, lambda f: f["properties"].update(drawn_at="2999-01-01T00:00:00Z"), "drawn_at"),
    "no time": (POSITION_DRAFT, lambda f: f["properties"].update(drawn_at="yesterday"), "drawn_at"),
    "no radius": (POSITION_DRAFT, lambda f: f["properties"].pop("radius_m"), "radius_m"),
    "radius 0": (POSITION_DRAFT, lambda f: f["properties"].update(radius_m=0), "radius_m"),
    "radius too large": (POSITION_DRAFT, lambda f: f["properties"].update(radius_m=200_001), "radius_m"),
    "radius as text": (POSITION_DRAFT, lambda f: f["properties"].update(radius_m="5"), "radius_m"),
    "no radius of a place": (PLACE_DRAFT, lambda f: f["properties"].pop("radius_m"), "radius_m"),
    "no source": (POSITION_DRAFT, lambda f: f["properties"].pop("source"), "source is empty"),
    "datum": (POSITION_DRAFT, lambda f: f["properties"].update(source_datum="Beijing 1954"), "source_datum"),
    "method": (POSITION_DRAFT, lambda f: f["properties"].update(method="guessed"), "method"),
    "point as area": (POSITION_DRAFT, lambda f: f["properties"].update(method="point"), "method point cannot"),
    "area as point": (replace(PLACE_DRAFT, method="surveyed"), lambda f: None, "method surveyed cannot"),
    "county": (POSITION_DRAFT, lambda f: f["properties"].update(method="county"), "method county cannot"),
    "low as point": (replace(PLACE_DRAFT, confidence="low"), lambda f: None, "low confidence"),
    "null geometry": (POSITION_DRAFT, lambda f: f.update(geometry=None), "empty"),
    "empty polygon": (POSITION_DRAFT, lambda f: f["geometry"].update(coordinates=[]), "empty"),
    "smaller than a decimal": (
        POSITION_DRAFT,
        lambda f: f["geometry"].update(coordinates=[[[118, 24], [118 + 1e-9, 24], [118, 24 + 1e-9], [118, 24]]]),
        "empty",
    ),
    "geometry as text": (POSITION_DRAFT, lambda f: f.update(geometry="POINT (118 24)"), "use Point"),
    "line": (
        POSITION_DRAFT,
        lambda f: f.update(geometry={"type": "LineString", "coordinates": [[118, 24], [118.1, 24]]}),
        "LineString",
    ),
    "coordinates as text": (POSITION_DRAFT, lambda f: f["geometry"].update(coordinates="x"), "coordinates"),
    "two positions": (POSITION_DRAFT, lambda f: f["geometry"].update(coordinates=[[[118, 24], [118, 24.1]]]), "coordin"),
    "bow-tie": (
        POSITION_DRAFT,
        lambda f: f["geometry"].update(coordinates=[[[118, 24], [118.1, 24.1], [118.1, 24], [118, 24.1], [118, 24]]]),
        "invalid",
    ),
    "elsewhere": (replace(POSITION_DRAFT, geometry=box(2.3, 48.8, 2.4, 48.9)), lambda f: None, "study area"),
    "axes exchanged": (replace(PLACE_DRAFT, geometry=Point(24.5, 118.1)), lambda f: None, "study area"),
    "too many vertices": (
        replace(POSITION_DRAFT, geometry=Point(118.1, 24.5).buffer(0.01, quad_segs=5001)), lambda f: None, "20,005",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_one_wrong_feature_refuses_the_file(case: str, catalogue: Catalogue) -> None:
    draft, spoil, fact = BROKEN[case]
    good = replace(POSITION_DRAFT, draft_id="gulangyu")
    root = document(good, draft)
    at = next(n for n, f in enumerate(root["features"]) if f["properties"]["draft_id"] == draft.draft_id)
    spoil(root["features"][at])
    text = refusal(root, catalogue)
    assert text.startswith("p.geojson") and f"feature {at + 1} " in text and fact in text


def test_a_site_drawn_twice_is_refused(catalogue: Catalogue) -> None:
    root = document(POSITION_DRAFT, replace(POSITION_DRAFT, source="other"))
    assert "by feature 1 already" in refusal(root, catalogue)


def test_ten_reasons_are_listed_and_the_others_are_counted(catalogue: Catalogue) -> None:
    root = document(*(replace(POSITION_DRAFT, draft_id=f"nowhere-{n:02}") for n in range(13)))
    text = refusal(root, catalogue)
    assert text.count("feature ") == 10 and "3 more" in text and "nowhere-09" in text and "nowhere-10" not in text


@given(st.text(max_size=100))
def test_hostile_texts_are_only_text(catalogue: Catalogue, text: str) -> None:
    draft = replace(NOTE_DRAFT, text=f"x{text}", author=text)
    content = write_patch([draft], "0badcafe", DAY)
    [read_again] = read_patch(content, "p.geojson", catalogue)
    assert len(content.decode().split("\n")) == 4
    assert write_patch([read_again], "0badcafe", DAY) == content


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(where=st.sampled_from(["feature", "properties", "geometry", "coordinates", *vars(POSITION_DRAFT)]), value=JSON)
def test_any_value_anywhere_is_read_or_refused(catalogue: Catalogue, where: str, value: Any) -> None:
    root = document(replace(POSITION_DRAFT, geometry=MultiPolygon([SQUARE])))
    feature = root["features"][0]
    if where == "feature":
        root["features"] = [value]
    elif where in ("properties", "geometry"):
        feature[where] = value
    elif where == "coordinates":
        feature["geometry"]["coordinates"] = value
    else:
        feature["properties"][where] = value
    try:
        read(root, catalogue)
    except UserError as error:
        assert error.text("en").startswith("p.geojson")
