"""Files that mean harm or were done wrong, each with what has to be said of it."""

from __future__ import annotations

import io
import json
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import orjson
import shapely
from reader_samples import (
    POINTS,
    frame,
    geojson,
    gpkg,
    kml,
    point,
    polygon,
    saved,
    shapefile,
    table,
    workbook,
    zipped,
    zipped_shapefile,
)

from geoplan.readers.source_table import Answers


@dataclass(frozen=True)
class Refused:
    """The file is refused; both languages say so in these words."""

    zh: str
    en: str


@dataclass(frozen=True)
class Told:
    """A row of the report says so; ``spot`` names where."""

    row: int
    what: str
    zh: str
    en: str
    spot: str = ""


@dataclass(frozen=True)
class Noted:
    """A note on the whole, or a question, says so."""

    zh: str
    en: str


NONE = Answers()


@dataclass(frozen=True)
class Case:
    build: Callable[[Path], bytes]
    name: str
    says: Refused | Told | Noted
    answers: Answers = NONE


CASES: dict[str, Case] = {}


def case(name: str, says: Refused | Told | Noted, answers: Answers = NONE):  # type: ignore[no-untyped-def]
    def kept(build: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
        CASES[build.__name__] = Case(build, name, says, answers)
        return build

    return kept


BOX = [(118.0, 24.0), (118.1, 24.0), (118.1, 24.1), (118.0, 24.1), (118.0, 24.0)]


# ---- empty, cut off, something else ---------------------------------------------------------------------------------
@case("a.geojson", Refused("a.geojson：文件是空的（0 字节）", "a.geojson: the file is empty (0 bytes)"))
def nothing_at_all(folder: Path) -> bytes:
    return b""


@case("a.csv", Refused("表中没有内容", "the sheet is blank"))
def a_csv_of_blank_lines(folder: Path) -> bytes:
    return b"\n\n ,, \n\n"


@case("a.xlsx", Refused("Sheet1：表中没有内容", "Sheet1: the sheet is blank"))
def a_workbook_without_a_cell(folder: Path) -> bytes:
    return workbook()


@case("a.geojson", Refused("没有任何要素", "there is no feature"))
def a_collection_of_nothing(folder: Path) -> bytes:
    return geojson()


@case("a.kml", Refused("没有地标", "there is no placemark"))
def a_kml_of_nothing(folder: Path) -> bytes:
    return kml()


@case("园区.csv", Noted("内容是 GeoJSON，与后缀不符", "By its content it is GeoJSON"))
def a_geojson_called_csv(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5))


@case("a.xlsx", Noted("内容是 文本表格（CSV），与后缀不符", "By its content it is a text table"))
def a_csv_called_xlsx(folder: Path) -> bytes:
    return table([118.1], [24.5])


@case("a.geojson", Refused("内容是PDF", "its content is a PDF"))
def a_pdf_called_geojson(folder: Path) -> bytes:
    return b"%PDF-1.7\n"


@case("a.xlsx", Refused("旧版 Office 文档，读不了；请在 Excel 或 WPS 中另存为 .xlsx", "an old Office file"))
def an_old_xls_called_xlsx(folder: Path) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@case("a.zip", Refused("RAR 压缩包", "a RAR archive"))
def a_rar_called_zip(folder: Path) -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + bytes(64)


@case("a.csv", Refused("二进制数据", "binary data"))
def a_program_called_csv(folder: Path) -> bytes:
    return bytes(range(256)) * 40


@case("a.zip", Refused("单独的 .shp", "a lone .shp"))
def a_lone_shp_called_zip(folder: Path) -> bytes:
    return shapefile(frame(POINTS), folder)[".shp"]


@case("a.kml", Refused("XML（html）", "XML (html)"))
def a_web_page_called_kml(folder: Path) -> bytes:
    return b"<!DOCTYPE html><html><body>404</body></html>"


@case("a.gpkg", Refused("XML（OGRVRTDataSource）", "XML (OGRVRTDataSource)"))
def a_virtual_layer_called_gpkg(folder: Path) -> bytes:
    return b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


@case("a.json", Refused("TopoJSON", "TopoJSON"))
def a_topojson(folder: Path) -> bytes:
    return b'{"type":"Topology","objects":{},"arcs":[]}'


