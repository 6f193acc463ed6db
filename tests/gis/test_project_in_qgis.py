"""QGIS opens the project within the GeoPackage: every layer, its groups and titles, a sheet that prints, nothing changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from geoplan.writers.export_content import ExportContent
from geoplan.writers.write_export import write_export
from gis.qgis_python import by_qgis

SCRIPT = """
import json, os, sys
from qgis.core import QgsApplication, QgsLayoutExporter, QgsLayoutItem, QgsProject
app = QgsApplication([], False)
app.initQgis()
path, sheet = sys.argv[1:3]
said = []
QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: said.append(text) if level in (1, 2) else None)
project = QgsProject.instance()
read = project.read(f"geopackage:{path}?projectName=GeoPlan")
layers = list(project.mapLayers().values())
layout = project.layoutManager().printLayouts()[0]
scale = next(item for item in layout.items() if type(item).__name__ == "QgsLayoutItemScaleBar")
told = {
    "read": read, "said": said, "crs": project.crs().isValid(), "metric": project.crs().mapUnits() == 0, "title": project.title(),
    "invalid": [layer.name() for layer in layers if not layer.isValid() or (layer.isSpatial() and not layer.crs().isValid())],
    "counts": {layer.id().removeprefix("geoplan_"): layer.featureCount() for layer in layers},
    "groups": {group.name(): len(group.findLayers()) for group in project.layerTreeRoot().findGroups()},
    "aliases": {layer.id(): [layer.attributeAlias(i) for i, field in enumerate(layer.fields()) if field.name() != "fid"] for layer in layers},
    "fonts": [layer.labeling().settings().format().fontFound() for layer in layers if layer.isSpatial() and layer.labeling()],
    "items": sorted(type(item).__name__ for item in layout.items() if isinstance(item, QgsLayoutItem)),
    "page": [layout.pageCollection().page(0).pageSize().width(), layout.pageCollection().page(0).pageSize().height()],
    "bar": [scale.unitsPerSegment(), scale.segmentMillimeters() if hasattr(scale, "segmentMillimeters") else 0, layout.referenceMap().scale()],
    "pdf": int(QgsLayoutExporter(layout).exportToPdf(sheet, QgsLayoutExporter.PdfExportSettings())),
}
print(json.dumps(told), flush=True)
os._exit(0)  # taking QGIS down while layers live crashes it
"""


@pytest.fixture(scope="module")
def package(everything: ExportContent, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("project") / "规划 plans.gpkg"
    write_export(everything, path)
    return path


@pytest.fixture(scope="module")
def before(package: Path) -> str:
    return sha256(package.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def told(package: Path, before: str) -> dict:
    return by_qgis(SCRIPT, package, package.parent / "sheet.pdf")


@pytest.mark.long
def test_every_table_is_a_valid_layer_in_its_group_with_titles(told: dict, everything: ExportContent) -> None:
    assert told["read"] and told["invalid"] == [] and told["said"] == []
    assert told["title"] == everything.about["title"] and told["crs"] and told["metric"]
    for collection in everything.collections:
        names = [collection.name, *(f"{collection.name}_{form}" for form in ("area", "point", "unplaced"))]
        assert sum(told["counts"].get(name, 0) for name in names) == len(collection.frame), collection.name
    assert set(told["groups"]) == {"载体", "枢纽与县区", "表格"}
    assert sum(told["groups"].values()) == len(told["counts"]) and told["groups"]["枢纽与县区"] == 2
    assert all(all(aliases) for aliases in told["aliases"].values())


@pytest.mark.long
def test_no_font_is_missed(told: dict) -> None:
    assert told["fonts"] and all(told["fonts"])


@pytest.mark.long
def test_the_sheet_is_a3_and_prints(told: dict, package: Path, everything: ExportContent) -> None:
    assert told["page"] == [420, 297]
    for item in ("Map", "Legend", "ScaleBar", "Picture"):
        assert f"QgsLayoutItem{item}" in told["items"]
    assert told["items"].count("QgsLayoutItemLabel") == 2
    assert told["pdf"] == 0  # QgsLayoutExporter.Success
    kilometres, _, scale = told["bar"]
    assert 8 < kilometres * 1e6 / scale <= 22  # millimetres on paper
    page = PdfReader(package.parent / "sheet.pdf").pages[0]
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (420, 297)


@pytest.mark.long
def test_the_file_is_unchanged_afterwards(told: dict, package: Path, before: str) -> None:
    assert sha256(package.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in package.parent.iterdir()) == ["sheet.pdf", package.name]
