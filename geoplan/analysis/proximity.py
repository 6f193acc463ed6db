"""What stands near what, in km, and the same again with every position moved within its radius."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely

from geoplan.analysis.access import KNOWLEDGE_KINDS
from geoplan.analysis.position_error import displace, displacements
from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import metric_crs_for

KM = 1000.0  # metres
# Here an institute or a platform counts only where a plan gives it the needed field, which tells joint centres from
# branch offices better than the kind does.
FIELD_KINDS = (*KNOWLEDGE_KINDS, "institute", "platform")


@dataclass(frozen=True)
class PointSet:
    """Places to measure between: ids, shapes in metres, radii in m; parallel arrays."""

    ids: np.ndarray
    shapes: np.ndarray
    radius_m: np.ndarray

    def moved(self, draws: int, seed: int) -> np.ndarray:
        """Move every place within its radius, many times: (draws, places) shapes."""
        by = displacements(self.ids.tolist(), self.radius_m, draws, seed)
        shapes = displace(np.tile(self.shapes, draws), by.reshape(-1, 2)) if len(self.ids) else self.shapes[:0]
        return shapes.reshape(draws, len(self.ids))


@dataclass(frozen=True)
class DistancePairs:
    """Pairs of a site and an end, by their positions in two lists of marks.

    Attributes
    ----------
    sites, ends : PointSet
    km, error_km : ndarray
        The distance as drawn, from edge to edge, and the sum of both radii.
    """

    sites: PointSet
    ends: PointSet
    site: np.ndarray
    end: np.ndarray
    km: np.ndarray
    error_km: np.ndarray

    @property
    def low_km(self) -> np.ndarray:
        """The distance if both stand as near as they may."""
        return np.maximum(self.km - self.error_km, 0.0)

    @property
    def high_km(self) -> np.ndarray:
        """The distance if both stand as far as they may."""
        return self.km + self.error_km

    def only(self, keep: np.ndarray) -> DistancePairs:
        """Some of the pairs."""
        return DistancePairs(self.sites, self.ends, self.site[keep], self.end[keep], self.km[keep], self.error_km[keep])

    def redrawn_km(self, draws: int, seed: int) -> np.ndarray:
        """Distances with every position moved within its radius: (draws, pairs)."""
        if not len(self.site):
            return np.empty((draws, 0))
        ours, theirs = self.sites.moved(draws, seed), self.ends.moved(draws, seed)
        return shapely.distance(ours[:, self.site], theirs[:, self.end]) / KM

    def by_site(self, values: np.ndarray) -> np.ndarray:
        """Add values of pairs up by site: (..., pairs) to (..., sites)."""
        member = np.zeros((len(self.site), len(self.sites.ids)))
        member[np.arange(len(self.site)), self.site] = 1.0
        return values @ member


def distance_pairs(sites: PointSet, ends: PointSet, within_km: float) -> DistancePairs:
    """Pair what is, or may be, within so many km of each other.

    Parameters
    ----------
    within_km : float
        Pairs farther than this even at their nearest are left out.
    """
    km = shapely.distance(sites.shapes[:, None], ends.shapes[None, :]) / KM
    error = (np.nan_to_num(sites.radius_m)[:, None] + np.nan_to_num(ends.radius_m)[None, :]) / KM
    site, end = np.nonzero(km - error < within_km)
    return DistancePairs(sites, ends, site, end, km[site, end], error[site, end])


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


def point_set(catalogue: Catalogue, site_ids: list[str]) -> PointSet:
    """The placed ones among some sites, in their order."""
    frame = positioned_sites(catalogue)
    known = frame.loc[[s for s in site_ids if s in frame.index]]
    return PointSet(
        known["site_id"].to_numpy(dtype=object), known.geometry.to_numpy(), known["radius_m"].to_numpy(dtype=float)
    )
