"""Every further format that planners bring: made by a peer, read back where it lies, with what was written in it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from format_samples import (
    by_gdal,
    dxf,
    dxf_outline,
    dxf_point,
    geodatabase,
    gpx,
    parquet,
    photo,
    somewhere,
    zipped_mapinfo,
)
from long_lists import one_in
from old_workbook_samples import ods, xls
from reader_samples import NAMES, PLACES, POINTS, frame, geojson, gpkg, kml, point, table, workbook, zipped

from geoplan.readers.file_type import SUFFIXES_OF
from geoplan.readers.read_layer import KINDS, LayerReading, read_layer
from geoplan.readers.source_table import Answers

LONLAT = np.array(list(PLACES.values()))
ALL = {"名称": NAMES, "面积": [1.5, 2.0, 3.25], "数": [1, 2, 3]}
METRIC = gpd.GeoSeries(POINTS, crs=4326).to_crs(4548)


def both() -> gpd.GeoDataFrame:
    return frame(POINTS, **ALL)


def metric() -> gpd.GeoDataFrame:
    return both().to_crs(4548)


def lonlat(reading: LayerReading) -> np.ndarray:
    return shapely.get_coordinates(reading.frame.geometry.to_numpy())


def by_name(reading: LayerReading, column: str = "名称") -> dict[str, tuple[float, float]]:
    return dict(zip(reading.frame[column], map(tuple, lonlat(reading)), strict=True))


def made(kind: str, layer: gpd.GeoDataFrame, folder: Path) -> tuple[bytes, str]:
    """A file of the kind, and what it is called."""
    if kind == "filegdb":
        return zipped(geodatabase({"点位": layer}, folder)), "数据.zip"
    if kind in ("tab", "mif"):
        return zipped_mapinfo(layer.rename(columns={"名称": "name"}), folder, kind, encoding="CP936"), "图.zip"
    if kind == "geoparquet":
        return parquet(layer), "a.parquet"
    driver, file = {"gml": ("GML", "a.gml"), "flatgeobuf": ("FlatGeobuf", "a.fgb")}[kind]
    return by_gdal(layer, folder, driver, file)[file], file


@pytest.mark.parametrize("kind", one_in(2, ["filegdb", "tab", "mif", "geoparquet", "gml", "flatgeobuf"]))
@pytest.mark.parametrize("code", one_in(2, [4548, 4326]))
def test_a_layer_of_a_gis_is_read_with_its_fields_and_its_system(kind: str, code: int, tmp_path: Path) -> None:
    content, name = made(kind, both().to_crs(code), tmp_path)
    reading = read_layer(content, name)
    assert not reading.pending and set(reading.report["what"]) == {"read"}
    column = "name" if kind in ("tab", "mif") else "名称"
    found = by_name(reading, column)
    for place, xy in PLACES.items():  # a MapInfo table holds a billionth of its extent
        np.testing.assert_allclose(found[place], xy, atol=2e-6 if kind == "tab" else 2e-8)
    rows = reading.frame.set_index(column).loc[NAMES]
    assert rows["面积" if kind not in ("tab", "mif") else reading.frame.columns[2]].tolist() == [1.5, 2.0, 3.25]
    if kind not in ("tab", "mif"):  # whose systems have no codes
        assert reading.system.code == f"EPSG:{code}"


def test_waypoints_of_a_gpx_keep_their_names(tmp_path: Path) -> None:
    reading = read_layer(gpx(frame(POINTS, name=NAMES), tmp_path), "a.gpx")
    assert (reading.kind, reading.system.code, reading.layer) == ("gpx", "EPSG:4326", "waypoints")
    assert by_name(reading, "name") == {n: pytest.approx(xy) for n, xy in PLACES.items()}
    assert list(reading.frame.columns) == ["row", "name", "geometry"]  # of 24 columns the others are blank


def test_a_track_of_a_gpx_is_a_line_and_not_its_points_again(tmp_path: Path) -> None:
    line = shapely.MultiLineString([[(118.1, 24.5), (118.2, 24.6), (118.3, 24.5)]])
    reading = read_layer(gpx(frame([line], name=["巡线"]), tmp_path, "tracks"), "a.gpx")
    assert reading.layer == "tracks" and not reading.pending
    assert reading.frame.geometry[0].normalize() == line.normalize()


def test_a_gpx_with_waypoints_and_a_track_asks_which() -> None:
    text = (
        '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="24.5" lon="118.1"><name>甲</name>'
        '</wpt><trk><trkseg><trkpt lat="24.5" lon="118.1"/><trkpt lat="24.6" lon="118.2"/></trkseg></trk></gpx>'
    )
    reading = read_layer(text.encode(), "a.gpx")
    (question,) = reading.pending
    assert [option.value for option in question.options] == ["waypoints", "tracks"]
    (line,) = read_layer(text.encode(), "a.gpx", Answers(layer="tracks")).frame.geometry
    assert line.equals(shapely.LineString([(118.1, 24.5), (118.2, 24.6)]))


def test_a_drawing_is_read_in_metres_with_the_layers_of_the_draughtsman() -> None:
    (x, y), *_ = metric_xy()
    ring = [(x, y), (x + 300, y), (x + 300, y + 200), (x, y + 200)]
    drawing = dxf(dxf_point(x, y, "PT"), dxf_outline(*ring, layer="红线"), header="9\n$ACADVER\n1\nAC1032\n")
    reading = read_layer(drawing, "总图.dxf", Answers(system="EPSG:4548"))
    assert reading.frame["Layer"].tolist() == ["PT", "红线"]
    np.testing.assert_allclose(lonlat(reading)[0], LONLAT[0], atol=2e-8)
    outline = gpd.GeoSeries([reading.frame.geometry[1]], crs=4326).to_crs(4548)[0]
    assert outline.length == pytest.approx(1000, abs=0.001) and outline.bounds[0] == pytest.approx(x, abs=0.001)
    assert read_layer(drawing, "总图.dxf").pending[0].key == "system"


def metric_xy() -> list[tuple[float, float]]:
    return [(p.x, p.y) for p in METRIC]


@pytest.mark.parametrize(
    ("version", "page", "encoding"),
    one_in(2, [
        ("AC1015", "ANSI_936", "gbk"), ("AC1032", "ANSI_936", "utf-8"),
        ("AC1015", "ANSI_1252", "utf-8"),  # as GDAL itself writes
        ("AC1015", "ANSI_1252", "gbk"), ("AC1032", "ANSI_1252", "gbk"), ("AC1015", "", "gbk"),
    ]),
)  # fmt: skip
def test_chinese_layers_of_a_drawing_are_read_whatever_it_declares(version: str, page: str, encoding: str) -> None:
    names = ["建筑红线", "道路中心线", "绿化用地范围"]
    declared = f"9\n$DWGCODEPAGE\n3\n{page}\n" if page else ""
    drawing = dxf(*(dxf_point(118.1, 24.5, n) for n in names), header=f"9\n$ACADVER\n1\n{version}\n{declared}")
    reading = read_layer(drawing.decode().encode(encoding), "a.dxf")
    assert reading.frame["Layer"].tolist() == names


def test_esri_json_is_read_with_its_holes_dates_and_system() -> None:
    square = [[0, 0], [0, 1000], [1000, 1000], [1000, 0], [0, 0]]  # clockwise: an outline
    hole = [[200, 200], [400, 200], [400, 400], [200, 400], [200, 200]]
    island = [[300, 300], [300, 350], [350, 350], [350, 300], [300, 300]]
    at = np.array([13_140_000, 2_820_000])
    rings = [(np.array(ring) + at).tolist() for ring in (square, hole, island)]
    document = {
        "geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 102100},
        "fields": [{"name": "批准", "type": "esriFieldTypeDate"}],
        "features": [{"attributes": {"名称": "甲", "批准": 1_767_225_600_000}, "geometry": {"rings": rings}}],
    }  # fmt: skip
    reading = read_layer(json.dumps(document).encode(), "a.json")
    assert reading.system.code == "EPSG:3857" and not reading.pending
    assert reading.frame.iloc[0][["名称", "批准"]].tolist() == ["甲", "2026-01-01"]  # 20,454 days after 1970
    shape = reading.frame.to_crs(3857).geometry[0]
    assert shape.area == pytest.approx(1000**2 - 200**2 + 50**2, rel=1e-6)
    assert len(shape.geoms) == 2 and sum(len(part.interiors) for part in shape.geoms) == 1


@pytest.mark.parametrize(
    ("geometry", "wkt"),
    [
        ({"x": 118.1, "y": 24.5}, "POINT (118.1 24.5)"),
        ({"points": [[118.1, 24.5], [118.2, 24.6]]}, "MULTIPOINT (118.1 24.5, 118.2 24.6)"),
        ({"paths": [[[118.1, 24.5], [118.2, 24.6]]]}, "MULTILINESTRING ((118.1 24.5, 118.2 24.6))"),
        (
            {"rings": [[[118, 24], [118, 25], [119, 25], [118, 24]]]},
            "MULTIPOLYGON (((118 24, 118 25, 119 25, 118 24)))",
        ),
    ],
)
def test_every_geometry_of_esri_is_known(geometry: dict[str, object], wkt: str) -> None:
    document = {"spatialReference": {"wkid": 4326}, "features": [{"attributes": {"a": 1}, "geometry": geometry}]}
    reading = read_layer(json.dumps(document).encode(), "a.json")
    assert reading.frame.geometry[0].equals(shapely.from_wkt(wkt))


def test_topojson_is_unfolded() -> None:
    # Two squares of a tenth of a degree that share the border of arc 0, which the second runs backwards.
    document = {
        "type": "Topology", "transform": {"scale": [0.1, 0.1], "translate": [118, 24]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "区": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"名称": "西"}, "id": 7},
                {"type": "Polygon", "arcs": [[2, -1]], "properties": {"名称": "东"}},
            ]},
            "点": {"type": "Point", "coordinates": [5, 5]},
        },
    }  # fmt: skip
    content = json.dumps(document, ensure_ascii=False).encode()
    reading = read_layer(content, "a.topojson")
    assert [q.key for q in reading.pending] == ["layer"] and reading.frame["名称"].tolist() == ["西", "东"]
    west, east = reading.frame.geometry
    assert west.equals(shapely.box(118, 24, 118.1, 24.1)) and east.equals(shapely.box(118.1, 24, 118.2, 24.1))
    assert reading.report["what"].tolist() == ["read", "read"] and reading.frame["id"].tolist()[0] == 7
    (spot,) = read_layer(content, "a.topojson", Answers(layer="点")).frame.geometry
    assert spot.equals(shapely.Point(118.5, 24.5))


def test_photos_lie_where_they_were_taken() -> None:
    south = somewhere((33.0, 52.0, 4.0), (151.0, 12.0, 26.0), "S", t6=12.5, t5=b"\x01", t17=271.5)
    reading = read_layer(
        zipped({"a/甲.jpg": photo(somewhere()), "乙.JPG": photo(south), "丙.jpg": photo()}), "照片.zip"
    )
    assert (reading.kind, reading.system.code) == ("photos", "EPSG:4326")
    # 24 + 26/60 + 46/3600, 118 + 5/60 + 22/3600; 33 + 52/60 + 4/3600 south, 151 + 12/60 + 26/3600
    expected = [[118 + 322 / 3600, 24 + 1606 / 3600], [151 + 746 / 3600, -(33 + 3124 / 3600)]]
    np.testing.assert_allclose(lonlat(reading), expected, atol=1e-6)
    assert reading.frame["file"].tolist() == ["a/甲.jpg", "乙.JPG"]
    assert reading.frame["altitude_m"].tolist()[1] == -12.5 and reading.frame["direction"].tolist()[1] == 271.5
    assert reading.report["what"].tolist() == ["read", "read", "left_out"]
    assert reading.report["why_zh"][2] == "照片没有 GPS 位置" and reading.report["spot"][2] == "丙.jpg"


ROWS: list[list[object]] = [["名称", "经度", "纬度"], *([n, x, y] for n, (x, y) in PLACES.items())]


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_and_open_workbooks_are_read_as_new_ones_are(form: str) -> None:
    sheets = {"说明": [["本表为示例"]], "数据": ROWS}
    content = xls(sheets) if form == "xls" else ods(sheets)
    reading = read_layer(content, f"a.{form}")
    assert (reading.kind, reading.layer) == (form, "数据") and reading.frame["row"].tolist() == [2, 3, 4]
    assert by_name(reading) == {n: pytest.approx(xy) for n, xy in PLACES.items()}
    assert reading.pending[0].key == "sheet" and reading.report["spot"].tolist() == ["B2", "B3", "B4"]


@pytest.mark.parametrize("form", ["geojson", "csv", "xlsx", "gpkg", "kml"])
def test_a_file_in_an_archive_is_read_as_it_is_outside_of_one(form: str, tmp_path: Path) -> None:
    x, y = LONLAT.T.tolist()
    content = {
        "geojson": lambda: geojson(*(point(*xy) for xy in LONLAT.tolist())),
        "csv": lambda: table(x, y),
        "xlsx": lambda: workbook(*ROWS),  # type: ignore[arg-type]
        "gpkg": lambda: gpkg({"点位": both()}, tmp_path),
        "kml": lambda: kml(
            *(f"<name>{n}</name><Point><coordinates>{a},{b}</coordinates></Point>" for n, (a, b) in PLACES.items())
        ),
    }[form]()
    alone = read_layer(content, f"a.{form}")
    reading = read_layer(zipped({"readme.md": b"x", f"数据/a.{form}": content, "__MACOSX/._a.csv": b"x"}), "a.zip")
    np.testing.assert_allclose(lonlat(reading), lonlat(alone))
    assert reading.frame.drop(columns="geometry").equals(alone.frame.drop(columns="geometry")) and not reading.pending


def test_of_several_files_in_an_archive_and_their_layers_one_is_asked_for(tmp_path: Path) -> None:
    package = gpkg({"甲": frame(POINTS[:1]), "乙": frame(POINTS[1:])}, tmp_path)
    archive = zipped({"a.csv": table(*LONLAT.T.tolist()), "图/b.gpkg": package})
    reading = read_layer(archive, "a.zip")
    (question,) = reading.pending
    assert (question.default, [o.value for o in question.options]) == ("a.csv", ["a.csv", "图/b.gpkg"])
    inner = read_layer(archive, "a.zip", Answers(layer="图/b.gpkg"))
    (question,) = inner.pending
    assert [o.value for o in question.options] == ["a.csv", "图/b.gpkg › 甲", "图/b.gpkg › 乙"]
    assert len(inner.frame) == 1
    chosen = read_layer(archive, "a.zip", Answers(layer="图/b.gpkg › 乙"))
    assert len(chosen.frame) == 2 and not chosen.pending


def test_a_kmz_whose_document_links_to_others_within_is_read_whole() -> None:
    mark = "<name>{}</name><Point><coordinates>118.1,24.5</coordinates></Point>"
    link = "<NetworkLink><Link><href>{}</href></Link></NetworkLink>"
    document = kml(mark.format("甲")).replace(
        b"</Document>", f"{link.format('layers/a.kml')}{link.format('http://127.0.0.1:9/x.kml')}</Document>".encode()
    )
    inner = kml(mark.format("乙"), mark.format("丙"))
    onward = kml(mark.format("丁")).replace(b"</Document>", f"{link.format('../doc.kml')}</Document>".encode())
    inner = inner.replace(b"</Document>", f"{link.format('b.kml')}</Document>".encode())
    reading = read_layer(
        zipped({"doc.kml": document, "layers/a.kml": inner, "layers/b.kml": onward, "c.kml": inner}), "a.kmz"
    )
    assert reading.frame["name"].tolist() == ["甲", "乙", "丙", "丁"]
    assert reading.report["spot"].tolist() == ["L1", "layers/a.kml L1", "layers/a.kml L1", "layers/b.kml L1"]
    assert [note.text("zh") for note in reading.notes] == [
        "1 个 NetworkLink 未读取，也未打开任何链接",
        "另有 c.kml，未读取",
    ]


@pytest.mark.parametrize("separator", ["\x1e", "\n\x1e", "\n"])
def test_a_sequence_of_features_is_read(separator: str) -> None:
    features = [
        json.dumps({"type": "Feature", "properties": {"n": n}, "geometry": point(118.1, 24.5)}) for n in (1, 2, 3)
    ]
    spread = [json.dumps(json.loads(text), indent=1) if "\x1e" in separator else text for text in features]
    head = "\x1e" if "\x1e" in separator else ""
    reading = read_layer((head + separator.join(spread) + "\n").encode(), "a.geojsons")
    assert reading.frame["n"].tolist() == [1, 2, 3] and not reading.notes


def test_every_kind_has_a_name_and_suffixes() -> None:
    assert KINDS.keys() == SUFFIXES_OF.keys() and len({t.text("zh") for t in KINDS.values()}) == len(KINDS)
