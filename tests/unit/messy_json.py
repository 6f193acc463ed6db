"""GeoJSON, its sequences, Esri JSON and TopoJSON as programs and people write them."""

from __future__ import annotations

import json
from typing import Any

from messy_coordinates import BD, GCJ
from messy_outcomes import HERE, THERE, XY, Outcome, in_system, messy, refused

BOX = [[118.1, 24.5], [118.2, 24.5], [118.2, 24.6], [118.1, 24.6], [118.1, 24.5]]
NAMES = {"名称": ["甲", "乙"]}
PLAIN = Outcome(values=NAMES)
MIXED = "read_layer.mixed_geometry"


def shape(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


def feature(geometry: Any, name: str = "甲", **members: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"名称": name}, "geometry": geometry, **members}


def collection(*geometries: Any, **members: Any) -> dict[str, Any]:
    features = [feature(g, n) for g, n in zip(geometries, "甲乙丙丁", strict=False)]
    return {"type": "FeatureCollection", **members, "features": features}


def points(*places: XY, **members: Any) -> dict[str, Any]:
    return collection(*(shape("Point", list(p)) for p in places or (HERE, THERE)), **members)


def text(document: Any, **how: Any) -> str:
    return json.dumps(document, ensure_ascii=False, **how)


def declared(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


def one(geometry: Any, outcome: Outcome | None = None, **how: Any) -> tuple[str, Outcome]:
    """A collection of one geometry and a good point."""
    return text(collection(geometry, shape("Point", list(THERE)))), outcome or Outcome(**how)


def lost(reason: str) -> Outcome:
    return Outcome(at=(THERE,), left_out={1: reason})


# ---- how the text is written ----------------------------------------------------------------------------------------
PLAIN_TEXT = text(points())
messy("geojson_plain", "a.geojson", PLAIN_TEXT, PLAIN)
messy("geojson_with_mark", "a.geojson", PLAIN_TEXT.encode("utf-8-sig"), PLAIN)
messy("geojson_in_utf16", "a.geojson", PLAIN_TEXT.encode("utf-16"), PLAIN)
messy(
    "geojson_in_gbk",
    "a.geojson",
    PLAIN_TEXT.replace("甲", "火炬高新区管委会").encode("gbk"),
    Outcome(values={"名称": ["火炬高新区管委会", "乙"]}),
)
messy("geojson_in_escapes", "a.geojson", json.dumps(points()), PLAIN)
messy("geojson_indented", "a.json", text(points(), indent=4), PLAIN)
messy("geojson_called_txt", "a.txt", PLAIN_TEXT, PLAIN)
messy(
    "geojson_with_a_trailing_comma",
    "a.geojson",
    PLAIN_TEXT.replace("}]}", "},]}"),
    refused("json_text.broken_json", line=1),
)
messy("geojson_with_comments", "a.geojson", "// by hand\n" + PLAIN_TEXT, refused("json_text.broken_json", line=1))
messy("geojson_with_single_quotes", "a.geojson", PLAIN_TEXT.replace('"', "'"), refused("json_text.broken_json", line=1))
messy("geojson_of_a_leaflet_tutorial", "a.js", f"var parks = {PLAIN_TEXT};",
      Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))  # fmt: skip
messy(
    "geojson_cut_off_in_line_3",
    "a.geojson",
    "\n".join(["{", '"type":"FeatureCollection",', '"features":[{"ty']),
    refused("json_text.broken_json", line=3),
)
messy(
    "geojson_with_nan_in_attributes",
    "a.geojson",
    PLAIN_TEXT.replace('"甲"', "NaN"),
    Outcome(values={"名称": [None, "乙"]}),
)
messy("geojson_with_a_name_twice", "a.geojson", PLAIN_TEXT.replace('"名称": "甲"', '"名称": "旧", "名称": "甲"'), PLAIN)
messy(
    "geojson_twice_in_a_file",
    "a.geojson",
    PLAIN_TEXT + "\n" + text(points((118.3, 24.7))),
    Outcome(at=(HERE, THERE, (118.3, 24.7))),
)
messy(
    "geojson_with_an_unpaired_escape",
    "a.geojson",
    PLAIN_TEXT.replace("甲", "\\ud800"),
    Outcome(values={"名称": ["?", "乙"]}),
)

