"""The ground on which a site without a position is known to lie, and points drawn at random on it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from zlib import crc32

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geoplan.analysis.drawn_features import drawn_features
from geoplan.analysis.point_grid import random_points
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import study_area

# What the ground is known by, the narrowest first.
DOUBT: Final = "area_of_doubt"
WHOLE: Final = "whole"
REGION: Final = "region"


def unplaced_sites(catalogue: Catalogue, site_ids: list[str], scope: str) -> list[str]:
    """List the sites without a position that may stand in a scope.

    Parameters
    ----------
    scope : str
        Adcode of the province, a city or a county.
    """
    where = possible_counties(catalogue)
    inside = set(where.loc[where["adcode"].isin(counties_in(scope)["adcode"]), "site_id"])
    return [s for s in site_ids if s not in catalogue.placed and s in inside]


def possible_ground(catalogue: Catalogue, site_ids: list[str], crs: CRS) -> gpd.GeoDataFrame:
    """Give each site without a position the ground on which it is known to lie, as narrow as what is known allows.

    Its area of doubt; else the features of the whole or the host that it belongs to, each widened by its radius; else
    its county, city or province. All of it land.

    Parameters
    ----------
    site_ids : list of str
        Sites without a feature, see `unplaced_sites`.
    crs : pyproj.CRS
        A metric system.

    Returns
    -------
    GeoDataFrame
        ``site_id``, ``known_by`` (``area_of_doubt``, ``whole`` or ``region``), polygons.
    """
    doubts, parents = catalogue.areas_of_doubt, catalogue.relations.groupby("site_id")["parent_id"].agg(list)
    rows = []
    for site_id in site_ids:
        hosts = [s for s in parents.get(site_id, []) if s in catalogue.placed]
        region = region_land(catalogue.sites.at[site_id, "adcode"], crs)
        if (doubts["site_id"] == site_id).any():
            known_by, shape = DOUBT, doubts[doubts["site_id"] == site_id].to_crs(crs).union_all()
        elif hosts:
            known_by, shape = WHOLE, _around(catalogue, tuple(hosts), crs)
        else:
            known_by, shape = REGION, region
        on_land = region if known_by == REGION else shapely.intersection(shape, region)
        rows.append((site_id, known_by, shape if on_land.area == 0 else on_land))
    frame = pd.DataFrame(rows, columns=["site_id", "known_by", "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=crs)


def _around(catalogue: Catalogue, site_ids: tuple[str, ...], crs: CRS) -> shapely.Geometry:
    features = drawn_features(catalogue, list(site_ids), crs)
    return shapely.union_all(features.buffer(features["radius_m"].fillna(0)).to_numpy())


@lru_cache(maxsize=128)
def region_land(region: str, crs: CRS) -> shapely.Geometry:
    """The land of a county, city or province, in a metric system; that of the study area where it lies in none."""
    scope = region if len(counties_in(region)) else study_area().area
    return reporting_units(scope, "province", "land").to_crs(crs).geometry.iloc[0]


def scattered(ground: gpd.GeoDataFrame, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Draw where each site may stand, anywhere on its ground with equal probability.

    Each has its own stream of random numbers, see `geoplan.analysis.position_error`.

    Parameters
    ----------
    ground : GeoDataFrame
        `possible_ground`.

    Returns
    -------
    ndarray
        (draws, n, 2) coordinates in metres.
    """
    sites = zip(ground["site_id"], ground.geometry, strict=True)
    points = [random_points(shape, draws, [seed, crc32(site_id.encode())]) for site_id, shape in sites]
    return np.stack(points, axis=1) if points else np.empty((draws, 0, 2))
