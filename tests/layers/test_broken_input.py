"""Each kind of broken input is named at its spot, and never stops the rest from loading."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from long_lists import one_of_each

from geoplan.catalogue.catalogue import load
from geoplan.checks.check_sources import check_catalogue

Break = Callable[[Path], None]


def edit(name: str, old: str, new: str) -> Break:
    """Replace the first occurrence in a file."""

    def run(home: Path) -> None:
        text = (home / name).read_text("utf-8")
        assert old in text, f"{name} no longer contains {old!r}"
        (home / name).write_text(text.replace(old, new, 1), "utf-8")

    return run


def append(name: str, line: str) -> Break:
    def run(home: Path) -> None:
        with (home / name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return run


def write(name: str, content: bytes) -> Break:
    return lambda home: (home / name).write_bytes(content) and None


def remove(name: str) -> Break:
    return lambda home: (home / name).unlink()


def feature(layer: str, change: Callable[[dict[str, Any]], Any]) -> Break:
    """Change the first feature of a layer."""

    def run(home: Path) -> None:
        path = home / "layers" / f"{layer}.geojson"
        root = json.loads(path.read_text("utf-8"))
        change(root["features"][0])
        path.write_text(json.dumps(root, ensure_ascii=False), "utf-8")

    return run


def root_of(layer: str, change: Callable[[dict[str, Any]], Any]) -> Break:
    def run(home: Path) -> None:
        path = home / "layers" / f"{layer}.geojson"
        root = json.loads(path.read_text("utf-8"))
        change(root)
        path.write_text(json.dumps(root, ensure_ascii=False), "utf-8")

    return run


def put(key: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda f: f["properties"].update({key: value})


def shape(kind: str, coordinates: Any, method: str = "poi_hull") -> Callable[[dict[str, Any]], Any]:
    def run(f: dict[str, Any]) -> None:
        f["geometry"] = {"type": kind, "coordinates": coordinates}
        f["properties"]["method"] = method

    return run


# marine-high-tech-zone has one feature, the Marine High-tech Park in Xiang'an.
MARINE = "marine-high-tech-zone"
SQUARE = [[118.25, 24.6], [118.26, 24.6], [118.26, 24.61], [118.25, 24.61], [118.25, 24.6]]
BOW_TIE = [[118.25, 24.6], [118.26, 24.61], [118.26, 24.6], [118.25, 24.61], [118.25, 24.6]]
XIAN = "sites.csv"

CASES: dict[str, tuple[Break, str, str]] = {
    # what is broken: (how, rule, file)
    "a table is missing": (remove("data/projects.csv"), "file-missing", "data/projects.csv"),
    "the coast is missing": (remove("data/base/coast.geojson"), "file-missing", "data/base/coast.geojson"),
    "the coast is cut off": (write("data/base/coast.geojson", b'{"type": "Fea'), "file-unreadable", "data/base/coast.geojson"),
    "the source of the coast is cut off": (write("data/base/coast.toml", b"source = "), "file-unreadable", "data/base/coast.toml"),
    "the source of the coast is empty": (write("data/base/coast.toml", b""), "file-empty", "data/base/coast.toml"),
    "the names of places are noise": (write("data/base/names.csv", bytes(range(256))), "file-unreadable", "data/base/names.csv"),
    "the relief is cut off": (write("data/base/relief.webp", b"RIFF"), "file-unreadable", "data/base/relief.webp"),
    "the coast is empty": (write("data/base/coast.geojson", b'{"type": "FeatureCollection", "features": []}'), "file-empty", "data/base/coast.geojson"),
    "a table is not UTF-8": (write("data/plans.csv", "规划".encode("gbk")), "file-unreadable", "data/plans.csv"),
    "a column is missing": (edit("data/relations.csv", "parent_id", "parent"), "column-missing", "data/relations.csv"),
    "a column nobody knows": (edit("data/mentions.csv", "site_id,plan_id,section", "site_id,plan_id,section,mood"), "column-unknown", "data/mentions.csv"),
    "a blank row": (append("data/relations.csv", ",,,,"), "row-blank", "data/relations.csv"),
    "too many cells": (append("data/project_sites.csv", "fujian-st-t4-1,xinyang,extra"), "cell-count", "data/project_sites.csv"),
    "a required cell is empty": (append("data/relations.csv", "xinyang,part_of,,xiamen-sei,第五章"), "cell-required", "data/relations.csv"),
    "a number is no number": (edit("data/regions.csv", ",1701,", ",many,"), "cell-type", "data/regions.csv"),
    "a year out of range": (edit("data/plans.csv", ",2021,2025,2021-10-06", ",2021,2525,2021-10-06"), "cell-constraint", "data/plans.csv"),
    "an unknown role": (edit("data/designations.csv", ",lead,", ",boss,"), "cell-constraint", "data/designations.csv"),
    "an unknown kind": (edit("data/sites.csv", ",science_city,", ",castle,"), "cell-constraint", "data/sites.csv"),
    "inherited typed by hand": (edit("data/designations.csv", ",stated,", ",inherited,"), "cell-constraint", "data/designations.csv"),
    "an adcode of another province": (edit("data/sites.csv", ",350203,", ",110101,"), "cell-constraint", "data/sites.csv"),
    "a key occurs twice": (append("data/industries.csv", "ai,又一个,Another,it,,,"), "key-duplicate", "data/industries.csv"),
    "the same membership twice": (append("data/relations.csv", "software-park-1,part_of,software-park,xiamen-sei,第五章/专栏6/3"), "key-duplicate", "data/relations.csv"),
    "an unknown plan": (append("data/mentions.csv", "xinyang,no-such-plan,第五章"), "orphan", "data/mentions.csv"),
    "an unknown site": (append("data/relations.csv", "atlantis,part_of,software-park,xiamen-sei,第五章"), "orphan", "data/relations.csv"),
    "an unknown industry": (append("data/designations.csv", "xinyang,alchemy,炼金,lead,stated,xiamen-sei,第五章"), "orphan", "data/designations.csv"),
    "an unknown parent industry": (append("data/industries.csv", "alchemy,炼金,Alchemy,magic,,,"), "orphan", "data/industries.csv"),
    "an unknown class of the 2018 list": (append("data/industries.csv", "alchemy,炼金,Alchemy,it,7.9,low,"), "orphan", "data/industries.csv"),
    "parts that contain each other": (append("data/relations.csv", "software-park,part_of,software-park-1,xiamen-sei,第五章"), "circular-parent", "data/relations.csv"),
    "a site that is part of itself": (append("data/relations.csv", "xinyang,part_of,xinyang,xiamen-sei,第五章"), "circular-parent", "data/relations.csv"),
    "industries in a circle": (edit("data/industries.csv", "it,新一代信息技术,New-generation information technology,,", "it,新一代信息技术,New-generation information technology,ai,"), "circular-parent", "data/industries.csv"),
    "one name for two sites of a county": (append("data/sites.csv", "xinyang-2,新阳工业区,Another Xinyang,,cluster,350205,,xiamen-sei,第五章,"), "name-duplicate", "data/sites.csv"),
    "a period that ends before it begins": (edit("data/plans.csv", ",2021,2025,2021-10-06", ",2026,2025,2021-10-06"), "period-reversed", "data/plans.csv"),
    "an area in an unknown unit": (append("data/site_facts.csv", "xinyang,land_area,3,,英亩,xiamen-sei,第五章,"), "unit-unknown", "data/site_facts.csv"),
    "an area that is no number": (append("data/site_facts.csv", "xinyang,land_area,很大,,亩,xiamen-sei,第五章,"), "number-expected", "data/site_facts.csv"),
    "a stray blank": (edit("data/sites.csv", ",新阳工业区,", ",新阳工业区 ,"), "cell-untidy", "data/sites.csv"),
    "a site in no layer": (append("data/sites.csv", "nowhere,乌有园,Nowhere Park,,park,350205,,xiamen-sei,第五章,"), "site-nowhere", "data/sites.csv"),
    "a site without county, host or reason": (append("data/sites.csv", "nowhere-hall,乌有馆,Nowhere Hall,,venue,350200,,xiamen-sei,第五章,"), "site-without-place", "data/sites.csv"),
    "a title among the sites": (append("data/sites.csv", "innovative-city,国家级高新区,National high-tech zone,,park,350205,,xiamen-sei,第五章,"), "site-is-programme", "data/sites.csv"),
    "a kind that is no place": (edit("data/sites.csv", ",science_city,", ",category,"), "cell-constraint", "data/sites.csv"),
    "one place twice under nearly one name": (append("data/sites.csv", "xinyang-zone,新阳工业园区,Xinyang Industry Zone,,park,350205,,xiamen-sei,第五章,"), "near-equal-unjudged", "data/sites.csv"),
    "a piece of a sentence for an alias": (append("data/sites.csv", "lake-hall,乌有湖馆,Lake Hall,湖馆、园馆等场馆,venue,350205,,xiamen-sei,第五章,"), "alias-no-name", "data/sites.csv"),
    "an id retired and in use": (append("data/retired_ids.csv", "xinyang,software-park,a test"), "retired-id-in-use", "data/retired_ids.csv"),
    "a relation without a type": (append("data/relations.csv", "xinyang,,software-park,xiamen-sei,第五章"), "cell-required", "data/relations.csv"),
    "a relation of an unknown type": (append("data/relations.csv", "xinyang,near,software-park,xiamen-sei,第五章"), "cell-constraint", "data/relations.csv"),
    "two sites times two fields": (append("data/designations.csv", "\n".join(f"{site},{term},{word},lead,stated,xiamen-sei,第九章" for site in ("xinyang", "software-park") for term, word in (("ai", "甲"), ("bio", "乙")))), "cross-product", "data/designations.csv"),
    "a class of sites among the projects": (append("data/projects.csv", "zones,xiamen-sei,文中项目,,国家级高新区,National high-tech zones,,,,,第五章"), "project-is-programme", "data/projects.csv"),
    "a figure printed twice by one plan": (append("data/indicators.csv", "350200,战略性新兴产业增加值,Value added of strategic emerging industries,战新增加值,亿元,,,,2025,>,2500,,,xiamen-sei,第九章"), "figure-twice", "data/indicators.csv"),
    "a rank that is a plain value": (append("data/indicators.csv", "350200,某排名,Some rank,某排名,位,,,,2025,<=,8,,,xiamen-sei,第九章"), "rank-measure", "data/indicators.csv"),
    "an unknown status": (append("data/statuses.csv", "xinyang,ruined,xiamen-sei,第五章,"), "cell-constraint", "data/statuses.csv"),
    "a status of nobody": (append("data/statuses.csv", "atlantis,existing,xiamen-sei,第五章,"), "orphan", "data/statuses.csv"),
    "a function among the industries": (append("data/industries.csv", "incubation,孵化,Incubators,modern-services,,,"), "function-as-industry", "data/industries.csv"),
    "two English names for one Chinese name": (append("data/sites.csv", "ai-hall,人工智能,Hall of AI,,venue,350205,,xiamen-sei,第五章,"), "english-differs", "data/industries.csv"),
    "an English name that was cut": (append("data/sites.csv", "cut-hall,乌有楼,Platform for the,,venue,350205,,xiamen-sei,第五章,"), "english-cut", "data/sites.csv"),
    "Chinese in an English name": (append("data/sites.csv", "half-hall,半译楼,Hall 楼,,venue,350205,,xiamen-sei,第五章,"), "english-cut", "data/sites.csv"),
    "a layer without features": (remove(f"layers/{MARINE}.geojson"), "layer-pair", f"layers/{MARINE}.toml"),
    "features without a layer": (remove(f"layers/{MARINE}.toml"), "layer-pair", f"layers/{MARINE}.geojson"),
    "a description that is no TOML": (write(f"layers/{MARINE}.toml", b"title = ["), "file-unreadable", f"layers/{MARINE}.toml"),
    "an unknown key of a layer": (append(f"layers/{MARINE}.toml", 'styles = "red"'), "layer-key", f"layers/{MARINE}.toml"),
    "a missing key of a layer": (edit(f"layers/{MARINE}.toml", "meaning_en", "# meaning_en"), "layer-key", f"layers/{MARINE}.toml"),
    "a layer that shows what is not there": (append(f"layers/{MARINE}.toml", 'also = ["atlantis"]'), "layer-shows-unknown", f"layers/{MARINE}.toml"),
    "features that are no JSON": (write(f"layers/{MARINE}.geojson", b'{"type": "Feature'), "json-broken", f"layers/{MARINE}.geojson"),
    "no FeatureCollection": (write(f"layers/{MARINE}.geojson", b'{"type": "Feature"}'), "geojson-root", f"layers/{MARINE}.geojson"),
    "a crs member": (root_of(MARINE, lambda r: r.update(crs={})), "geojson-crs", f"layers/{MARINE}.geojson"),
    "a feature of an unknown site": (feature(MARINE, put("site_id", "atlantis")), "site-unknown", f"layers/{MARINE}.geojson"),
    "a site in two layers": (feature(MARINE, put("site_id", "xinyang")), "site-twice", f"layers/{MARINE}.geojson"),
    "no passport": (feature(MARINE, lambda f: f.update(properties=None)), "passport", f"layers/{MARINE}.geojson"),
    "a passport without source": (feature(MARINE, put("source", "")), "passport", f"layers/{MARINE}.geojson"),
    "a passport without radius": (feature(MARINE, lambda f: f["properties"].pop("radius_m")), "passport", f"layers/{MARINE}.geojson"),
    "a negative radius": (feature(MARINE, put("radius_m", -5)), "passport", f"layers/{MARINE}.geojson"),
    "an unknown datum": (feature(MARINE, put("source_datum", "Mars2000")), "passport", f"layers/{MARINE}.geojson"),
    "a day that is not in the calendar": (feature(MARINE, put("checked_on", "2026-02-30")), "passport", f"layers/{MARINE}.geojson"),
    "an unknown property": (feature(MARINE, put("colour", "red")), "passport", f"layers/{MARINE}.geojson"),
    "a part without its English name": (feature(MARINE, put("part", "一期")), "part-names-incomplete", f"layers/{MARINE}.geojson"),
    "a bow-tie": (feature(MARINE, shape("Polygon", [BOW_TIE])), "geometry-invalid", f"layers/{MARINE}.geojson"),
    "a clockwise ring": (feature(MARINE, shape("Polygon", [SQUARE[::-1]])), "ring-order", f"layers/{MARINE}.geojson"),
    "latitude before longitude": (feature(MARINE, shape("Point", [24.6, 118.25], "point")), "outside-wgs84", f"layers/{MARINE}.geojson"),
    "metres for degrees": (feature(MARINE, shape("Point", [627000.0, 2721000.0], "point")), "outside-wgs84", f"layers/{MARINE}.geojson"),
    "not a number": (feature(MARINE, shape("Point", [float("nan"), 24.6], "point")), "outside-wgs84", f"layers/{MARINE}.geojson"),
    "too many decimals": (feature(MARINE, shape("Point", [118.2500000001, 24.6], "point")), "precision", f"layers/{MARINE}.geojson"),
    "an area called a point": (feature(MARINE, put("method", "point")), "method-geometry", f"layers/{MARINE}.geojson"),
    "an area called the seat of a host": (feature(MARINE, put("method", "host_institution")), "method-geometry", f"layers/{MARINE}.geojson"),
    "an area called a town": (feature(MARINE, put("method", "town")), "method-geometry", f"layers/{MARINE}.geojson"),
    "a point between bounding roads": (feature(MARINE, shape("Point", [118.25, 24.56], "bounding_roads")), "method-geometry", f"layers/{MARINE}.geojson"),
    "a shape where only the county is known": (feature(MARINE, put("method", "county")), "method-geometry", f"layers/{MARINE}.geojson"),
    "an area of doubt that is said to be sure": (feature(MARINE, put("method", "area_of_doubt")), "doubt-not-low", f"layers/{MARINE}.geojson"),
    "a guess drawn as an outline": (feature(MARINE, put("confidence", "low")), "low-as-spot", f"layers/{MARINE}.geojson"),
    "a guess drawn as a spot": (feature(MARINE, lambda f: (shape("Point", [118.25, 24.6], "point")(f), put("confidence", "low")(f))), "low-as-spot", f"layers/{MARINE}.geojson"),
    "a point in the wrong county": (feature(MARINE, shape("Point", [118.1, 24.47], "point")), "outside-county", f"layers/{MARINE}.geojson"),
    "coordinates that are words": (feature(MARINE, shape("Point", ["east", "north"], "point")), "geometry-broken", f"layers/{MARINE}.geojson"),
}  # fmt: skip


@pytest.mark.parametrize("case", one_of_each(CASES, lambda case: CASES[case][1], step=3))
def test_broken_input_is_named_and_the_rest_still_loads(copy: Path, case: str) -> None:
    damage, rule, file = CASES[case]
    damage(copy)
    catalogue = load(copy)
    named = [p for p in catalogue.problems if p.rule == rule and p.file == file]
    assert named, [p.line("en") for p in catalogue.problems]
    for language in ("zh", "en"):
        assert "→" in named[0].line(language)
        assert not re.search(r"\{[a-z_]+", named[0].fact(language))  # every brace filled
    if file not in {"data/plans.csv", "data/industries.csv", "data/regions.csv", "data/sites.csv"}:
        assert len(catalogue.sites) > 100  # one bad row never takes the catalogue with it


def test_the_row_named_is_the_row_of_the_sheet(copy: Path) -> None:
    path = copy / "data" / "relations.csv"
    append("data/relations.csv", "atlantis,part_of,software-park,xiamen-sei,第五章")(copy)
    last = len(path.read_text("utf-8").splitlines())
    assert [p.row for p in check_catalogue(copy) if p.rule == "orphan"] == [last]


def test_all_problems_are_told_at_once(copy: Path) -> None:
    for case in ("an unknown plan", "a bow-tie", "a stray blank", "a key occurs twice"):
        CASES[case][0](copy)
    assert {"orphan", "geometry-invalid", "cell-untidy", "key-duplicate"} <= {p.rule for p in check_catalogue(copy)}


def test_a_layer_that_cannot_be_read_is_told_without_what_only_follows_from_it(copy: Path) -> None:
    path = copy / "layers" / f"{MARINE}.geojson"
    path.write_bytes(path.read_bytes()[:300])
    assert [(p.file, p.rule) for p in check_catalogue(copy)] == [(f"layers/{MARINE}.geojson", "json-broken")]


def test_what_refers_to_a_row_that_is_left_out_is_left_out_too(copy: Path) -> None:
    edit("data/sites.csv", ",新阳工业区,", ",新阳工业区 ,")(copy)
    catalogue = load(copy)
    assert "xinyang" not in catalogue.sites.index
    for frame in (catalogue.designations, catalogue.mentions, catalogue.places, catalogue.relations):
        assert "xinyang" not in set(frame["site_id"])
    assert "biomedical-harbour" in catalogue.sites.index