# ---- documents ------------------------------------------------------------------------------------------------------
messy("geojson_of_one_feature", "a.geojson", text(feature(shape("Point", HERE))), Outcome(at=(HERE,)))
messy("geojson_of_a_bare_geometry", "a.geojson", text(shape("Polygon", [BOX])), Outcome(at=(HERE,)))
messy("geojson_of_a_list_of_features", "a.json", text(points()["features"]), PLAIN)
messy("geojson_of_a_list_of_geometries", "a.json", text([shape("Point", HERE), shape("Point", THERE)]))
messy("geojson_a_feature_a_line", "a.geojsonl", "\n".join(map(text, points()["features"])), PLAIN)
messy("geojson_a_geometry_a_line", "a.ndjson", "\n".join(text(shape("Point", p)) for p in (HERE, THERE)))
messy(
    "geojson_sequence_with_separators", "a.geojsons", "".join(f"\x1e{text(f)}\n" for f in points()["features"]), PLAIN
)
messy(
    "geojson_sequence_of_indented_records",
    "a.geojsons",
    "".join(f"\x1e{text(f, indent=1)}\n" for f in points()["features"]),
    PLAIN,
)
messy("geojson_sequence_with_blank_lines", "a.geojsonl", "\n\n".join(map(text, points()["features"])) + "\n\n", PLAIN)
messy(
    "geojson_sequence_cut_off",
    "a.geojsonl",
    "\n".join(map(text, points()["features"]))[:-9],
    refused("json_text.broken_json", line=2),
)
messy(
    "json_of_amap",
    "a.json",
    '{"status":"1","pois":[{"name":"甲","location":"118.1,24.5"}]}',
    refused("read_geojson.not_geojson", format="JSON"),
)
messy(
    "json_of_overpass",
    "a.json",
    '{"version":0.6,"elements":[{"type":"node","id":1,"lat":24.5,"lon":118.1}]}',
    refused("read_geojson.not_geojson", format="JSON"),
)
messy(
    "json_of_rows",
    "a.json",
    '[{"名称":"甲","lon":118.1,"lat":24.5}]',
    refused("read_geojson.not_geojson", format="JSON"),
)
messy("json_of_an_empty_list", "a.json", "[]", refused("read_geojson.not_geojson", format="JSON"))
messy(
    "geojson_whose_type_is_in_small_letters",
    "a.geojson",
    PLAIN_TEXT.replace("FeatureCollection", "featurecollection"),
    refused("read_geojson.not_geojson"),
)

