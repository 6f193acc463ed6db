"""QGIS opens a GeoPackage of hostile texts: every text is there as it was written, and nothing of it is reckoned."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_home import hostile_home

from geoplan.catalogue.catalogue import load_cached
from geoplan.crs.systems import parse_system
from geoplan.query.selection import Selection
from geoplan.text.clean_text import clean_text
from geoplan.writers.collect import collect
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import write_export
from gis.qgis_python import by_qgis

SCRIPT = """
import json, os, sys
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer, QgsLayoutItemLabel
app = QgsApplication([], False)
app.initQgis()
path, texts = sys.argv[1], set()
whole = QgsVectorLayer(path, "all", "ogr")
for name in whole.dataProvider().subLayers():
    layer = QgsVectorLayer(path + "|layername=" + name.split("!!::!!")[1], "one", "ogr")
    for feature in layer.getFeatures():
        texts.update(value for value in feature.attributes() if isinstance(value, str))
project = QgsProject.instance()
opened = project.read("geopackage:" + path + "?projectName=GeoPlan")
labels = [
    item.currentText()
    for layout in project.layoutManager().printLayouts()
    for item in layout.items() if isinstance(item, QgsLayoutItemLabel)
]
print(json.dumps({"texts": sorted(texts), "opened": opened, "labels": labels}), flush=True)
os._exit(0)  # taking QGIS down while layers live crashes it
"""


@pytest.mark.long
@pytest.mark.slow
def test_every_text_is_read_by_qgis_as_it_was_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    hostile_home(home, home / "cache")
    catalogue = load_cached(home, home / "cache")
    content = collect(catalogue, "everything", Selection(text=""), FORMATS["gpkg"], parse_system("4326"), "zh")
    write_export(content, tmp_path / "x.gpkg")
    told = by_qgis(SCRIPT, tmp_path / "x.gpkg")
    cells = (cell for one in content.collections for name in one.frame for cell in one.frame[name])
    wanted = {str(clean_text(cell)) for cell in cells if isinstance(cell, str) and cell}
    assert len(wanted) > 3000
    assert wanted - set(told["texts"]) == set()
    # A label of the sheet is what it says: an expression in a title would stand there as its result.
    assert told["opened"] and told["labels"] and not [label for label in told["labels"] if "[%" in label]
