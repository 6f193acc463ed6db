"""The coordinate systems GeoPlan measures in, and the refusal to measure in degrees.

Everything is stored in WGS 84 (EPSG:4326, longitude then latitude). Areas, lengths and buffers are taken in a metric
system chosen for the place: the 3-degree Gauss-Krueger zone of CGCS2000 where all fits into one zone, and an
equal-area one for the whole study area.

PROJ knows only a ballpark operation between WGS 84 and CGCS2000; the two differ by less than a metre, far below
every position radius in the catalogue, and are treated as one.
"""

from __future__ import annotations

from typing import Final

import geopandas as gpd
from pyproj import CRS

from geoplan.study_area import study_area

STORAGE: Final = CRS.from_epsg(4326)
HOME: Final = CRS.from_user_input(study_area().crs.home)  # of the home city
AREA: Final = CRS.from_user_input(study_area().crs.area)  # equal-area, of the whole study area

_ZONE_WIDTH = 3.0  # degrees
_EPSG_OF_75E: Final = 4534  # CGCS2000 / 3-degree Gauss-Kruger CM 75E; one code a zone up to CM 135E


def metric_crs_for(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Choose the metric system for the place a frame lies in.

    Parameters
    ----------
    frame : GeoDataFrame or GeoSeries
        Any geometries with a CRS, inside China.

    Returns
    -------
    pyproj.CRS
        The 3-degree zone when the whole extent lies within 1.5 degrees of one central meridian, else the
        equal-area system of the study area. Units: metres.

    Raises
    ------
    ValueError
        The frame has no CRS.
    """
    if frame.crs is None:
        raise ValueError("frame has no CRS; set it to the one its coordinates are in (EPSG:4326 for layers/)")
    bounds = frame.to_crs(STORAGE).total_bounds
    if not bounds.size or bounds[0] != bounds[0]:  # empty: any metric system measures nothing alike
        return HOME
    west, _, east, _ = bounds
    meridian = _ZONE_WIDTH * round((west + east) / 2 / _ZONE_WIDTH)
    if 75 <= meridian <= 135 and max(meridian - west, east - meridian) <= _ZONE_WIDTH / 2 + 0.1:
        return CRS.from_epsg(_EPSG_OF_75E + round((meridian - 75) / _ZONE_WIDTH))
    return AREA


def require_metric(frame: gpd.GeoDataFrame | gpd.GeoSeries, argument: str = "frame") -> None:
    """Refuse geometries whose coordinates are not metres.

    Raises
    ------
    ValueError
        The CRS is missing, geographic, or not in metres.
    """
    crs = frame.crs
    if crs is None:
        raise ValueError(f"{argument} has no CRS; set one before measuring")
    if crs.is_geographic:
        raise ValueError(
            f"{argument} is in degrees ({crs.to_string()}); "
            f"reproject with {argument}.to_crs(geoplan.crs.metric.metric_crs_for({argument})) and rerun"
        )
    if {axis.unit_name for axis in crs.axis_info[:2]} != {"metre"}:
        raise ValueError(f"{argument} is in {crs.axis_info[0].unit_name}, not metres; reproject and rerun")