@case("a.json", Refused("没有任何要素", "there is no feature"))
def an_esri_json(folder: Path) -> bytes:
    return b'{"geometryType":"esriGeometryPoint","features":[]}'


@case("a.geojson", Refused("第 1 行第", "line 1, character"))
def a_geojson_cut_off(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), point(118.2, 24.6))[:-40]


@case("a.geojson", Refused("JSON 不完整或写法有误", "the JSON is cut off or wrong"))
def a_geojson_nested_a_hundred_thousand_deep(folder: Path) -> bytes:
    return b'{"type":"FeatureCollection","features":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@case("a.kml", Refused("第 1 行 XML 不完整", "the XML is cut off or wrong at line 1"))
def a_kml_cut_off(folder: Path) -> bytes:
    return kml("<name>x</name><Point><coordinates>118.1,24.5</coordinates></Point>")[:-30]


@case("a.xlsx", Refused("压缩包不完整", "the archive is cut off"))
def a_workbook_cut_off(folder: Path) -> bytes:
    return workbook(["经度", "纬度"], [118.1, 24.5])[:-200]


@case("a.xlsx", Refused("工作簿已损坏", "the workbook is damaged"))
def a_workbook_without_its_sheets(folder: Path) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


@case("a.gpkg", Refused("GeoPackage 不完整或已损坏", "the GeoPackage is cut off or damaged"))
def a_gpkg_cut_off(folder: Path) -> bytes:
    return gpkg({"a": frame(POINTS)}, folder)[:6000]


@case("a.zip", Refused("压缩包不完整", "the archive is cut off"))
def a_zip_cut_off(folder: Path) -> bytes:
    return zipped_shapefile(shapefile(frame(POINTS), folder))[:-60]


@case("a.zip", Refused("图层不完整或已损坏", "the layer is cut off or damaged"))
def a_shp_cut_off_in_its_header(folder: Path) -> bytes:
    parts = shapefile(frame(POINTS), folder)
    return zipped_shapefile({**parts, ".shp": parts[".shp"][:40], ".shx": b""})


@case("a.zip", Refused("数据不完整或已损坏", "its data are cut off or damaged"))
def a_zip_whose_bytes_were_changed(folder: Path) -> bytes:
    made = bytearray(zipped_shapefile(shapefile(frame(POINTS), folder), "a"))
    at = made.index(b"a.shp") + 20
    made[at : at + 10] = bytes(10)
    return bytes(made)


# ---- archives that mean harm ----------------------------------------------------------------------------------------
@case("a.zip", Noted("文件里有 1000 个图层", "The file has 1000 layers"))
def a_zip_with_a_thousand_layers(folder: Path) -> bytes:
    parts = shapefile(frame(POINTS), folder)
    return zipped({f"layer{i:04}{suffix}": part for i in range(1000) for suffix, part in parts.items()})


@case("a.zip", Refused("有 6,000 个文件，超过上限 5,000", "6,000 files, more than the limit of 5,000"))
def a_zip_with_too_many_files(folder: Path) -> bytes:
    return zipped({"a.shp": b"", **{f"{i}.txt": b"" for i in range(5999)}})


@case("a.zip", Refused("a.shp 解压后膨胀", "a.shp in it grows"))
def a_zip_bomb(folder: Path) -> bytes:
    return zipped({"a.shp": bytes(200 * 2**20), "a.dbf": b"x"})


@case("a.zip", Refused("MB（解压后），超过上限 300", "MB when unpacked, more than the limit of 300"))
def a_zip_that_is_too_large_unpacked(folder: Path) -> bytes:
    return zipped({f"{i}.shp": bytes(19 * 2**20) for i in range(16)})


@case("a.xlsx", Refused("膨胀", "grows"))
def a_workbook_that_is_a_bomb(folder: Path) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": bytes(200 * 2**20)})


@case("a.zip", Refused("数据不完整或已损坏", "its data are cut off or damaged"))
def a_zip_that_lies_about_its_size(folder: Path) -> bytes:
    made = bytearray(zipped({"a.shp": b"\0\0\x27\x0a" + bytes(5_000_000)}))
    central = made.rindex(b"PK\x01\x02")
    struct.pack_into("<I", made, central + 24, 100)  # the size it says it unpacks to
    return bytes(made)


