"""What another program writes comes back as it was: shapes, texts, numbers, for each format of text."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geoplan.crs.systems import parse_system, transform
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.readers.read_layer import LayerReading, read_layer
from geoplan.readers.source_table import Answers, ColumnRoles
from geoplan.text.formula_guard import guard

FEW = settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(FEW, max_examples=20)
# Around Fujian, to a hundredth of a millimetre: what the writers of all formats keep.
LON = st.integers(116_000_000_0, 120_000_000_0).map(lambda n: n / 1e7)
LAT = st.integers(24_000_000_0, 28_000_000_0).map(lambda n: n / 1e7)
PLACE = st.tuples(LON, LAT)
# No blanks at the ends, which a cell loses, and no controls, which XML cannot hold.
LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\ufeff")
WORD = st.text(LETTERS, min_size=1, max_size=8)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
CHINESE = st.text(
    st.sampled_from("厦门火炬高新技术产业开发区软件园海沧集美翔安同安思明湖里a1,;|\"' -"), min_size=1, max_size=12
)


def box(at: tuple[float, float], size: float) -> shapely.Geometry:
    return shapely.box(at[0], at[1], at[0] + size, at[1] + size)


POINTS = PLACE.map(shapely.Point)
LINES = st.lists(PLACE, min_size=2, max_size=6, unique=True).map(shapely.LineString)
AREAS = st.builds(box, PLACE, st.sampled_from([0.001, 0.01, 0.1]))
WITH_HOLE = AREAS.map(lambda a: shapely.Polygon(a.exterior, [shapely.affinity.scale(a, 0.5, 0.5).exterior]))
SEVERAL = st.lists(PLACE, min_size=2, max_size=4, unique=True).map(shapely.MultiPoint)
SHAPES = st.one_of(POINTS, LINES, AREAS, WITH_HOLE, SEVERAL)
ROWS = st.lists(st.tuples(NAME, SHAPES), min_size=1, max_size=6)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    NAME,
)


def as_written(reading: LayerReading, shapes: list[Any], tolerance: float = 0.0) -> None:
    assert set(reading.report["what"]) <= {"read"}, reading.report
    assert len(reading.frame) == len(shapes)
    for read, written in zip(reading.frame.geometry, shapes, strict=True):
        assert shapely.equals_exact(read.normalize(), written.normalize(), tolerance), (read, written)


@FEW
@given(st.lists(st.tuples(CHINESE, PLACE), min_size=1, max_size=8), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
       st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))  # fmt: skip
def test_a_table_written_by_python(rows: list[Any], encoding: str, delimiter: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(["名称", "经度", "纬度"])
    writer.writerows([name, *xy] for name, xy in rows)
    reading = read_layer(out.getvalue().encode(encoding), "a.csv", Answers(encoding=encoding))
    as_written(reading, [shapely.Point(xy) for _, xy in rows])
    assert reading.frame["名称"].tolist() == [name.strip() for name, _ in rows]


@FEW
@given(st.lists(st.tuples(NAME, PLACE), min_size=1, max_size=8))
def test_a_table_with_any_letters(rows: list[Any]) -> None:
    """The names may look like anything but a formula that was marked, whose mark is taken off."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["name", "lon", "lat"], *([guard(n), *xy] for n, xy in rows)])
    answers = Answers(encoding="utf-8", columns=ColumnRoles(x="lon", y="lat"), system="4326")
    reading = read_layer(out.getvalue().encode(), "a.csv", answers)
    as_written(reading, [shapely.Point(xy) for _, xy in rows])
    assert reading.frame["name"].tolist() == [name for name, _ in rows]


@FEW
@given(ROWS)
def test_a_column_of_wkt_written_by_shapely(rows: list[Any]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["name", "wkt"], *([guard(n), shapely.to_wkt(s, rounding_precision=-1)] for n, s in rows)]
    )
    as_written(read_layer(out.getvalue().encode(), "a.csv", Answers(encoding="utf-8")), [s for _, s in rows])


@FEW
@given(st.lists(st.tuples(SHAPES, st.dictionaries(WORD, VALUES, max_size=4)), min_size=1, max_size=6),
       st.sampled_from(["collection", "lines", "sequence", "list"]))  # fmt: skip
def test_geojson_written_by_python(rows: list[Any], form: str) -> None:
    features = [{"type": "Feature", "properties": p, "geometry": shapely.geometry.mapping(s)} for s, p in rows]
    texts = [json.dumps(feature, ensure_ascii=False) for feature in features]
    assume(form != "lines" or len(texts) > 1)  # one line is one feature, which the next test has
    content = {
        "collection": json.dumps({"type": "FeatureCollection", "features": features}),
        "lines": "\n".join(texts), "sequence": "".join(f"\x1e{text}\n" for text in texts), "list": f"[{','.join(texts)}]",
    }[form]  # fmt: skip
    reading = read_layer(content.encode(), "a.geojson")
    as_written(reading, [s for s, _ in rows])
    named = dict.fromkeys(key for _, properties in rows for key in properties)
    columns = [c for c in reading.frame.columns if c not in ("row", "geometry")]
    assert len(columns) == len(named)
    for column, key in zip(columns, named, strict=True):
        written = [properties.get(key) for _, properties in rows]
        read = [None if v is None or v != v else v for v in reading.frame[column]]
        assert read == written or np.allclose(np.array(read, float), np.array(written, float), rtol=1e-15), key


