"""Good files of every format and system arrive where they belong, with what the user wrote in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from coord_convert.transform import wgs2bd, wgs2gcj
from long_lists import all_but
from pyproj import Transformer
from reader_samples import (
    NAMES,
    PLACES,
    POINTS,
    frame,
    geojson,
    gpkg,
    kml,
    point,
    shapefile,
    table,
    workbook,
    zipped,
    zipped_shapefile,
)

from geoplan.readers.read_layer import LayerReading, read_layer
from geoplan.readers.source_table import Answers, ColumnRoles

LONLAT = np.array(list(PLACES.values()))
# EPSG:4527 counts its eastings from 39,500,000: the zone's number stands before them.
SYSTEMS = [
    "EPSG:4326",
    "EPSG:4548",
    "EPSG:4527",
    "EPSG:2384",
    "EPSG:2436",
    "EPSG:32650",
    "EPSG:3857",
    "GCJ-02",
    "BD-09",
]


def in_system(code: str) -> np.ndarray:
    """The places in another system, by pyproj or the independent package coord-convert."""
    if code.startswith("EPSG"):
        return np.column_stack(Transformer.from_crs(4326, code, always_xy=True).transform(*LONLAT.T))
    move = {"GCJ-02": wgs2gcj, "BD-09": wgs2bd}[code]
    return np.array([move(lon, lat) for lon, lat in LONLAT])


def content(form: str, xy: np.ndarray, code: str, folder: Path) -> tuple[bytes, str]:
    """A file of a format with the places in some system; where the format can say so, it says which."""
    shapes = [shapely.Point(p) for p in xy]
    crs = code if code.startswith("EPSG") else None
    x, y = xy.T.tolist()
    if form == "csv":
        return table(x, y), "点位.csv"
    if form == "xlsx":
        return workbook(["名称", "经度", "纬度"], *map(list, zip(NAMES, x, y, strict=True))), "点位.xlsx"
    if form == "geojson":
        named = (
            {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs.split(':')[1]}"}}}
            if crs
            else {}
        )
        return geojson(*(point(*p) for p in xy.tolist()), **named), "点位.geojson"
    if form == "gpkg":
        return gpkg({"点位": frame(shapes, crs)}, folder), "点位.gpkg"
    if form == "shapefile":
        return zipped_shapefile(shapefile(frame(shapes, crs), folder)), "点位.zip"
    marks = kml(
        *(
            f"<name>{n}</name><Point><coordinates>{p[0]:.9f},{p[1]:.9f},3</coordinates></Point>"
            for n, p in zip(NAMES, xy, strict=True)
        )
    )
    return (marks, "点位.kml") if form == "kml" else (zipped({"doc.kml": marks}), "点位.kmz")


def positions(intake: LayerReading) -> np.ndarray:
    return shapely.get_coordinates(intake.frame.geometry.to_numpy())


@pytest.mark.parametrize(
    ("form", "code"),
    [
        *((form, code) for form in ("csv", "xlsx", "geojson", "gpkg", "shapefile") for code in SYSTEMS),
        *((form, code) for form in ("kml", "kmz") for code in ("EPSG:4326", "GCJ-02", "BD-09")),  # it is in degrees
    ],
)
def test_every_format_in_every_system(form: str, code: str, tmp_path: Path) -> None:
    made, name = content(form, in_system(code), code, tmp_path)
    intake = read_layer(made, name, Answers(system=code))
    assert intake.report["what"].tolist() in (["read"] * 3, ["mended"] * 3)  # KML has heights here
    # 1e-8 degrees are a millimetre; GCJ-02 of coord-convert agrees to that.
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)
    assert not intake.pending


@pytest.mark.parametrize(
    "code", all_but(["EPSG:4326", "EPSG:4527"], ["EPSG:4326", "EPSG:4548", "EPSG:4527", "EPSG:2384", "EPSG:2436"])
)
@pytest.mark.parametrize("form", ["geojson", "gpkg", "shapefile"])
def test_what_the_file_says_of_its_system_is_believed(form: str, code: str, tmp_path: Path) -> None:
    made, name = content(form, in_system(code), code, tmp_path)
    intake = read_layer(made, name)
    assert intake.system.code == code
    assert not intake.pending
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("EPSG:4548", "EPSG:4548"),
        ("EPSG:4527", "EPSG:4527"),
        ("EPSG:4498", "EPSG:4498"),
        ("EPSG:3857", "EPSG:3857"),
        ("EPSG:2436", "EPSG:4548"),  # old datums differ by tens of metres: never told by numbers, so they are asked
        ("EPSG:32650", "EPSG:4548"),
    ],
)
def test_metres_without_a_system_are_guessed_and_asked(code: str, first: str, tmp_path: Path) -> None:
    made, _ = content("csv", in_system(code), code, tmp_path)
    intake = read_layer(made, "点位.csv")
    question = next(q for q in intake.pending if q.key == "system")
    assert question.default == first
    assert code in [option.value for option in question.options]
    assert "EPSG:4549" not in [option.value for option in question.options]  # it would put them 3 degrees east


def test_degrees_are_taken_for_wgs84_with_a_question_that_need_not_be_answered(tmp_path: Path) -> None:
    intake = read_layer(table(*LONLAT.T.tolist()), "点位.csv")
    question = next(q for q in intake.questions if q.key == "system")
    assert (question.default, question.must) == ("EPSG:4326", False)
    assert {"GCJ-02", "BD-09"} <= {option.value for option in question.options}


@pytest.mark.parametrize(
    ("heads", "system"), [(("lng_gcj02", "lat_gcj02"), "GCJ-02"), (("百度经度", "百度纬度"), "BD-09")]
)
def test_a_hint_in_a_heading_is_heeded_and_asked(heads: tuple[str, str], system: str) -> None:
    intake = read_layer(table(*in_system(system).T.tolist(), heads), "点位.csv")
    assert intake.system.code == system
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str) -> None:
    lines = ["名称,经度,纬度", *(f"{n},{x},{y}" for n, (x, y) in PLACES.items())]
    intake = read_layer("\r\n".join(lines).replace(",", delimiter).encode(encoding), "点位.csv")
    assert intake.frame["名称"].tolist() == NAMES
    assert intake.frame["row"].tolist() == [2, 3, 4]
    np.testing.assert_allclose(positions(intake), LONLAT)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("drop", [(), (".cpg",), (".cpg", ".shx")])
def test_a_shapefile_with_or_without_its_encoding(encoding: str, drop: tuple[str, ...], tmp_path: Path) -> None:
    layer = frame(POINTS, 4548, 名称=["软件园三期", "火炬高新区", "集美新城"], 面积=[1.5, 2.0, 3.0])
    layer = layer.set_geometry([shapely.Point(xy) for xy in in_system("EPSG:4548")], crs=4548)
    intake = read_layer(zipped_shapefile(shapefile(layer, tmp_path, encoding, drop)), "点位.zip")
    assert intake.frame["名称"].tolist() == ["软件园三期", "火炬高新区", "集美新城"]
    assert intake.frame["面积"].tolist() == [1.5, 2.0, 3.0]
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)


def test_a_shapefile_without_prj_is_guessed_from_its_metres_and_asked(tmp_path: Path) -> None:
    layer = frame([shapely.Point(xy) for xy in in_system("EPSG:4548")], 4548)
    intake = read_layer(zipped_shapefile(shapefile(layer, tmp_path, drop=(".prj",))), "点位.zip")
    assert [q.key for q in intake.pending] == ["system"]
    assert any("没有 .prj" in note.text("zh") for note in intake.notes)
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)


DMS = [
    ("24°26'46\"N", "118°05'22\"E"),
    ("24 26 46", "118 5 22"),
    ("24°26.76667′", "118°5.366667′"),
    ("２４°２６′４６″", "１１８°０５′２２″"),
    ("北纬24度26分46秒", "东经118度5分22秒"),
    ("N24:26:46", "E118:05:22"),
    ("24.4461111", "118.0894444"),
    ("24,4461111", "118,0894444"),
]


@pytest.mark.parametrize(("lat", "lon"), DMS)
def test_degrees_minutes_and_seconds(lat: str, lon: str) -> None:
    # 24 + 26/60 + 46/3600 = 24.446111…, 118 + 5/60 + 22/3600 = 118.089444…
    for made in (table([lon], [lat]), workbook(["名称", "经度", "纬度"], ["甲", lon, lat])):
        name = "a.xlsx" if made[:2] == b"PK" else "a.csv"
        np.testing.assert_allclose(positions(read_layer(made, name)), [[118 + 322 / 3600, 24 + 1606 / 3600]], atol=1e-7)


@pytest.mark.parametrize(
    "cell",
    [
        "118.0894444,24.4461111", "24.4461111 118.0894444", "（118.0894444，24.4461111）", "24°26'46\"N 118°05'22\"E",
        "E118°05'22\" N24°26'46\"", "24 26 46 118 5 22", "118.0894444；24.4461111", "[118.0894444, 24.4461111]",
    ],
)  # fmt: skip
def test_both_in_one_cell(cell: str) -> None:
    made = workbook(["名称", "坐标"], ["甲", cell])
    np.testing.assert_allclose(positions(read_layer(made, "a.xlsx")), [[118 + 322 / 3600, 24 + 1606 / 3600]], atol=1e-7)


def test_a_column_of_wkt_with_its_srid() -> None:
    x, y = in_system("EPSG:4548")[0]
    made = f'名称;wkt\n甲;"SRID=4548;POINT ({x} {y})"\n'.encode()
    intake = read_layer(made, "a.csv")
    assert intake.system.code == "EPSG:4548"
    np.testing.assert_allclose(positions(intake), LONLAT[:1], atol=2e-8)


def test_swapped_columns_are_asked_about_and_not_swapped_in_silence() -> None:
    made = table(*LONLAT.T.tolist(), heads=("纬度", "经度"))
    intake = read_layer(made, "a.csv")
    assert [(q.key, q.default) for q in intake.pending] == [("swapped", "all")]
    assert "118" in intake.pending[0].message.text("zh") and "Exchange" in intake.pending[0].message.text("en")
    kept = read_layer(made, "a.csv", Answers(swapped="keep"))
    assert len(kept.frame) == 0 and set(kept.report["what"]) == {"left_out"}
    turned = read_layer(made, "a.csv", Answers(swapped="all"))
    assert not turned.pending
    np.testing.assert_allclose(positions(turned), LONLAT)
    assert set(turned.report["what"]) == {"mended"}


def test_some_swapped_rows_are_told_apart() -> None:
    (a, b), (c, d), (e, f) = LONLAT.tolist()
    intake = read_layer(table([a, d, e], [b, c, f]), "a.csv")
    assert [(q.key, q.default) for q in intake.pending] == [("swapped", "rows")]
    fixed = read_layer(table([a, d, e], [b, c, f]), "a.csv", Answers(swapped="rows"))
    np.testing.assert_allclose(positions(fixed), LONLAT)
    assert fixed.report["what"].tolist() == ["read", "mended", "read"]


def test_northing_in_the_column_x_as_surveyors_write_it_is_asked_about() -> None:
    east, north = in_system("EPSG:4548").T.tolist()
    intake = read_layer(table(north, east, ("X", "Y")), "a.csv")
    assert {q.key for q in intake.pending} == {"system", "swapped"}
    np.testing.assert_allclose(positions(intake), LONLAT, atol=2e-8)


def test_columns_found_by_their_values_alone_are_asked_about() -> None:
    made = table(*LONLAT.T.tolist(), heads=("甲", "乙"))
    intake = read_layer(made, "a.csv")
    assert [q.key for q in intake.pending] == ["columns"]
    assert intake.pending[0].default == ColumnRoles(x="甲", y="乙")
    chosen = read_layer(made, "a.csv", Answers(columns=ColumnRoles(x="甲", y="乙")))
    assert not chosen.pending


def test_of_several_layers_and_sheets_one_is_asked_for(tmp_path: Path) -> None:
    book = gpkg({"甲": frame(POINTS[:1]), "乙": frame(POINTS[1:])}, tmp_path)
    intake = read_layer(book, "a.gpkg")
    assert [q.key for q in intake.pending] == ["layer"]
    assert len(read_layer(book, "a.gpkg", Answers(layer="乙")).frame) == 2


def test_every_shape_of_a_geojson_survives() -> None:
    shapes = [
        shapely.box(118, 24, 118.1, 24.1),
        shapely.LineString([(118, 24), (118.1, 24.1)]),
        shapely.MultiPoint([(118, 24), (118.2, 24.2)]),
    ]
    made = geojson(*(shapely.geometry.mapping(s) for s in shapes))
    intake = read_layer(made, "a.geojson")
    assert all(a.normalize() == b.normalize() for a, b in zip(intake.frame.geometry, shapes, strict=True))
    assert any("Mixed geometry" in note.text("en") for note in intake.notes)


def test_a_kml_in_gbk_is_read() -> None:
    made = (
        kml("<name>软件园</name><Point><coordinates>118.1,24.5</coordinates></Point>").decode().replace("UTF-8", "GBK")
    )
    assert read_layer(made.encode("gbk"), "a.kml").frame["name"].tolist() == ["软件园"]


def test_kml_attributes_and_folders_are_kept() -> None:
    made = kml(
        '<name>甲</name><ExtendedData><Data name="产业"><value>软件</value></Data></ExtendedData><Point><coordinates>118.1,24.5</coordinates></Point>'
    )
    made = made.replace(b"<Document>", "<Document><Folder><name>园区</name>".encode()).replace(
        b"</Document>", b"</Folder></Document>"
    )
    row = read_layer(made, "a.kml").frame.iloc[0]
    assert (row["name"], row["产业"], row["folder"]) == ("甲", "软件", "园区")
