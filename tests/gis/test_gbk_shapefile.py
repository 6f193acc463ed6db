"""A shapefile asked for in GBK opens in a reader that knows nothing else; what GBK lacks is told."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import shapefile

from geoplan.text.message import local_text
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import Collection
from geoplan.writers.field_dictionary import Field
from geoplan.writers.write_export import write_export


@pytest.fixture(scope="module")
def unpacked(everything: ExportContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gbk")
    write_export(replace(everything, encoding="gbk"), folder / "x.zip")
    with zipfile.ZipFile(folder / "x.zip") as archive:
        archive.extractall(folder)
    return folder


def test_a_reader_that_knows_only_gbk_reads_every_name(unpacked: Path, everything: ExportContent) -> None:
    layer = next(c for c in everything.collections if c.name == "software_parks")
    names = set()
    for form in ("area", "point", "unplaced"):
        stem = unpacked / f"software_parks_{form}"
        if not stem.with_suffix(".dbf").exists():
            continue
        assert stem.with_suffix(".cpg").read_text() == "GBK"
        stem.with_suffix(".cpg").unlink()
        assert stem.with_suffix(".dbf").read_bytes()[29] == 0x4D, "code page 936, for readers that know no .cpg"
        with shapefile.Reader(
            dbf=io.BytesIO(stem.with_suffix(".dbf").read_bytes()), encoding="gbk", encodingErrors="strict"
        ) as dbf:
            names |= {record["name_zh"] for record in dbf.iterRecords()}
    assert names == set(layer.frame["name_zh"])


def test_shapes_come_with_them(unpacked: Path) -> None:
    with shapefile.Reader(str(unpacked / "counties_area"), encoding="gbk", encodingErrors="strict") as reader:
        assert len(reader) == 84
        assert reader.shapeTypeName == "POLYGON"
        assert "思明区" in {record["name_zh"] for record in reader.iterRecords()}


def test_the_field_table_explains_every_short_name(unpacked: Path) -> None:
    content = (unpacked / "fields.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    told = {(row["table"], row["short"]) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    for dbf in unpacked.glob("*.dbf"):
        with shapefile.Reader(dbf=io.BytesIO(dbf.read_bytes()), encoding="gbk") as reader:
            short = [field[0] for field in reader.fields if field[0] != "DeletionFlag"]
        assert all(len(name) <= 10 and name.isascii() for name in short)
        table = dbf.stem.removesuffix("_area").removesuffix("_point").removesuffix("_unplaced")
        assert {(table, name) for name in short} <= told | {(f"{table}_unplaced", name) for name in short}


def test_what_gbk_lacks_and_what_is_too_wide_is_told_and_nothing_is_cut_inside_a_character(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "name_zh": ["海😀沧", "厦门" * 100]})
    fields = tuple(Field(name, name, local_text(name, name), "string", "") for name in frame.columns)
    content = ExportContent(
        (Collection("t", local_text("t", "t"), local_text("", ""), "id", frame, fields),),
        system_of_wgs84(),
        ABOUT,
        "zh",
        "gbk",
    )
    remarks = write_export(content, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        record = json.loads(archive.read("metadata.json"))
        dbf = archive.read("t_unplaced.dbf")
    with shapefile.Reader(dbf=io.BytesIO(dbf), encoding="gbk", encodingErrors="strict") as reader:
        assert [r["name_zh"] for r in reader.iterRecords()] == ["海?沧", "厦门" * 63 + "厦"]
    said = " ".join(remark.text("en") for remark in remarks)
    assert "U+1F600" in said and "name_zh 1" in said
    assert record["remarks"] == [remark.text("zh") for remark in remarks]


ABOUT = {
    "title": "t", "note": "n", "data_version": "0", "geoplan_version": "0", "filters": {}, "sources": [], "licence": "x",
}  # fmt: skip


def system_of_wgs84():
    from geoplan.crs.systems import parse_system

    return parse_system("4326")
