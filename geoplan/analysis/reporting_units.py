"""The ground that shares are taken of: counties, cities or the province, with a denominator that is always named."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.geodata.boundaries import counties, counties_in, land_outlines
from geoplan.streets.graph import StreetGraph
from geoplan.study_area import study_area
from geoplan.text.message import message

# What a share may be a share of.
DENOMINATORS: Final = {
    "published": message("analysis.reporting_units.denominators.published"),
    "boundary": message("analysis.reporting_units.denominators.boundary"),
    "land": message("analysis.reporting_units.denominators.land"),
}
LEVELS: Final = ("county", "city", "province")


def reporting_units(scope: str, level: str = "county", outline: str = "boundary") -> gpd.GeoDataFrame:
    """The polygons of a scope, in metres.

    Parameters
    ----------
    scope : str
        Adcode of the province, a city or a county.
    level : {"county", "city", "province"}
        What a row is; coarser than the scope gives the scope as one row.
    outline : {"boundary", "land"}
        County boundaries with their tidal flat, or the generalised outline of the land.

    Returns
    -------
    GeoDataFrame
        ``adcode``, ``zone_km2``, ``geometry``; in the Gauss-Krueger zone the scope fits into, else in the
        equal-area conic of the province. Treat it as read-only.

    Raises
    ------
    ValueError
        No county of the study area lies in the scope, or the outline or level is not known.
    """
    if outline not in ("boundary", "land") or level not in LEVELS:
        raise ValueError(f"no outline {outline!r} or level {level!r}; use boundary or land, and {', '.join(LEVELS)}")
    return _zones(scope, level, outline)


@lru_cache(maxsize=32)
def _zones(scope: str, level: str, outline: str) -> gpd.GeoDataFrame:
    chosen = counties_in(scope)["adcode"]
    if chosen.empty:
        raise ValueError(f"no county of the study area lies in {scope}; give an adcode such as {study_area().home}")
    frame = counties() if outline == "boundary" else land_outlines()
    frame = frame[frame["adcode"].isin(chosen)]
    frame = frame.to_crs(metric_crs_for(counties_in(scope)))[["adcode", "city_adcode", "geometry"]]
    if level != "county":
        whole = scope if level == "province" or not scope.endswith("0000") else None
        frame = frame.assign(adcode=whole or frame["city_adcode"]).dissolve("adcode", as_index=False)
    frame = frame[["adcode", "geometry"]].sort_values("adcode", ignore_index=True)
    frame.insert(1, "zone_km2", frame.area / 1e6)
    return frame


def land_of(catalogue: Catalogue, scope: str, level: str, denominator: str) -> pd.Series:
    """The denominator of each zone, square kilometres.

    Returns
    -------
    Series
        By adcode; NaN where no figure is published.

    Raises
    ------
    ValueError
        The denominator is not known.
    """
    if denominator not in DENOMINATORS:
        raise ValueError(f"no denominator {denominator!r}; use one of {', '.join(DENOMINATORS)}")
    polygons = reporting_units(scope, level, "land" if denominator == "land" else "boundary").set_index("adcode")
    if denominator == "published":
        return catalogue.regions["land_area_km2"].reindex(polygons.index)
    return polygons["zone_km2"]


def clip_to_streets(regions: gpd.GeoDataFrame, streets: StreetGraph) -> gpd.GeoDataFrame:
    """The regions that a street graph was fetched for.

    Parameters
    ----------
    regions : GeoDataFrame
        ``adcode`` and polygons.
    streets : StreetGraph
        Of a file without an area, the regions that its nodes lie in.

    Returns
    -------
    GeoDataFrame
        Some of the rows.
    """
    if streets.metadata.area:
        chosen = regions["adcode"].isin(streets.metadata.area.split(","))
    else:
        some = slice(None, None, max(len(streets.lon) // 5000, 1))
        nodes = gpd.GeoSeries(gpd.points_from_xy(streets.lon[some], streets.lat[some]), crs=STORAGE).to_crs(regions.crs)
        chosen = regions.intersects(nodes.union_all())
    return regions[chosen].reset_index(drop=True)
