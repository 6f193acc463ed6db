"""Titles, licences, sources, version and approval number; the records; what can be asked of a collection."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.conftest import Answer
from geoplan import vocabulary
from geoplan.api.records import build_records
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings

Get = Callable[..., Answer]
RESERVED = {"f", "lang", "bbox", "bbox-crs", "crs", "limit", "offset", "datetime", "sortby", "properties", "skipGeometry", "resulttype", "q", "filter", "filter-lang", "filter-crs"}  # fmt: skip


def test_every_layer_table_and_ground_is_a_collection(get: Get, catalogue: Catalogue) -> None:
    names = {c["id"] for c in get("/collections").json["collections"]}
    assert {layer.replace("-", "_") for layer in catalogue.layers.index} <= names
    assert {"sites", "gateways", "counties", "designations", "industries", "projects", "plans", "records"} <= names


def test_collections_say_what_they_are_in_both_languages_and_under_which_terms(get: Get, catalogue: Catalogue) -> None:
    zh, en = get("/collections/software_parks").json, get("/collections/software_parks?lang=en").json
    assert (zh["title"], en["title"]) == ("软件园", "Software parks")
    assert (zh["description"], en["description"]) == (
        "厦门软件园一、二、三期。",
        "Phases I, II and III of Xiamen Software Park.",
    )
    for said, note, slot in ((zh, "规划示意", "审图号：（待审定）"), (en, "Schematic", "approval no.: (pending)")):
        assert note in said["attribution"] and slot in said["attribution"] and catalogue.version in said["attribution"]
    assert [link["title"] for link in zh["links"] if link["rel"] == "license"] == ["ODC-By-1.0"]
    assert [link["title"] for link in get("/collections/counties").json["links"] if link["rel"] == "license"] == ["MIT"]


def test_the_extent_is_that_of_the_places(get: Get) -> None:
    west, south, east, north = get("/collections/gateways").json["extent"]["spatial"]["bbox"][0]
    points = [f["geometry"]["coordinates"] for f in get("/collections/gateways/items?limit=1000").json["features"]]
    assert (west, south) == (min(x for x, _ in points), min(y for _, y in points))
    assert (east, north) == (max(x for x, _ in points), max(y for _, y in points))


def test_queryables_have_titles_types_units_and_codes(get: Get) -> None:
    said = get("/collections/sites/queryables").json["properties"]
    assert said["radius_m"] == {"title": "位置误差", "type": "number", "x-ogc-unit": "m"}
    assert set(said["kind"]["enum"]) <= set(vocabulary.KINDS)
    assert said["confidence"]["enum"] == ["high", "low", "medium"]
    assert said["id"]["x-ogc-role"] == "id"
    assert get("/collections/sites/queryables?lang=en").json["properties"]["kind"]["title"] == "Kind code"
    assert "geometry" not in get("/collections/designations/schema").json["properties"]
    assert set(get("/collections/sites/queryables?properties=kind").json["properties"]) == {"geometry", "kind"}


def test_no_property_is_called_as_a_parameter_is(get: Get) -> None:
    for collection in get("/collections").json["collections"]:
        properties = get(f"/collections/{collection['id']}/schema").json["properties"]
        assert not RESERVED & set(properties), collection["id"]


def test_one_form_alone_can_be_had_where_a_layer_mixes_them(get: Get) -> None:
    assert get("/collections/software_parks").json["id"] == "software_parks"
    for form, kind in (("points", "Point"), ("areas", "Polygon")):
        found = get(f"/collections/software_parks_{form}/items").json["features"]
        assert {f["geometry"]["type"] for f in found} == {kind}


def test_there_is_a_record_of_every_collection_and_every_plan(get: Get, catalogue: Catalogue) -> None:
    collections = {c["id"] for c in get("/collections").json["collections"]} - {"records"}
    records = {f["id"]: f for f in get("/collections/records/items?limit=1000").json["features"]}
    assert set(records) == collections | {f"plan-{plan}" for plan in catalogue.plans.index}
    parks = records["software_parks"]
    assert parks["conformsTo"] == ["http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core"]
    assert (parks["properties"]["type"], parks["properties"]["license"]) == ("dataset", "ODC-By-1.0")
    assert parks["properties"]["sources"].startswith("reference gazetteer of the project")
    assert parks["geometry"]["type"] == "Polygon"
    plan = records["plan-fujian-st"]
    assert plan["time"] == {"interval": ["2021-01-01", "2025-12-31"]}
    assert plan["properties"]["issued"] == "2021-10-06"
    assert plan["geometry"] is None


def test_records_are_found_by_words_type_and_place(get: Get) -> None:
    def found(query: str) -> list[str]:
        return [f["id"] for f in get(f"/collections/records/items?limit=1000&{query}").json["features"]]

    assert "software_parks" in found("q=%E8%BD%AF%E4%BB%B6%E5%9B%AD")
    assert len(found("type=document")) == 5
    assert found("q=no-such-words") == []
    assert "marine_high_tech_zone" not in found("bbox=116,26,117,27")
    assert "counties" in found("bbox=116,26,117,27")


def test_the_landing_page_links_to_what_there_is(get: Get) -> None:
    said = get("/").json
    rels = [link["rel"] for link in said["links"]]
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(rels)
    assert not [rel for rel in rels if "process" in rel or "tiling" in rel or "job" in rel]


@pytest.mark.parametrize(("day", "state"), [("2025-12-31", "in_force"), ("2026-01-01", "ended")])
def test_a_record_of_a_plan_says_whether_it_is_in_force(
    day: str, state: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOPLAN_TODAY", day)
    settings.cache_clear()
    rows = build_records(catalogue, [], "http://service", "en", [118, 24, 119, 25]).rows
    settings.cache_clear()
    states = {row["identifier"]: row["validity"] for row in rows}
    assert states["plan-fujian-st"] == state
    assert states["plan-xiamen-susong"] == "in_force"
