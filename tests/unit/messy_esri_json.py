"""Esri JSON of services and TopoJSON, with the systems they name or do not name."""

from __future__ import annotations

from typing import Any

from messy_json import NAMES, text
from messy_outcomes import HERE, THERE, XY, Outcome, in_system, messy

# ---- Esri JSON ------------------------------------------------------------------------------------------------------
READ_AS = ("read_geojson.read_as",)


def esri(*places: XY, **members: Any) -> str:
    features = [
        {"attributes": {"名称": n}, "geometry": {"x": x, "y": y}} for n, (x, y) in zip("甲乙", places, strict=True)
    ]
    return text({"geometryType": "esriGeometryPoint", **members, "features": features})


for _wkid, _code in (
    (4326, "EPSG:4326"),
    (4490, "EPSG:4490"),
    (102100, "EPSG:3857"),
    (4548, "EPSG:4548"),
    (4527, "EPSG:4527"),
):
    messy(
        f"esri_json_{_wkid}",
        "a.json",
        esri(*in_system(_code), spatialReference={"wkid": _wkid}),
        Outcome(system=_code, values=NAMES, notes=READ_AS),
    )
messy(
    "esri_json_latest_wkid",
    "a.json",
    esri(*in_system("EPSG:3857"), spatialReference={"wkid": 102100, "latestWkid": 3857}),
    Outcome(system="EPSG:3857", notes=READ_AS),
)
messy(
    "esri_json_102113",
    "a.json",
    esri(*in_system("EPSG:3857"), spatialReference={"wkid": 102113}),
    Outcome(system="EPSG:3857", notes=READ_AS),
)
messy("esri_json_without_a_system", "a.json", esri(HERE, THERE), Outcome(notes=READ_AS))
messy(
    "esri_json_metres_without_a_system",
    "a.json",
    esri(*in_system("EPSG:3857")),
    Outcome(system="EPSG:3857", asks=("system",), notes=READ_AS),
)
messy("esri_json_one_feature", "a.json", text({"attributes": {"名称": "甲"}, "geometry": {"x": 118.1, "y": 24.5, "spatialReference": {"wkid": 4490}}}),
      Outcome(at=(HERE,), system="EPSG:4490", notes=READ_AS))  # fmt: skip

# ---- TopoJSON -------------------------------------------------------------------------------------------------------
POINT_OBJECT = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 5], "properties": {"名称": "甲"}},
                                                             {"type": "Point", "coordinates": [2, 6], "properties": {"名称": "乙"}}]}  # fmt: skip
TOPOLOGY = {
    "type": "Topology",
    "arcs": [],
    "transform": {"scale": [0.1, 0.1], "translate": [118, 24]},
    "objects": {"点": POINT_OBJECT},
}
messy("topojson_quantised", "a.topojson", text(TOPOLOGY), Outcome(values=NAMES, notes=READ_AS))
messy("topojson_called_json", "a.json", text(TOPOLOGY), Outcome(values=NAMES, notes=READ_AS))
messy("topojson_of_two_objects", "a.topojson", text({**TOPOLOGY, "objects": {"点": POINT_OBJECT, "线": {"type": "LineString", "arcs": []}}}),
      Outcome(values=NAMES, notes=READ_AS, asks=("layer",)))  # fmt: skip
