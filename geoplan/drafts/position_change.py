"""What a new position changes: areas, and how far the middle moves."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.layers import TOLERANCE
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.geodata.boundaries import counties_in


@dataclass(frozen=True)
class PositionChange:
    """A new geometry beside what is drawn.

    Attributes
    ----------
    area_m2, drawn_m2 : float
        Of the new geometry and of what is drawn now, square metres; 0 for points.
    shift_m : float or None
        Between the middles, metres; None where nothing is drawn now.
    off_county_m : float
        How far the new one lies off the county, city or province that the site claims, metres; 0 inside and as near
        to the border as `geoplan.checks.layers` allows.
    """

    area_m2: float
    drawn_m2: float
    shift_m: float | None
    off_county_m: float


def position_change(catalogue: Catalogue, site_id: str, geometry: shapely.Geometry, adcode: str = "") -> PositionChange:
    """Compare a new geometry with what a catalogue draws of a site.

    Parameters
    ----------
    geometry : Geometry
        EPSG:4326.
    adcode : str
        The region that a site claims which the catalogue does not have.
    """
    places = catalogue.places
    drawn = places.geometry[(places["site_id"] == site_id) & places.geometry.notna()]
    both = gpd.GeoSeries([geometry, *drawn], crs=STORAGE)
    metric = both.to_crs(metric_crs_for(both))
    new, old = metric.iloc[0], metric.iloc[1:]
    if site_id in catalogue.sites.index:
        adcode = str(catalogue.sites.at[site_id, "adcode"])
    county = counties_in(adcode).to_crs(metric.crs) if adcode else None
    middle = shapely.point_on_surface(new)
    away = float(county.distance(middle).min()) if county is not None and len(county) else 0.0
    return PositionChange(
        area_m2=float(new.area),
        drawn_m2=float(old.union_all().area) if len(old) else 0.0,
        shift_m=float(new.centroid.distance(old.union_all().centroid)) if len(old) else None,
        off_county_m=away if away > TOLERANCE else 0.0,
    )
