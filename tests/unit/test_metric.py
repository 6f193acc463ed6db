"""Metric systems are chosen for the place, and degrees are refused."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geoplan.crs.metric import AREA, STORAGE, metric_crs_for, require_metric

GEOD = Geod(ellps="GRS80")


def frame(*boxes: tuple[float, float, float, float], crs: object = STORAGE) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.box(*b) for b in boxes], crs=crs)


def test_xiamen_is_measured_in_its_three_degree_zone() -> None:
    assert metric_crs_for(frame((117.9, 24.4, 118.4, 24.9))).to_epsg() == 4548  # central meridian 117 E


def test_pingtan_is_measured_in_the_next_zone() -> None:
    assert metric_crs_for(frame((119.6, 25.4, 119.9, 25.7))).to_epsg() == 4549  # central meridian 120 E


def test_the_province_does_not_fit_into_one_zone_and_gets_an_equal_area_system() -> None:
    assert metric_crs_for(frame((115.9, 23.6, 120.4, 28.3))) == AREA


def test_a_frame_without_crs_is_refused() -> None:
    with pytest.raises(ValueError, match="no CRS"):
        metric_crs_for(frame((118, 24, 118.1, 24.1), crs=None))


def test_degrees_are_refused_with_the_remedy_named() -> None:
    with pytest.raises(ValueError, match=r"areas is in degrees .*to_crs"):
        require_metric(frame((118, 24, 118.1, 24.1)), "areas")


def test_feet_are_refused() -> None:
    with pytest.raises(ValueError, match="foot"):
        require_metric(frame((0, 0, 1, 1), crs="EPSG:2263"))


@given(lon=st.floats(116, 120.3), lat=st.floats(23.6, 28.2), size=st.floats(0.001, 0.05))
def test_areas_agree_with_the_ellipsoid_to_a_thousandth(lon: float, lat: float, size: float) -> None:
    shapes = frame((lon, lat, lon + size, lat + size))
    # The meridian's edges are geodesics, the parallels are not; at 0.05 degrees the difference is below 1e-6.
    geodesic = abs(GEOD.geometry_area_perimeter(shapely.segmentize(shapes.geometry[0], size / 50))[0])
    assert shapes.to_crs(metric_crs_for(shapes)).area[0] == pytest.approx(geodesic, rel=1e-3)
    assert shapes.to_crs(AREA).area[0] == pytest.approx(geodesic, rel=1e-5)
