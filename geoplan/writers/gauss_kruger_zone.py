"""Which 3-degree zone data lie in: the one to suggest for maps in metres."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.writers.feature_collections import Collection

_ZONES = (75, 135)  # degrees east: the first and last central meridian that has a code
_CODE_OF_75E = 4534


def zone_of(collections: Sequence[Collection]) -> CoordinateSystem | None:
    """Suggest the zone whose central meridian is nearest to the middle longitude of the data.

    Parameters
    ----------
    collections : sequence of Collection
        In EPSG:4326.

    Returns
    -------
    CoordinateSystem or None
        CGCS2000 / 3-degree Gauss-Kruger; None where nothing is placed or it lies outside China's zones.
    """
    frames = [c.frame for c in collections if isinstance(c.frame, gpd.GeoDataFrame)]
    bounds = np.vstack([shapely.bounds(frame.geometry.to_numpy()) for frame in frames] or [np.full((1, 4), np.nan)])
    middles = (bounds[:, 0] + bounds[:, 2]) / 2
    if np.isnan(middles).all():
        return None
    meridian = 3 * round(float(np.nanmedian(middles)) / 3)
    return parse_system(str(_CODE_OF_75E + (meridian - _ZONES[0]) // 3)) if _ZONES[0] <= meridian <= _ZONES[1] else None
