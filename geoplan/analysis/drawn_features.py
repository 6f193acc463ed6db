"""What is drawn of each site, a feature a row, and which features stand or fall together."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for

_HOSTED: Final = "host_institution"  # methods of a position
_TOWN: Final = "town"


def drawn_features(catalogue: Catalogue, site_ids: list[str] | None = None, crs: CRS | None = None) -> gpd.GeoDataFrame:
    """List the features that sites are drawn by, those of their parts where they have none of their own.

    Parameters
    ----------
    site_ids : list of str, optional
        Which sites, in this order; all by default. Those known by county alone are left out.
    crs : pyproj.CRS, optional
        A metric system; by default the one that suits where the sites lie.

    Returns
    -------
    GeoDataFrame
        One row a site and feature: ``site_id``; ``owner`` (the site that the feature is drawn of: itself or a part);
        ``feature`` (names the feature, also where it stands for several sites); ``stream`` (features of one stream
        have one position error: see `position_streams`); ``radius_m`` (the position is this sure); ``draft`` (``yes``
        where it is a user's draft, else ""); ``geometry``.
    """
    chosen = list(catalogue.sites.index if site_ids is None else site_ids)
    drawn = _drawn(catalogue)
    own = set(drawn["owner"])
    pairs = [(s, part) for s in chosen for part in ([s] if s in own else catalogue.located_descendants(s))]
    frame = pd.DataFrame(pairs, columns=["site_id", "owner"], dtype=object).merge(drawn, on="owner")
    frame["draft"] = np.where(frame["owner"].isin(catalogue.drafted), "yes", "")
    columns = ["site_id", "owner", "feature", "stream", "radius_m", "draft", "geometry"]
    placed = gpd.GeoDataFrame(frame[columns], geometry="geometry", crs=catalogue.places.crs)
    return placed.to_crs(crs or metric_crs_for(placed))


def distinct_features(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep each feature once: a whole that is drawn by its parts adds no ground to theirs.

    Parameters
    ----------
    features : GeoDataFrame
        `drawn_features`.

    Returns
    -------
    GeoDataFrame
        The rows of the sites that own the features, else the first row of each.
    """
    order = np.argsort((features["owner"] != features["site_id"]).to_numpy(), kind="stable")
    return features.iloc[order].drop_duplicates("feature").sort_index()


@lru_cache(maxsize=4)
def _drawn(catalogue: Catalogue) -> pd.DataFrame:
    """The drawn features with their names and streams, in the catalogue's order; read-only."""
    drawn = catalogue.places[catalogue.places.geometry.notna()]
    number = drawn.groupby("site_id").cumcount()
    frame = pd.DataFrame(
        {
            "owner": drawn["site_id"].astype(object),
            "feature": drawn["site_id"].astype(str) + ":" + number.astype(str),
            "radius_m": drawn["radius_m"].astype(float),
            "method": drawn["method"],
            "geometry": drawn.geometry,
        }
    ).reset_index(drop=True)
    return frame.assign(stream=position_streams(frame, catalogue.relations)).drop(columns="method")


def position_streams(drawn: pd.DataFrame, relations: pd.DataFrame) -> list[str]:
    """Say which features have one position error because one position was taken for them.

    Two features at one spot do, where one site belongs to the other, or where one was put where its host is and the
    other is not merely put in the middle of its town: it is the host, or has the same. Two sites that both stand for
    want of better in the middle of a town stand each somewhere else.

    Parameters
    ----------
    drawn : DataFrame
        ``owner``, ``feature``, ``method``, ``geometry``.
    relations : DataFrame
        ``site_id`` and ``parent_id``.

    Returns
    -------
    list of str
        For each row the name of the first feature of its stream.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in zip(relations["site_id"], relations["parent_id"], strict=True):
        parents[child].add(parent)
    spots: dict[bytes, list[int]] = defaultdict(list)
    for row, shape in enumerate(drawn["geometry"]):
        spots[shape.wkb].append(row)
    owner, method = drawn["owner"].tolist(), drawn["method"].tolist()

    def together(a: int, b: int) -> bool:
        one, other = owner[a], owner[b]
        related = one == other or one in parents[other] or other in parents[one]
        return related or (_HOSTED in (method[a], method[b]) and _TOWN not in (method[a], method[b]))

    joined = [(a, b) for rows in spots.values() for a in rows for b in rows if a < b and together(a, b)]
    a, b = np.array(joined, dtype=int).reshape(-1, 2).T
    links = coo_array((np.ones(len(a)), (a, b)), shape=(len(drawn), len(drawn)))
    _, stream = connected_components(links, directed=False)
    first = pd.Series(drawn["feature"].to_numpy()).groupby(stream).transform("first")
    return [str(name) for name in first]
