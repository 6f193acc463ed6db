"""What stands near what, in km, and the same again with every position drawn from where it may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely

from geoplan.analysis.access import KNOWLEDGE_KINDS
from geoplan.analysis.position_error import displace, displacements, distance_error
from geoplan.analysis.possible_ground import possible_ground, scattered
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for

KM = 1000.0  # metres
# Here an institute or a platform counts only where a plan gives it the needed field, which tells joint centres from
# branch offices better than the kind does.
FIELD_KINDS = (*KNOWLEDGE_KINDS, "institute", "platform")


@dataclass(frozen=True, eq=False)
class PointSet:
    """Places to measure between; parallel arrays.

    Attributes
    ----------
    ids : ndarray of str
    shapes : ndarray of Geometry
        Metres: as drawn, or the ground on which it stands somewhere.
    radius_m : ndarray
        How far what is drawn may stand from there.
    drawn : ndarray of bool
    streams : ndarray of str
        Of the position errors; places of one stream move in one direction.
    """

    ids: np.ndarray
    shapes: np.ndarray
    radius_m: np.ndarray
    drawn: np.ndarray
    streams: np.ndarray

    def moved(self, draws: int, seed: int) -> np.ndarray:
        """Move every place within its radius, or scatter it over its ground, many times: (draws, places) shapes."""
        shapes = np.empty((draws, len(self.ids)), dtype=object)
        drawn, loose = np.flatnonzero(self.drawn), np.flatnonzero(~self.drawn)
        if len(drawn):
            by = displacements(self.streams[drawn].tolist(), self.radius_m[drawn], draws, seed)
            moved = displace(np.tile(self.shapes[drawn], draws), by.reshape(-1, 2))
            shapes[:, drawn] = moved.reshape(draws, len(drawn))
        ground = gpd.GeoDataFrame({"site_id": self.ids[loose]}, geometry=self.shapes[loose])
        shapes[:, loose] = shapely.points(scattered(ground, draws, seed))
        return shapes


@dataclass(frozen=True, eq=False)
class DistancePairs:
    """Pairs of a site and an end, by their positions in two lists of marks.

    Attributes
    ----------
    sites, ends : PointSet
    km, low_km, high_km : ndarray
        The distance as drawn, from edge to edge, and if both stand as near or as far as they may by their radii. Where
        one is not drawn, at least that of its ground, and infinite as drawn and at most.
    """

    sites: PointSet
    ends: PointSet
    site: np.ndarray
    end: np.ndarray
    km: np.ndarray
    low_km: np.ndarray
    high_km: np.ndarray
    _redrawn: dict[tuple[int, int], np.ndarray] = field(default_factory=dict, init=False, repr=False)

    @property
    def drawn(self) -> np.ndarray:
        """Of which pairs both are drawn."""
        return np.asarray(self.sites.drawn[self.site] & self.ends.drawn[self.end])

    def only(self, keep: np.ndarray) -> DistancePairs:
        """Some of the pairs."""
        kept = (column[keep] for column in (self.site, self.end, self.km, self.low_km, self.high_km))
        return DistancePairs(self.sites, self.ends, *kept)

    def redrawn_km(self, draws: int, seed: int) -> np.ndarray:
        """Distances with every position moved within its radius or scattered over its ground: (draws, pairs)."""
        if not len(self.site):
            return np.empty((draws, 0))
        if (draws, seed) not in self._redrawn:  # the same are asked for by the values and by the ranges of ranks
            ours, theirs = self.sites.moved(draws, seed), self.ends.moved(draws, seed)
            self._redrawn[draws, seed] = shapely.distance(ours[:, self.site], theirs[:, self.end]) / KM
        return self._redrawn[draws, seed]

    def by_site(self, values: np.ndarray) -> np.ndarray:
        """Add values of pairs up by site: (..., pairs) to (..., sites)."""
        member = np.zeros((len(self.site), len(self.sites.ids)))
        member[np.arange(len(self.site)), self.site] = 1.0
        return values @ member


def distance_pairs(sites: PointSet, ends: PointSet) -> DistancePairs:
    """Pair every site with every end."""
    km = shapely.distance(sites.shapes[:, None], ends.shapes[None, :]) / KM
    radius, radii = np.nan_to_num(sites.radius_m)[:, None], np.nan_to_num(ends.radius_m)[None, :]
    error = distance_error(radius, sites.streams[:, None], radii, ends.streams[None, :]) / KM
    drawn = sites.drawn[:, None] & ends.drawn[None, :]
    site, end = np.indices(km.shape).reshape(2, -1)
    bounds = (np.where(drawn, km, np.inf), np.maximum(km - error, 0.0), np.where(drawn, km + error, np.inf))
    return DistancePairs(sites, ends, site, end, *(each.ravel() for each in bounds))


@lru_cache(maxsize=4)
def positioned_sites(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Place all sites, once.

    The metric system suits all drawn places of the catalogue, not the candidates of the day: a distance must not
    change because another site joined.

    Returns
    -------
    GeoDataFrame
        `geoplan.analysis.site_geometry.site_geometry`, indexed by ``site_id`` (kept as a column too).
    """
    drawn = catalogue.places[catalogue.places.geometry.notna()]
    system = metric_crs_for(catalogue.gateways if drawn.empty else drawn)
    return site_geometry(catalogue, None, system).set_index("site_id", drop=False).rename_axis(None)


@lru_cache(maxsize=4)
def unpositioned_sites(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Give each site without a position the ground on which it stands somewhere, once.

    Returns
    -------
    GeoDataFrame
        `geoplan.analysis.possible_ground.possible_ground` in the system of `positioned_sites`, indexed by ``site_id``.
    """
    loose = [s for s in catalogue.sites.index if s not in catalogue.placed]
    return possible_ground(catalogue, loose, positioned_sites(catalogue).crs).set_index("site_id")


def point_set(catalogue: Catalogue, site_ids: list[str]) -> PointSet:
    """Some sites, in their order, those without a position by their ground."""
    placed, loose = positioned_sites(catalogue), unpositioned_sites(catalogue)
    drawn = np.array([s in placed.index for s in site_ids], dtype=bool)
    shapes = [(placed if known else loose).geometry[s] for s, known in zip(site_ids, drawn, strict=True)]
    radii = [placed.at[s, "radius_m"] if known else 0.0 for s, known in zip(site_ids, drawn, strict=True)]
    ids = np.array(site_ids, dtype=object)
    streams = np.array([placed.at[s, "stream"] if known else s for s, known in zip(site_ids, drawn, strict=True)])
    return PointSet(ids, np.array(shapes, dtype=object), np.array(radii, dtype=float), drawn, streams)