@case(
    "a.zip",
    Refused(
        "压缩包里没有能读的图层或表格（有 inner.zip）", "no layer or table in the archive that is read (but inner.zip)"
    ),
)
def a_zip_within_a_zip(folder: Path) -> bytes:
    return zipped({"inner.zip": zipped_shapefile(shapefile(frame(POINTS), folder))})


@case("a.zip", Refused("../../a.shp 名称指向压缩包之外", "../../a.shp was not opened: its name leads out"))
def a_zip_whose_names_lead_out(folder: Path) -> bytes:
    parts = shapefile(frame(POINTS), folder)
    return zipped({f"../../a{suffix}": part for suffix, part in parts.items()})


@case("a.zip", Refused("/etc/a.shp 名称指向压缩包之外", "/etc/a.shp was not opened"))
def a_zip_with_absolute_names(folder: Path) -> bytes:
    parts = shapefile(frame(POINTS), folder)
    return zipped({f"/etc/a{suffix}": part for suffix, part in parts.items()})


@case("a.zip", Refused("C:/windows/a.shp 名称指向压缩包之外", "C:/windows/a.shp was not opened"))
def a_zip_with_names_of_windows(folder: Path) -> bytes:
    return zipped({"C:\\windows\\a.shp": b"\0\0\x27\x0a"})


