"""The areas in which designated is compared with real: grounds of sites, within the counties of a scope."""

from __future__ import annotations

from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.geodata.prepared_copies import prepared_copies
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.register_areas import COUNTY, NEAR, county_layer, polygons_of, site_grounds


class Ground(NamedTuple):
    """Names of layers: what a site is taken to be, as drawn, for certain and possibly, and what lies around it."""

    drawn: str
    certain: str
    possible: str
    around: str


# By the ground that is asked for. Around a site is what lies within 1 km of the ground as drawn, with it.
GROUND: Final = {
    "inside": Ground("inside", "certain", "possible", "within_1km"),
    "within_1km": Ground("within_1km", "certain_1km", "possible_1km", "within_2km"),
}


def comparison_layers(catalogue: Catalogue, scope: str, ground: str = "inside") -> dict[str, AreaIndex]:
    """Lay out the areas that `geoplan.registers.compare_register` needs counted.

    Parameters
    ----------
    scope : str
        Adcode of the province, a city or a county: what a site is compared with.
    ground : {"inside", "within_1km"}
        What of a site counts: its outline, or all within 1 km of it, which a site known as a position has too.

    Returns
    -------
    dict of AreaIndex
        ``county``, and the layers of ``GROUND[ground]``, all with the same ids: the sites of the scope that have a
        place. Grounds are cut to the counties of the scope, so that what lies in them is part of the whole.

    Raises
    ------
    KeyError
        There is no such ground.
    """
    names = GROUND[ground]
    counties = county_layer(scope)[COUNTY]
    sites = site_geometry(catalogue, sites_within(catalogue, list(catalogue.sites.index), scope), STORAGE)
    grounds = site_grounds(sites) if ground == "inside" else _grounds_near(sites)
    whole = prepared_copies(shapely.coverage_union_all(counties.shapes))
    layers = {COUNTY: counties}
    for name in names:
        shapes = grounds[name].geometry.to_numpy()
        outside = ~shapely.contains_properly(whole, shapes)
        shapes[outside] = polygons_of(shapely.intersection(shapes[outside], whole))
        layers[name] = AreaIndex(sites["site_id"], shapes)
    return layers


def _grounds_near(sites: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """What lies within 1 km of sites, as drawn and wherever within their radius they truly stand; and within 2 km."""
    metric = sites.to_crs(metric_crs_for(sites))
    radius = np.nan_to_num(sites["radius_m"].to_numpy(dtype=float))
    reach = {
        "within_1km": np.full(len(sites), NEAR),
        "certain_1km": NEAR - radius,
        "possible_1km": NEAR + radius,
        "within_2km": np.full(len(sites), 2 * NEAR),
    }
    frames = {}
    for name, metres in reach.items():
        grown = shapely.buffer(metric.geometry.to_numpy(), np.maximum(metres, 0.0), quad_segs=16)
        grown[metres <= 0] = shapely.Polygon()
        frame = gpd.GeoDataFrame({"site_id": sites["site_id"]}, geometry=grown, crs=metric.crs).to_crs(STORAGE)
        frames[name] = frame.set_geometry(polygons_of(frame.geometry.to_numpy()), crs=STORAGE)
    return frames
