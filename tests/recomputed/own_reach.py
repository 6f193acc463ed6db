"""What is within reach of sites: distances from the points of a lattice, counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import counties, equal_area
from recomputed.raw_places import Feature, RawPlaces


@dataclass
class Lattice:
    """Points in the middle of square cells, about as many in each county; ``share`` of a point is of its county."""

    codes: list[str]
    xy: np.ndarray
    county: np.ndarray
    land_km2: dict[str, float]

    @classmethod
    def over(cls, scope: str, source: str, per_county: int) -> Lattice:
        stem = scope[:2] if scope.endswith("0000") else scope[:4]
        shapes = {code: equal_area(s) for code, s in counties(source).items() if code.startswith(stem)}
        points, owner = [], []
        for number, shape in enumerate(shapes.values()):
            step = (shape.area / per_county) ** 0.5
            west, south, east, north = shape.bounds
            x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
            inside = shapely.contains_xy(shape, x, y)
            points.append(np.column_stack([x[inside], y[inside]]))
            owner.append(np.full(inside.sum(), number))
        land = {code: shape.area / 1e6 for code, shape in shapes.items()}
        return cls(list(shapes), np.concatenate(points), np.concatenate(owner), land)

    def shares(self, chosen: np.ndarray) -> dict[str, float]:
        """By county the share of its points that are chosen."""
        every = np.bincount(self.county, minlength=len(self.codes))
        some = np.bincount(self.county[chosen], minlength=len(self.codes))
        return dict(zip(self.codes, (some / every).tolist(), strict=True))

    def metres_to(self, shapes: list[shapely.Geometry]) -> np.ndarray:
        """From each point to the nearest shape; infinite where there is none."""
        away = np.full(len(self.xy), np.inf)
        points = shapely.points(self.xy)
        for shape in shapes:
            shapely.prepare(shape)
        if shapes:
            tree = shapely.STRtree(shapes)
            (point, _), metres = tree.query_nearest(points, return_distance=True, all_matches=False)
            away[point] = metres
        return away


def features_of(places: RawPlaces, sites: set[str]) -> list[Feature]:
    """The features of some sites, each once."""
    return list(dict.fromkeys(f for site in sorted(sites) if site in places.placed for f in places.features(site)))


def metric(features: list[Feature]) -> list[shapely.Geometry]:
    return [equal_area(feature.geometry) for feature in features]


def possible(where: Whereabouts, sites: set[str], scope: str) -> list[shapely.Geometry]:
    """The ground on which each site without a position that may be in a scope is known to lie, each ground once."""
    loose = sorted(s for s in sites if s not in where.places.placed and where.may_stand_in(s, scope))
    return list({id(ground): ground for ground in map(where.possible_ground, loose)}.values())