@case("a.zip", Refused("a.shp 是符号链接", "a.shp was not opened: a symbolic link"))
def a_zip_with_a_symbolic_link(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.shp")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


@case("a.zip", Refused("a.shp 有密码", "a.shp was not opened: locked with a password"))
def a_zip_with_a_password(folder: Path) -> bytes:
    made = bytearray(zipped({"a.shp": b"\0\0\x27\x0a"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + at] |= 1
    return bytes(made)


@case("a.zip", Refused("a.shp：压缩方式不受支持", "a.shp: it is packed in an unusual way"))
def a_zip_packed_in_an_unknown_way(folder: Path) -> bytes:
    made = bytearray(zipped({"a.shp": b"\0\0\x27\x0a" * 100}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", made, made.index(mark) + at, 97)
    return bytes(made)


@case("a.zip", Refused(".shp 的内容不是 Shapefile", "what is called .shp is no Shapefile"))
def a_virtual_layer_called_shp(folder: Path) -> bytes:
    return zipped({"a.shp": b"<OGRVRTDataSource></OGRVRTDataSource>"})


@case("a.kmz", Refused("没有可读的 .kml", "no .kml in it can be read"))
def a_kmz_whose_document_leads_out(folder: Path) -> bytes:
    return zipped({"../doc.kml": kml("<Point><coordinates>118,24</coordinates></Point>")})


# ---- XML that means harm --------------------------------------------------------------------------------------------
LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha">' + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"  # fmt: skip


@case("a.kml", Refused("a.kml：XML 中声明了 DOCTYPE", "a.kml: the XML declares a DOCTYPE"))
def a_billion_laughs(folder: Path) -> bytes:
    return kml("<name>&i;</name><Point><coordinates>118,24</coordinates></Point>", head=LAUGHS)


@case("a.kml", Refused("XML 中声明了 DOCTYPE", "the XML declares a DOCTYPE"))
def a_kml_that_asks_for_a_file(folder: Path) -> bytes:
    return kml("<name>&x;</name>", head='<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@case("a.kml", Refused("XML 中声明了 DOCTYPE", "the XML declares a DOCTYPE"))
def a_kml_in_utf16_that_laughs(folder: Path) -> bytes:
    return kml("<name>&i;</name>", head=LAUGHS).decode().replace("UTF-8", "UTF-16").encode("utf-16")


@case("a.kml", Refused("XML 中声明了 DOCTYPE", "the XML declares a DOCTYPE"))
def a_kml_in_gbk_that_laughs(folder: Path) -> bytes:
    return kml("<name>&i;</name>", head=LAUGHS).replace(b"UTF-8", b"GBK")


@case("a.kml", Refused("第 1 行 XML 不完整、写法有误或编码未知", "in an unknown encoding at line 1"))
def a_kml_in_an_encoding_nobody_knows(folder: Path) -> bytes:
    return kml("<Point><coordinates>118,24</coordinates></Point>").replace(b"UTF-8", b"EBCDIC-CP-US")


@case("a.xlsx", Refused("xl/workbook.xml：XML 中声明了 DOCTYPE", "xl/workbook.xml: the XML declares a DOCTYPE"))
def a_workbook_that_laughs(folder: Path) -> bytes:
    made = workbook(["经度", "纬度"], [118.1, 24.5])
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        members = {m: archive.read(m) for m in archive.namelist()}
    members["xl/workbook.xml"] = LAUGHS.encode() + members["xl/workbook.xml"]
    return zipped(members)


@case("a.kml", Refused("只有网络链接，链接不会打开", "only links, which are never followed"))
def a_kml_that_is_only_a_link(folder: Path) -> bytes:
    return kml().replace(
        b"</Document>", b"<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink></Document>"
    )


# ---- databases that mean harm ---------------------------------------------------------------------------------------
def altered(folder: Path, *statements: str) -> bytes:
    path = folder / "sample.gpkg"
    gpkg({"a": frame(POINTS)}, folder)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            database.execute(statement)
    database.close()
    return path.read_bytes()


@case("a.gpkg", Refused("没有矢量图层（视图与栅格不读）", "no vector layer in it (views and rasters are not read)"))
def a_gpkg_whose_layer_is_a_view_without_end(folder: Path) -> bytes:
    return altered(
        folder,
        "ALTER TABLE a RENAME TO hidden",
        "DELETE FROM gpkg_contents",
        "CREATE VIEW a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('a', 'features', 'a', 4326)",
    )


@case("a.gpkg", Refused("是虚拟表或视图", "is a virtual table or view"))
def a_gpkg_whose_contents_are_a_view(folder: Path) -> bytes:
    return altered(
        folder, "ALTER TABLE gpkg_contents RENAME TO c", "CREATE VIEW gpkg_contents AS SELECT * FROM c, c AS d, c AS e"
    )


@case("a.gpkg", Refused("evil 是虚拟表或视图", "evil is a virtual table or view"))
def a_gpkg_with_a_virtual_table(folder: Path) -> bytes:
    return altered(
        folder,
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES "
        "('table', 'evil', 'evil', 0, 'CREATE VIRTUAL TABLE evil USING VirtualOGR(''/etc/passwd'')')",
    )


@case("a.gpkg", Refused("是 SQLite 数据库，但不是 GeoPackage", "it is an SQLite database but no GeoPackage"))
def a_database_of_something_else(folder: Path) -> bytes:
    path = folder / "x.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    return path.read_bytes()


@case(
    "a.gpkg", Refused("没有图层 '; DROP TABLE a", "there is no layer '; DROP TABLE a"), Answers(layer="'; DROP TABLE a")
)
def a_layer_that_is_not_there(folder: Path) -> bytes:
    return gpkg({"a": frame(POINTS)}, folder)


# ---- shapes done wrong ----------------------------------------------------------------------------------------------
@case("a.geojson", Told(1, "mended", "自相交（118.050000, 24.050000）", "self-intersection at 118.050000, 24.050000"))
def a_bow_tie(folder: Path) -> bytes:
    return geojson(polygon((118.0, 24.0), (118.1, 24.1), (118.1, 24.0), (118.0, 24.1), (118.0, 24.0)))


@case("a.gpkg", Told(2, "mended", "自相交", "self-intersection"))
def a_bow_tie_in_a_gpkg(folder: Path) -> bytes:
    tie = shapely.Polygon([(118.0, 24.0), (118.1, 24.1), (118.1, 24.0), (118.0, 24.1)])
    return gpkg({"a": frame([shapely.Polygon(BOX), tie])}, folder)


@case("a.geojson", Told(2, "mended", "环未闭合", "a ring was open"))
def a_ring_left_open(folder: Path) -> bytes:
    return geojson(polygon(*BOX), polygon(*BOX[:-1]))


@case("a.kml", Told(1, "mended", "环未闭合", "a ring was open", "L1"))
def a_ring_left_open_in_a_kml(folder: Path) -> bytes:
    ring = " ".join(f"{x},{y}" for x, y in BOX[:-1])
    return kml(
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )


@case("a.csv", Told(2, "mended", "环未闭合", "a ring was open", "B2"))
def a_ring_left_open_in_wkt(folder: Path) -> bytes:
    return b'name;wkt\na;"POLYGON ((118 24, 118.1 24, 118.1 24.1))"\n'


@case("a.geojson", Told(1, "left_out", "顶点太少", "parts of too few vertices"))
def a_polygon_of_two_points(folder: Path) -> bytes:
    return geojson(polygon((118.0, 24.0), (118.1, 24.0)))


@case("a.geojson", Told(1, "left_out", "什么也不剩", "nothing of it remains"))
def a_polygon_without_an_area(folder: Path) -> bytes:
    return geojson(polygon((118.0, 24.0), (118.5, 24.5), (119.0, 25.0), (118.0, 24.0)))


@case("a.geojson", Told(2, "left_out", "不是有限的数", "no finite numbers"))
def coordinates_that_are_nan(folder: Path) -> bytes:
    return (
        json.dumps(orjson.loads(geojson(point(118.1, 24.5), point(118.1, 24.5))))
        .replace("24.5]}}]", "NaN]}}]")
        .encode()
    )


@case("a.csv", Told(3, "left_out", "C3 “nan”不是坐标", 'C3: "nan" is no coordinate', "C3"))
def nan_in_a_csv(folder: Path) -> bytes:
    return table([118.1, 118.2], [24.5, "nan"])


@case("a.csv", Told(2, "left_out", "不是有限的数", "no finite numbers", "B2"))
def infinite_numbers(folder: Path) -> bytes:
    return table(["inf", 118.2], ["-inf", 24.5])


@case("a.geojson", Told(1, "left_out", "不是有限的数", "no finite numbers"))
def a_number_beyond_all_measure(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), point(118.1, 24.5)).replace(b"118.1", b"1e999", 1)


@case("a.zip", Told(2, "left_out", "不是有限的数", "no finite numbers"))
def nan_in_a_shapefile(folder: Path) -> bytes:
    parts = shapefile(frame(POINTS[:2]), folder)
    shp = bytearray(parts[".shp"])
    struct.pack_into("<2d", shp, 100 + 28 + 8 + 4, float("nan"), float("inf"))
    return zipped_shapefile({**parts, ".shp": bytes(shp)})


@case("a.csv", Told(3, "left_out", "0, 0", "0, 0", "B3"))
def null_island(folder: Path) -> bytes:
    return table([118.1, 0], [24.5, 0])


@case("a.csv", Noted("两个坐标似乎写反了：2 行", "seem to be exchanged: 2 rows"))
def axes_swapped(folder: Path) -> bytes:
    return table([24.5, 24.6], [118.1, 118.2])


@case("a.geojson", Noted("两个坐标似乎写反了", "seem to be exchanged"))
def axes_swapped_in_a_geojson(folder: Path) -> bytes:
    return geojson(point(24.5, 118.1), point(24.6, 118.2))


@case("a.zip", Noted("坐标以米计", "The coordinates are metres"))
def metres_without_prj(folder: Path) -> bytes:
    return zipped_shapefile(shapefile(frame(POINTS).to_crs(4548), folder, drop=(".prj",)))


@case(
    "a.zip",
    Noted(
        "文件说是 WGS 84 经纬度（EPSG:4326），与数值不符", "The file says WGS 84 (EPSG:4326), which the numbers deny"
    ),
)
def metres_with_a_prj_of_degrees(folder: Path) -> bytes:
    prj = shapefile(frame(POINTS), folder)[".prj"]
    return zipped_shapefile({**shapefile(frame(POINTS).to_crs(4548), folder), ".prj": prj})


@case("a.zip", Noted("文件所述坐标系无法理解", "cannot be understood"))
def a_prj_of_nonsense(folder: Path) -> bytes:
    return zipped_shapefile({**shapefile(frame(POINTS), folder), ".prj": b'PROJCS["x",' + b"[" * 500})


@case("a.csv", Refused("没有坐标系能使其落在中国", "no system puts them in China"))
def metres_of_nowhere(folder: Path) -> bytes:
    return table([1e12, 2e12], [5e12, 6e12])


@case("a.csv", Refused("没有坐标系 '99999999'", "there is no coordinate system '99999999'"), Answers(system="99999999"))
def a_system_that_does_not_exist(folder: Path) -> bytes:
    return table([118.1], [24.5])


@case("a.csv", Refused("不是平面坐标系", "is no system of a map"), Answers(system="5773"))
def heights_for_a_system(folder: Path) -> bytes:
    return table([118.1], [24.5])


@case("a.zip", Noted("文件所述坐标系无法理解", "cannot be understood"))
def a_prj_of_the_moon(folder: Path) -> bytes:
    moon = b'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],UNIT["degree",0.0174532925199433]]'
    return zipped_shapefile({**shapefile(frame(POINTS), folder), ".prj": moon})


@case("a.geojson", Noted("混有 3 种几何：LineString、Point、Polygon", "Mixed geometry (LineString, Point, Polygon)"))
def mixed_geometry(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), polygon(*BOX), {"type": "LineString", "coordinates": BOX[:2]})


@case("a.gpkg", Told(1, "mended", "高程已略去", "heights were dropped"))
def three_dimensions(folder: Path) -> bytes:
    return gpkg({"a": frame([shapely.Point(118.1, 24.5, 99)])}, folder)


@case("a.csv", Told(2, "left_out", "曲线", "curves in WKT are not read", "A2"))
def curves_in_wkt(folder: Path) -> bytes:
    return b'wkt;n\n"CIRCULARSTRING (118 24, 118.1 24.1, 118.2 24)";1\n"POINT (118 24)";2\n'


@case("a.csv", Told(2, "left_out", "不是 WKT", "is no WKT", "A2"))
def wkt_nested_a_hundred_thousand_deep(folder: Path) -> bytes:
    deep = "GEOMETRYCOLLECTION(" * 20_000 + "POINT(118 24)" + ")" * 20_000
    return f'wkt;n\n"{deep}";1\n"POINT (118 24)";2\n'.encode()


@case("a.geojson", Told(1, "read", "跨越 180° 经线", "crosses the 180th meridian"))
def across_the_antimeridian(folder: Path) -> bytes:
    return geojson(polygon((-179.9, 24), (179.9, 24), (179.9, 25), (-179.9, 25), (-179.9, 24)))


@case("a.csv", Told(3, "left_out", "不在地球上", "not on the globe", "B3"))
def off_the_globe(folder: Path) -> bytes:
    return table([118.1, 718.1], [24.5, 24.5])


@case("a.csv", Told(3, "read", "在福建以外", "it lies outside Fujian", "B3"))
def outside_fujian(folder: Path) -> bytes:
    return table([118.1, 116.4], [24.5, 39.9])


@case("a.geojson", Told(2, "left_out", "没有几何类型 “Blob”", 'no geometry type "Blob"'))
def a_geometry_type_of_ones_own(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), {"type": "Blob", "coordinates": [1, 2]})


@case("a.geojson", Told(2, "left_out", "坐标写法不对", "coordinates of its Point are malformed"))
def coordinates_that_are_words(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), point("东经", {"a": 1}))


@case("a.geojson", Told(2, "left_out", "没有几何", "it has no geometry"))
def features_that_are_no_features(folder: Path) -> bytes:
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [orjson.loads(geojson(point(118, 24)))["features"][0], None, 7, "x", {"geometry": []}],
        }
    )


