"""Where places may stand, drawn with numbers of our own, and whether a percentile of other draws can be one of ours."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely

from recomputed.raw_places import Feature, RawPlaces

LOW, HIGH = 0.05, 0.95


def can_be(shown: float, own: np.ndarray, at: float, draws: int, slack: float = 0.0) -> bool:
    """Whether a percentile that `draws` draws gave lies where that of as many of the own draws would.

    The share of draws below a percentile is off by √(q (1 − q) / n) in either set; four times both is heeded.
    """
    off = 4 * (at * (1 - at) * (1 / draws + 1 / len(own))) ** 0.5
    low, high = np.quantile(own, [max(at - off, 0), min(at + off, 1)])
    return bool(low - slack <= shown <= high + slack)


def in_discs(radii: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """(draws, n, 2) steps anywhere in discs: points of a square that fall into the circle, each draw anew."""
    rng = np.random.default_rng(seed)
    unit = rng.uniform(-1, 1, (draws, len(radii), 2))
    while (missed := (unit**2).sum(axis=2) > 1).any():
        unit[missed] = rng.uniform(-1, 1, (int(missed.sum()), 2))
    return unit * radii[None, :, None]


def on_ground(ground: shapely.Geometry, draws: int, seed: int) -> np.ndarray:
    """(draws, 2) points anywhere on the ground: points of its box that hit it."""
    rng = np.random.default_rng(seed)
    shapely.prepare(ground)
    west, south, east, north = ground.bounds
    kept = np.empty((0, 2))
    while len(kept) < draws:
        xy = rng.uniform((west, south), (east, north), (4 * draws, 2))
        kept = np.concatenate([kept, xy[shapely.contains_xy(ground, xy[:, 0], xy[:, 1])]])
    return kept[:draws]


def moving_together(places: RawPlaces, features: list[Feature]) -> list[int]:
    """By feature the group that has one position error.

    At one spot, features of related sites move together, and what was put where its host is moves with all that is not
    merely put in the middle of a town.
    """
    related = defaultdict(set)
    for row in places.raw.rows("relations"):
        related[row["site_id"]].add(row["parent_id"])
        related[row["parent_id"]].add(row["site_id"])
    group = list(range(len(features)))
    for i, one in enumerate(features):
        for j, other in enumerate(features[:i]):
            hosted = "host_institution" in (one.method, other.method) and "town" not in (one.method, other.method)
            tied = one.site == other.site or other.site in related[one.site] or hosted
            if tied and one.geometry.equals(other.geometry):
                old, new = group[i], group[j]
                group = [new if g == old else g for g in group]
    return group


class Errors:
    """How far the distance of two drawn sites may be off, in metres."""

    def __init__(self, places: RawPlaces) -> None:
        every = [feature for features in places.drawn.values() for feature in features]
        self.group = dict(zip(map(id, every), moving_together(places, every), strict=True))
        self.places = places

    def between(self, one: str, other: str) -> float:
        """Both radii; where both moved with one another from one spot, what the one moves farther than the other."""
        mine, theirs = self.places.features(one), self.places.features(other)
        together = {self.group[id(f)] for f in mine} == {self.group[id(f)] for f in theirs}
        radius, radii = max(f.radius for f in mine), max(f.radius for f in theirs)
        return abs(radius - radii) if together else radius + radii


def moved(places: RawPlaces, features: list[Feature], draws: int, seed: int) -> np.ndarray:
    """(draws, features, 2) metres: each group in one direction, each feature by its own radius."""
    unit = in_discs(np.ones(len(features)), draws, seed)[:, moving_together(places, features), :]
    return unit * np.array([feature.radius for feature in features])[None, :, None]
