"""The part of the world on a map sheet: what is seen on the screen, widened to the frame and a round scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import shapely

from geoplan.cartography.map_extent import Extent, to_metric
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.errors import UserError
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import Box, study_area

_CLOSEST: Final = 400.0  # metres across, at least
_AIR: Final = 0.04  # left free on each side, of what is shown
_DIGITS: Final = 2  # of a scale's number that are not 0


def sheet_extent(view: Box, width: float, height: float) -> Extent:
    """Lay a view on a frame of so many millimetres.

    Parameters
    ----------
    view : Box
        What is to be seen: west, south, east, north, EPSG:4326. What lies far outside the study area is left out.

    Returns
    -------
    Extent
        It holds the whole view; its scale is 1 to a number of two digits and zeros.

    Raises
    ------
    UserError
        The view is no box, or nothing of it lies in the study area.
    """
    west, south, east, north = view
    around = study_area().boxes.around
    box = west, south, east, north = (
        max(west, around[0]), max(south, around[1]), min(east, around[2]), min(north, around[3]),
    )  # fmt: skip
    if not all(map(math.isfinite, view)) or west > east or south > north:
        raise UserError("cartography.no_view", area=study_area().name)
    corners = gpd.GeoSeries([shapely.box(*box)], crs=STORAGE)
    crs = metric_crs_for(corners)
    left, low, right, high = to_metric(crs).transform_bounds(*box, 41)
    metres = max((right - left) / width, (high - low) / height, _CLOSEST / width)  # of ground to a millimetre
    per_metre = 1000 / round_scale(metres * 1000)
    middle_x, middle_y = (left + right) / 2, (low + high) / 2
    return Extent(crs, middle_x - width / per_metre / 2, middle_y + height / per_metre / 2, per_metre, height, width)


def round_scale(denominator: float) -> int:
    """The least number of two digits and zeros that is no smaller: the n of a scale of 1 to n."""
    power = 10 ** max(0, math.floor(math.log10(denominator)) - _DIGITS + 1)
    return math.ceil(denominator / power - 1e-9) * power


def scale_of(extent: Extent) -> int:
    """The n of the scale of 1 to n."""
    return round(1000 / extent.per_metre)


def view_of_sites(catalogue: Catalogue, site_ids: Sequence[str], adcodes: Sequence[str] = ()) -> Box:
    """Choose a view that shows all of some sites: EPSG:4326, with air around them.

    Parameters
    ----------
    adcodes : sequence of str
        Regions to be shown whole; the sites do not matter then.

    Returns
    -------
    Box
        That of the home city where there is nothing to be shown.
    """
    shown: gpd.GeoSeries = gpd.GeoSeries(
        [shape for code in adcodes for shape in counties_in(code).geometry], crs=STORAGE
    )
    if shown.empty:
        sites = {part for site in site_ids for part in (site, *catalogue.located_descendants(site))}
        rows = catalogue.places[catalogue.places["site_id"].isin(sites) & catalogue.places.geometry.notna()]
        metric = rows.to_crs(metric_crs_for(rows))
        shown = metric.geometry.buffer(metric["radius_m"].fillna(0).clip(lower=1)).to_crs(STORAGE)
    if shown.empty:
        home = study_area()
        return home.scopes[home.scope_of(home.home)].view
    west, south, east, north = map(float, shown.total_bounds)
    air_x, air_y = (east - west) * _AIR, (north - south) * _AIR
    return west - air_x, south - air_y, east + air_x, north + air_y