@case("a.gpkg", Told(2, "left_out", "没有几何", "it has no geometry"))
def a_row_without_geometry(folder: Path) -> bytes:
    return gpkg({"a": frame([POINTS[0], None])}, folder)


@case("a.geojson", Told(2, "read", "与第 1 行相同", "that of row 1 too"))
def ids_that_repeat(folder: Path) -> bytes:
    made = orjson.loads(geojson(point(118.1, 24.5), point(118.2, 24.5)))
    for feature in made["features"]:
        feature["id"] = "A-1"
    return orjson.dumps(made)


@case(
    "a.geojson",
    Noted("crs 成员 “link” 认不出，也不会去取", 'The crs member "link" is not known and nothing is fetched'),
)
def a_crs_that_is_a_link(folder: Path) -> bytes:
    return geojson(point(118.1, 24.5), crs={"type": "link", "properties": {"href": "http://127.0.0.1:9/"}})


# ---- sheets done wrong ----------------------------------------------------------------------------------------------
@case("a.xlsx", Told(2, "left_out", "B2 是公式而没有保存结果", "B2: it is a formula without a saved result", "B2"))
def formula_cells(folder: Path) -> bytes:
    return workbook(["名称", "经度", "纬度"], ["甲", "=118+0.1", 24.5], ["乙", 118.2, 24.6])


