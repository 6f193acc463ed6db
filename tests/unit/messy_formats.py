"""Messy files of the further formats, each with what is to come of it: refused, told of a row, or noted on the whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely
from format_samples import (
    by_gdal,
    dxf,
    dxf_outline,
    dxf_point,
    geodatabase,
    nested_blocks,
    parquet,
    photo,
    somewhere,
    zipped_mapinfo,
)
from hostile_files import BOX, Case, Noted, Refused, Told
from old_workbook_samples import ODS, compound_file, ods, xls
from reader_samples import (
    POINTS,
    frame,
    geojson,
    kml,
    point,
    polygon,
    shapefile,
    table,
    zipped,
)

from geoplan.readers.source_table import Answers

BROKEN = Refused("文件不完整或已损坏，请重新导出", "the file is cut off or damaged; export it anew")
CUT_XML = Refused("第 1 行 XML 不完整", "the XML is cut off")
DOCTYPE = Refused("XML 中声明了 DOCTYPE", "the XML declares a DOCTYPE")
MEMORY = Refused("读取所需的内存超过上限", "more memory than the limit")
NO_ROW = Refused("没有任何数据行", "there is no row of data")
MESSY: dict[str, Case] = {}
METRES = [(440_000.0 + x, 2_711_000.0 + y) for x, y in ((0, 0), (300, 0), (300, 200), (0, 200))]
BOWTIE = shapely.Polygon([(118, 24), (118.1, 24.1), (118.1, 24), (118, 24.1)])


def add(case: str, name: str, build: Callable[[Path], bytes], says: Refused | Told | Noted, **answers: Any) -> None:
    assert case not in MESSY
    MESSY[case] = Case(build, name, says, Answers(**answers))


def gml_text(body: str, head: str = "", encoding: str = "UTF-8") -> bytes:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
        f'xmlns:gml="http://www.opengis.net/gml">{body}</ogr:FeatureCollection>'
    )
    return text.encode(encoding)


def gml_point(position: str, name: str = "甲", system: str = "EPSG:4326") -> str:
    return (
        f'<gml:featureMember><ogr:a fid="a.1"><ogr:geometryProperty><gml:Point srsName="{system}"><gml:coordinates>'
        f"{position}</gml:coordinates></gml:Point></ogr:geometryProperty><ogr:name>{name}</ogr:name></ogr:a></gml:featureMember>"
    )


def gpx_text(body: str, head: str = "", version: str = "1.1") -> bytes:
    return f'<?xml version="1.0"?>{head}<gpx version="{version}" creator="x" xmlns="http://www.topografix.com/GPX/{version.replace(".", "/")}">{body}</gpx>'.encode()


def esri(*features: Any, **members: Any) -> bytes:
    return json.dumps(
        {"spatialReference": {"wkid": 4326}, "features": list(features), **members}, ensure_ascii=False
    ).encode()


def with_shape(**geometry: Any) -> dict[str, Any]:
    return {"attributes": {"名称": "甲"}, "geometry": geometry}


def topology(objects: Any, arcs: Any, **members: Any) -> bytes:
    return json.dumps({"type": "Topology", "objects": objects, "arcs": arcs, **members}).encode()


def swapped(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def tab(folder: Path, **options: Any) -> bytes:
    return zipped_mapinfo(frame(POINTS), folder, encoding="CP936", **options)


def tab_saying(folder: Path, old: str, new: str) -> bytes:
    files = by_gdal(frame(POINTS, a=[1, 2, 3]), folder, "MapInfo File", "layer.tab")
    return zipped({**files, "layer.tab": swapped(files["layer.tab"], old.encode(), new.encode())})


def gdb(folder: Path, drop: str = "", prefix: str = "") -> bytes:
    files = geodatabase({"点位": frame(POINTS)}, folder)
    return zipped({prefix + name: content for name, content in files.items() if not drop or drop not in name})


# ---- drawings -------------------------------------------------------------------------------------------------------
DWG = Refused(
    "AutoCAD 图（DWG），读不了；请在 CAD 软件中另存为 DXF",
    "AutoCAD drawing (DWG), which is not read here; save it as DXF",
)
add("a_dwg", "总图.dwg", lambda f: b"AC1032" + bytes(300), DWG)
add("an_old_dwg", "总图.dwg", lambda f: b"AC1009" + bytes(300), DWG)
add("a_dwg_called_dxf", "总图.dxf", lambda f: b"AC1027" + bytes(300), DWG)
add(
    "a_zip_of_dwg",
    "图.zip",
    lambda f: zipped({"总图.dwg": b"AC1032"}),
    Refused(
        "AutoCAD 图 DWG（有 总图.dwg），读不了；请在 CAD 软件中另存为 DXF",
        "AutoCAD drawings (DWG: 总图.dwg), which are not read; save them as DXF",
    ),
)
add(
    "a_binary_dxf",
    "a.dxf",
    lambda f: b"AutoCAD Binary DXF\r\n\x1a\0" + bytes(99),
    Refused("请另存为文本（ASCII）的 DXF", "save it as DXF in text"),
)
add("a_dxf_of_nothing", "a.dxf", lambda f: dxf(), NO_ROW)
add(
    "a_dxf_cut_off_in_an_entity",
    "a.dxf",
    lambda f: dxf(dxf_point(*METRES[0]), dxf_point(*METRES[1]))[:-30],
    BROKEN,
)
add(
    "a_dxf_whose_numbers_are_words",
    "a.dxf",
    lambda f: dxf("0\nPOINT\n8\n0\n10\nabc\n20\nxyz\n30\n0\n", dxf_point(*METRES[0])),
    Told(1, "left_out", "0, 0", "0, 0"),
)
add(
    "a_dxf_without_a_system",
    "a.dxf",
    lambda f: dxf(dxf_point(*METRES[0])),
    Noted("坐标以米计", "The coordinates are metres"),
)
add(
    "a_dxf_in_a_local_grid",
    "a.dxf",
    lambda f: dxf(dxf_point(1234.5, 5678.9)),
    Refused("没有坐标系能使其落在中国，可能是地方独立坐标系", "no system puts them in China: a local system"),
)
add(
    "a_dxf_with_a_comment_first",
    "a.dxf",
    lambda f: b"999\nwritten by x\n" + dxf(dxf_outline(*METRES)),
    Told(1, "read", "", ""),
)
add(
    "a_dxf_with_lines_of_windows",
    "a.dxf",
    lambda f: dxf(dxf_outline(*METRES)).replace(b"\n", b"\r\n"),
    Told(1, "read", "", ""),
)
add(
    "a_dxf_that_is_another_driver_s",
    "a.dxf",
    lambda f: dxf(
        dxf_point(
            *METRES[0],
            layer='<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
        )
    ),
    Told(1, "mended", "高程已略去", "heights were dropped"),
)
add(
    "a_dxf_whose_block_is_missing",
    "a.dxf",
    lambda f: dxf("0\nINSERT\n8\n0\n2\nNICHT\n10\n440000\n20\n2711000\n", dxf_point(*METRES[0])),
    Noted("坐标以米计", "are metres"),
)
add(
    "a_dxf_of_texts_and_outlines",
    "a.dxf",
    lambda f: dxf(dxf_outline(*METRES), "0\nTEXT\n8\n0\n10\n440000\n20\n2711000\n40\n2.5\n1\n地块A\n"),
    Noted("混有 2 种几何", "Mixed geometry"),
)
add(
    "a_dxf_called_txt",
    "a.txt",
    lambda f: dxf(dxf_point(*METRES[0])),
    Noted("内容是 CAD 图（DXF），与后缀不符", "By its content it is a CAD drawing"),
)
add("a_dxf_whose_polyline_is_open", "a.dxf", lambda f: dxf(dxf_outline(*METRES, closed=0)), Told(1, "read", "", ""))

# ---- GPX and GML ----------------------------------------------------------------------------------------------------
add("a_gpx_of_nothing", "a.gpx", lambda f: gpx_text(""), NO_ROW)
add("a_gpx_cut_off", "a.gpx", lambda f: gpx_text('<wpt lat="24.5" lon="118.1"/>')[:-20], CUT_XML)
add(
    "a_gpx_that_laughs",
    "a.gpx",
    lambda f: gpx_text('<wpt lat="24.5" lon="118.1"><name>&a;</name></wpt>', '<!DOCTYPE g [<!ENTITY a "b">]>'),
    DOCTYPE,
)
add(
    "a_gpx_of_1_0", "a.gpx", lambda f: gpx_text('<wpt lat="24.5" lon="118.1"/>', version="1.0"), Told(1, "read", "", "")
)
add(
    "a_gpx_off_the_globe",
    "a.gpx",
    lambda f: gpx_text('<wpt lat="124.5" lon="218.1"/><wpt lat="24.5" lon="118.1"/>'),
    Told(1, "left_out", "不在地球上", "not on the globe"),
)
add(
    "a_gpx_with_a_route",
    "a.gpx",
    lambda f: gpx_text('<rte><rtept lat="24.5" lon="118.1"/><rtept lat="24.6" lon="118.2"/></rte>'),
    Told(1, "read", "", ""),
)
add(
    "a_gpx_whose_track_has_one_point",
    "a.gpx",
    lambda f: gpx_text('<trk><trkseg><trkpt lat="24.5" lon="118.1"/></trkseg></trk>'),
    Told(1, "left_out", "没有几何", "it has no geometry"),
)
add(
    "a_gpx_called_xml",
    "a.xml",
    lambda f: gpx_text('<wpt lat="24.5" lon="118.1"/>'),
    Noted("内容是 GPX，与后缀不符", "By its content it is GPX"),
)
add(
    "a_gml_of_nothing",
    "a.gml",
    lambda f: gml_text(""),
    Refused("没有矢量图层，或文件已损坏", "there is no vector layer in it, or it is damaged"),
)
add("a_gml_cut_off", "a.gml", lambda f: gml_text(gml_point("118.1,24.5"))[:-60], CUT_XML)
add(
    "a_gml_that_asks_for_a_file",
    "a.gml",
    lambda f: gml_text(gml_point("118.1,24.5", "&a;"), '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    DOCTYPE,
)
add(
    "a_gml_in_gbk",
    "a.gml",
    lambda f: gml_text(gml_point("118.1,24.5", "软件园"), encoding="gbk"),
    Told(1, "read", "", ""),
)
add(
    "a_gml_whose_point_is_words",
    "a.gml",
    lambda f: gml_text(gml_point("甲,乙") + gml_point("118.1,24.5")),
    Told(1, "left_out", "0, 0", "0, 0"),
)
add(
    "a_gml_of_a_system_nobody_knows",
    "a.gml",
    lambda f: gml_text(gml_point("118.1,24.5", system="EPSG:999999")),
    Noted("坐标是经纬度", "The coordinates are degrees"),
)
add(
    "a_gml_that_links_to_a_schema",
    "a.gml",
    lambda f: swapped(
        gml_text(gml_point("118.1,24.5")),
        b"xmlns:gml=",
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://ogr.maptools.org/ http://127.0.0.1:9/a.xsd" xmlns:gml=',
    ),
    Told(1, "read", "", ""),
)
add(
    "an_xml_that_is_no_gml",
    "a.gml",
    lambda f: b"<FeatureCollection/>",
    Refused("XML（FeatureCollection）", "XML (FeatureCollection)"),
)
add(
    "streets_of_osm",
    "a.osm",
    lambda f: b'<osm version="0.6"/>',
    Refused("道路请用 geoplan fetch streets --from 读取", "geoplan fetch streets --from"),
)
add(
    "a_page_called_xls",
    "a.xls",
    lambda f: b"<html><table><tr><td>1</td></tr></table></html>",
    Refused("请在 Excel 或 WPS 中另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
)

# ---- MapInfo and geodatabases ---------------------------------------------------------------------------------------
add(
    "a_lone_tab",
    "a.tab",
    lambda f: b"!table\n!version 300\n!charset WindowsSimpChinese\n",
    Refused("请把同名的各个文件一起打包为 .zip", "zip it together with the files of the same name"),
)
add(
    "a_lone_mif",
    "a.mif",
    lambda f: b'Version 300\nCharset "Neutral"\n',
    Refused("请把同名的各个文件一起打包为 .zip", "zip it together"),
)
add(
    "a_tab_without_its_table",
    "a.zip",
    lambda f: tab(f, drop=(".dat",)),
    Refused("layer：缺少 .dat", "layer: .dat is missing"),
)
add(
    "a_tab_without_its_map",
    "a.zip",
    lambda f: tab(f, drop=(".map",)),
    Refused("layer：缺少 .map", "layer: .map is missing"),
)
add(
    "a_tab_whose_map_is_cut_off",
    "a.zip",
    lambda f: (lambda files: zipped({**files, "layer.map": files["layer.map"][:300]}))(
        by_gdal(frame(POINTS), f, "MapInfo File", "layer.tab", encoding="CP936")
    ),
    BROKEN,
)
add(
    "a_tab_that_is_a_view",
    "a.zip",
    lambda f: tab_saying(f, "Type NATIVE", "Type LINKED"),
    Refused("会指向其他文件；请另存为普通的 MapInfo 表", "leads to other files"),
)
add(
    "a_seamless_tab",
    "a.zip",
    lambda f: tab_saying(
        f, "Definition Table", 'begin_metadata\n"\\IsSeamless" = "TRUE"\nend_metadata\nDefinition Table'
    ),
    Refused("会指向其他文件", "leads to other files"),
)
add(
    "a_tab_that_does_not_say_its_letters",
    "a.zip",
    lambda f: tab(f),
    Noted("没有说明文字编码，按 gb18030 读取", "read as gb18030"),
)
add(
    "a_mif_without_its_table",
    "a.zip",
    lambda f: zipped_mapinfo(frame(POINTS, a=[1, 2, 3]), f, "mif", drop=(".mid",)),
    Refused("layer：缺少 .mid", "layer: .mid is missing"),
)
add(
    "two_tables_of_mapinfo",
    "a.zip",
    lambda f: (lambda files: zipped({**files, **{name.replace("layer", "另"): c for name, c in files.items()}}))(
        by_gdal(frame(POINTS, a=[1, 2, 3]), f, "MapInfo File", "layer.mif")
    ),
    Noted("文件里有 2 个图层", "The file has 2 layers"),
)
add(
    "a_tab_with_parts_in_capitals",
    "a.zip",
    lambda f: (lambda files: zipped({n.upper(): c for n, c in files.items()}))(
        by_gdal(frame(POINTS, a=[1, 2, 3]), f, "MapInfo File", "layer.tab")
    ),
    Told(1, "read", "", ""),
)
add(
    "a_mif_of_a_local_grid",
    "a.zip",
    lambda f: zipped(
        {
            "a.mif": b'Version 300\nCharset "Neutral"\nDelimiter ","\nCoordSys NonEarth Units "m" Bounds (0, 0) (10000, 10000)\nColumns 1\n  a Integer\nData\n\nPoint 1234 5678\n',
            "a.mid": b"1\n",
        }
    ),
    Refused("没有坐标系能使其落在中国", "no system puts them in China"),
)
add(
    "a_geodatabase_without_its_catalogue",
    "a.zip",
    lambda f: gdb(f, drop="a00000001.gdbtable"),
    Refused("文件地理数据库不完整，请把整个 .gdb 文件夹打包", "incomplete; zip the whole .gdb folder"),
)
add("a_geodatabase_without_a_table", "a.zip", lambda f: gdb(f, drop="a00000009.gdbtable"), BROKEN)
add("a_geodatabase_deep_in_folders", "a.zip", lambda f: gdb(f, prefix="项目/成果/"), Told(1, "read", "", ""))
add(
    "two_geodatabases",
    "a.zip",
    lambda f: (lambda files: zipped({**files, **{"b/" + n: c for n, c in files.items()}}))(
        geodatabase({"a": frame(POINTS)}, f)
    ),
    Noted("另有 b/数据.gdb，未读取", "Not read: b/数据.gdb"),
)
add(
    "a_geodatabase_whose_names_lead_out",
    "a.zip",
    lambda f: gdb(f, prefix="../"),
    Refused("文件地理数据库不完整", "incomplete"),
)
add(
    "a_geodatabase_with_broken_rows",
    "a.zip",
    lambda f: (lambda files: zipped({n: (c[:60] if "a00000009.gdbtable" in n else c) for n, c in files.items()}))(
        geodatabase({"点位": frame(POINTS)}, f)
    ),
    NO_ROW,
)
add(
    "a_geodatabase_of_shapes_and_tables",
    "a.zip",
    lambda f: zipped(geodatabase({"空": frame([]), "点位": frame(POINTS)}, f)),
    Told(1, "read", "", ""),
)
add(
    "a_geodatabase_layer_that_is_not_there",
    "a.zip",
    lambda f: gdb(f),
    Refused("没有图层 路，请选 点位", "there is no layer 路; choose 点位"),
    layer="路",
)
add(
    "a_bow_tie_in_a_geodatabase",
    "a.zip",
    lambda f: zipped(geodatabase({"a": frame([BOWTIE])}, f)),
    Told(1, "mended", "自相交", "self-intersection"),
)

# ---- FlatGeobuf and GeoParquet --------------------------------------------------------------------------------------
add("a_flatgeobuf_cut_off", "a.fgb", lambda f: by_gdal(frame(POINTS), f, "FlatGeobuf", "a.fgb")["a.fgb"][:-40], BROKEN)
add("a_flatgeobuf_of_its_name_alone", "a.fgb", lambda f: b"fgb\x03fgb\x00", Refused("或文件已损坏", "or it is damaged"))
add(
    "a_flatgeobuf_that_lies_about_its_size",
    "a.fgb",
    lambda f: b"fgb\x03fgb\x01\xff\xff\xff\x7f" + bytes(200),
    Refused("或文件已损坏", "or it is damaged"),
)
add(
    "a_flatgeobuf_of_nothing",
    "a.fgb",
    lambda f: by_gdal(frame([]), f, "FlatGeobuf", "a.fgb", geometry_type="Point")["a.fgb"],
    NO_ROW,
)
add(
    "a_flatgeobuf_with_a_row_without_a_shape",
    "a.fgb",
    lambda f: by_gdal(
        frame([POINTS[0], None, POINTS[2]]), f, "FlatGeobuf", "a.fgb", geometry_type="Point", SPATIAL_INDEX="NO"
    )["a.fgb"],
    Told(2, "left_out", "没有几何", "it has no geometry"),
)
add(
    "a_flatgeobuf_called_zip",
    "a.zip",
    lambda f: by_gdal(frame(POINTS), f, "FlatGeobuf", "a.fgb")["a.fgb"],
    Noted("内容是 FlatGeobuf，与后缀不符", "By its content it is FlatGeobuf"),
)
add(
    "a_flatgeobuf_with_heights",
    "a.fgb",
    lambda f: by_gdal(frame([shapely.Point(118.1, 24.5, 9)]), f, "FlatGeobuf", "a.fgb")["a.fgb"],
    Told(1, "mended", "高程已略去", "heights were dropped"),
)
add("a_parquet_cut_off", "a.parquet", lambda f: parquet(frame(POINTS))[:-40], BROKEN)
add(
    "a_parquet_without_shapes",
    "a.parquet",
    lambda f: (frame(POINTS).drop(columns="geometry").to_parquet(f / "a"), (f / "a").read_bytes())[1],
    Refused("没有矢量图层", "there is no vector layer"),
)
add("a_parquet_of_nothing", "a.parquet", lambda f: parquet(frame(POINTS).head(0)), NO_ROW)
add(
    "a_parquet_of_lists_and_days",
    "a.parquet",
    lambda f: parquet(
        frame(POINTS, 标签=[["a", "b"], [], None], 日=["2026-01-01", None, "2026-02-03"]).assign(
            日=lambda t: t["日"].astype("datetime64[ms]")
        )
    ),
    Told(1, "read", "", ""),
)
add(
    "a_parquet_encoded_as_arrow",
    "a.parquet",
    lambda f: parquet(frame(POINTS), geometry_encoding="geoarrow"),
    Told(1, "read", "", ""),
)
add(
    "a_parquet_without_a_system",
    "a.parquet",
    lambda f: parquet(frame(POINTS, crs=None)),
    Noted("坐标是经纬度", "The coordinates are degrees"),
)

# ---- Esri JSON and TopoJSON -----------------------------------------------------------------------------------------
add(
    "esri_json_that_is_a_part",
    "a.json",
    lambda f: esri(with_shape(x=118.1, y=24.5), exceededTransferLimit=True),
    Noted("服务只给出了前 1 个要素（exceededTransferLimit），其余缺失", "gave only the first 1 features"),
)
add(
    "esri_json_with_curves",
    "a.json",
    lambda f: esri(with_shape(curveRings=[[[118, 24]]]), with_shape(x=118.1, y=24.5)),
    Told(1, "left_out", "没有几何类型 “curveRings”", 'no geometry type "curveRings"'),
)
add(
    "esri_json_with_nan",
    "a.json",
    lambda f: esri(with_shape(x="NaN", y="NaN"), with_shape(x=118.1, y=24.5)),
    Told(1, "left_out", "没有几何", "it has no geometry"),
)
add(
    "esri_json_without_shapes",
    "a.json",
    lambda f: esri({"attributes": {"a": 1}}),
    Told(1, "left_out", "没有几何", "it has no geometry"),
)
add(
    "esri_json_whose_rings_are_words",
    "a.json",
    lambda f: esri(with_shape(rings="abc"), with_shape(x=118.1, y=24.5)),
    Told(1, "left_out", "几何为空", "empty"),
)
add("esri_json_with_open_rings", "a.json", lambda f: esri(with_shape(rings=[BOX[:4]])), Told(1, "read", "", ""))
add("esri_json_of_a_lone_hole", "a.json", lambda f: esri(with_shape(rings=[BOX])), Told(1, "read", "", ""))
add(
    "esri_json_of_a_system_as_wkt",
    "a.json",
    lambda f: esri(with_shape(x=118.1, y=24.5), spatialReference={"wkt": "LOCAL"}),
    Noted("认不出，也不会去取", "is not known and nothing is fetched"),
)
add(
    "an_error_of_a_service",
    "a.json",
    lambda f: b'{"error":{"code":400,"message":"Invalid URL"}}',
    Refused("是 JSON，但不是 GeoJSON", "it is JSON but no GeoJSON"),
)
add(
    "esri_json_of_features_that_are_none",
    "a.json",
    lambda f: esri(with_shape(x=118.1, y=24.5), 7, None),
    Told(2, "left_out", "没有几何", "it has no geometry"),
)
add(
    "topojson_whose_arcs_are_missing",
    "a.json",
    lambda f: topology({"a": {"type": "LineString", "arcs": [3]}}, [[[118, 24], [118, 25]]]),
    Refused("弧段（arcs）读不下去", "the arcs of the TopoJSON cannot be read"),
)
add(
    "topojson_without_arcs",
    "a.json",
    lambda f: b'{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[0]}}}',
    Refused("弧段（arcs）读不下去", "arcs"),
)
add(
    "topojson_that_names_an_arc_a_million_times",
    "a.json",
    lambda f: topology({"a": {"type": "MultiLineString", "arcs": [[0]] * 60_000}}, [[[118, 24], [118.1, 24]] * 50]),
    Refused("有 6,000,000 个顶点，超过上限", "6,000,000 vertices, more than the limit"),
)
add(
    "topojson_nested_too_deep",
    "a.json",
    lambda f: (
        b'{"type":"Topology","arcs":[],"objects":{"a":'
        + b'{"type":"GeometryCollection","geometries":[' * 200
        + b"]}" * 200
        + b"}}"
    ),
    Told(1, "left_out", "坐标写法不对", "malformed"),
)
add(
    "topojson_with_a_row_without_a_shape",
    "a.json",
    lambda f: topology(
        {
            "a": {
                "type": "GeometryCollection",
                "geometries": [{"type": None, "properties": {"n": 1}}, {"type": "Point", "coordinates": [118.1, 24.5]}],
            }
        },
        [],
    ),
    Told(1, "left_out", "没有几何", "it has no geometry"),
)
add(
    "json_that_is_a_word",
    "a.geojson",
    lambda f: b"null",
    Refused("是 JSON，但不是 GeoJSON", "it is JSON but no GeoJSON"),
)
add(
    "a_list_of_features",
    "a.json",
    lambda f: json.dumps([{"type": "Feature", "properties": {}, "geometry": point(118.1, 24.5)}]).encode(),
    Told(1, "read", "", ""),
)
add(
    "a_sequence_that_is_cut_off",
    "a.geojsons",
    lambda f: b'\x1e{"type":"Feature","properties":{},"geometry":null}\n\x1e{"type":"Fea',
    Refused("JSON 不完整或写法有误", "the JSON is cut off or wrong"),
)

# ---- workbooks ------------------------------------------------------------------------------------------------------
add(
    "an_xls_locked_with_a_password",
    "a.xlsx",
    lambda f: compound_file("EncryptedPackage", b"x"),
    Refused("加了密码的 Office 文档，读不了；请去掉密码", "locked with a password"),
)
add(
    "a_word_file_called_xls",
    "a.xls",
    lambda f: compound_file("WordDocument", b"x"),
    Refused("旧版 Word 文档", "an old Word file"),
)
add("an_xls_cut_off", "a.xls", lambda f: xls({"a": [["经度", "纬度"], [118.1, 24.5]]})[:1600], BROKEN)
add("an_xls_of_nothing", "a.xls", lambda f: xls({"a": []}), Refused("表中没有内容", "the sheet is blank"))
add("an_xls_of_a_heading", "a.xls", lambda f: xls({"a": [["经度", "纬度"]]}), NO_ROW)
add(
    "an_xls_with_titles_above",
    "a.xls",
    lambda f: xls({"a": [["2026年园区一览表", None, None], ["名称", "经度", "纬度"], ["甲", 118.1, 24.5]]}),
    Noted("表头在第 2 行", "The heading is in row 2"),
)
add(
    "an_xls_with_words_for_numbers",
    "a.xls",
    lambda f: xls({"a": [["名称", "经度", "纬度"], ["甲", "东经118度06分", "北纬24度30分"], ["乙", "?", "24.5"]]}),
    Told(3, "left_out", "B3 “?”不是坐标", 'B3: "?" is no coordinate', "B3"),
)
add(
    "an_xls_with_a_hidden_sheet",
    "a.xls",
    lambda f: xls({"a": [["经度", "纬度"], [118.1, 24.5]], "底稿": [["x"]]}, hidden=("底稿",)),
    Noted("有隐藏的工作表：底稿", "Hidden sheets were not read: 底稿"),
)
add(
    "an_xls_with_a_cell_in_the_last_corner",
    "a.xls",
    lambda f: swapped(
        xls({"a": [["经度", "纬度"], [118.1, 24.5]]}),
        b"\x03\x02\x0e\x00\x01\x00\x01\x00",
        b"\x03\x02\x0e\x00\xff\xff\xff\x00",
    ),
    MEMORY,
)
add(
    "an_ods_of_a_million_repeated_rows",
    "a.ods",
    lambda f: ods(
        {"a": [["经度", "纬度"], [118.1, 24.5]]},
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ),
    Told(2, "read", "", "", "A2"),
)
add(
    "an_ods_that_repeats_a_value_a_billion_times",
    "a.ods",
    lambda f: ods(
        {"a": [["经度", "纬度"]]},
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>',
    ),
    MEMORY,
)
add(
    "an_ods_that_laughs",
    "a.ods",
    lambda f: zipped({"mimetype": ODS.encode(), "content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    DOCTYPE,
)
add(
    "an_ods_locked_with_a_password",
    "a.ods",
    lambda f: zipped(
        {
            "mimetype": ODS.encode(),
            "content.xml": b"<x/>",
            "META-INF/manifest.xml": b'<manifest:file-entry xmlns:manifest="m"><manifest:encryption-data/></manifest:file-entry>',
        }
    ),
    Refused("有密码，请去掉密码", "locked with a password"),
)
add(
    "a_text_of_writer",
    "a.ods",
    lambda f: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    Refused("Word 或其他 Office 文档", "a Word or other Office file"),
)

# ---- photos and pictures --------------------------------------------------------------------------------------------
add(
    "a_photo_without_a_place",
    "a.jpg",
    lambda f: photo(),
    Told(1, "left_out", "照片没有 GPS 位置", "the photo has no GPS position", "a.jpg"),
)
add(
    "a_photo_that_is_cut_off",
    "a.jpg",
    lambda f: photo(somewhere())[:40],
    Told(1, "left_out", "照片没有 GPS 位置", "no GPS position", "a.jpg"),
)
add(
    "a_photo_of_null_island",
    "a.jpg",
    lambda f: photo(somewhere((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))),
    Told(1, "left_out", "0, 0", "0, 0", "a.jpg"),
)
add(
    "a_photo_with_half_a_place",
    "a.jpg",
    lambda f: photo({1: "N", 2: (24.0, 26.0, 46.0)}),
    Told(1, "left_out", "照片没有 GPS 位置", "no GPS position", "a.jpg"),
)
add(
    "photos_in_folders_with_clutter",
    "照片.zip",
    lambda f: zipped({"现场/甲.JPG": photo(somewhere()), "__MACOSX/现场/._甲.JPG": b"x", "现场/Thumbs.db": b"x"}),
    Told(1, "read", "", "", "现场/甲.JPG"),
)
add(
    "a_heic",
    "IMG_1.HEIC",
    lambda f: b"\0\0\0\x18ftypheic" + bytes(99),
    Refused(
        "HEIC 照片，读不了；请导出为保留位置信息的 JPEG", "a HEIC photo, which is not read here; export it as JPEG"
    ),
)
add(
    "a_geotiff",
    "a.tif",
    lambda f: b"II*\0" + bytes(99),
    Refused("栅格不是矢量图层；人口格网请在“覆盖 › 服务圈”中作为权重提供", "a raster is no vector layer"),
)
add(
    "a_scanned_map",
    "a.png",
    lambda f: b"\x89PNG\r\n\x1a\n" + bytes(99),
    Refused("请在 GIS 软件中把其中的范围或点描出来", "trace what it shows in a GIS"),
)

# ---- archives -------------------------------------------------------------------------------------------------------
add(
    "a_zip_of_a_zip_of_tables",
    "a.zip",
    lambda f: zipped({"a.csv": zipped({"b.csv": b"x"})}),
    Refused("压缩包里套着压缩包，请先解压", "an archive within the archive; unpack it first"),
)
add(
    "a_zip_of_an_empty_table",
    "a.zip",
    lambda f: zipped({"a.csv": b""}),
    Refused("a.csv：文件是空的", "a.csv: the file is empty"),
)
add(
    "a_zip_whose_table_leads_out",
    "a.zip",
    lambda f: zipped({"../a.csv": table([118.1], [24.5])}),
    Refused("../a.csv 名称指向压缩包之外，未打开", "../a.csv was not opened: its name leads out"),
)
add(
    "a_zip_whose_geojson_is_broken",
    "a.zip",
    lambda f: zipped({"a.geojson": b'{"type":'}),
    Refused("a.zip › a.geojson：第 1 行", "a.zip › a.geojson: the JSON is cut off"),
)
add(
    "a_zip_of_a_table_and_a_note",
    "a.zip",
    lambda f: zipped({"说明.docx": b"x", "a.csv": table([118.1], [24.5])}),
    Told(2, "read", "", "", "B2"),
)
add(
    "a_zip_of_a_shapefile_and_a_table",
    "a.zip",
    lambda f: zipped({**{f"a{s}": p for s, p in shapefile(frame(POINTS), f).items()}, "b.csv": b"x"}),
    Told(1, "read", "", ""),
)
add(
    "a_zip_of_a_bomb_of_a_workbook",
    "a.zip",
    lambda f: zipped(
        {"a.xlsx": zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/a.xml": b"<a>" + b" " * (40 << 20)})}
    ),
    Refused("膨胀", "grows"),
)
add(
    "a_gzip",
    "a.geojson.gz",
    lambda f: b"\x1f\x8b" + bytes(99),
    Refused("请先解压，直接提供其中的文件", "unpack it and bring the file itself"),
)
add(
    "a_zip_with_a_name_in_gbk",
    "a.zip",
    lambda f: zipped({"园区.csv": table([118.1], [24.5])}),
    Told(2, "read", "", "", "B2"),
)
add(
    "a_kmz_that_links_in_a_circle",
    "a.kmz",
    lambda f: zipped(
        {
            "doc.kml": kml("<name>a</name><Point><coordinates>118.1,24.5</coordinates></Point>").replace(
                b"</Document>", b"<NetworkLink><Link><href>doc.kml</href></Link></NetworkLink></Document>"
            )
        }
    ),
    Told(1, "read", "", "", "L1"),
)
add(
    "a_kmz_whose_link_leads_out",
    "a.kmz",
    lambda f: zipped(
        {
            "doc.kml": kml().replace(
                b"</Document>", b"<NetworkLink><Link><href>../../etc/a.kml</href></Link></NetworkLink></Document>"
            )
        }
    ),
    Refused("只有网络链接，链接不会打开", "only links, which are never followed"),
)
add("a_zip_of_one_polygon", "a.zip", lambda f: zipped({"a.geojson": geojson(polygon(*BOX))}), Told(1, "read", "", ""))

add(
    "a_dxf_of_a_thousand_insertions",
    "a.dxf",
    lambda f: nested_blocks(4),
    Told(1, "mended", "高程已略去", "heights were dropped"),
)
