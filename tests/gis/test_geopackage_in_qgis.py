"""QGIS itself, without a window, opens the GeoPackage and takes up its styles; skipped where QGIS is not installed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from geoplan.symbology import symbology
from geoplan.writers.export_content import ExportContent
from geoplan.writers.write_export import write_export
from gis.qgis_python import by_qgis

SCRIPT = """
import json, os, sys
from qgis.core import QgsApplication, QgsSymbolLayer, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
path, told = sys.argv[1], {}
whole = QgsVectorLayer(path, "all", "ogr")
for name in whole.dataProvider().subLayers():
    table = name.split("!!::!!")[1]
    layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
    renderer = layer.renderer()
    kind = renderer.type() if renderer else ""
    categories = renderer.categories() if kind == "categorizedSymbol" else []
    colours = {c.value(): c.symbol().color().name() for c in categories}
    driven = ""
    if kind and layer.geometryType() == 2:
        symbol = categories[0].symbol() if categories else renderer.symbol()
        part = symbol.symbolLayer(0)
        properties = part.dataDefinedProperties()
        property = properties.property(QgsSymbolLayer.PropertyStrokeStyle)
        driven = property.expressionString()
    fields = [f.name() for f in layer.fields()]
    called = "name_zh" if "name_zh" in fields else "wording" if "wording" in fields else ""
    told[table] = {
        "valid": layer.isValid(), "count": layer.featureCount(), "crs": layer.crs().authid(), "renderer": kind,
        "colours": colours, "labels": layer.labelsEnabled(), "driven": driven,
        "names": sorted({f[called] or "" for f in layer.getFeatures()}) if called else [],
        "alias": layer.attributeAlias(fields.index("name_zh")) if "name_zh" in fields else "",
    }
print(json.dumps(told), flush=True)
os._exit(0)  # taking QGIS down while layers live crashes it
"""


@pytest.fixture(scope="module")
def package(everything: ExportContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("qgis") / "x.gpkg"
    write_export(everything, path)
    return path


@pytest.fixture(scope="module")
def told(package: Path) -> dict:
    return by_qgis(SCRIPT, package)


def test_every_layer_is_valid_and_whole(told: dict, everything: ExportContent) -> None:
    assert all(layer["valid"] for layer in told.values())
    for collection in everything.collections:
        names = [collection.name, *(f"{collection.name}_{form}" for form in ("area", "point", "unplaced"))]
        assert sum(told[name]["count"] for name in names if name in told) == len(collection.frame)
    assert all(layer["crs"] == "EPSG:4326" for name, layer in told.items() if name.endswith(("area", "point")))


def test_chinese_is_intact(told: dict, everything: ExportContent) -> None:
    parks = next(c for c in everything.collections if c.name == "software_parks").frame
    read = {
        name
        for form in ("area", "point", "unplaced")
        for name in told.get(f"software_parks_{form}", {}).get("names", [])
    }
    assert read == set(parks["name_zh"])
    assert told["software_parks_area"]["alias"] == "中文名"


def test_layers_of_sites_are_coloured_by_main_industry_by_themselves(told: dict) -> None:
    drawn = {
        n: layer
        for n, layer in told.items()
        if n.endswith(("area", "point")) and not n.startswith(("counties", "gateways"))
    }
    assert drawn
    for layer in drawn.values():
        assert layer["renderer"] == "categorizedSymbol" and layer["labels"]
        colours = {branch: colour for branch, colour in layer["colours"].items() if branch}
        assert colours == {branch: symbology().branches[branch].lower() for branch in colours}
        assert len(colours) >= 6
    assert told["counties_area"]["renderer"] == "singleSymbol"


def test_schematic_outlines_are_broken(told: dict) -> None:
    driven = told["software_parks_area"]["driven"]
    assert "'poi_hull' THEN 'dash'" in driven and "'area_schematic' THEN 'dot'" in driven


def test_the_package_is_a_sound_database_that_describes_itself(package: Path, everything: ExportContent) -> None:
    with sqlite3.connect(package) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        record = json.loads(database.execute("SELECT metadata FROM gpkg_metadata WHERE id = 1").fetchone()[0])
        titles = dict(database.execute("SELECT table_name, identifier FROM gpkg_contents"))
        forms = database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall()
    assert record["data_version"] and record["licence"] == "ODC-By-1.0" and len(record["sources"]) == 5
    assert {o["licence"] for o in record["other_licences"]} == {"ODbL-1.0", "MIT"}
    assert titles["software_parks_area"] == "软件园（范围）"
    assert {kind for name, kind in forms if name.endswith("_area")} == {"MULTIPOLYGON"}
    assert {kind for name, kind in forms if name.endswith("_point")} == {"POINT"}