@case(
    "a.csv",
    Told(2, "left_out", "B2 “=cmd|' /C calc'!A0”不是坐标", "B2: \"=cmd|' /C calc'!A0\" is no coordinate", "B2"),
)
def formula_cells_in_a_csv(folder: Path) -> bytes:
    return table(["=cmd|' /C calc'!A0", 118.2], [24.5, 24.6])


@case("a.xlsx", Noted("表头在第 2–3 行", "The heading is in row 2–3"))
def merged_header_cells(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["2026 年企业名录", None, None], ["名称", "坐标", None], [None, "经度", "纬度"], ["甲", 118.1, 24.5]):
        page.append(row)
    for cells in ("A1:C1", "A2:A3", "B2:C2"):
        page.merge_cells(cells)
    return saved(book)


@case("a.csv", Noted("列名 经度 重复", "The column 经度 comes twice"))
def columns_that_repeat(folder: Path) -> bytes:
    return "经度,纬度,经度\n118.1,24.5,9\n".encode()


@case("a.csv", Noted("没有表头", "There is no heading"))
def no_heading(folder: Path) -> bytes:
    return b"118.1,24.5\n118.2,24.6\n"


@case("a.csv", Refused("没有坐标列（有 名称、地址）", "no column holds coordinates (there are 名称, 地址)"))
def a_table_of_addresses(folder: Path) -> bytes:
    return "名称,地址\n甲,思明区软件园二期\n".encode()


