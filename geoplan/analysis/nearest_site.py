"""The nearest site of each industry, for every place that is asked about."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.catchment import STRAIGHT
from geoplan.analysis.drawn_distance import drawn_distance
from geoplan.analysis.footprint import require_same_system
from geoplan.analysis.network_catchment import DRAWS as STREET_DRAWS
from geoplan.analysis.network_catchment import Network, access_points, snap
from geoplan.analysis.network_distance import nearest_facility
from geoplan.analysis.position_error import DRAWS, SEED, displace, displacements, interval, streams_of
from geoplan.crs.metric import require_metric

_NEAREST: Final = [
    *("point", "industry_id", "site_id", "reach", "distance_km", "distance_low_km", "distance_high_km", "rivals"),
    "unplaced",
]


def nearest_sites(
    points: gpd.GeoDataFrame,
    features: gpd.GeoDataFrame,
    groups: pd.DataFrame,
    unplaced: dict[str, np.ndarray] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Find the nearest site of each industry in a straight line.

    Parameters
    ----------
    points : GeoDataFrame
        Any geometries in metres; their index names them.
    features : GeoDataFrame
        ``site_id``, ``radius_m``, geometry in the same system, a feature a row; an area is reached at its edge. With
        ``owner``, a feature that stands for several sites is named by the site that it is drawn of, where that is
        asked for.
    groups : DataFrame
        ``site_id`` and ``industry_id``, one row a site of an industry.
    unplaced : dict of str to ndarray, optional
        (draws, 2) metres by site: where in each draw a site without a position may stand.
    draws, seed : int
        Of the 5-95 % ranges.

    Returns
    -------
    DataFrame
        One row a point and industry: ``point``, ``industry_id``, ``site_id``, ``reach`` ("straight"),
        ``distance_km``; ``distance_low_km`` and ``distance_high_km``, the 5-95 % range of the distance to the nearest
        with every feature moved within its radius and the unplaced sites scattered; ``rivals``, how many other placed
        sites may be the nearest; ``unplaced``, how many sites of the industry have no position. An industry of which
        no site has a position has rows without a site and a distance.

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(points, "points")
    require_same_system(points, features)
    tables, centres = [], shapely.centroid(points.geometry.to_numpy())
    for industry, members in groups.groupby("industry_id", sort=True):
        of = _owners_first(features[features["site_id"].isin(members["site_id"])])
        loose = [unplaced[s] for s in sorted(members["site_id"]) if s in unplaced] if unplaced else []
        if of.empty and not loose:
            continue
        table = _nearest(points, of) if len(of) else pd.DataFrame({"point": points.index, "site_id": ""})
        scattered = np.stack(loose, axis=1) if loose else None
        low, high = drawn_distance(shapely.get_coordinates(centres), of, draws, seed, scattered)
        known = {"industry_id": industry, "reach": STRAIGHT, "unplaced": len(loose)}
        tables.append(table.assign(**known, distance_low_km=low / 1000, distance_high_km=high / 1000))
    return pd.concat(tables, ignore_index=True).reindex(columns=_NEAREST) if tables else pd.DataFrame(columns=_NEAREST)


def _owners_first(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A feature once, with the site it is drawn of before a whole that it stands for; then by id."""
    if "owner" not in features:
        return features.sort_values("site_id", kind="stable")
    stands_for = features["site_id"] != features["owner"]
    ordered = features.assign(stands_for=stands_for).sort_values(["stands_for", "site_id", "feature"], kind="stable")
    return ordered.drop_duplicates("feature")


def _nearest(points: gpd.GeoDataFrame, of: gpd.GeoDataFrame) -> pd.DataFrame:
    """The first of the nearest features to each point, and how many others may be nearer by their radii."""
    shapes, radius = of.geometry.to_numpy(), np.nan_to_num(of["radius_m"].to_numpy(dtype=float))
    site, ids = pd.factorize(of["site_id"])
    where, tree = points.geometry.to_numpy(), shapely.STRtree(shapes)
    (point, feature), away = tree.query_nearest(where, return_distance=True, all_matches=True)
    order = np.lexsort((feature, point))  # of equally near ones the first listed, so that the answer never wavers
    first = order[np.diff(point[order], prepend=-1) != 0]
    feature, away = feature[first], away[first]
    # Only what is this near can be the nearest, or bound how near it is.
    point, rival = tree.query(where, predicate="dwithin", distance=away + radius[feature] + radius.max())
    metres = shapely.distance(where[point], shapes[rival])
    nearest = np.fmax(metres - radius[rival], 0)
    surely_within = np.full(len(where), np.inf)
    np.minimum.at(surely_within, point, metres + radius[rival])
    may = nearest < surely_within[point]
    others = pd.DataFrame({"point": point[may], "site": site[rival[may]]}).drop_duplicates()
    others = others[others["site"] != site[feature][others["point"]]]
    return pd.DataFrame(
        {
            "point": points.index,
            "site_id": np.asarray(ids, dtype=object)[site[feature]],
            "distance_km": away / 1000,
            "rivals": np.bincount(others["point"], minlength=len(where)),
        }
    )


def fastest_sites(
    points: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
    groups: pd.DataFrame,
    streets: Network,
    limit: float = 60.0,
    unplaced: dict[str, np.ndarray] | None = None,
    draws: int = STREET_DRAWS,
    seed: int = SEED,
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
    unplaced, draws, seed : dict, int, int
        See `nearest_sites`.

    Returns
    -------
    DataFrame
        One row a point and industry: ``point``, ``industry_id``, ``site_id`` ("" beyond the limit or off the
        network), ``reach`` (the mode), ``minutes`` (infinite there), ``minutes_low`` and ``minutes_high`` (their 5-95 %
        range, as of `nearest_sites`), ``unplaced``.

    Raises
    ------
    ValueError
        Degrees, or two different systems.
    """
    require_metric(points, "points")
    require_same_system(points, places)
    node, leg = snap(shapely.centroid(points.geometry.to_numpy()), streets)

    def soonest(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        minutes, place = nearest_facility(streets.minutes, access_points(shapes, streets), limit)
        total = minutes[node] + leg
        return np.where(total <= limit, total, np.inf), place[node]

    tables = []
    for industry, members in groups.groupby("industry_id", sort=True):
        of = _owners_first(places[places["site_id"].isin(members["site_id"])])
        shapes = of.geometry.to_numpy()
        loose = [unplaced[s] for s in sorted(members["site_id"]) if s in unplaced] if unplaced else []
        total, place = soonest(shapes)
        moves = displacements(streams_of(of), of["radius_m"].to_numpy(dtype=float), draws, seed)
        more = np.stack(loose, axis=1) if loose else np.empty((draws, 0, 2))
        drawn = [
            soonest(np.concatenate([displace(shapes, by), shapely.points(xy)]))[0]
            for by, xy in zip(moves, more[:draws], strict=True)
        ]
        low, high = interval(np.array(drawn).reshape(draws, len(points)), finite=False)
        ids = np.append(of["site_id"].to_numpy(dtype=object), "")
        tables.append(
            pd.DataFrame(
                {
                    "point": points.index,
                    "industry_id": industry,
                    "site_id": ids[np.where(np.isfinite(total), place, len(of))],
                    "reach": streets.mode,
                    "minutes": total,
                    "minutes_low": low,
                    "minutes_high": high,
                    "unplaced": len(loose),
                }
            )
        )
    columns = ["point", "industry_id", "site_id", "reach", "minutes", "minutes_low", "minutes_high", "unplaced"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
