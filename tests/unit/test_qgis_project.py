"""The project within the GeoPackage, read as XML: its layers are the file's, its sheet has what a sheet must have."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from long_lists import one_in
from lxml import etree

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import parse_system
from geoplan.query.selection import Selection
from geoplan.writers.collect import collect
from geoplan.writers.formats import format_of
from geoplan.writers.write_export import write_export


def written(catalogue: Catalogue, path: Path, system: str = "4326", lang: str = "zh", what: str = "everything") -> Path:
    selection = Selection(kinds=("park",))
    write_export(collect(catalogue, what, selection, format_of("x.gpkg")[0], parse_system(system), lang), path)
    return path


def opened(path: Path) -> tuple[etree._Element, set[str]]:
    with closing(sqlite3.connect(path)) as database:
        ((name, about, content),) = database.execute("SELECT name, metadata, content FROM qgis_projects").fetchall()
        tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
    assert name == "GeoPlan" and set(json.loads(about)) == {"last_modified_time", "last_modified_user"}
    archive = zipfile.ZipFile(io.BytesIO(bytes.fromhex(content)))
    assert archive.namelist() == ["GeoPlan.qgs"]
    return etree.fromstring(archive.read("GeoPlan.qgs")), tables


@pytest.fixture(scope="module")
def package(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(catalogue, tmp_path_factory.mktemp("project") / "x.gpkg")


@pytest.fixture(scope="module")
def root(package: Path) -> etree._Element:
    return opened(package)[0]


def test_every_layer_is_a_table_of_this_file_and_stands_in_one_group(package: Path) -> None:
    root, tables = opened(package)
    sources = [layer.findtext("datasource") for layer in root.findall("projectlayers/maplayer")]
    names = {source.partition("|layername=")[2] for source in sources}
    assert all(source.startswith("./x.gpkg|") for source in sources) and len(names) == len(sources)
    assert names == tables - {"geoplan_fields", "layer_styles"}
    ids = [layer.findtext("id") for layer in root.findall("projectlayers/maplayer")]
    grouped = [layer.get("id") for layer in root.findall("layer-tree-group/layer-tree-group/layer-tree-layer")]
    assert sorted(ids) == sorted(grouped) and all(len(id_) > 10 for id_ in ids)
    assert [group.get("name") for group in root.findall("layer-tree-group/layer-tree-group")] == ["载体", "枢纽与县区", "表格"]  # fmt: skip


def test_points_lie_over_areas(root: etree._Element) -> None:
    places = root.findall("layer-tree-group/layer-tree-group")[0]
    forms = [layer.get("id").rpartition("_")[2] for layer in places]
    assert forms == sorted(forms, reverse=True) and set(forms) == {"point", "area"}


def test_the_sheet_names_sources_version_and_approval_number(root: etree._Element, catalogue: Catalogue) -> None:
    texts = "\n".join(item.get("labelText") for item in root.findall("Layouts/Layout/LayoutItem[@labelText]"))
    assert catalogue.version in texts and "审图号" in texts and "规划示意" in texts
    for title in catalogue.plans["title_zh"]:
        assert title in texts
    kinds = sorted(item.get("type") for item in root.iter("LayoutItem"))
    assert kinds == [
        "65638",
        "65639",
        "65640",
        "65641",
        "65641",
        "65642",
        "65646",
    ]  # page, map, arrow, labels, legend, bar
    page = next(item for item in root.iter("LayoutItem") if item.get("type") == "65638")
    assert page.get("size") == "420,297,mm"


def test_the_legend_explains_layers_that_there_are(root: etree._Element) -> None:
    ids = {layer.findtext("id") for layer in root.findall("projectlayers/maplayer")}
    explained = [layer.get("id") for layer in root.findall(".//LayoutItem/layer-tree-group/layer-tree-layer")]
    assert len(explained) == 3 and set(explained) <= ids


def test_no_family_is_named_that_windows_or_macos_lacks(root: etree._Element, package: Path) -> None:
    families = {element.get("fontFamily") for element in root.iter("text-style")}
    families |= {e.get("description").partition(",")[0] for e in root.iter("LabelFont", "styleFont")}
    assert families == {None, "Arial"}
    with closing(sqlite3.connect(package)) as database:
        for qml, sld in database.execute("SELECT styleQML, styleSLD FROM layer_styles"):
            assert "fontFamily" not in qml and "Noto" not in qml + sld


@pytest.mark.parametrize(("system", "metric"), one_in(3, [("4326", True), ("4548", True), ("gcj02", False)]))
def test_the_sheet_is_metric_wherever_it_can_be(
    catalogue: Catalogue, tmp_path: Path, system: str, metric: bool
) -> None:
    root, _ = opened(written(catalogue, tmp_path / f"x.{system}.gpkg", system, "en"))
    box = root.find("Layouts/Layout/LayoutItem/Extent")
    width, height = (float(box.get(f"{axis}max")) - float(box.get(f"{axis}min")) for axis in "xy")
    assert width / height == pytest.approx(310 / 234)
    assert (width > 10_000) is metric
    bar = next(item for item in root.iter("LayoutItem") if item.get("type") == "65646")
    per_mm = width / 310 / (1000 if metric else 1 / 111.32 / 0.9)
    assert float(bar.get("numUnitsPerSegment")) / float(bar.get("segmentMillimeters")) == pytest.approx(
        per_mm, rel=0.02
    )
    assert 8 <= float(bar.get("segmentMillimeters")) <= 20


@pytest.mark.long
def test_the_file_is_in_no_journal_mode_of_its_own_and_the_same_again(catalogue: Catalogue, package: Path, tmp_path: Path) -> None:  # fmt: skip
    assert package.read_bytes()[18:20] == b"\x01\x01"
    assert written(catalogue, tmp_path / "x.gpkg").read_bytes() == package.read_bytes()


def test_a_file_without_places_has_a_project_too(catalogue: Catalogue, tmp_path: Path) -> None:
    content = collect(catalogue, "everything", Selection(), format_of("x.gpkg")[0], parse_system("4326"), "zh")
    tables = tuple(c for c in content.collections if not c.has_places)
    write_export(replace(content, collections=tables), tmp_path / "t.gpkg")
    root, _ = opened(tmp_path / "t.gpkg")
    assert len(root.findall("projectlayers/maplayer")) == len(tables)
