"""A geometry is read from what people paste: lines, WKT, GeoJSON, in any system, axes either way; the rest is refused."""

from __future__ import annotations

import coord_convert.transform as independent
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geoplan.crs.systems import parse_system
from geoplan.drafts.pasted_geometry import parse_geometry
from geoplan.errors import UserError

WGS84 = parse_system("4326")
LON, LAT = 118.135, 24.487
RING = ((118.1, 24.5), (118.2, 24.5), (118.2, 24.6))
AREA = shapely.Polygon(RING)


def of(text: str, system: str = "4326") -> shapely.Geometry:
    return parse_geometry(text, parse_system(system))


def refused(text: str, system: str = "4326") -> UserError:
    with pytest.raises(UserError) as caught:
        of(text, system)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "118.135, 24.487", "24.487, 118.135", "118.135，24.487", "118.135\t24.487", "(118.135; 24.487)",
        "118°08′06″E 24°29′13.2″N", "24°29′13.2″N, 118°08′06″E", "北纬24°29′13.2″ 东经118°08′06″", "118 08 06 24 29 13.2",
        "１１８．１３５，２４．４８７", "\n  118.135, 24.487;\n\n", "POINT (118.135 24.487)", "point z (118.135 24.487 12)",
        '{"type": "Point", "coordinates": [118.135, 24.487]}',
        '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [118.135, 24.487, 3]}}',
    ],
)  # fmt: skip
def test_one_position_in_every_form(text: str) -> None:
    # 24°29'13.2" is 24 + 29/60 + 13.2/3600 = 24.487; 118°8'6" is 118 + 8/60 + 6/3600 = 118.135
    point = of(text)
    assert point.geom_type == "Point" and not point.has_z
    assert (point.x, point.y) == pytest.approx((LON, LAT), abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "118.1, 24.5\n118.2, 24.5\n118.2, 24.6", "118.1 24.5\n118.2 24.5\n118.2 24.6\n118.1 24.5",
        "24.6, 118.2\n24.5, 118.2\n24.5, 118.1", "POLYGON ((118.1 24.5, 118.2 24.6, 118.2 24.5, 118.1 24.5))",
        '{"type": "Polygon", "coordinates": [[[118.1, 24.5], [118.2, 24.5], [118.2, 24.6], [118.1, 24.5]]]}',
    ],
)  # fmt: skip
def test_three_lines_or_more_are_an_area_counter_clockwise(text: str) -> None:
    area = of(text)
    assert area.equals(AREA) and area.exterior.is_ccw


def test_the_features_of_a_collection_are_united() -> None:
    boxes = [shapely.box(118.1, 24.5, 118.2, 24.6), shapely.box(118.3, 24.5, 118.4, 24.6)]
    features = ",".join(f'{{"type":"Feature","properties":null,"geometry":{shapely.to_geojson(b)}}}' for b in boxes)
    area = of(f'{{"type":"FeatureCollection","features":[{features}]}}')
    assert area.geom_type == "MultiPolygon" and area.equals(shapely.union_all(boxes))


@pytest.mark.parametrize(("system", "move"), [("GCJ-02", independent.wgs2gcj), ("BD-09", independent.wgs2bd)])
def test_offset_datums_come_back_as_an_independent_package_displaces_them(system: str, move) -> None:
    x, y = move(LON, LAT)
    assert abs(x - LON) > 0.003  # some hundred metres
    for text in (f"{x!r}, {y!r}", f"{y!r}, {x!r}", f"POINT ({x!r} {y!r})"):
        point = of(text, system)
        assert (point.x, point.y) == pytest.approx((LON, LAT), abs=2e-6), text  # 0.2 m


@pytest.mark.parametrize("system", ["EPSG:4548", "EPSG:4547", "EPSG:4528", "EPSG:3857"])
def test_projected_coordinates_come_back_with_either_axis_first(system: str) -> None:
    east, north = Transformer.from_crs(4326, system, always_xy=True).transform(LON, LAT)
    for text in (f"{east:.3f}, {north:.3f}", f"{north:.3f}, {east:.3f}"):
        point = of(text, system)
        assert (point.x, point.y) == pytest.approx((LON, LAT), abs=2e-8), text  # 2 mm


def test_coordinates_have_seven_decimals_at_most() -> None:
    assert shapely.to_wkt(of("118.123456789, 24.123456789"), rounding_precision=-1) == "POINT (118.1234568 24.1234568)"


@pytest.mark.parametrize(
    ("text", "system", "zh", "en"),
    [
        ("118.1, 24.5\n118.2, 24.5", "4326", "只有 2 个坐标", "There are 2 coordinates"),
        ("118.1, 24.5\n厦门", "4326", "第 2 行“厦门”不是一对坐标", "Line 2, “厦门”, is no pair"),
        ("118.1", "4326", "第 1 行", "Line 1"),
        ("118.1, 24.75, 3", "4326", "第 1 行", "Line 1"),
        ("118°61′E 24°N", "4326", "第 1 行", "Line 1"),
        ("2.35, 48.85", "4326", "不在福建范围内", "outside Fujian"),
        ("118.1, 24.5", "4548", "按 EPSG:4548 理解", "Read as EPSG:4548"),
        ("POINT (24.5 118.1)", "4326", "不在福建范围内", "outside Fujian"),
        ("1e999, 24", "4326", "第 1 行", "Line 1"),
        ("118.1,24.5\n118.2,24.6\n118.2,24.5\n118.1,24.6", "4326", "请改为边线互不相交的面", "edges do not cross"),
        ("118.1,24.5\n118.2,24.5\n118.3,24.5", "4326", "图形无效", "not valid"),
        ("118.1,24.5\n118.10000001,24.5\n118.10000001,24.50000001", "4326", "没有面积", "no area"),
        ("LINESTRING (118.1 24.5, 118.2 24.6)", "4326", "给出的是 LineString", "This is a LineString"),
        ("POINT (118.1", "4326", "不是 WKT", "This is no WKT"),
        ("CURVEPOLYGON ((118.1 24.5, 118.2 24.5, 118.2 24.6, 118.1 24.5))", "4326", "不是 WKT", "This is no WKT"),
        ('{"type": "Polygon"', "4326", "不是 GeoJSON", "This is no GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[118.1, 24.5]]]}', "4326", "不是 GeoJSON", "This is no GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "4326", "不是 GeoJSON", "This is no GeoJSON"),
        ('{"type": "Feature", "geometry": null}', "4326", "不是 GeoJSON", "This is no GeoJSON"),
        ('{"type": "Polygon", "coordinates": []}', "4326", "没有坐标", "no coordinates"),
        ("", "4326", "只有 0 个坐标", "There are 0 coordinates"),
    ],
)
def test_what_is_no_point_or_area_is_refused_in_both_languages(text: str, system: str, zh: str, en: str) -> None:
    error = refused(text, system)
    assert zh in error.text("zh") and en in error.text("en")


def test_a_long_line_is_quoted_short() -> None:
    assert len(refused("x" * 100_000).text("zh")) < 300


@given(st.one_of(st.text(max_size=60), st.text("{}[]():,;.°'\"NSEW 0123456789POINTLYG", max_size=60)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        geometry = parse_geometry(text, WGS84)
    except UserError as error:
        assert error.text("zh") and error.text("en")
    else:
        assert geometry.is_valid and geometry.geom_type in ("Point", "Polygon", "MultiPolygon")
