"""A schematic shape has the stated area and stays on its land."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geoplan.crs.metric import HOME, STORAGE
from geoplan.geodata.equal_area_disc import equal_area_disc

THERE = Transformer.from_crs(STORAGE, HOME, always_xy=True).transform
LAND = shapely.box(118.0, 24.5, 118.2, 24.7)  # about 20 km by 22 km


def metres(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, THERE, interleaved=False)


@given(lon=st.floats(118.0, 118.2), lat=st.floats(24.5, 24.7), km2=st.floats(0.01, 200))
def test_area_is_as_stated_and_the_shape_stays_on_land(lon: float, lat: float, km2: float) -> None:
    shape = equal_area_disc(shapely.Point(lon, lat), km2 * 1e6, LAND, HOME)
    assert metres(shape).area == pytest.approx(km2 * 1e6, rel=1e-4)
    # An edge that is straight in degrees bends in metres; over 20 km by less than 10 m.
    assert LAND.buffer(1e-4).contains(shape)


def test_far_from_any_edge_it_is_a_disc() -> None:
    shape = metres(equal_area_disc(shapely.Point(118.1, 24.6), 3.14159e6, LAND, HOME))
    assert shapely.minimum_bounding_radius(shape) == pytest.approx(1000, rel=2e-3)  # pi km² has a radius of 1 km


def test_more_than_there_is_land_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        equal_area_disc(shapely.Point(118.1, 24.6), 1e9, LAND, HOME)
