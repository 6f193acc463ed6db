"""Which coordinate system numbers without one may be in: whatever would put them into the study area."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from geoplan.crs.metric import STORAGE
from geoplan.crs.systems import CoordinateSystem, parse_system, transformer
from geoplan.readers.extents import CHINA, share_inside, study_area_box
from geoplan.study_area import Box

_SAMPLE: Final = 400
_ENOUGH: Final = 0.5  # of the sample must come to lie there
OLD_DATUMS: Final = ("Xian 1980", "Beijing 1954")  # offered in the study area only, or the list would never end
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
    """A system that puts the numbers into the study area, or only into ``china``; ``swapped``: x and y exchanged."""

    system: CoordinateSystem
    swapped: bool
    china: bool


def look_like_degrees(x: np.ndarray, y: np.ndarray) -> bool:
    """Tell whether most pairs could be longitude and latitude, in either order.

    Metres of any projection in China are far larger.
    """
    return bool(np.mean((np.abs(x) <= 360) & (np.abs(y) <= 360)) >= _ENOUGH) if len(x) else True


def guess_system(x: np.ndarray, y: np.ndarray) -> list[SystemGuess]:
    """List the metric systems that put most positions into the study area, or failing that into China.

    The likeliest is first; with the axes as they stand where that fits at all, else exchanged.
    """
    step = max(len(x) // _SAMPLE, 1)
    x, y = x[::step], y[::step]
    for box in (study_area_box(), CHINA):
        for swapped in (False, True):
            axes = (y, x) if swapped else (x, y)
            systems = [parse_system(code) for code in _codes(box)]
            fitting = [s for s in systems if share_inside(*degrees_of(s, *axes), box) >= _ENOUGH]
            if fitting:
                return [SystemGuess(s, swapped, box == CHINA) for s in fitting]
    return []


def degrees_of(system: CoordinateSystem, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of positions in degrees, for a rough idea; easting or longitude comes first.

    Those in an offset datum stay as they are.
    """
    if system.in_degrees:
        return x, y
    lon, lat = transformer(system.crs, STORAGE).transform(x, y)
    return lon, lat


@lru_cache(maxsize=2)
def _codes(box: Box) -> tuple[str, ...]:
    """The codes of all systems of the families that are meant for a box."""
    known = query_crs_info("EPSG", [PJType.PROJECTED_CRS], AreaOfInterest(*box))
    meant = [info for info in known if box != CHINA or not info.name.startswith(OLD_DATUMS)]
    return tuple(info.code for family in _FAMILIES for info in meant if family.fullmatch(info.name))
