"""GCJ-02 and BD-09: there and back within a millimetre, nothing outside China, the same as independent packages say."""

import coord_convert.transform as independent
import eviltransform
import numpy as np
import pytest
from pyproj import Geod

from geoplan.crs.offset_datums import CHINA, from_bd09, from_gcj02, to_bd09, to_gcj02

GEOD = Geod(ellps="WGS84")
WEST, SOUTH, EAST, NORTH = CHINA
POINTS = 100_000


def over_china(n: int, margin: float = 0.05, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Points over the box, kept off its very edge, where two places share one displaced coordinate."""
    rng = np.random.default_rng(seed)
    return rng.uniform(WEST + margin, EAST - margin, n), rng.uniform(SOUTH + margin, NORTH - margin, n)


def metres(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Geodesic distances."""
    return np.asarray(GEOD.inv(*a, *b)[2])


@pytest.mark.parametrize(("there", "back"), [(to_gcj02, from_gcj02), (to_bd09, from_bd09)])
def test_there_and_back_is_within_a_millimetre(there, back) -> None:
    given = over_china(POINTS)
    assert metres(back(*there(*given)), given).max() < 1e-3
    assert metres(there(*back(*given)), given).max() < 1e-3


@pytest.mark.parametrize(("there", "most"), [(to_gcj02, 1200), (to_bd09, 2500)])
def test_displaced_by_hundreds_of_metres(there, most: float) -> None:
    given = over_china(2000)
    off = metres(there(*given), given)
    assert np.median(off) > 300
    assert off.max() < most


@pytest.mark.parametrize("move", [to_gcj02, from_gcj02, to_bd09, from_bd09])
@pytest.mark.parametrize(
    ("lon", "lat"),
    [(2.35, 48.86), (-74.0, 40.7), (139.7, 35.7), (118.1, -33.9), (118.1, 60.0), (0.0, 0.0), (71.9, 30.0)],
)
def test_nothing_is_moved_outside_china(move, lon: float, lat: float) -> None:
    x, y = move(lon, lat)
    assert (float(x), float(y)) == (lon, lat)


def test_a_place_in_xiamen_as_it_was_measured() -> None:
    x, y = to_gcj02(118.1, 24.6)
    assert (float(x), float(y)) == pytest.approx((118.1049825, 24.5973426), abs=5e-8)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(to_gcj02, independent.wgs2gcj), (to_bd09, independent.wgs2bd)],
)
def test_the_same_as_coord_convert(ours, theirs) -> None:
    lon, lat = over_china(2000)
    expected = np.array([theirs(x, y) for x, y in zip(lon, lat, strict=True)]).T
    assert metres(ours(lon, lat), (expected[0], expected[1])).max() < 1e-5


def test_coming_back_is_what_coord_convert_finds_by_its_own_search() -> None:
    lon, lat = over_china(200)
    expected = np.array([independent.gcj2wgs(x, y) for x, y in zip(lon, lat, strict=True)]).T
    assert metres(from_gcj02(lon, lat), (expected[0], expected[1])).max() < 0.2  # as far as its search goes


@pytest.mark.parametrize(("ours", "theirs"), [(to_gcj02, eviltransform.wgs2gcj), (to_bd09, eviltransform.wgs2bd)])
def test_the_same_as_eviltransform_within_its_rounder_earth(ours, theirs) -> None:
    lon, lat = over_china(2000)
    expected = np.array([theirs(y, x) for x, y in zip(lon, lat, strict=True)]).T
    assert metres(ours(lon, lat), (expected[1], expected[0])).max() < 0.05


def test_arrays_keep_their_shape_and_nan_stays_nan() -> None:
    x, y = to_gcj02([[118.0, np.nan]], [[24.0, 24.0]])
    assert x.shape == y.shape == (1, 2)
    assert np.isnan(x[0, 1])
