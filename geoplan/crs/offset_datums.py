"""The offset datums of Chinese web maps: GCJ-02 (AMap, Tencent) and BD-09 (Baidu).

Neither is a geodetic datum: both displace WGS 84 by a few hundred metres, by a published-by-reversal formula, inside
a box around China and by nothing outside it. Going there is a formula; coming back is solved by fixed-point steps,
for which the offset changes slowly enough (each step gains three digits).

Along the very edge of the box, some 500 m wide, two places share one displaced coordinate; the one inside is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)  # degrees west, south, east, north: where coordinates are displaced

_A: Final = 6378245.0  # m, Krassowsky 1940
_E2: Final = 0.00669342162296594323  # its squared eccentricity, as the published code has it
_STEPS: Final = 5
_BAIDU: Final = np.pi * 3000 / 180

Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


def to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Displace degrees of WGS 84 to GCJ-02.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude, degrees, GCJ-02; outside `CHINA` as given.
    """
    x, y = _floats(lon, lat)
    return _inside(x, y, x, y, _gcj02)


def from_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Bring degrees of GCJ-02 back to WGS 84.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude, degrees, WGS 84, exact to well below a millimetre; outside `CHINA` as given.
    """
    return _back(lon, lat, _gcj02)


def to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Displace degrees of WGS 84 to BD-09, by way of GCJ-02.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude, degrees, BD-09; outside `CHINA` as given.
    """
    x, y = _floats(lon, lat)
    return _inside(x, y, x, y, _bd09)


def from_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Bring degrees of BD-09 back to WGS 84.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude, degrees, WGS 84, exact to well below a millimetre; outside `CHINA` as given.
    """
    return _back(lon, lat, _bd09)


def _floats(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def _inside(x: NDArray, y: NDArray, given_x: NDArray, given_y: NDArray, move: Callable[..., Pair]) -> Pair:
    """Move what lies in the box by its undisplaced place (x, y); leave the rest as given."""
    west, south, east, north = CHINA
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    moved_x, moved_y = move(x, y)
    return np.where(inside, moved_x, given_x), np.where(inside, moved_y, given_y)


def _back(lon: ArrayLike, lat: ArrayLike, there: Callable[..., Pair]) -> Pair:
    given_x, given_y = _floats(lon, lat)
    x, y = given_x, given_y
    for _ in range(_STEPS):
        moved_x, moved_y = there(x, y)
        x, y = x + (given_x - moved_x), y + (given_y - moved_y)
    return _inside(x, y, given_x, given_y, lambda x, y: (x, y))


def _gcj02(lon: NDArray, lat: NDArray) -> Pair:
    x, y = lon - 105.0, lat - 35.0
    common = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + (common + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east = east + (common + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    radians = np.radians(lat)
    w2 = 1.0 - _E2 * np.sin(radians) ** 2
    metres_north = _A * (1.0 - _E2) / (w2 * np.sqrt(w2))
    metres_east = _A / np.sqrt(w2) * np.cos(radians)
    return lon + np.degrees(east / metres_east), lat + np.degrees(north / metres_north)


def _bd09(lon: NDArray, lat: NDArray) -> Pair:
    x, y = _gcj02(lon, lat)
    far = np.hypot(x, y) + 0.00002 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006
