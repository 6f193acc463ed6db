"""Where coordinates of the study area and of China lie: what numbers without a system are held against."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from geoplan.geodata.boundaries import land_outlines
from geoplan.study_area import Box, study_area
from geoplan.text.message import Text

_MARGIN: Final = 0.3  # degrees; own data may reach beyond the border
CHINA: Final[Box] = (73.0, 3.0, 136.0, 54.0)  # degrees west, south, east, north
# What a column of numbers may hold to be taken for x or y: degrees, metres, and metres with the zone's number in front.
X_RANGES: Final = ((113.0, 123.0), (7e4, 9e5), (1.9e7, 4.2e7))
Y_RANGES: Final = ((21.0, 31.0), (2.4e6, 3.4e6))


@lru_cache(maxsize=1)
def study_area_box() -> Box:
    """The box of the study area with a margin: degrees west, south, east, north, WGS 84."""
    west, south, east, north = land_outlines().total_bounds.tolist()
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def study_area_name() -> Text:
    """What the study area is called in a sentence."""
    return study_area().name


def share_inside(x: np.ndarray, y: np.ndarray, box: Box) -> float:
    """The share, from 0 to 1, of positions in degrees that lie in a box; 0 where there are none."""
    inside = (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
    return float(np.mean(inside)) if len(x) else 0.0
