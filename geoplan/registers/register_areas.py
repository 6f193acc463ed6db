"""The areas that a register is counted in: counties, and the ground of sites as surely as positions are known."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.geodata.boundaries import counties_in
from geoplan.registers.area_index import AreaIndex

COUNTY: Final = "county"
NEAR: Final = 1000.0  # metres
# What of a site a row may lie in: its outline as drawn; what lies in it, and what may lie in it, wherever within its
# radius the position truly is; and what lies within 1 km of it as drawn.
GROUNDS: Final = ("inside", "certain", "possible", "within_1km")


def county_layer(scope: str) -> dict[str, AreaIndex]:
    """The counties of a scope as a layer: a point on a border lies in the one with the lowest code.

    Parameters
    ----------
    scope : str
        Adcode of the province, a city or a county.
    """
    frame = counties_in(scope).sort_values("adcode")
    return {COUNTY: AreaIndex(frame["adcode"], frame.geometry.to_numpy(), partition=True)}


def site_layers(catalogue: Catalogue, site_ids: list[str] | None = None) -> dict[str, AreaIndex]:
    """The grounds of sites as layers: a point on a border lies in the site, and a point in two sites in both.

    Parameters
    ----------
    site_ids : list of str, optional
        All by default; those known by county alone are left out.

    Returns
    -------
    dict of AreaIndex
        By the names of `GROUNDS`, all with the same ids in the same order.
    """
    grounds = site_grounds(site_geometry(catalogue, site_ids, STORAGE))
    return {name: AreaIndex(frame["site_id"], frame.geometry.to_numpy()) for name, frame in grounds.items()}


def site_grounds(sites: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Tell what of sites rows lie in, and how surely.

    A site may truly stand anywhere within its radius, moved as a whole: see `geoplan.analysis.position_error`. So a
    point lies in it for certain where it lies in the outline shrunk by the radius, and possibly where it lies in the
    outline grown by it. A site drawn as a position has no outline: what lies within its radius may belong to it.

    Parameters
    ----------
    sites : GeoDataFrame
        ``site_id``, ``radius_m`` (NaN counts as 0), areas or positions; any CRS.

    Returns
    -------
    dict of GeoDataFrame
        By `GROUNDS`, ``site_id`` and polygons in EPSG:4326, empty where there is no such ground. Curves are drawn
        with 64 corners and fall short by a thousandth of their radius.
    """
    stored = sites.to_crs(STORAGE)
    metric = stored.to_crs(metric_crs_for(stored))
    radius = np.nan_to_num(sites["radius_m"].to_numpy(dtype=float))
    shapes = metric.geometry.to_numpy()
    outlines = polygons_of(shapes)
    buffered = {
        "certain": shapely.buffer(outlines, -radius, quad_segs=16),
        "possible": np.where(radius > 0, shapely.buffer(shapes, radius, quad_segs=16), outlines),
        "within_1km": shapely.buffer(shapes, NEAR, quad_segs=16),
    }
    ids = sites["site_id"].to_numpy()
    frames = {
        "inside": gpd.GeoDataFrame({"site_id": ids}, geometry=polygons_of(stored.geometry.to_numpy()), crs=STORAGE)
    }
    for name, grown in buffered.items():
        frame = gpd.GeoDataFrame({"site_id": ids}, geometry=grown, crs=metric.crs).to_crs(STORAGE)
        frames[name] = frame.set_geometry(polygons_of(frame.geometry.to_numpy()), crs=STORAGE)
    return frames


def polygons_of(shapes: np.ndarray) -> np.ndarray:
    """What of each shape is an area, valid and of one kind."""
    return np.array([_area(shape) for shape in shapely.make_valid(shapes)], dtype=object)


def _area(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.MultiPolygon([p for part in parts for p in shapely.get_parts(part)])
