"""Between which bounds the distance of a site from the nearest of some places lies, by all that is known of both."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from pyproj import CRS

from geoplan.analysis.drawn_features import drawn_features
from geoplan.analysis.point_grid import points_in
from geoplan.analysis.possible_ground import possible_ground, region_land
from geoplan.analysis.proximity import KM, positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import Citation
from geoplan.suitability.nearness import Nearness
from geoplan.text.message import Text
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS

_ACROSS: Final = 40  # lattice points along the side of a square of the ground's area
_NOT_YET: Final = ("building", "planned", "proposed")


class Place(NamedTuple):
    """Where something stands.

    Attributes
    ----------
    shape : Geometry
        Metres: as drawn, or the ground on which it stands somewhere.
    radius_m : float
        How far it may stand from where it is drawn.
    drawn : bool
        False: the shape is ground.
    site_id : str
        The site that it is, "" where it is none.
    name : Text or None
    citations : tuple
        Plan id and section of a firm.
    """

    shape: shapely.Geometry
    radius_m: float
    drawn: bool
    site_id: str = ""
    name: Text | None = None
    citations: tuple[Citation, ...] = ()


class Reach(NamedTuple):
    """The bounds of a distance, km, and the nearest place where the site and it are drawn."""

    low_km: float
    high_km: float
    nearest: Place | None


def near_places(catalogue: Catalogue, near: Nearness, crs: CRS) -> list[Place]:
    """List what a site may be near to.

    Existing gateways; universities but for those that are planned or being built, unless one is named; a firm wherever
    plans say that it is, at a site or somewhere in a region; the land of a region.

    Parameters
    ----------
    crs : pyproj.CRS
        A metric system.
    """
    if near.kind in GATEWAY_KINDS:
        rows = catalogue.gateways[catalogue.gateways["kind"] == near.kind]
        rows = rows.loc[[near.name]] if near.name else rows[rows["status"] == "existing"]
        radii = np.nan_to_num(rows["radius_m"].to_numpy(dtype=float))
        shapes = zip(rows.index, rows.to_crs(crs).geometry, radii, strict=True)
        return [Place(shape, r, True, "", name_of(catalogue.gateways, key)) for key, shape, r in shapes]
    if near.kind == "county":
        return [Place(region_land(near.name, crs), 0.0, True, "", name_of(catalogue.regions, near.name))]
    if near.kind == "university":
        sites = catalogue.sites
        chosen = sites.index[(sites["kind"] == near.kind) & ~sites["status"].isin(_NOT_YET)]
        ids = [near.name] if near.name else chosen.tolist()
        return [place._replace(name=name_of(sites, s)) for s in ids for place in site_places(catalogue, s, crs)]
    found = []
    firms = catalogue.firms[catalogue.firms["name_zh"] == near.name]
    for site_id, adcode, plan, section in firms[["site_id", "adcode", "plan_id", "section"]].to_numpy().tolist():
        somewhere = [Place(region_land(adcode, crs), 0.0, False)]
        where = site_places(catalogue, site_id, crs) if site_id in catalogue.sites.index else somewhere
        found += [place._replace(citations=((plan, section),)) for place in where]
    return found


def site_places(catalogue: Catalogue, site_id: str, crs: CRS) -> list[Place]:
    """Where a site stands: its features, or the ground where it may."""
    if site_id not in catalogue.placed:
        return [Place(possible_ground(catalogue, [site_id], crs).geometry.iloc[0], 0.0, False, site_id)]
    features = drawn_features(catalogue, [site_id], crs)
    radii = np.nan_to_num(features["radius_m"].to_numpy(dtype=float))
    return [Place(shape, r, True, site_id) for shape, r in zip(features.geometry, radii, strict=True)]


def near_reach(catalogue: Catalogue, site_id: str, places: list[Place]) -> Reach:
    """Bound how far a site is from the nearest of some places, edge to edge in a straight line.

    What is drawn may stand anywhere within its radius, what is not drawn anywhere on its ground. The nearest is at
    least as far as the least of the least distances, which heeds rivals, and at most as far as the least of the
    greatest. Of a site on ground that is taken at the point of it that is worst off: corners and a lattice with 40
    points along the side, so that with several places it may be low by seven tenths of the spacing.

    Returns
    -------
    Reach
        0 where the place is the site itself or a part of it; infinite bounds where there is no place.
    """
    if not places:
        return Reach(np.inf, np.inf, None)
    for place in places:
        if place.site_id and site_id in {place.site_id, *catalogue.ancestors(place.site_id)}:
            return Reach(0.0, 0.0, place)
    ours = site_places(catalogue, site_id, positioned_sites(catalogue).crs)
    theirs = np.array([place.shape for place in places])
    radii = np.array([place.radius_m for place in places])
    away = shapely.distance(np.array([own.shape for own in ours])[:, None], theirs[None, :])
    error = np.array([own.radius_m for own in ours])[:, None] + radii[None, :]
    low = max(float((away - error).min()), 0.0)
    if not ours[0].drawn:
        points = _points(ours[0].shape)
        farthest = np.stack([_farthest(points, place) + place.radius_m for place in places], axis=1)
        return Reach(low / KM, float(farthest.min(axis=1).max()) / KM, None)
    shapes = np.array([own.shape for own in ours])
    farthest = np.stack([_farthest(shapes, place) for place in places], axis=1) + error
    nearest = places[int(away.min(axis=0).argmin())]
    return Reach(low / KM, float(farthest.min()) / KM, nearest if nearest.drawn else None)


def _points(ground: shapely.Geometry) -> np.ndarray:
    step = float(np.sqrt(ground.area)) / _ACROSS
    if not step:
        return shapely.points(shapely.get_coordinates(ground))
    corners = shapely.points(shapely.get_coordinates(shapely.segmentize(ground, step)))
    return np.concatenate([corners, points_in(ground, step)])


def _farthest(shapes: np.ndarray, place: Place) -> np.ndarray:
    """How far each shape is from a place at most: one on ground may stand at any corner of it."""
    if place.drawn:
        return np.asarray(shapely.distance(shapes, place.shape))
    corners = shapely.points(shapely.get_coordinates(shapely.convex_hull(place.shape)))
    return np.asarray(shapely.distance(shapes[:, None], corners[None, :]).max(axis=1))
