"""Which coordinate system numbers without one may be in: whatever would put them into Fujian."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from pyproj import Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.geodata.boundaries import read_counties
from geoplan.study_area import study_area

_FUJIAN_MARGIN: Final = 0.3  # degrees; own data may reach beyond the border
_CHINA: Final = (73.0, 3.0, 136.0, 54.0)  # degrees west, south, east, north
_SAMPLE: Final = 400
_ENOUGH: Final = 0.5  # of the sample must come to lie there
_OLD: Final = ("Xian 1980", "Beijing 1954")  # beyond Fujian they are left to the user, or the list would never end
# The systems surveyors of China hand over, likeliest first. A 6-degree zone counted from its own meridian is in
# numbers the 3-degree zone of that meridian, and not offered beside it.
_FAMILIES: Final = tuple(
    re.compile(family)
    for family in (
        r"CGCS2000 / 3-degree Gauss-Kruger CM .*",
        r"CGCS2000 / 3-degree Gauss-Kruger zone .*",
        r"CGCS2000 / Gauss-Kruger zone .*",
        r"Xian 1980 / 3-degree Gauss-Kruger .*",
        r"Xian 1980 / Gauss-Kruger zone .*",
        r"Beijing 1954 / 3-degree Gauss-Kruger .*",
        r"Beijing 1954 / Gauss-Kruger zone .*",
        r"WGS 84 / UTM zone \d+N",
        r"WGS 84 / Pseudo-Mercator",
    )
)


class SystemGuess(NamedTuple):
    """A system that would put the numbers into Fujian, or only into ``china``; ``swapped``: with x and y exchanged."""

    system: CoordinateSystem
    swapped: bool
    china: bool


@lru_cache(maxsize=1)
def fujian_box() -> tuple[float, float, float, float]:
    """The box of Fujian with a margin.

    Returns
    -------
    tuple of float
        Degrees west, south, east, north, WGS 84.
    """
    west, south, east, north = read_counties(study_area().boundaries.land).total_bounds.tolist()
    return west - _FUJIAN_MARGIN, south - _FUJIAN_MARGIN, east + _FUJIAN_MARGIN, north + _FUJIAN_MARGIN


def share_inside(x: np.ndarray, y: np.ndarray, box: tuple[float, float, float, float]) -> float:
    """Tell how many of some positions lie in a box.

    Parameters
    ----------
    x, y : ndarray of float
        Degrees.
    box : tuple of float
        West, south, east, north.

    Returns
    -------
    float
        From 0 to 1; 0 where there are none.
    """
    inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return float(np.mean(inside)) if len(x) else 0.0


def look_like_degrees(x: np.ndarray, y: np.ndarray) -> bool:
    """Tell whether most pairs could be longitude and latitude, in either order.

    Parameters
    ----------
    x, y : ndarray of float
        Finite.

    Returns
    -------
    bool
        Metres of any projection in China are far larger.
    """
    return bool(np.mean((np.abs(x) <= 360) & (np.abs(y) <= 360)) >= _ENOUGH) if len(x) else True


def guess_system(x: np.ndarray, y: np.ndarray) -> list[SystemGuess]:
    """List the metric systems that put most positions into Fujian, or failing that into China.

    Parameters
    ----------
    x, y : ndarray of float
        Metres, finite.

    Returns
    -------
    list of SystemGuess
        The likeliest first; as the axes stand where that fits at all, else exchanged.
    """
    step = max(len(x) // _SAMPLE, 1)
    x, y = x[::step], y[::step]
    for box in (fujian_box(), _CHINA):
        for swapped in (False, True):
            axes = (y, x) if swapped else (x, y)
            systems = [parse_system(code) for code in _codes(box)]
            found = [s for s in systems if share_inside(*degrees_of(s, *axes), box) >= _ENOUGH]
            if found:
                return [SystemGuess(s, swapped, box == _CHINA) for s in found]
    return []


def degrees_of(given: CoordinateSystem, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell about where positions lie.

    Parameters
    ----------
    given : CoordinateSystem
        What they are in.
    x, y : ndarray of float
        Easting or longitude first.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude, degrees; those of the offset datums as they are.
    """
    if given.in_degrees:
        return x, y
    lon, lat = _to_degrees(given).transform(x, y)
    return lon, lat


@lru_cache(maxsize=256)
def _to_degrees(given: CoordinateSystem) -> Transformer:
    return Transformer.from_crs(given.crs, STORAGE, always_xy=True)


@lru_cache(maxsize=2)
def _codes(box: tuple[float, float, float, float]) -> tuple[str, ...]:
    """The codes of all systems of the families that are meant for a place."""
    known = query_crs_info("EPSG", [PJType.PROJECTED_CRS], AreaOfInterest(*box))
    wanted = [info for info in known if box != _CHINA or not info.name.startswith(_OLD)]
    return tuple(info.code for family in _FAMILIES for info in wanted if family.fullmatch(info.name))
