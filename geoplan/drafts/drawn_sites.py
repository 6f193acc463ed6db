"""What the catalogue draws of its sites, in metres, to compare outlines with."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from pyproj import CRS

from geoplan.catalogue.catalogue import Catalogue

_LEAST_SHARE: Final = 0.5  # of the smaller area
SCORE_OF_POINT: Final = 0.5  # of a site that is drawn as a point inside the outline


class DrawnSites:
    """The sites that are drawn, each as one geometry.

    Parameters
    ----------
    crs : pyproj.CRS
        Metric; every geometry that is asked about is in it.
    """

    def __init__(self, catalogue: Catalogue, crs: CRS) -> None:
        places = catalogue.places[catalogue.places.geometry.notna()].to_crs(crs)
        groups = places.groupby("site_id").geometry
        self.shapes: dict[str, shapely.Geometry] = {str(s): shapely.union_all(g.to_numpy()) for s, g in groups}
        self._ids = list(self.shapes)
        self._tree = shapely.STRtree(list(self.shapes.values()))

    def overlapping(self, outline: shapely.Geometry) -> list[tuple[str, float]]:
        """The sites that an outline covers or lies in.

        Parameters
        ----------
        outline : Polygon or MultiPolygon
            Valid.

        Returns
        -------
        list of tuple of str and float
            ``site_id`` and the share of the smaller area that both cover, at least one half; the two that are most
            alike, by the ratio of intersection to union, come first. A site drawn as a point has `SCORE_OF_POINT`
            where the outline covers it, and comes behind; the point nearest to the centroid comes first.
        """
        areas, points = [], []
        for at in self._tree.query(outline, predicate="intersects").tolist():
            site_id, shape = self._ids[at], self.shapes[self._ids[at]]
            if shape.area == 0:
                points.append((shape.distance(outline.centroid), site_id))
                continue
            common = shape.intersection(outline).area
            if (share := common / min(shape.area, outline.area)) >= _LEAST_SHARE:
                areas.append((-common / (shape.area + outline.area - common), site_id, round(share, 3)))
        return [
            *((site_id, share) for _, site_id, share in sorted(areas)),
            *((site_id, SCORE_OF_POINT) for _, site_id in sorted(points)),
        ]

    def shift(self, site_id: str, outline: shapely.Geometry) -> float:
        """The metres from the centroid of what is drawn of a site to that of an outline; NaN where nothing is drawn."""
        shape = self.shapes.get(site_id)
        return np.nan if shape is None else round(float(shape.centroid.distance(outline.centroid)), 1)
