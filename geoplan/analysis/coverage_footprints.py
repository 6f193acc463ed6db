"""The drawn areas of the cells of coverage, and how far their size is known."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.footprint import dissolved_areas, drawn_areas
from geoplan.analysis.position_error import interval
from geoplan.analysis.reporting_units import reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue

KM2: Final = 1e6  # square metres
# Methods of outlines whose size is known: drawn from a survey or a map, or a disc of the area that a source states.
SIZED: Final = ("surveyed", "digitised", "area_schematic")
# What the interval of a footprint is.
MOVED: Final = "moved"  # of positions, by their error
AS_STATED: Final = "as_stated"  # none: the areas are as stated, and the position makes no difference
NOT_ESTIMATED: Final = "not_estimated"  # none: how far the size of an outline may be wrong is not known


def measured_footprints(
    catalogue: Catalogue, cells: pd.DataFrame, keys: list[str], scope: str, outline: str, draws: int, seed: int
) -> pd.DataFrame:
    """Measure the united drawn areas of each cell, with an interval where their size is known.

    A disc of a stated area, and an outline from a survey or a map, is as large as it is drawn: its error is that of
    its position, and it is moved as a whole within its radius. A hull of points of interest is a lower bound of the
    site by an unknown margin, and an outline along bounding roads is fitted by eye; the radius bounds the position,
    not the size. A cell in which such an outline lies, or may lie by its radius, has no interval.

    Parameters
    ----------
    cells : DataFrame
        `geoplan.analysis.coverage_cells.coverage_cells`.
    keys : list of str
        The columns that name a cell; with ``adcode`` footprints are cut by county, else united in the scope.
    scope, outline : str
        See `geoplan.analysis.reporting_units.reporting_units`.
    draws, seed : int
        Of the intervals; no draws, no intervals.

    Returns
    -------
    DataFrame
        By cell: ``footprint_km2``; ``footprint_of`` (sites, of this cell's county or another, whose outlines share its
        ground); ``footprint_low_km2``, ``footprint_high_km2`` (5-95 %, NaN where there is none) and
        ``footprint_interval``: ``moved``, ``as_stated`` (no interval: discs of stated areas that lie within the cell
        wherever they stand) or ``not_estimated``; "" without draws.
    """
    regions = reporting_units(scope, "county" if "adcode" in keys else "province", outline)
    shapes = footprints_of(catalogue, cells["site_id"].unique().tolist(), regions)
    other = [key for key in keys if key != "adcode"]
    codes = cells[["site_id", *other]].drop_duplicates()
    codes = codes.assign(group=codes.groupby(other).ngroup() if other else 0)
    names = codes.drop_duplicates("group").set_index("group")[other]
    measured = dissolved_areas(shapes, codes, regions).set_index(["adcode", "group"])
    table = pd.DataFrame(
        {"footprint_km2": measured["area_m2"] / KM2, "footprint_of": measured["footprints"]}, index=measured.index
    )
    low, high = interval(drawn_areas(shapes, codes, regions, measured.index, draws, seed) / KM2)
    unsized = _may_lie(shapes[~shapes["sized"]], codes, regions, measured.index)
    loose = _may_lie(shapes, _changing(shapes, codes, regions), regions, measured.index)
    still = _may_lie(shapes[shapes["stated"]], codes, regions, measured.index) & ~loose
    kind = np.select([unsized, still, ~np.isnan(low)], [NOT_ESTIMATED, AS_STATED, MOVED], "")
    known = kind == MOVED
    table = table.assign(
        footprint_low_km2=np.where(known, low, np.nan),
        footprint_high_km2=np.where(known, high, np.nan),
        footprint_interval=kind,
    )
    table = table.reset_index().join(names, on="group").drop(columns="group")
    return table.drop(columns=[] if "adcode" in keys else "adcode").set_index(keys)


def footprints_of(catalogue: Catalogue, site_ids: list[str], regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The drawn areas of sites, in the system of the regions they are measured in.

    Returns
    -------
    GeoDataFrame
        ``site_id``, ``radius_m``, polygons, ``sized`` (the size of each is known: see `SIZED`), ``stated`` (one is a
        disc of a stated area); sites drawn as bare positions are left out.
    """
    own = [s for s in site_ids if catalogue.sites.at[s, "drawn"]]
    frame = site_geometry(catalogue, own, regions.crs)[["site_id", "radius_m", "geometry"]]
    parts = [
        shapely.union_all([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]) for shape in frame.geometry
    ]
    frame = frame.set_geometry(gpd.GeoSeries(parts, index=frame.index, crs=frame.crs))
    frame = frame[~frame.is_empty].reset_index(drop=True)
    areas = catalogue.places[catalogue.places.geom_type.isin(["Polygon", "MultiPolygon"])]
    unsized = areas.loc[~areas["method"].isin(SIZED), "site_id"]
    stated = areas.loc[areas["method"] == "area_schematic", "site_id"]
    return frame.assign(sized=~frame["site_id"].isin(unsized), stated=frame["site_id"].isin(stated))


def _changing(shapes: gpd.GeoDataFrame, codes: pd.DataFrame, regions: gpd.GeoDataFrame) -> pd.DataFrame:
    """The rows of `codes` whose outline, moved within its radius, may leave a region or meet another of its group."""
    reach, sites = shapes.buffer(shapes["radius_m"].fillna(0.0)).to_numpy(), shapes["site_id"].to_numpy(dtype=object)
    tree = shapely.STRtree(reach)
    _, crossing = tree.query(regions.boundary.to_numpy(), predicate="intersects")
    one, other = tree.query(reach, predicate="intersects")
    pairs = pd.DataFrame({"site_id": sites[one], "other": sites[other]}, dtype=object)[one != other].merge(
        codes, on="site_id"
    )
    met = pairs.merge(codes, left_on=["other", "group"], right_on=["site_id", "group"], suffixes=("", "_other"))
    key = pd.MultiIndex.from_frame(codes[["site_id", "group"]])
    return codes[codes["site_id"].isin(sites[crossing]) | key.isin(pd.MultiIndex.from_frame(met[["site_id", "group"]]))]


def _may_lie(
    shapes: gpd.GeoDataFrame, codes: pd.DataFrame, regions: gpd.GeoDataFrame, cells: pd.MultiIndex
) -> np.ndarray:
    """In which cells one of the outlines lies, or may lie by its radius."""
    reach = shapes.set_geometry(shapes.buffer(shapes["radius_m"].fillna(0.0)))
    return cells.isin(dissolved_areas(reach, codes, regions).set_index(["adcode", "group"]).index)
