"""Whether points stand nearer together than points thrown on the same ground, or than labels dealt anew."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial.distance import cdist

from recomputed.own_draws import in_discs, on_ground
from recomputed.own_structure import OWN, two_sided
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import LAT, LON, PROVINCE_LAT, PROVINCE_LON, counties, equal_area
from recomputed.raw_places import RawPlaces

NEAR_M = 4000.0
SAME_SPOT_M = 0.7


class OwnClusters:
    """The spots at which designated sites of a scope are drawn, with the branches they carry."""

    def __init__(self, places: RawPlaces, scope: str):
        raw = places.raw
        centre = (LON, LAT) if scope.startswith("3502") else (PROVINCE_LON, PROVINCE_LAT)
        self.carried: dict[str, set[str]] = {}
        for one in raw.designations:
            if one.basis in OWN and raw.in_scope(raw.county_of[one.site], scope):
                self.carried.setdefault(one.site, set()).add(raw.line_of[one.industry][-1])
        drawn = [site for site in self.carried if site in places.drawn]
        land = [s for code, s in counties("land").items() if raw.in_scope(code, scope)]
        self.land = equal_area(shapely.union_all(land), *centre)
        shapely.prepare(self.land)
        spots: list[tuple[shapely.Point, list[tuple[str, float]]]] = []
        for site in sorted(drawn):
            by_parts = [self.carried[part] for part in drawn if raw.is_within(part, site)]
            labels = self.carried[site].difference(*by_parts)
            for feature in places.drawn[site] if labels else []:
                point = equal_area(feature.geometry, *centre).centroid
                labelled = [(label, feature.radius) for label in labels]
                here = next((held for there, held in spots if there.distance(point) < SAME_SPOT_M), None)
                if here is None:
                    spots.append((point, labelled))
                else:
                    here += labelled
        self.inside = [spot for spot in spots if self.land.intersects(spot[0])]
        self.outside = [spot for spot in spots if not self.land.intersects(spot[0])]
        self.xy = shapely.get_coordinates([point for point, _ in self.inside])
        discs = [point.buffer(NEAR_M, quad_segs=32) for point, _ in self.inside]
        self.near = shapely.union_all(discs).intersection(self.land)
        self.unplaced = {site for site in self.carried if site not in places.placed}

    def of(self, branch: str) -> np.ndarray:
        return np.array([branch in dict(labels) for _, labels in self.inside])

    def index(self, branch: str) -> tuple[float, float]:
        """Clark and Evans' R on the ground within reach of any spot, and the mean distance to the nearest."""
        mine = self.xy[self.of(branch)]
        mean = mean_nearest(mine)
        return mean / (0.5 / (len(mine) / self.near.area) ** 0.5), mean

    def displaced(self, branch: str, draws: int, seed: int) -> np.ndarray:
        """The same index again and again with every spot somewhere within its radius."""
        mine = self.of(branch)
        index, mean = self.index(branch)
        radii = [max((r for label, r in labels if label == branch), default=0.0) for _, labels in self.inside]
        steps = in_discs(np.array(radii)[mine], draws, seed)
        return np.array([mean_nearest(self.xy[mine] + step) for step in steps]) * index / mean

    def p_on_land(self, branch: str, draws: int, seed: int) -> tuple[float, np.ndarray]:
        """Against as many points thrown on that ground, and the mean distances to the nearest of such, in metres."""
        mine = self.xy[self.of(branch)]
        thrown = on_ground(self.near, len(mine) * draws, seed).reshape(draws, len(mine), 2)
        chance = np.array([mean_nearest(xy) for xy in thrown])
        return two_sided(mean_nearest(mine), chance), chance

    def p_with_unplaced(
        self, branches: list[str], p_placed: list[float], where: Whereabouts, scatters: int, draws: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """The p (scatters, branches) on land and among sites with all sites without a position somewhere on that land.

        Only in the city: their ground is in the projection about its middle.
        """
        grounds = {site: where.possible_ground(site).intersection(self.near) for site in sorted(self.unplaced)}
        loose = [site for site, ground in grounds.items() if ground.area]
        more = np.stack([on_ground(grounds[site], scatters, i) for i, site in enumerate(loose)], axis=1)
        land, among = np.tile(p_placed, (scatters, 1)), np.empty((scatters, len(branches)))
        rng = np.random.default_rng(43)
        for j, branch in enumerate(branches):
            own = np.array([branch in self.carried[site] for site in loose])
            mine, of = self.xy[self.of(branch)], np.append(self.of(branch), own)
            if own.any():
                n = len(mine) + own.sum()
                thrown = on_ground(self.near, n * draws, 41 + j).reshape(draws, n, 2)
                chance = np.array([mean_nearest(xy) for xy in thrown])
                land[:, j] = [two_sided(mean_nearest(np.concatenate([mine, xy[own]])), chance) for xy in more]
            for i, xy in enumerate(more):
                every = np.concatenate([self.xy, xy])
                apart = cdist(every, every)
                np.fill_diagonal(apart, np.inf)
                chosen = [np.flatnonzero(of)] + [rng.choice(len(of), of.sum(), replace=False) for _ in range(draws)]
                seen, *dealt = (float(apart[some][:, some].min(axis=1).mean()) for some in chosen)
                among[i, j] = two_sided(seen, np.array(dealt))
        return land, among

    def p_among_sites(self, branch: str, draws: int, seed: int) -> tuple[float, np.ndarray]:
        """Against as many of the spots chosen at random, and the mean distances to the nearest of such, in metres."""
        mine, rng = self.of(branch), np.random.default_rng(seed)
        chosen = [rng.choice(len(self.xy), mine.sum(), replace=False) for _ in range(draws)]
        chance = np.array([mean_nearest(self.xy[some]) for some in chosen])
        return two_sided(mean_nearest(self.xy[mine]), chance), chance


def mean_nearest(xy: np.ndarray) -> float:
    apart = cdist(xy, xy)
    np.fill_diagonal(apart, np.inf)
    return float(apart.min(axis=1).mean())


def holm(p_values: list[float]) -> list[float]:
    """Holm's correction, test by test from the smallest p on."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    corrected, before = [0.0] * len(p_values), 0.0
    for passed, i in enumerate(order):
        before = max(before, min(1.0, (len(p_values) - passed) * p_values[i]))
        corrected[i] = before
    return corrected
