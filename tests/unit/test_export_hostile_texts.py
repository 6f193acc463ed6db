"""Texts that try something reach every format as texts, and what no format can hold is left out in the same way."""

import csv
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pyogrio
import pytest
from export_samples import sample
from lxml import etree

from geoplan.text.clean_text import clean_text
from geoplan.writers.write_export import write_export

HOSTILE = {
    "=HYPERLINK(\"http://x\",\"y\")": "=HYPERLINK(\"http://x\",\"y\")",
    "+1+cmd|' /C calc'!A0": "+1+cmd|' /C calc'!A0",
    "@SUM(A1)": "@SUM(A1)",
    "-1": "-1",
    "＝1＋1": "＝1＋1",
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "]]>&amp;<![CDATA[": "]]>&amp;<![CDATA[",
    "'; DROP TABLE parks; --": "'; DROP TABLE parks; --",
    'a "quoted", b': 'a "quoted", b',
    "两\n行": "两\n行",
    "两\r\n行\r尾": "两\n行\n尾",
    "零\x00后": "零后",
    "铃\x07\x1b[31m": "铃[31m",
    "半\ud83d个": "半\ufffd个",
    "海😀沧": "海😀沧",
    "\ufffe\uffff尾": "尾",
    "_x0041_": "_x0041_",
    "{{7*7}}${7*7}": "{{7*7}}${7*7}",
    "长" * 300: "长" * 300,
    "\u202e倒": "\u202e倒",
}  # fmt: skip
WANTED = list(HOSTILE.values())
FORMULAS = [*WANTED[:3], "＝1＋1"]  # "-1" is a number


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for suffix in ("geojson", "gpkg", "zip", "fgb", "parquet", "kml", "csv", "xlsx"):
        write_export(sample(list(HOSTILE)), folder / f"x.{suffix}")
    return folder


def test_they_are_cleaned_alike() -> None:
    assert [clean_text(text) for text in HOSTILE] == WANTED
    assert clean_text({"a\x00": ["b\x00", 1, None]}) == {"a": ["b", 1, None]}


def test_geojson(folder: Path) -> None:
    features = json.loads((folder / "x.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["name_zh"] for f in features] == WANTED


@pytest.mark.parametrize("name", ["x.gpkg", "x.fgb"])
def test_what_gdal_writes(name: str, folder: Path) -> None:
    layer = {"x.gpkg": "parks_point"}.get(name)
    frame = pyogrio.read_dataframe(folder / name, layer=layer).sort_values("radius_m")
    assert frame["name_zh"].tolist() == WANTED


def test_no_table_of_a_geopackage_is_lost_to_sql(folder: Path) -> None:
    with sqlite3.connect(folder / "x.gpkg") as database:
        assert database.execute("SELECT count(*) FROM parks_point").fetchone() == (len(HOSTILE),)


def test_a_shapefile_cuts_between_characters(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "x.zip") as archive:
        archive.extractall(tmp_path)
    frame = pyogrio.read_dataframe(tmp_path / "parks_point.shp").sort_values("radius_m")
    assert frame["name_zh"].tolist() == [text if len(text) < 200 else "长" * 84 for text in WANTED]  # 3 bytes each


def test_geoparquet(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(folder / "x.parquet")["name_zh"].to_pylist() == WANTED


def test_kml_is_sound_xml_and_its_values_are_texts(folder: Path) -> None:
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = etree.parse(folder / "x.kml")
    found = root.findall(".//k:SimpleData[@name='name_zh']", space)
    assert [data.text for data in found] == WANTED
    assert not root.findall(".//k:script", space)


def test_csv_disarms_formulas(folder: Path) -> None:
    text = (folder / "x.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name_zh"] for row in rows] == [f"'{t}" if t in FORMULAS else t for t in WANTED]


def test_a_workbook_holds_texts_not_formulas(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "x.xlsx")["园区"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [openpyxl.utils.escape.unescape(cell.value) for cell in cells] == WANTED


def test_a_hostile_filter_is_escaped_in_the_description_of_a_kml(tmp_path: Path) -> None:
    from dataclasses import replace

    content = sample(["一"])
    hostile = replace(content, about={**content.about, "filters": {"text": "<img src=x onerror=alert(1)>"}})
    write_export(hostile, tmp_path / "x.kml")
    description = etree.parse(tmp_path / "x.kml").findtext(".//{*}Document/{*}description")
    assert "<img" not in description and "&lt;img" in description
