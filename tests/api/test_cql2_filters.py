"""Filters in CQL2, as text and as JSON, find what the command finds, and what is counted in the files by hand of pandas."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd
import pytest
import shapely
from test_cli import run

from api.conftest import Answer

Get = Callable[..., Answer]
XIAMEN = "BBOX(118.0, 24.4, 118.2, 24.6)"
TURNED = "POLYGON((117.9 24.5, 118.2 24.3, 118.5 24.6, 118.2 24.8, 117.9 24.5))"


def found(get: Get, collection: str, key: str, condition: str | dict, **more: str) -> set[str]:
    is_json = isinstance(condition, dict)
    query = {"filter": json.dumps(condition) if is_json else condition, "filter-lang": "cql2-json" if is_json else "cql2-text", "limit": "1000", **more}  # fmt: skip
    answer = get(f"/collections/{collection}/items?{urlencode(query)}")
    assert answer.status == 200, answer.text
    assert answer.json["numberMatched"] == answer.json["numberReturned"] <= 1000
    return {feature["properties"][key] for feature in answer.json["features"]}


def is_(name: str, value: object, op: str = "=") -> dict:
    return {"op": op, "args": [{"property": name}, value]}


@pytest.mark.parametrize(
    ("table", "key", "options", "conditions"),
    [
        ("sites", "site_id", ["--kind", "park"], ["kind = 'park'", is_("kind", "park")]),
        ("sites", "site_id", ["--kind", "park", "--kind", "town"], ["kind IN ('park', 'town')", "kind = 'park' OR kind = 'town'", {"op": "in", "args": [{"property": "kind"}, ["park", "town"]]}]),
        ("sites", "site_id", ["--status", "planned"], ["status = 'planned'", "NOT (status <> 'planned')", {"op": "not", "args": [is_("status", "planned", "<>")]}]),
        ("sites", "site_id", ["--kind", "park", "--status", "planned"], ["kind = 'park' AND status = 'planned'", {"op": "and", "args": [is_("kind", "park"), is_("status", "planned")]}]),
        ("sites", "site_id", ["--kind", "park", "--kind", "base", "--status", "planned"], ["(kind = 'park' or kind = 'base') and status = 'planned'", "status = 'planned' AND kind LIKE 'park' OR kind = 'base' AND status = 'planned'"]),
        ("sites", "site_id", ["--kind", "laboratory", "--status", "existing"], ["kind = 'laboratory' AND status = 'existing'"]),
        ("designations", "wording", ["--basis", "stated"], ["basis = 'stated'"]),
        ("designations", "wording", ["--role", "lead"], ["role = 'lead'", is_("role", "lead")]),
    ],
)  # fmt: skip
def test_a_filter_finds_what_the_command_lists(
    get: Get, home: Path, table: str, key: str, options: list[str], conditions: list
) -> None:
    listed = pd.read_csv(io.StringIO(run("list", table, "--home", str(home), "--format", "csv", *options).stdout))
    assert len(listed)
    for condition in conditions:
        assert found(get, table, key, condition) == set(listed[key]), condition


def rows(home: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(home / "data" / f"{table}.csv", dtype=str, keep_default_na=False)


BY_SQL = [
    ("gateways", "gateway_id", "CAST(radius_m AS REAL) < 500", ["radius_m < 500", is_("radius_m", 500, "<")]),
    ("gateways", "gateway_id", "CAST(radius_m AS REAL) BETWEEN 300 AND 600", ["radius_m BETWEEN 300 AND 600", "radius_m >= 300 AND radius_m <= 600", {"op": "between", "args": [{"property": "radius_m"}, 300, 600]}]),
    ("gateways", "gateway_id", "NOT CAST(radius_m AS REAL) BETWEEN 300 AND 600", ["radius_m NOT BETWEEN 300 AND 600", "NOT radius_m BETWEEN 300 AND 600"]),
    ("gateways", "gateway_id", "name_zh LIKE '%机场'", ["name_zh LIKE '%机场'", is_("name_zh", "%机场", "like")]),
    ("gateways", "gateway_id", "name_zh LIKE '厦门%机场' OR kind = 'rail_station'", ["name_zh LIKE '厦门%机场' OR kind = 'rail_station'"]),
    ("gateways", "gateway_id", "name_zh NOT LIKE '%站'", ["name_zh NOT LIKE '%站'", {"op": "not", "args": [is_("name_zh", "%站", "like")]}]),
    ("gateways", "gateway_id", "lower(name_en) LIKE '%xiamen%'", ["CASEI(name_en) LIKE casei('%XIAMEN%')", {"op": "like", "args": [{"op": "casei", "args": [{"property": "name_en"}]}, {"op": "casei", "args": ["%Xiamen%"]}]}]),
    ("gateways", "gateway_id", "name_en = 'Xiamen Xiang''an International Airport'", ["name_en = 'Xiamen Xiang''an International Airport'", is_("name_en", "Xiamen Xiang'an International Airport")]),
    ("gateways", "gateway_id", "checked_on >= '2026-11-21'", ["checked_on >= DATE('2026-11-21')", is_("checked_on", {"date": "2026-11-21"}, ">="), "checked_on >= '2026-11-21'"]),
    ("gateways", "gateway_id", "checked_on < '2026-11-21'", ["checked_on < DATE('2026-11-21')"]),
    ("plans", "plan_id", "issued_on BETWEEN '2021-01-01' AND '2021-12-31'", ["issued_on BETWEEN DATE('2021-01-01') AND DATE('2021-12-31')"]),
    ("plans", "plan_id", "issued_on = ''", ["issued_on IS NULL", {"op": "isNull", "args": [{"property": "issued_on"}]}]),
    ("plans", "plan_id", "issued_on <> ''", ["issued_on IS NOT NULL", "NOT issued_on IS NULL"]),
    ("plans", "plan_id", "issued_on <> '' AND issued_on <> '2021-10-06'", ["issued_on <> DATE('2021-10-06')", "NOT (issued_on = DATE('2021-10-06'))"]),
    ("projects", "project_id", "investment <> '' AND CAST(investment AS REAL) > 30", ["investment > 30", is_("investment", 30, ">")]),
    ("projects", "project_id", "investment <> '' AND NOT CAST(investment AS REAL) > 30", ["NOT investment > 30", "investment <= 30"]),
    ("projects", "project_id", "finish_year <> '' AND CAST(finish_year AS INT) IN (2023, 2024)", ["finish_year IN (2023, 2024)"]),
    ("projects", "project_id", "investment = '' OR finish_year = '2023' AND plan_id = 'fujian-st'", ["investment IS NULL OR finish_year = 2023 AND plan_id = 'fujian-st'"]),
    ("projects", "project_id", "plan_id = 'fujian-st' AND NOT (finish_year <> '' AND CAST(finish_year AS INT) < 2024) AND finish_year <> ''", ["plan_id = 'fujian-st' AND NOT (finish_year < 2024)"]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "key", "sql", "conditions"), BY_SQL, ids=[case[2] for case in BY_SQL])
def test_a_filter_finds_what_sqlite_finds_in_the_file(
    get: Get, home: Path, table: str, key: str, sql: str, conditions: list
) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA case_sensitive_like = ON")
        rows(home, table).to_sql(table, database, index=False)
        wanted = {row[0] for row in database.execute(f"SELECT {key} FROM {table} WHERE {sql}")}
    for condition in conditions:
        assert found(get, table, key, condition) == wanted, condition


@pytest.mark.parametrize(
    ("area", "shape"),
    [
        (XIAMEN, shapely.box(118.0, 24.4, 118.2, 24.6)),
        (TURNED, shapely.from_wkt(TURNED)),
        ("POINT(118.128 24.544)", shapely.Point(118.128, 24.544)),
        (f"MULTI{TURNED.replace('((', '(((').replace('))', ')))')}", shapely.from_wkt(TURNED)),
    ],
)
def test_places_are_found_as_shapely_finds_them_in_the_files(
    get: Get, home: Path, area: str, shape: shapely.Geometry
) -> None:
    table = rows(home, "gateways")
    points = shapely.points(table["lon"].astype(float), table["lat"].astype(float))
    wanted = set(table.loc[shapely.intersects(points, shape), "gateway_id"])
    assert 0 < len(wanted) < len(table)
    assert found(get, "gateways", "gateway_id", f"S_INTERSECTS(geometry, {area})") == wanted
    as_json = {"bbox": list(shape.bounds)} if area == XIAMEN else json.loads(shapely.to_geojson(shape))
    assert found(get, "gateways", "gateway_id", is_("geometry", as_json, "s_intersects")) == wanted
    assert found(get, "gateways", "gateway_id", f"NOT s_intersects(geometry, {area})") == set(table["gateway_id"]) - wanted  # fmt: skip
    both = f"S_INTERSECTS(geometry, {area}) AND kind = 'airport'"
    assert found(get, "gateways", "gateway_id", both) == wanted & set(table.loc[table["kind"] == "airport", "gateway_id"])  # fmt: skip


def test_a_place_in_another_system_is_read_in_its_order_of_axes(get: Get) -> None:
    system = "http://www.opengis.net/def/crs/EPSG/0/4326"
    plain = found(get, "gateways", "gateway_id", f"S_INTERSECTS(geometry, {XIAMEN})")
    swapped = "S_INTERSECTS(geometry, BBOX(24.4, 118.0, 24.6, 118.2))"
    assert found(get, "gateways", "gateway_id", swapped, **{"filter-crs": system}) == plain


def test_what_has_no_place_is_neither_within_an_area_nor_without(get: Get) -> None:
    inside, outside, unplaced = (
        found(get, "sites", "id", condition)
        for condition in (
            f"S_INTERSECTS(geometry, {XIAMEN})",
            f"NOT S_INTERSECTS(geometry, {XIAMEN})",
            "geometry IS NULL",
        )
    )
    assert inside and outside and unplaced
    assert not inside & outside and not (inside | outside) & unplaced
    assert len(inside | outside | unplaced) == get("/collections/sites/items?resulttype=hits").json["numberMatched"]


def test_a_filter_goes_along_to_every_page_beside_boxes_and_properties(get: Get) -> None:
    condition = quote("radius_m < 5000 AND name_zh LIKE '%站%'")
    everything = get(f"/collections/gateways/items?filter={condition}&limit=1000").json
    assert everything["numberMatched"] > 4
    ids, path = [], f"/collections/gateways/items?filter={condition}&limit=3&filter-lang=cql2-text"
    while path:
        page = get(path).json
        ids += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        path = following[0][following[0].index("/collections") :] if following else ""
    assert ids == [feature["id"] for feature in everything["features"]]
    narrower = get(f"/collections/gateways/items?filter={condition}&bbox=118.0,24.4,118.2,24.6&limit=1000").json
    assert {f["id"] for f in narrower["features"]} < set(ids)


def test_every_collection_takes_a_filter_and_says_so(get: Get) -> None:
    said = set(get("/conformance").json["conformsTo"])
    features, cql2 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/", "http://www.opengis.net/spec/cql2/1.0/conf/"  # fmt: skip
    # What QGIS wants before it sends a filter, text, IN, ILIKE and an area.
    wanted = {f"{features}{name}" for name in ("filter", "features-filter", "queryables")}
    wanted |= {f"{cql2}{name}" for name in ("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "basic-spatial-functions", "basic-spatial-operators")}  # fmt: skip
    assert wanted <= said
    for collection in get("/collections").json["collections"]:
        name = collection["id"]
        queryables = get(f"/collections/{name}/queryables").json["properties"]
        key = next(n for n, schema in queryables.items() if schema.get("type") == "string")
        assert get(f"/collections/{name}/items?limit=1&filter={quote(key)}%20IS%20NULL").status == 200, name
        rels = {link["rel"] for link in collection["links"]}
        assert "http://www.opengis.net/def/rel/ogc/1.0/queryables" in rels


def test_days_are_days_and_unknown_days_are_null(get: Get) -> None:
    assert get("/collections/plans/queryables").json["properties"]["issued_on"]["format"] == "date"
    assert get("/collections/gateways/queryables").json["properties"]["checked_on"]["format"] == "date"
    days = [f["properties"]["issued_on"] for f in get("/collections/plans/items").json["features"]]
    assert None in days and "" not in days