@case("a.csv", Refused("第 3 行（第 29 字节）无法按", "line 3 (byte 29) cannot be read as"))
def an_unknown_encoding(folder: Path) -> bytes:
    return b"lon,lat,name\n118.1,24.5,ok\n" + b"1\xff\xfe\x81\n"


@case("a.csv", Refused("无法按 UTF-8 解读", "cannot be read as UTF-8"), Answers(encoding="utf-8"))
def an_encoding_chosen_wrongly(folder: Path) -> bytes:
    return "名称,经度,纬度\n甲,118.1,24.5\n".encode("gb18030")


@case("a.csv", Refused("第 2 行读不下去，引号没有成对", "row 2 cannot be read, a quote is not closed"))
def a_quote_never_closed(folder: Path) -> bytes:
    return b'lon,lat,name\n118.1,24.5,"' + b"x" * 2_000_000


@case("a.csv", Refused("第 1 行：有 800 列，超过上限 500", "row 1: 800 columns, more than the limit of 500"))
def too_many_columns(folder: Path) -> bytes:
    return (",".join(f"c{i}" for i in range(800)) + "\n").encode()


@case("a.csv", Refused("超过上限 200,000 行", "more than the limit of 200,000 rows"))
def too_many_rows(folder: Path) -> bytes:
    return b"lon,lat\n" + b"118.1,24.5\n" * 200_002


@case("a.csv", Refused("有 101 MB，超过上限 100 MB", "101 MB, more than the limit of 100 MB"))
def more_than_a_hundred_megabytes(folder: Path) -> bytes:
    return bytes(101 * 2**20)


@case("a.xlsx", Told(3, "read", "", "", "B3"))
def a_cell_in_the_last_corner(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["名称", "经度", "纬度"], ["甲", 118.1, 24.5], ["乙", 118.2, 24.6]):
        page.append(row)
    page.cell(1_048_576, 1, " ")
    return saved(book)


@case("a.xlsx", Noted("有隐藏的工作表：底稿", "Hidden sheets were not read: 底稿"))
def a_hidden_sheet(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["经度", "纬度"])
    book.active.append([118.1, 24.5])
    book.create_sheet("底稿").sheet_state = "hidden"
    return saved(book)


@case("a.xlsx", Noted("工作簿里有 2 个工作表", "The workbook has 2 sheets"))
def several_sheets(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["经度", "纬度"])
    book.active.append([118.1, 24.5])
    book.create_sheet("二").append([1])
    return saved(book)


