"""Coordinate systems by code or name, taken there and back, and refused with the remedy where there is none."""

import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from geoplan.crs.systems import parse_system, supported_systems, to_wgs84, transform
from geoplan.errors import UnknownSystemError


@pytest.mark.parametrize("text", ["4548", "EPSG:4548", "epsg:4548", " 4548 "])
def test_a_code_with_or_without_its_authority(text: str) -> None:
    assert parse_system(text).code == "EPSG:4548"
    assert parse_system(text).crs == CRS.from_epsg(4548)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GCJ-02", "GCJ-02"),
        ("gcj02", "GCJ-02"),
        ("GCJ_02", "GCJ-02"),
        ("bd09", "BD-09"),
        ("BD-09", "BD-09"),
        ("bd09ll", "BD-09"),
    ],
)
def test_an_offset_datum_by_any_of_its_names(text: str, code: str) -> None:
    found = parse_system(text)
    assert found.code == code and found.is_offset and found.in_degrees
    assert code in found.title("zh") and code in found.title("en")


@pytest.mark.parametrize("text", ["", "mars", "EPSG:", "99", "EPSG:4548:1", "4548.5", "-1", "gcj", "WGS84; DROP"])
def test_nonsense_is_refused_with_what_to_give(text: str) -> None:
    with pytest.raises(
        UnknownSystemError, match=r"give an EPSG code \(4326, 4490, 4548 …\) or GCJ-02, BD-09"
    ) as refused:
        parse_system(text)
    assert "EPSG 代码" in refused.value.text("zh")


def test_no_offset_datum_passes_for_a_registered_system() -> None:
    for text in ("gcj02", "bd09"):
        crs = parse_system(text).crs
        assert crs.is_engineering and not crs.is_geographic and crs.to_epsg() is None
        with pytest.raises(Exception, match=r"."):
            Transformer.from_crs(crs, 4326)


def test_the_usual_systems_are_offered_with_the_zones_outwards_from_117_east() -> None:
    codes = [s.code for s in supported_systems()]
    assert codes[:5] == ["EPSG:4326", "EPSG:4490", "EPSG:4548", "EPSG:4547", "EPSG:4549"]
    assert codes[-3:] == ["EPSG:3857", "GCJ-02", "BD-09"]
    assert len(codes) == 2 + 21 + 3 == len(set(codes))


def test_slugs_name_everything_but_wgs84() -> None:
    assert [parse_system(c).slug for c in ("4326", "4490", "4548", "GCJ-02", "BD-09")] == [
        "",
        "4490",
        "4548",
        "gcj02",
        "bd09",
    ]


def test_on_the_central_meridian_the_easting_is_500_km() -> None:
    point = transform([shapely.Point(117, 25)], parse_system("4548"))[0]
    assert point.x == pytest.approx(500_000, abs=1e-6)
    assert point.y == pytest.approx(2_766_000, abs=500)  # a degree of latitude is about 110.6 km


@pytest.mark.parametrize("code", ["4326", "4490", "4548", "4547", "3857", "GCJ-02", "BD-09"])
def test_there_and_back_within_a_millimetre(code: str) -> None:
    given = [shapely.box(118.0, 24.4, 118.2, 24.6), shapely.Point(119.3, 26.1), None]
    back = to_wgs84(transform(given, parse_system(code)), parse_system(code))
    assert back[2] is None
    assert shapely.hausdorff_distance(back[:2], given[:2]).max() < 1e-8  # degrees: 1 mm


def test_heights_are_dropped_and_nothing_given_is_changed() -> None:
    given = np.array([shapely.Point(118, 24, 5)])
    for code in ("4326", "4548", "gcj02"):
        assert not transform(given, parse_system(code))[0].has_z
    assert given[0].z == 5
