"""The nearest site of each industry, for every place that is asked about."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.catchment import STRAIGHT
from geoplan.analysis.footprint import require_same_system
from geoplan.analysis.network_catchment import Network, access_points, snap
from geoplan.analysis.network_distance import nearest_facility
from geoplan.crs.metric import require_metric


def nearest_sites(points: gpd.GeoDataFrame, places: gpd.GeoDataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Find the nearest site of each industry in a straight line.

    Parameters
    ----------
    points : GeoDataFrame
        Any geometries in metres; their index names them.
    places : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in the same system; an area is reached at its edge.
    groups : DataFrame
        ``site_id`` and ``industry_id``, one row a site of an industry.

    Returns
    -------
    DataFrame
        One row a point and industry: ``point``, ``industry_id``, ``site_id``, ``reach`` ("straight"),
        ``distance_km``, ``distance_low_km``, ``distance_high_km`` (less and more the site's radius). Industries
        without any placed site have no row.

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(points, "points")
    require_same_system(points, places)
    tables = []
    for industry, members in groups.groupby("industry_id", sort=True):
        of = places[places["site_id"].isin(members["site_id"])].sort_values("site_id")
        if of.empty:
            continue
        tree = shapely.STRtree(of.geometry.to_numpy())
        (point, site), away = tree.query_nearest(points.geometry.to_numpy(), return_distance=True, all_matches=True)
        order = np.lexsort((site, point))  # of two equally near the first by id, so that the answer never wavers
        first = order[np.diff(point[order], prepend=-1) != 0]
        radius = np.nan_to_num(of["radius_m"].to_numpy(dtype=float)[site[first]])
        tables.append(
            pd.DataFrame(
                {
                    "point": points.index[point[first]],
                    "industry_id": industry,
                    "site_id": of["site_id"].to_numpy()[site[first]],
                    "reach": STRAIGHT,
                    "distance_km": away[first] / 1000,
                    "distance_low_km": np.fmax(away[first] - radius, 0) / 1000,
                    "distance_high_km": (away[first] + radius) / 1000,
                }
            )
        )
    columns = ["point", "industry_id", "site_id", "reach", "distance_km", "distance_low_km", "distance_high_km"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def fastest_sites(
    points: gpd.GeoDataFrame, places: gpd.GeoDataFrame, groups: pd.DataFrame, streets: Network, limit: float = 60.0
) -> pd.DataFrame:
    """Find the site of each industry that is soonest reached over streets.

    Parameters
    ----------
    points : GeoDataFrame
        Points in metres; their index names them.
    streets : Network
        Of one mode, in the same system.
    limit : float
        Minutes beyond which nothing is looked for.

    Returns
    -------
    DataFrame
        One row a point and industry: ``point``, ``industry_id``, ``site_id`` ("" beyond the limit or off the
        network), ``reach`` (the mode), ``minutes`` (infinite there).

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(points, "points")
    require_same_system(points, places)
    node, leg = snap(shapely.centroid(points.geometry.to_numpy()), streets)
    tables = []
    for industry, members in groups.groupby("industry_id", sort=True):
        of = places[places["site_id"].isin(members["site_id"])].sort_values("site_id")
        minutes, place = nearest_facility(streets.minutes, access_points(of.geometry.to_numpy(), streets), limit)
        total = minutes[node] + leg
        total = np.where(total <= limit, total, np.inf)
        ids = np.append(of["site_id"].to_numpy(dtype=object), "")
        tables.append(
            pd.DataFrame(
                {
                    "point": points.index,
                    "industry_id": industry,
                    "site_id": ids[np.where(np.isfinite(total), place[node], len(of))],
                    "reach": streets.mode,
                    "minutes": total,
                }
            )
        )
    columns = ["point", "industry_id", "site_id", "reach", "minutes"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
