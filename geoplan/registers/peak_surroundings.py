"""What concentrations of any year and industry are compared with: designations, grounds, sites and counties."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.specialisation import ALL_BASES, designations_on
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.registers.cell_index import CellIndex
from geoplan.registers.register_areas import site_grounds


class PeakSurroundings(NamedTuple):
    """What lies around the concentrations of a scope, in metres; treat it as read-only.

    Attributes
    ----------
    crs : pyproj.CRS
        The metric system of all shapes.
    grounds : STRtree
        Where each site with a place may be, in the order of `sites`.
    sites, places : ndarray
        Their ids, and their shapes as drawn.
    counties, adcodes : ndarray
        Shapes of the scope's counties, and their codes.
    designated : set of tuple of str
        Sites and branches; what is said of a whole holds for its parts.
    unplaced : dict of int
        By branch and county: designated sites without a place that may stand there.
    """

    crs: CRS
    grounds: shapely.STRtree
    sites: NDArray[np.object_]
    places: NDArray[np.object_]
    counties: NDArray[np.object_]
    adcodes: pd.Index
    designated: set[tuple[str, str]]
    unplaced: dict[tuple[str, str], int]


@lru_cache(maxsize=4)
def peak_surroundings(catalogue: Catalogue, cells: CellIndex) -> PeakSurroundings:
    """Collect them for the scope of some cells."""
    scope = gpd.GeoSeries(cells.scope.shapes, crs=STORAGE)
    crs = metric_crs_for(scope)
    stored = site_geometry(catalogue, None, STORAGE)
    grounds = site_grounds(stored)["possible"].to_crs(crs)
    rows = designations_on(catalogue, None, ALL_BASES)
    branch = rows["industry_id"].map(catalogue.industries["branch"])
    pairs = rows[["site_id"]].assign(branch=branch).drop_duplicates()
    where = possible_counties(catalogue).merge(pairs, on="site_id")
    unplaced = where[~where["site_id"].isin(stored["site_id"])].groupby(["branch", "adcode"])["site_id"].nunique()
    return PeakSurroundings(
        crs,
        shapely.STRtree(grounds.geometry.to_numpy()),
        stored["site_id"].to_numpy(dtype=object),
        site_geometry(catalogue, None, crs).geometry.to_numpy(),
        scope.to_crs(crs).to_numpy(),
        cells.scope.ids,
        set(pairs.itertuples(index=False, name=None)),
        unplaced.to_dict(),
    )
