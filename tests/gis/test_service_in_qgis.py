"""QGIS itself, without a window, connects to the running service; skipped where QGIS is not installed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from api.conftest import ask, run

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.publish import publish_base
from gis.qgis_python import by_qgis

POINT, POLYGON = 0, 2  # QgsWkbTypes.GeometryType
SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()


def told(name):
    layer = QgsVectorLayer(f"url='{sys.argv[1]}' typename='{name}' pageSize='50'", name, "OAPIF")
    called = "name_zh" if layer.fields().indexOf("name_zh") >= 0 else "wording"
    rows = {f["id"]: [f[called], None if f.geometry().isNull() else f.geometry().asJson(7)] for f in layer.getFeatures()}
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(118.0, 24.4, 118.2, 24.6))
    near = [f["id"] for f in layer.getFeatures(request)] if layer.isSpatial() else []
    return {"valid": layer.isValid(), "crs": layer.crs().authid(), "form": int(layer.geometryType()), "rows": rows, "near": near}


print(json.dumps({name: told(name) for name in sys.argv[2:]}))
app.exitQgis()
"""


@pytest.fixture(scope="module")
def service(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from run(catalogue, publish_base(catalogue.home, catalogue.regions, tmp_path_factory.mktemp("base")))


def test_qgis_connects_and_reads_names_places_tables_and_boxes(service: str, catalogue: Catalogue) -> None:
    names = ("sites", "software_parks_areas", "software_parks_points", "gateways", "designations")
    told = by_qgis(SCRIPT, service, *names)
    for name in names:
        matched = ask(f"{service}/collections/{name}/items?resulttype=hits").json["numberMatched"]
        assert told[name]["valid"] and len(told[name]["rows"]) == matched, name
    assert told["gateways"]["crs"] == "EPSG:4326"
    assert {row[0] for row in told["sites"]["rows"].values()} == set(catalogue.sites["name_zh"])
    name, place = told["gateways"]["rows"]["xiamen-gaoqi-airport"]
    assert (name, json.loads(place)) == ("厦门高崎国际机场", {"type": "Point", "coordinates": [118.128, 24.544]})
    assert set(told["gateways"]["near"]) == set(catalogue.gateways.cx[118.0:118.2, 24.4:24.6].index)
    assert (told["software_parks_areas"]["form"], told["software_parks_points"]["form"]) == (POLYGON, POINT)
