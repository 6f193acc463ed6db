"""GeoJSON passes a linter that is not ours, and the rules of RFC 7946 one by one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from long_lists import one_in

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.query.selection import Selection
from geoplan.writers.collect import collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import write_export

TOOLS = Path(os.environ.get("GEOPLAN_TOOLS", Path(__file__).resolve().parents[2] / ".venv" / "npm"))
LINT = """
import { readFileSync } from "node:fs";
import { check } from "@placemarkio/check-geojson";
const said = [];
try {
  check(readFileSync(process.argv[2], "utf8"));
} catch (e) {
  said.push(...(e.issues ?? [e]).map((i) => i.message));
}
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module", params=one_in(2, ["sites", "counties", "gateways"]))
def written(request: pytest.FixtureRequest, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = collect(catalogue, request.param, Selection(), FORMATS["geojson"], parse_system("4326"), "zh")
    path = tmp_path_factory.mktemp("geojson") / f"{request.param}.geojson"
    write_export(content, path)
    return path


def lint(path: Path) -> list[str]:
    if not shutil.which("node") or not (TOOLS / "node_modules" / "@placemarkio").is_dir():
        pytest.skip("the GeoJSON linter is not installed (sh tests/gis/ensure-gis.sh, with npm)")
    script = TOOLS / "lint.mjs"
    script.write_text(LINT, "utf-8")
    done = subprocess.run(["node", script, path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_linter_finds_nothing(written: Path) -> None:
    assert lint(written) == []


def test_the_linter_would_find_something(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.geojson"
    ring = [[118, 24], [119, 24], [119, 25], [118.5, 25]]  # not closed
    geometry = {"type": "Polygon", "coordinates": [ring]}
    wrong.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))
    assert lint(wrong)


def test_the_rules_of_the_rfc_hold(written: Path) -> None:
    text = written.read_text("utf-8")
    collection = json.loads(text)
    assert collection["type"] == "FeatureCollection" and "crs" not in collection
    ids = [feature["id"] for feature in collection["features"]]
    assert len(ids) == len(set(ids)) and all(ids)
    geometries = [feature["geometry"] for feature in collection["features"] if feature["geometry"]]
    numbers = re.findall(r"-?\d+\.(\d+)", json.dumps(geometries))
    assert max(map(len, numbers)) <= 7
    for geometry in geometries:
        shape = shapely.from_geojson(json.dumps(geometry))
        west, south, east, north = shape.bounds
        assert 115 < west <= east < 121 and 23 < south <= north < 29, "longitude comes first"
        for polygon in getattr(shape, "geoms", [shape]):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw and not any(hole.is_ccw for hole in polygon.interiors)


def test_other_systems_name_themselves_and_wgs84_does_not(sites: ExportContent, tmp_path: Path) -> None:
    def crs_member(code: str) -> dict | None:
        path = tmp_path / f"x.{code}.geojson"
        write_export(replace(sites, system=parse_system(code)), path)
        return json.loads(path.read_text("utf-8")).get("crs")

    assert crs_member("4326") is None
    assert crs_member("4548") == {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}
    assert crs_member("gcj02")["properties"]["name"].startswith('ENGCRS["GCJ-02')