@case("a.xlsx", Refused("没有工作表 三", "there is no sheet 三"), Answers(sheet="三"))
def a_sheet_that_is_not_there(folder: Path) -> bytes:
    return workbook(["经度", "纬度"], [118.1, 24.5])


@case("a.csv", Told(2, "left_out", "分或秒不小于 60", "are 60 or more", "C2"))
def seventy_five_minutes(folder: Path) -> bytes:
    return table(["118°05'22\"E", 118.2], ["24°75'46\"N", 24.5])


@case("a.csv", Told(2, "left_out", "C2 没有坐标", "C2: it has no coordinates", "C2"))
def a_blank_coordinate(folder: Path) -> bytes:
    return table([118.1, 118.2], ["", 24.5])


@case(
    "<script>alert(1)</script>.csv",
    Refused("<script>alert(1)</script>.csv：文件是空的", "<script>alert(1)</script>.csv: the file is empty"),
)
def a_name_that_is_a_script(folder: Path) -> bytes:
    return b""


@case("a\u202egpj\n\x00.csv", Refused("a gpj .csv：文件是空的", "a gpj .csv: the file is empty"))
def a_name_that_turns_the_line_round(folder: Path) -> bytes:
    return b""


@case("a.zip", Noted("按内容判断为 gb18030", "by its bytes the text is gb18030"))
def gbk_without_cpg(folder: Path) -> bytes:
    layer = frame(POINTS, 4326, 名称=["软件园三期", "火炬高新区", "集美新城"])
    return zipped_shapefile(shapefile(layer, folder, "gbk", (".cpg",)))


@case("a.zip", Noted(".cpg 所说的 utf-8 与内容不符", "The .cpg says utf-8, which does not fit"))
def a_cpg_that_lies(folder: Path) -> bytes:
    layer = frame(POINTS, 4326, 名称=["软件园三期", "火炬高新区", "集美新城"])
    return zipped_shapefile({**shapefile(layer, folder, "gbk"), ".cpg": b"UTF-8"})


@case("a.zip", Noted("没有 .dbf", "There is no .dbf"))
def a_shapefile_without_its_table(folder: Path) -> bytes:
    return zipped_shapefile(shapefile(frame(POINTS), folder, drop=(".dbf", ".cpg")))


@case("a.gpkg", Refused("表 bomb 有计算列", "the table bomb has computed columns"))
def a_gpkg_that_computes_a_bomb(folder: Path) -> bytes:
    return altered(
        folder,
        "CREATE TABLE bomb (fid INTEGER PRIMARY KEY, x TEXT AS (hex(zeroblob(400000000))))",
        "INSERT INTO bomb (fid) VALUES (1)",
    )


@case("a.geojson", Refused("个数值或元素，超过上限", "numbers or elements, more than the limit"))
def a_geojson_of_millions_of_nothings(folder: Path) -> bytes:
    return b'{"type":"FeatureCollection","features":[' + b"{}," * 8_000_000 + b"{}]}"


@case("a.kml", Refused("个数值或元素，超过上限", "numbers or elements, more than the limit"))
def a_kml_of_millions_of_elements(folder: Path) -> bytes:
    return kml("<a/>" * 6_000_000)


@case("a.csv", Refused("第 1 行读不下去", "row 1 cannot be read"))
def a_row_of_millions_of_cells(folder: Path) -> bytes:
    return b"," * (30 * 2**20)


@case("a.gpkg", Told(1, "read", "", ""))
def curves_in_a_gpkg(folder: Path) -> bytes:
    """A half circle as GeoPackage stores it: GPB header, then a CIRCULARSTRING in WKB (type 8)."""
    line = shapely.LineString([(118.0, 24.5), (118.1, 24.6), (118.2, 24.5)])
    gpkg({"a": frame([line], 名称=["弧"])}, folder)
    wkb = struct.pack("<BII6d", 1, 8, 3, 118.0, 24.5, 118.1, 24.6, 118.2, 24.5)
    header = b"GP\0\x01" + struct.pack("<i", 4326)
    path = folder / "sample.gpkg"
    with sqlite3.connect(path) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE a SET geom = ?", (header + wkb,))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CIRCULARSTRING'")
    database.close()
    return path.read_bytes()