# ---- what it declares -----------------------------------------------------------------------------------------------
for _case, _name, _code in (
    ("of_4490", "urn:ogc:def:crs:EPSG::4490", "EPSG:4490"), ("short", "EPSG:4490", "EPSG:4490"),
    ("of_crs84", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"), ("of_gcj", "GCJ-02", "GCJ-02"), ("of_bd", "BD-09", "BD-09"),
):  # fmt: skip
    _places = {"GCJ-02": GCJ, "BD-09": BD}.get(_code, [HERE, THERE])
    messy(f"geojson_crs_{_case}", "a.geojson", text(points(*_places, crs=declared(_name))), Outcome(system=_code))
for _code in ("EPSG:4548", "EPSG:4527", "EPSG:3857"):
    messy(
        f"geojson_crs_{_code}",
        "a.geojson",
        text(points(*in_system(_code), crs=declared(f"urn:ogc:def:crs:EPSG::{_code[5:]}"))),
        Outcome(system=_code),
    )
messy(
    "geojson_crs_of_an_unknown_name",
    "a.geojson",
    text(points(crs=declared("my grid"))),
    Outcome(notes=("read_geojson.unknown_crs",)),
)
messy("geojson_crs_null", "a.geojson", text(points(crs=None)), PLAIN)
messy(
    "geojson_metres_without_crs",
    "a.geojson",
    text(points(*in_system("EPSG:4548"))),
    Outcome(system="EPSG:4548", asks=("system",)),
)
messy("geojson_metres_that_says_degrees", "a.geojson", text(points(*in_system("EPSG:4548"), crs=declared("EPSG:4326"))),
      Outcome(system="EPSG:4548", asks=("system",)))  # fmt: skip
messy("geojson_turned_round", "a.geojson", text(points((24.5, 118.1), (24.6, 118.2))),
      Outcome(asks=("swapped",), mended=dict.fromkeys((1, 2), "read_layer.axes_exchanged")))  # fmt: skip

# ---- features -------------------------------------------------------------------------------------------------------
messy("geojson_geometry_null", "a.geojson", *one(None, lost("repair.no_geometry")))
messy("geojson_geometry_empty", "a.geojson", *one({}, lost("geojson_geometry.not_a_geometry")))
messy(
    "geojson_geometry_missing",
    "a.geojson",
    text(collection(None, shape("Point", THERE))).replace(', "geometry": null', ""),
    lost("repair.no_geometry"),
)
messy(
    "geojson_properties_null",
    "a.geojson",
    PLAIN_TEXT.replace('{"名称": "甲"}', "null"),
    Outcome(values={"名称": [None, "乙"]}),
)
messy(
    "geojson_properties_nested",
    "a.geojson",
    PLAIN_TEXT.replace('"甲"', '{"zh": "甲"}'),
    Outcome(values={"名称": ['{"zh":"甲"}', "乙"]}),
)
messy(
    "geojson_of_features_with_ids",
    "a.geojson",
    PLAIN_TEXT.replace('"Feature", ', '"Feature", "id": 7, ', 1),
    Outcome(values={**NAMES, "id": [7, None]}),
)
messy(
    "geojson_of_large_numbers",
    "a.geojson",
    PLAIN_TEXT.replace('"甲"', "350203198001010011"),
    Outcome(values={"名称": [350203198001010011, "乙"]}),
)
messy(
    "geojson_of_three_dimensions",
    "a.geojson",
    *one(shape("Point", [*HERE, 12.5]), mended={1: "repair.heights_dropped"}),
)
messy("geojson_of_four_dimensions", "a.geojson", *one(shape("Point", [*HERE, 12.5, 1])))  # RFC 7946, 3.1.1: ignored
messy(
    "geojson_of_one_dimension",
    "a.geojson",
    *one(shape("Point", [118.1]), lost("geojson_geometry.malformed_coordinates")),
)
messy(
    "geojson_of_texts_for_numbers",
    "a.geojson",
    *one(shape("Point", ["118.1", "24.5"]), lost("geojson_geometry.malformed_coordinates")),
)
messy(
    "geojson_of_infinity", "a.geojson", text(points()).replace("118.1", "Infinity"), lost("geojson_geometry.not_finite")
)
messy("geojson_of_empty_coordinates", "a.geojson", *one(shape("Polygon", []), lost("repair.empty_geometry")))
messy(
    "geojson_of_an_empty_collection",
    "a.geojson",
    *one({"type": "GeometryCollection", "geometries": []}, lost("repair.empty_geometry")),
)
messy(
    "geojson_of_a_collection",
    "a.geojson",
    *one(
        {"type": "GeometryCollection", "geometries": [shape("Point", HERE), shape("LineString", BOX[:2])]},
        notes=(MIXED,),
    ),
)
messy("geojson_of_many_kinds", "a.geojson", text(collection(shape("Point", HERE), shape("LineString", BOX[:2]), shape("Polygon", [BOX]))),
      Outcome(at=(HERE,) * 3, notes=(MIXED,)))  # fmt: skip
messy(
    "geojson_of_one_and_several",
    "a.geojson",
    text(collection(shape("Point", HERE), shape("MultiPoint", [HERE, THERE]))),
    Outcome(at=(HERE, HERE)),
)
messy(
    "geojson_ring_left_open",
    "a.geojson",
    *one(shape("Polygon", [BOX[:-1]]), mended={1: "geojson_geometry.ring_closed"}, notes=(MIXED,)),
)
messy("geojson_ring_clockwise", "a.geojson", *one(shape("Polygon", [BOX[::-1]]), notes=(MIXED,)))
messy(
    "geojson_ring_of_two_points",
    "a.geojson",
    *one(shape("Polygon", [[BOX[0], BOX[1], BOX[0]]]), lost("repair.nothing_remains")),
)
messy(
    "geojson_area_with_a_spike",
    "a.geojson",
    *one(shape("Polygon", [[*BOX[:3], [118.2, 24.7], *BOX[2:]]]), mended={1: "repair.repaired"}, notes=(MIXED,)),
)
messy(
    "geojson_area_that_crosses_itself",
    "a.geojson",
    *one(shape("Polygon", [[BOX[0], BOX[2], BOX[1], BOX[3], BOX[0]]]), mended={1: "repair.repaired"}, notes=(MIXED,)),
)
HOLE = [[118.3, 24.5], [118.4, 24.5], [118.4, 24.6], [118.3, 24.5]]
messy(
    "geojson_hole_outside",
    "a.geojson",
    *one(shape("Polygon", [BOX, HOLE]), mended={1: "repair.repaired"}, notes=(MIXED,)),
)
messy(
    "geojson_areas_over_each_other",
    "a.geojson",
    *one(shape("MultiPolygon", [[BOX], [BOX]]), mended={1: "repair.repaired"}, notes=(MIXED,)),
)
messy(
    "geojson_line_of_one_point", "a.geojson", *one(shape("LineString", [HERE]), lost("geojson_geometry.parts_dropped"))
)
messy(
    "geojson_line_of_one_place_twice",
    "a.geojson",
    *one(shape("LineString", [HERE, HERE]), lost("repair.nothing_remains")),
)
messy("geojson_off_the_globe", "a.geojson", *one(shape("Point", [718.1, 24.5]), lost("repair.off_the_globe")))
messy("geojson_of_zero", "a.geojson", *one(shape("Point", [0, 0]), lost("repair.null_island")))
