"""``geoplan export``: any part in any format, and every refusal in one line with its remedy."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from test_cli import run

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select

pytestmark = pytest.mark.slow


def test_a_geopackage_holds_all_layers_without_being_asked(catalogue: Catalogue, tmp_path: Path) -> None:
    done = run("export", "-o", str(tmp_path / "x.gpkg"), "--county", "海沧区")
    wanted = select(catalogue, Selection(regions=("350205",)))
    layers = {layer for layer in catalogue.layers.index if set(catalogue.layer_sites(layer)) & set(wanted)}
    with closing(sqlite3.connect(tmp_path / "x.gpkg")) as database:
        tables = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
    known = {
        name.rsplit("_", 1)[0].replace("_", "-") for name in tables if name.endswith(("_area", "_point", "_unplaced"))
    }
    assert known == layers
    assert f"{len(layers)} 张表" in done.stderr


def test_one_table_as_csv_with_its_description(catalogue: Catalogue, tmp_path: Path) -> None:
    run("export", "-o", str(tmp_path / "x.csv"), "--what", "plans", "--lang", "en")
    frame = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig")
    assert set(frame["plan_id"]) == set(catalogue.plans.index)
    said = json.loads((tmp_path / "x.csv-metadata.json").read_text("utf-8"))
    assert [column["name"] for column in said["tableSchema"]["columns"]] == list(frame.columns)
    assert said["notes"][0]["data_version"] == catalogue.version


@pytest.mark.parametrize(("format", "begins"), [("geojson", '{"type":"FeatureCollection"'), ("csv", "\ufeffid,")])
def test_standard_output_takes_what_can_be_streamed(format: str, begins: str) -> None:
    assert run("export", "-o", "-", "--format", format, "--county", "思明区").stdout.startswith(begins)


@pytest.mark.slow
def test_standard_output_and_a_file_are_alike(tmp_path: Path) -> None:
    arguments = ["--industry", "marine", "--crs", "4548"]
    printed = run("export", "-o", "-", *arguments).stdout
    run("export", "-o", str(tmp_path / "x.geojson"), *arguments)
    assert (tmp_path / "x.geojson").read_text("utf-8") == printed
    assert json.loads(printed)["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4548"


def test_csv_names_the_system_of_its_coordinates() -> None:
    text = run("export", "-o", "-", "--format", "csv", "--crs", "gcj02", "--county", "思明区").stdout
    frame = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")))
    assert {"lon_gcj02", "lat_gcj02", "wkt_gcj02"} <= set(frame.columns)
    assert not {"lon", "lat", "wkt"} & set(frame.columns)


def test_what_a_shapefile_could_not_hold_is_told(tmp_path: Path) -> None:
    done = run("export", "-o", str(tmp_path / "x.zip"), "--what", "programmes", "--encoding", "gbk", "--lang", "en")
    assert "254 bytes" in done.stderr and "site_ids" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "x.csv", "--what", "desig"], ["--what", "desig", "designations"]),
        (["-o", "x.csv", "--crs", "mars"], ["--crs", "mars", "4548", "GCJ-02"]),
        (["-o", "x.csv", "--encoding", "gbk"], ["--encoding", "gbk", "Shapefile"]),
        (["-o", "x.zip", "--encoding", "big5"], ["--encoding", "big5", "gbk"]),
        (["-o", "x.csv", "--crs", "gcj02"], ["--output", "GCJ-02", "x.gcj02.csv"]),
        (["-o", "x.gcj02.kml", "--crs", "gcj02"], ["--output", "KML", "GCJ-02", "EPSG:4326"]),
        (["-o", "x.fgb", "--what", "layers"], ["--output", ".fgb.zip", ".gpkg"]),
        (["-o", "x.shp"], ["--output", "x.shp", ".shp.zip"]),
        (["-o", "-", "--format", "gpkg"], ["--format", "geojson", "csv", "-o"]),
        (["-o", "-", "--what", "layers"], ["--output", ".geojson.zip"]),
        (["-o", "x.gpkg", "--text", "火星基地"], ["--output", "放宽筛选"]),
        (["-o", "/nowhere/x.gpkg"], ["--output", "/nowhere"]),
    ],
)
def test_a_refusal_names_the_option_the_fact_and_the_remedy_on_one_line(
    arguments: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", *arguments, code=2)
    assert len(done.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in done.stderr
    assert not list(tmp_path.iterdir())
