"""A filled template is checked by every rule of the catalogue, and each message names the row and column of the sheet."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import form_samples as samples
import pytest
from form_samples import HOME, LAYER, PLACE, SITE, TABLES, checked, layer_book, opened, put, said, saved

from geoplan.checks.check_sources import check_catalogue
from geoplan.sources import data_version
from geoplan.text.message import section

SQUARE = "POLYGON((117.99 24.53,118 24.53,118 24.54,117.99 24.54,117.99 24.53))"
BOW_TIE = "POLYGON((117.99 24.53,118 24.54,118 24.53,117.99 24.54,117.99 24.53))"


def rows_of(table: str) -> list[dict[str, str]]:
    with (HOME / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(file)]


@pytest.mark.long
@pytest.mark.slow
def test_every_table_copied_into_its_template_breaks_no_rule_and_changes_nothing() -> None:
    book = opened(*TABLES)
    for table in TABLES:
        put(book[table], rows_of(table))
    verdict = checked(saved(book))
    assert [finding.line("en") for finding in verdict.findings] == []
    assert (verdict.added, verdict.replaced) == (0, 0)
    assert verdict.same == sum(len(rows_of(table)) for table in TABLES)


def fact(**cells: Any) -> dict[str, Any]:
    return {
        "site_id": "xinyang",
        "property": "land_area",
        "value": "3",
        "unit": "亩",
        "plan_id": "xiamen-sei",
        "section": "第五章",
        **cells,
    }


def gateway(**cells: Any) -> dict[str, Any]:
    row = {
        "gateway_id": "new-pier", "name_zh": "新码头", "name_en": "New Pier", "kind": "port", "status": "existing",
        "adcode": "350206", "lon": 118.07, "lat": 24.485, "radius_m": 500, "confidence": "high", "source": "somebody",
        "source_datum": "WGS84", "checked_on": "2026-11-01",
    }  # fmt: skip
    return {**row, **cells}


def plan(**cells: Any) -> dict[str, Any]:
    row = {
        "plan_id": "new-plan", "title_zh": "新规划", "title_en": "New plan", "short_zh": "新", "short_en": "New",
        "issuer_zh": "市", "issuer_en": "City", "level": "city", "scope_adcode": "350200", "period_start": 2026, "period_end": 2030,
    }  # fmt: skip
    return {**row, **cells}


def site(n: int, **cells: Any) -> dict[str, Any]:
    return {**SITE, "site_id": f"new-{n}", "name_zh": f"新园{n}", **cells}


CITED = {"plan_id": "xiamen-sei", "section": "第五章"}
# What is filled in, the rule it breaks, and the column told; the rows of one table are checked together.
BROKEN: list[tuple[str, dict[str, Any], str, str]] = [
    ("relations", {"site_id": "xinyang", "relation": "part_of", **CITED}, "cell-required", "parent_id"),
    ("relations", {"site_id": "atlantis", "relation": "part_of", "parent_id": "software-park", **CITED}, "orphan", "site_id"),
    ("relations", {"site_id": "software-park", "relation": "part_of", "parent_id": "software-park-1", **CITED}, "circular-parent", "parent_id"),
    ("relations", {"site_id": "xinyang", "relation": "part_of", "parent_id": "software-park ", **CITED}, "cell-untidy", "parent_id"),
    ("industries", {"industry_id": "Alchemy", "name_zh": "炼金", "name_en": "Alchemy"}, "cell-constraint", "industry_id"),
    ("industries", {"industry_id": "alchemy-2", "name_zh": "炼金", "name_en": "Alchemy", "code": "7.9"}, "orphan", "code"),
    ("industries", {"industry_id": "alchemy-3", "name_zh": "炼金", "name_en": "Alchemy"}, "", ""),
    ("industries", {"industry_id": "alchemy-3", "name_zh": "又炼金", "name_en": "Alchemy"}, "key-duplicate", "industry_id"),
    ("site_facts", fact(unit="英亩"), "unit-unknown", "unit"),
    ("site_facts", fact(value="很大"), "number-expected", "value"),
    ("site_facts", fact(property="colour"), "cell-constraint", "property"),
    ("plans", plan(period_end=2025), "period-reversed", "period_end"),
    ("plans", plan(plan_id="plan-2", period_start=1900), "cell-constraint", "period_start"),
    ("plans", plan(plan_id="plan-3", period_start="early"), "cell-type", "period_start"),
    ("plans", plan(plan_id="plan-4", level="village"), "cell-constraint", "level"),
    ("sites", site(1, name_zh="新阳工业区", kind="cluster"), "name-duplicate", "name_zh"),
    ("sites", site(2, adcode="110101"), "cell-constraint", "adcode"),
    ("sites", site(3, kind="castle"), "cell-constraint", "kind"),
    ("sites", site(4), "site-nowhere", "site_id"),
    ("sites", site(5, plan_id="no-such-plan"), "orphan", "plan_id"),
    ("gateways", gateway(confidence="low"), "gateway-unsure", "confidence"),
    ("gateways", gateway(gateway_id="pier-2", name_zh="乙", lon=118.9), "gateway-outside-county", "lon"),
    ("gateways", gateway(gateway_id="pier-3", name_zh="丙", site_id="new-airport"), "gateway-off-site", "site_id"),
    ("gateways", gateway(gateway_id="pier-4", name_zh="丁", lon=24.485, lat=118.07), "outside-wgs84", "lon"),
    ("gateways", gateway(gateway_id="pier-5", name_zh="戊", lon="118.070000001"), "precision", "lon"),
    ("gateways", gateway(gateway_id="pier-6", name_zh="己", checked_on="2999-01-01"), "checked-in-future", "checked_on"),
    ("gateways", gateway(gateway_id="pier-7", name_zh="庚", radius_m=0), "cell-constraint", "radius_m"),
    ("gateways", gateway(gateway_id="pier-8", name_zh="辛", checked_on="20 Nov"), "cell-type", "checked_on"),
]  # fmt: skip

BROKEN_PLACES: list[tuple[dict[str, Any], str, str]] = [
    ({**PLACE, "site_id": "atlantis"}, "orphan", "site_id"),
    ({**PLACE, "source": None}, "cell-required", "source"),
    ({**PLACE, "system": None}, "system-missing", "system"),
    ({**PLACE, "system": "Mars2000"}, "cell-constraint", "system"),
    ({**PLACE, "system": "EPSG:99999"}, "system-unknown", "system"),
    ({**PLACE, "lat": None}, "coordinates-half", "lat"),
    ({**PLACE, "lon": 24.53, "lat": 117.99}, "outside-wgs84", "lon"),
    ({**PLACE, "wkt": SQUARE}, "coordinates-twice", "wkt"),
    ({**PLACE, "lon": None, "lat": None, "wkt": BOW_TIE, "method": "digitised"}, "wkt-broken", "wkt"),
    ({**PLACE, "lon": None, "lat": None, "wkt": SQUARE}, "method-missing", "method"),
    ({**PLACE, "method": "county"}, "method-differs", "method"),
    ({**PLACE, "stated_area": 3}, "area-half", "area_unit"),
    ({**PLACE, "lon": None, "lat": None, "stated_area": 3, "area_unit": "亩"}, "area-without-centre", "lon"),
    ({**PLACE, "stated_area": 5000, "area_unit": "平方公里"}, "area-too-large", "stated_area"),
    ({**PLACE, "lon": 118.3, "stated_area": 3, "area_unit": "亩"}, "centre-off-land", "lon"),
    ({**PLACE, "lon": 118.3}, "outside-county", "lon"),
    ({**PLACE, "confidence": "low"}, "low-as-spot", "confidence"),
    ({**PLACE, "radius_m": -5}, "cell-constraint", "radius_m"),
    ({**PLACE, "radius_m": None}, "", ""),
    ({**PLACE, "part": "一期"}, "part-names-incomplete", "part"),
    ({**PLACE, "checked_on": "2999-01-01"}, "checked-in-future", "checked_on"),
    ({**PLACE, "checked_on": "2026-02-30"}, "cell-type", "checked_on"),
]


def assert_told(verdict: Any, wanted: set[tuple[str, str, int, str]]) -> None:
    found = said(verdict)
    assert wanted <= found, [f.line("en") for f in verdict.findings]
    for finding in verdict.findings:
        for lang in ("zh", "en"):
            line = finding.line(lang)
            assert "→" in line and not re.search(r"\{[a-z_]+|None|Term\(", line), line
        if finding.address.row and not finding.in_catalogue:
            row = finding.address.row
            assert f"工作表 {finding.address.sheet}，第 {row} 行" in finding.line("zh")
            assert f"sheet {finding.address.sheet}, row {row}" in finding.line("en")


@pytest.mark.slow
def test_each_broken_row_is_named_at_its_row_and_column_and_no_sound_one() -> None:
    book, wanted, sound = opened(*TABLES), set(), set()
    for table in TABLES:
        rows = [(row, rule, column) for name, row, rule, column in BROKEN if name == table]
        put(book[table], [row for row, _, _ in rows])
        wanted |= {(rule, table, n, column) for n, (_, rule, column) in enumerate(rows, 2) if rule}
        sound |= {(table, n) for n, (_, rule, _) in enumerate(rows, 2) if not rule}
    verdict = checked(saved(book))
    assert_told(verdict, wanted)
    assert len({rule for rule, *_ in wanted}) >= 14
    assert not sound & {(f.address.sheet, f.address.row) for f in verdict.findings}


@pytest.mark.slow
def test_each_broken_place_of_a_layer_is_named_at_its_row_and_column() -> None:
    names = [f"{chr(0x4E10 + 97 * n)}{chr(0x5510 + 89 * n)}园" for n in range(len(BROKEN_PLACES))]  # unlike each other
    sites = [{**SITE, "site_id": f"new-{n}", "name_zh": name} for n, name in enumerate(names)]
    places = [{**place, "site_id": f"new-{n}" if place["site_id"] == "new-park" else place["site_id"]} for n, (place, _, _) in enumerate(BROKEN_PLACES)]  # fmt: skip
    verdict = checked(layer_book(places, [*sites[1:]]))
    wanted = {(rule, "要素", n, column) for n, (_, rule, column) in enumerate(BROKEN_PLACES, 2) if rule}
    assert_told(verdict, wanted)
    told = {f.address.row for f in verdict.findings if f.address.sheet == "sites"}
    assert not told, "a site whose place is broken is not missing as well"


@pytest.mark.long
@pytest.mark.slow
def test_each_broken_key_of_a_layer_is_named_at_its_row() -> None:
    layer = {**LAYER, "layer_id": "../evil", "scope": "mars", "order": "first", "title_en": None, "also": ["atlantis"]}
    book = opened("layer")
    samples.describe(book["图层"], layer)
    found = said(checked(saved(book)))
    keys = [cell.value for cell in book["图层"]["A"]]
    for rule, key in (
        ("cell-constraint", "layer_id"),
        ("cell-constraint", "scope"),
        ("cell-type", "order"),
        ("cell-required", "title_en"),
    ):
        assert (rule, "图层", keys.index(key) + 1, key) in found, found
    samples.describe(book["图层"], {"layer_id": "new-parks", "scope": "xiamen", "order": 21, "title_en": "New"})
    found = said(checked(saved(book)))
    assert ("layer-shows-unknown", "图层", keys.index("also") + 1, "also") in found


@pytest.mark.slow
def test_features_without_a_layer_are_told() -> None:
    book = opened("layer")
    put(book["要素"], [{**PLACE, "site_id": "xinyang"}])
    assert ("layer-missing", "要素", 2, "") in said(checked(saved(book)))


@pytest.mark.slow
def test_a_site_that_has_its_geometry_elsewhere_is_told() -> None:
    assert ("site-twice", "要素", 2, "site_id") in said(checked(layer_book([{**PLACE, "site_id": "xinyang"}], [])))


@pytest.mark.long
@pytest.mark.slow
def test_what_a_changed_row_breaks_in_the_catalogue_is_told_with_its_place_there() -> None:
    book = opened("sites")
    [marine] = [row for row in rows_of("sites") if row["site_id"] == "marine-hightech-park"]
    put(book["sites"], [{**marine, "adcode": "350203"}])
    verdict = checked(saved(book))
    [problem] = verdict.problems
    assert problem.rule == "outside-county" and problem.in_catalogue
    assert problem.address.file == "layers/marine-high-tech-zone.geojson" and problem.address.row == 1
    assert ("replaces", "sites", 2, "adcode") in said(verdict)


@pytest.mark.long
@pytest.mark.slow
def test_what_is_wrong_with_the_catalogue_itself_is_not_laid_to_the_sheet(copy: Path) -> None:
    with (copy / "data" / "mentions.csv").open("a", encoding="utf-8") as file:
        file.write("xinyang,no-such-plan,第五章\n")
    book = opened("relations")
    put(book["relations"], [{"site_id": "atlantis", "relation": "part_of", "parent_id": "software-park", **CITED}])
    filled = samples.read(saved(book))
    from geoplan.forms.validate import validate_form

    verdict = validate_form(copy, filled, check_catalogue(copy))
    assert [f.rule for f in verdict.problems] == ["orphan"]
    assert [f.rule for f in verdict.findings if f.is_note] == ["catalogue-broken"]


@pytest.mark.long
@pytest.mark.slow
def test_nothing_of_the_catalogue_changes() -> None:
    before = data_version(HOME)
    checked(layer_book([PLACE]))
    assert data_version(HOME) == before


@pytest.mark.slow
def test_every_message_fits_the_rules_of_the_catalogue() -> None:
    assert {rule for _, _, rule, _ in BROKEN if rule} <= {key.partition(".")[0] for key in section("rules", "zh")}


@pytest.mark.long
@pytest.mark.slow
def test_citations_are_resolved_where_the_plan_texts_are_given(plans_folder: Path) -> None:
    book = opened("mentions", "designations")
    put(book["mentions"], [{"site_id": "xinyang", "plan_id": "xiamen-sei", "section": "第九十章"}])
    cited = {"site_id": "xinyang", "industry_id": "it", "wording": "炼金", "role": "lead", "basis": "stated", **CITED}
    put(book["designations"], [cited])
    from geoplan.forms.validate import validate_form

    found = said(validate_form(HOME, samples.read(saved(book)), (), plans_folder))
    assert ("section-unresolved", "mentions", 2, "section") in found
    assert ("wording-absent", "designations", 2, "wording") in found
