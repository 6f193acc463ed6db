"""The README counts what the catalogue holds."""

import csv
import json
import re
from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import Catalogue

# The table of each row of the README, by the words that the row begins with.
TABLES = {
    "sites": "sites", "designations": "designations", "functions of sites": "site_functions", "projects": "projects",
    "indicators": "indicators", "honours and programmes": "programmes",
}  # fmt: skip


def printed(home: Path, words: str) -> int:
    row = re.search(rf"^\| {words}\b.*\| (\d+) \|$", (home / "README.md").read_text("utf-8"), re.M)
    assert row, words
    return int(row[1])


@pytest.mark.parametrize("words", TABLES)
def test_a_count_is_the_number_of_rows_of_the_file(home: Path, words: str) -> None:
    with (home / "data" / f"{TABLES[words]}.csv").open(encoding="utf-8", newline="") as file:
        assert printed(home, words) == sum(1 for _ in csv.DictReader(file))


def test_the_sites_drawn_are_those_with_a_geometry_in_a_layer(home: Path) -> None:
    drawn, doubtful = set(), set()
    for path in (home / "layers").glob("*.geojson"):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            if feature["geometry"]:
                is_doubt = feature["properties"]["method"] == "area_of_doubt"
                (doubtful if is_doubt else drawn).add(feature["properties"]["site_id"])
    assert printed(home, "of these with a position") == len(drawn)
    assert printed(home, "in an area of doubt") == len(doubtful)
    assert not drawn & doubtful


def test_what_is_loaded_is_what_is_counted(catalogue: Catalogue, home: Path) -> None:
    assert len(catalogue.sites) == printed(home, "sites")
    assert len(catalogue.placed) == printed(home, "on the map")
    assert len(catalogue.designations) == printed(home, "designations")