@FEWER
@given(ROWS)
def test_geojson_written_by_geopandas(rows: list[Any]) -> None:
    frame = gpd.GeoDataFrame({"名称": [n for n, _ in rows]}, geometry=[s for _, s in rows], crs=4326)
    reading = read_layer(frame.to_json().encode(), "a.geojson")
    as_written(reading, [s for _, s in rows])
    assert reading.frame["名称"].tolist() == [n for n, _ in rows]


@FEWER
@given(st.lists(st.tuples(NAME, st.one_of(POINTS, LINES, AREAS, WITH_HOLE)), min_size=1, max_size=6))
def test_kml_written_by_gdal(rows: list[Any]) -> None:
    frame = gpd.GeoDataFrame(
        {"Name": [n for n, _ in rows], "层": [n for n, _ in rows]}, geometry=[s for _, s in rows], crs=4326
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.kml"
        pyogrio.write_dataframe(frame, path, driver="LIBKML", geometry_type="Unknown")
        reading = read_layer(path.read_bytes(), "a.kml")
    as_written(reading, [s for _, s in rows], 1e-12)
    assert reading.frame["name"].tolist() == [n for n, _ in rows]


@settings(FEW, max_examples=2)
@given(st.lists(st.tuples(NAME, PLACE), min_size=20, max_size=30))
def test_gpx_written_by_gdal(rows: list[Any]) -> None:
    frame = gpd.GeoDataFrame({"name": [n for n, _ in rows]}, geometry=[shapely.Point(xy) for _, xy in rows], crs=4326)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpx"
        pyogrio.write_dataframe(frame, path, driver="GPX", layer="waypoints")
        reading = read_layer(path.read_bytes(), "a.gpx")
    as_written(reading, frame.geometry.tolist(), 1e-9)
    assert reading.frame["name"].tolist() == [n for n, _ in rows]


@FEWER
@given(st.lists(st.tuples(NAME, PLACE), min_size=1, max_size=6))
def test_a_workbook_written_by_openpyxl(rows: list[Any]) -> None:
    book = openpyxl.Workbook()
    for row in (["name", "lon", "lat"], *([f"n{n}", *xy] for n, xy in rows)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    reading = read_layer(out.getvalue(), "a.xlsx")
    as_written(reading, [shapely.Point(xy) for _, xy in rows])
    assert reading.frame["name"].tolist() == [f"n{n}" for n, _ in rows]


CODES = ["EPSG:4490", "EPSG:4548", "EPSG:4527", "EPSG:4498", "EPSG:32650", "EPSG:3857"]


@FEWER
@given(st.lists(PLACE, min_size=1, max_size=6), st.sampled_from(CODES))
def test_places_in_any_system_by_pyproj(places: list[Any], code: str) -> None:
    x, y = Transformer.from_crs(4326, code, always_xy=True).transform(*np.array(places).T)
    rows = "\n".join(f"{a!r},{b!r}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    reading = read_layer(f"x,y\n{rows}\n".encode(), "a.csv", Answers(system=code, swapped="keep"))
    as_written(reading, [shapely.Point(p) for p in places], 2e-8)


@FEWER
@given(PLACE, st.sampled_from(["GCJ-02", "BD-09"]))
def test_places_in_an_offset_datum_of_our_own_writer(place: tuple[float, float], code: str) -> None:
    ((x, y),) = shapely.get_coordinates(transform([shapely.Point(place)], parse_system(code))).tolist()
    reading = read_layer(f"lon,lat\n{x!r},{y!r}\n".encode(), "a.csv", Answers(system=code))
    as_written(reading, [shapely.Point(place)], 1e-8)


def degrees(angle: float, form: str) -> str:
    """An angle as people write it, to a hundred-thousandth of a second."""
    step = timedelta(hours=angle).total_seconds()
    d, m, s = int(step // 3600), int(step % 3600 // 60), step % 60
    return form.format(d=d, m=m, s=s) if s < 59.99999 else form.format(d=d, m=m, s=59.99999)


@FEW
@given(
    PLACE,
    st.sampled_from(
        ["{d}°{m}′{s:.5f}″", "{d}度{m}分{s:.5f}秒", "{d}:{m:02}:{s:08.5f}", "{d} {m} {s:.5f}", "{d}º{m}'{s:.5f}''"]
    ),
)
def test_angles_in_degrees_minutes_and_seconds(place: tuple[float, float], form: str) -> None:
    lon, lat = (degrees(angle, form) for angle in place)
    reading = read_layer(f'lon;lat\n{lon};"{lat}"\n'.encode(), "a.csv", Answers(columns=ColumnRoles(x="lon", y="lat")))
    as_written(reading, [shapely.Point(place)], 1e-8)


@FEW
@given(st.one_of(POINTS, AREAS, WITH_HOLE), st.sampled_from(["wkt", "geojson", "feature"]))
def test_a_pasted_geometry(shape: shapely.Geometry, form: str) -> None:
    text = {
        "wkt": lambda: shapely.to_wkt(shape, rounding_precision=-1),
        "geojson": lambda: shapely.to_geojson(shape),
        "feature": lambda: json.dumps(
            {"type": "Feature", "properties": None, "geometry": shapely.geometry.mapping(shape)}
        ),
    }[form]()
    read = parse_geometry(text, parse_system("4326"))
    assert shapely.equals_exact(read.normalize(), shape.normalize(), 1e-7)
