"""What the browser draws of the catalogue, against the layers and relations as their files are."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.site_markers import map_sites


@pytest.fixture(scope="module")
def content(catalogue: Catalogue) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(map_sites(catalogue))
    return decoded


@pytest.fixture(scope="module")
def features(home: Path) -> list[dict[str, Any]]:
    """Every feature of every layer file."""
    files = sorted((home / "layers").glob("*.geojson"))
    return [feature for path in files for feature in json.loads(path.read_text("utf-8"))["features"]]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_parts_among(placed: set[str], home: Path) -> set[str]:
    """The sites above any of these, step by step."""
    pairs = [(row["site_id"], row["parent_id"]) for row in rows(home / "data" / "relations.csv") if row["relation"] == "part_of"]  # fmt: skip
    reached = set(placed)
    while above := {parent for site, parent in pairs if site in reached} - reached:
        reached |= above
    return reached - placed


def test_every_site_is_drawn_or_shown_through_its_parts_or_in_a_tray(
    content: dict[str, Any], features: list[dict[str, Any]], home: Path
) -> None:
    drawn = [feature["properties"]["s"] for feature in content["drawn"]["features"]]
    trays = [site["s"] for site in content["trays"]]
    assert len(trays) == len(set(trays))
    everywhere = [*set(drawn), *content["wholes"], *trays]
    assert sorted(everywhere) == sorted(row["site_id"] for row in rows(home / "data" / "sites.csv"))

    with_shape = [f["properties"]["site_id"] for f in features if f["geometry"]]
    assert sorted(drawn) == sorted(with_shape)  # one mark or area a feature
    measured = {f["properties"]["site_id"] for f in features if f["geometry"] and f["properties"]["method"] != "area_of_doubt"}  # fmt: skip
    assert set(content["wholes"]) == with_parts_among(measured, home)


def test_a_tray_holds_the_sites_whose_county_alone_is_known(
    content: dict[str, Any], features: list[dict[str, Any]], home: Path
) -> None:
    adcodes = {row["site_id"]: row["adcode"] for row in rows(home / "data" / "sites.csv")}
    by_county = {f["properties"]["site_id"] for f in features if not f["geometry"]} - set(content["wholes"])
    assert {site["s"]: site["adcode"] for site in content["trays"]} == {s: adcodes[s] for s in by_county}


def test_only_an_area_of_doubt_is_drawn_as_one(content: dict[str, Any], features: list[dict[str, Any]]) -> None:
    doubtful = {f["properties"]["site_id"] for f in features if f["properties"]["method"] == "area_of_doubt"}
    assert doubtful
    for feature in content["drawn"]["features"]:
        properties = feature["properties"]
        assert (properties["l"] == "doubt") == (properties["s"] in doubtful) == (properties["w"] == "area_of_doubt")


def test_a_site_is_shown_for_wholes_it_is_a_part_of_and_every_whole_is_shown_by_some_site(
    content: dict[str, Any], home: Path
) -> None:
    shown_through = {f["properties"]["s"]: f["properties"]["via"] for f in content["drawn"]["features"]}
    for site_id, wholes in shown_through.items():
        assert set(wholes) <= with_parts_among({site_id}, home)
    assert {whole for wholes in shown_through.values() for whole in wholes} == set(content["wholes"])
