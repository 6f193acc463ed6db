"""Features by box, property, page, order and coordinate system, against the files of layers/ and against pyproj."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from long_lists import one_in
from pyproj import Transformer

from api.conftest import Answer
from geoplan.catalogue.catalogue import Catalogue

Get = Callable[..., Answer]
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def features(get: Get, name: str, query: str = "") -> list[dict]:
    found, path = [], f"/collections/{name}/items?limit=1000&{query}"
    while path:
        page = get(path).json
        found += page["features"]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        path = following[0][following[0].index("/collections") :] if following else ""
    return found


def layer_files(home: Path) -> list[Path]:
    return sorted((home / "layers").glob("*.geojson"))


def test_every_feature_of_every_layer_file_is_served_where_the_file_puts_it(get: Get, home: Path) -> None:
    compared = 0
    for path in layer_files(home):
        served = features(get, path.stem.replace("-", "_"))
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            own = [f for f in served if f["properties"]["site_id"] == feature["properties"]["site_id"]]
            assert own, feature["properties"]["site_id"]
            # An area of doubt is no place: it is drawn on the map alone.
            drawn = None if feature["properties"]["method"] == "area_of_doubt" else feature["geometry"]
            wanted = shapely.from_geojson(json.dumps(drawn)) if drawn else None
            places = [shapely.from_geojson(json.dumps(f["geometry"])) if f["geometry"] else None for f in own]
            if wanted is None:
                assert None in places
            else:  # the same points to the file's last decimal; the service only turns rings the right way round
                assert any(
                    p is not None and shapely.equals_exact(p.normalize(), wanted.normalize(), 1e-7) for p in places
                )
            compared += 1
    assert compared > 300


def test_sites_are_the_catalogue_s_sites_with_their_names(get: Get, catalogue: Catalogue) -> None:
    served = features(get, "sites")
    assert {f["properties"]["site_id"] for f in served} == set(catalogue.sites.index)
    assert len({f["id"] for f in served}) == len(served)
    for f in served:
        assert f["properties"]["name_zh"] == catalogue.sites.at[f["properties"]["site_id"], "name_zh"]


def test_tables_are_served_as_features_without_a_place(get: Get, catalogue: Catalogue) -> None:
    served = features(get, "designations")
    assert len(served) == len(catalogue.designations)
    assert all(f["geometry"] is None for f in served)
    assert len(features(get, "plans")) == 5


def test_pages_follow_each_other_to_the_end_and_back(get: Get) -> None:
    first = get("/collections/gateways/items?limit=13").json
    assert (first["numberMatched"], first["numberReturned"]) == (39, 13)
    last = get("/collections/gateways/items?limit=13&offset=26").json
    rels = {link["rel"] for link in last["links"]}
    assert "next" not in rels and "prev" in rels  # 39 = 3 * 13: pygeoapi alone would offer a fourth, empty page
    beyond = get("/collections/gateways/items?offset=1000000000").json
    assert (beyond["numberMatched"], beyond["numberReturned"], beyond["features"]) == (39, 0, [])
    assert "next" not in {link["rel"] for link in beyond["links"]}


def test_a_page_is_never_longer_than_the_greatest(get: Get) -> None:
    page = get("/collections/fields/items?limit=999999999").json
    assert page["numberReturned"] == 1000
    assert page["numberMatched"] > 1000


def test_a_count_alone_can_be_had(get: Get) -> None:
    hits = get("/collections/sites/items?resulttype=hits").json
    assert hits["features"] == []
    assert hits["numberMatched"] == get("/collections/sites/items").json["numberMatched"]
    assert "next" not in {link["rel"] for link in hits["links"]}


@settings(max_examples=15, deadline=None)
@given(
    west=st.floats(115, 121), south=st.floats(23, 28), width=st.floats(0, 3), height=st.floats(0, 3)
)  # fmt: skip
def test_a_box_finds_what_intersects_it_and_nothing_without_a_place(
    get: Get, west: float, south: float, width: float, height: float
) -> None:
    box = [west, south, west + width, south + height]
    everything = features(get, "sites")
    asked = {f["id"] for f in features(get, "sites", f"bbox={','.join(map(str, box))}")}
    area = shapely.box(*box) if width and height else shapely.LineString([box[:2], box[2:]])
    wanted = {
        f["id"]
        for f in everything
        if f["geometry"] and shapely.intersects(shapely.from_geojson(json.dumps(f["geometry"])), area)
    }
    assert asked == wanted


@pytest.mark.parametrize("code", one_in(2, [4326, 4490, 4548, 4549, 3857]))
def test_a_box_in_another_system_is_that_system_s_box(get: Get, code: int) -> None:
    to = Transformer.from_crs(4326, code, always_xy=True)
    swapped = code not in {3857}  # these have northing or latitude first
    counties = features(get, "counties")
    x, y = to.transform(118.1, 24.6)
    reach = 60_000 if code in {4548, 4549, 3857} else 0.5
    box = shapely.box(x - reach, y - reach, x + reach, y + reach)
    wanted = set()
    for county in counties:
        shape = shapely.transform(
            shapely.segmentize(shapely.from_geojson(json.dumps(county["geometry"])), 0.01),
            to.transform,
            interleaved=False,
        )
        if shape.intersects(box):
            wanted.add(county["id"])
    west, south, east, north = box.bounds
    numbers = [south, west, north, east] if swapped else [west, south, east, north]
    query = f"bbox={','.join(map(str, numbers))}&bbox-crs={quote(EPSG + str(code), safe='')}&skipGeometry=true"
    assert {f["id"] for f in features(get, "counties", query)} == wanted
    assert 5 < len(wanted) < 84


@pytest.mark.parametrize(
    ("code", "northing_first"), [(4326, True), (4490, True), (4548, True), (4549, True), (3857, False)]
)
def test_coordinates_come_in_the_system_asked_for_in_its_own_order_of_axes(
    get: Get, code: int, northing_first: bool
) -> None:
    crs = quote(f"{EPSG}{code}", safe="")
    answer = get(f"/collections/gateways/items?limit=1000&crs={crs}")
    assert answer.headers["content-crs"] == f"<{EPSG}{code}>"
    plain = {
        f["id"]: f["geometry"]["coordinates"] for f in get("/collections/gateways/items?limit=1000").json["features"]
    }
    to = Transformer.from_crs(4326, code, always_xy=True)
    for feature in answer.json["features"]:
        x, y = to.transform(*plain[feature["id"]])
        wanted = (y, x) if northing_first else (x, y)
        assert np.allclose(
            feature["geometry"]["coordinates"], wanted, rtol=0, atol=1e-3 if code > 4500 or code == 3857 else 1e-7
        )


def test_the_declared_systems_are_the_zones_the_data_reach(get: Get) -> None:
    declared = get("/collections/sites").json
    assert declared["crs"] == [CRS84, *(EPSG + code for code in ("4326", "4490", "4548", "4549", "3857"))]
    assert declared["storageCrs"] == CRS84


def test_properties_filter_and_their_counts_are_right(get: Get, catalogue: Catalogue) -> None:
    sites = catalogue.sites
    parks = sites.index[(sites["kind"] == "park") & (sites["status"] == "planned")]
    found = features(get, "sites", "kind=park&status=planned")
    assert {f["properties"]["site_id"] for f in found} == set(parks)
    by_name = features(get, "sites", f"name_zh={quote('厦门软件园')}")
    assert [f["id"] for f in by_name] == ["software-park"]
    year = features(get, "projects", "finish_year=2023")
    assert len(year) == int((catalogue.projects["finish_year"] == 2023).sum()) > 0
    assert features(get, "sites", "kind=no_such_kind") == []


def test_order_is_as_asked_with_the_unknown_last(get: Get) -> None:
    rows = [f["properties"] for f in features(get, "projects", "sortby=-investment,name_zh")]
    known = [r["investment"] for r in rows if r["investment"] is not None]
    assert known == sorted(known, reverse=True)
    assert all(r["investment"] is None for r in rows[len(known) :])
    tied = [r["name_zh"] for r in rows if r["investment"] == known[0]]
    assert tied == sorted(tied)
    assert features(get, "plans", "sortby=%2Bplan_id") == features(get, "plans", "sortby=+plan_id")


def test_fewer_properties_and_no_geometry_can_be_asked_for(get: Get) -> None:
    page = get("/collections/gateways/items?properties=name_zh,kind&skipGeometry=true").json
    for feature in page["features"]:
        assert set(feature["properties"]) == {"name_zh", "kind"}
        assert feature["geometry"] is None


def test_one_item_by_its_id_with_working_links_even_for_a_further_part(get: Get, service: str) -> None:
    parts = [f["id"] for f in features(get, "sites") if not f["id"].replace("-", "").isalnum()]
    for id_ in ["software-park-2", *parts[:3]]:
        answer = get(f"/collections/sites/items/{quote(id_, safe='')}")
        assert (answer.status, answer.json["id"]) == (200, id_)
        own = next(link["href"] for link in answer.json["links"] if link["rel"] == "self")
        assert get(own.removeprefix(service)).json["id"] == id_


def test_names_beside_codes_are_in_the_language_asked_for(get: Get) -> None:
    zh = get("/collections/gateways/items/xiamen-gaoqi-airport").json["properties"]
    en = get("/collections/gateways/items/xiamen-gaoqi-airport", Accept_Language="en-GB,en;q=0.9").json["properties"]
    assert (zh["kind_name"], en["kind_name"]) == ("机场", "Airport")
    assert zh["kind"] == en["kind"] == "airport"
    answer = get("/collections/gateways/items/xiamen-gaoqi-airport?lang=en", Accept_Language="zh-CN")
    assert (answer.headers["content-language"], answer.json["properties"]["kind_name"]) == ("en", "Airport")


def test_csv_opens_in_excel_and_says_the_place(get: Get) -> None:
    answer = get("/collections/software_parks/items?f=csv")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert rows[1]["name_zh"] == "厦门软件园一期"
    assert rows[1]["wkt"] == "POINT (118.11054 24.43314)"
    assert rows[0]["wkt"] == ""  # known by county alone; pygeoapi's own CSV fails on it
    assert len(get("/collections/designations/items?f=csv&limit=5").text.splitlines()) == 6
    assert get("/collections/records/items?f=csv").status == 200
    assert get("/collections/plans/items?f=csv&plan_id=none").text.count("plan_id") == 1


def test_linked_data_can_be_had(get: Get) -> None:
    for path in (
        "/",
        "/collections",
        "/collections/sites",
        "/collections/sites/items?limit=5",
        "/collections/sites/items/software-park-2",
    ):
        answer = get(path, Accept="application/ld+json")
        assert answer.headers["content-type"] == "application/ld+json"
        assert "@context" in answer.json
