"""What the plans say for a need, site by site, and what stands near: the criteria of a ranking but for gateways and land.

The thresholds are those that the product publishes with each criterion. A need is a set of industries; what it is in
words is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from recomputed.own_criteria import falling
from recomputed.own_distance import united
from recomputed.own_draws import in_discs, on_ground
from recomputed.own_pairs import PARKS, ROLE, alike, term_weights
from recomputed.own_structure import OWN
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import equal_area
from recomputed.raw_tables import Designation

BASIS = {"stated": 1.0, "shared": 0.8, "name": 0.6, "inherited": 0.4}
NARROWER, BROADER = 0.9, 0.5
KNOWLEDGE_KINDS = {"university", "laboratory", "institute", "platform"}
KNOWLEDGE_KM, KNOWLEDGE_FULL = (2.0, 20.0), 3
RIVAL_KM, RIVALS_FULL = (2.0, 10.0), 2
TERMS_FULL, FIRMS_FULL, FIRM_IN_COUNTY, PLANS_FULL = 4, 3, 0.5, 3


class OwnEvidence:
    """Of one need, by site."""

    def __init__(self, whereabouts: Whereabouts, need: tuple[str, ...]):
        self.where, self.raw, self.need = whereabouts, whereabouts.raw, need
        self.code = {row["industry_id"]: row["code"] for row in self.raw.rows("industries")}
        self.parents = {row["parent_id"] for row in self.raw.rows("industries")}
        self.fields = {self.field(one) for one in need}
        fits = [(one, self.fits(one)) for one in self.raw.designations]
        placed = {n for _, fit in fits for n, (kin, _) in fit.items() if kin != "broader"}
        self.fitting = [(one, {n: fit[n] for n in fit if n in placed}) for one, fit in fits]

    def heading(self, term: str) -> bool:
        """A branch that gathers what differs: no class of the national classification stands for it."""
        return len(self.raw.line_of[term]) == 1 and not self.code[term] and term in self.parents

    def field(self, term: str) -> str:
        line = self.raw.line_of[term]
        return line[-2] if self.heading(line[-1]) and len(line) > 1 else line[-1]

    def kin(self, term: str, needed: str) -> tuple[str, float] | None:
        up, up_needed = self.raw.line_of[term], self.raw.line_of[needed]
        if term == needed:
            return "same", 1.0
        if self.heading(term) or self.heading(needed):
            return None
        if needed in up:
            return "narrower", NARROWER
        return ("broader", BROADER ** up_needed.index(term)) if term in up_needed else None

    def fits(self, one: Designation) -> dict[str, tuple[str, float]]:
        found = {needed: self.kin(one.industry, needed) for needed in self.need}
        return {needed: kin for needed, kin in found.items() if kin}

    def strength(self, site: str) -> float:
        """The mean over the needed industries of the strongest designation: role by basis by fit."""
        best = dict.fromkeys(self.need, 0.0)
        for one, fit in self.fitting:
            if one.site == site:
                for needed, (_, worth) in fit.items():
                    best[needed] = max(best[needed], ROLE[one.role] * BASIS[one.basis] * worth)
        return sum(best.values()) / len(best)

    def agreement(self, site: str) -> float:
        level = {row["plan_id"]: row["level"] for row in self.raw.rows("plans")}
        plans = {one.plan for one, fit in self.fitting if one.site == site and fit and one.basis != "inherited"}
        levels = {level[plan] for plan in plans}
        return (min(len(plans), PLANS_FULL) + min(len(levels), PLANS_FULL)) / (2 * PLANS_FULL)

    def related(self, site: str) -> tuple[float, float, float]:
        """The mean over the counties where it may stand, and the least and the greatest."""
        covered = {t for t in self.code for n in self.need if (kin := self.kin(t, n)) and kin[0] != "narrower"}
        terms = {
            one.industry for one in self.raw.designations
            if one.site == site and one.basis in OWN and self.field(one.industry) in self.fields
        } - covered  # fmt: skip
        firms = [row for row in self.raw.rows("firms") if row["industry_id"] and self.field(row["industry_id"]) in self.fields]  # fmt: skip
        here = {
            row["name_zh"] for row in firms
            if (at := row["site_id"]) and (at == site or self.raw.is_within(site, at) or self.raw.is_within(at, site))
        }  # fmt: skip
        values = []
        for county in self.where.possible[site]:
            others = {row["name_zh"] for row in firms if row["adcode"] == county} - here
            worth = (len(here) + FIRM_IN_COUNTY * len(others)) / FIRMS_FULL
            values.append((min(len(terms) / TERMS_FULL, 1) + min(worth, 1)) / 2)
        return sum(values) / len(values), min(values), max(values)

    def within(self, site: str) -> set[str]:
        """All that a site is part of, lies in or is hosted by."""
        found: set[str] = set()
        queue = [site]
        while queue:
            one = queue.pop()
            for row in self.raw.rows("relations"):
                whole = row["parent_id"]
                ties = row["relation"] in ("part_of", "located_in", "hosted_by")
                if row["site_id"] == one and ties and whole not in found and whole != site:
                    found.add(whole)
                    queue.append(whole)
        return found

    def knowledge(self, site: str, draws: int, seed: int) -> np.ndarray:
        """The value in each draw: places of knowledge of the field near a placed site, of a whole and its parts one."""
        kind = {row["site_id"]: row["kind"] for row in self.raw.rows("sites")}
        ends = sorted({
            one.site for one in self.raw.designations
            if kind[one.site] in KNOWLEDGE_KINDS and one.basis != "inherited" and self.field(one.industry) in self.fields
        })  # fmt: skip

        def worth(end: str, km: float) -> float:
            return 1.0 if site in self.within(end) else falling(km, *KNOWLEDGE_KM)

        pressure = self._summed(site, ends, worth, draws, seed, KNOWLEDGE_KM[1])
        return np.minimum(pressure / KNOWLEDGE_FULL, 1.0)

    def competition(self, site: str, draws: int, seed: int) -> np.ndarray:
        kind = {row["site_id"]: row["kind"] for row in self.raw.rows("sites")}
        weights = term_weights(self.raw)
        above = self.within(site)
        rivals = [
            park for park in sorted(weights)
            if kind[park] in PARKS and park != site and park not in above and site not in self.within(park)
        ]  # fmt: skip

        def worth(end: str, km: float) -> float:
            return alike(weights[site], weights[end]) * falling(km, *RIVAL_KM)

        return np.maximum(1 - self._summed(site, rivals, worth, draws, seed, RIVAL_KM[1]) / RIVALS_FULL, 0.0)

    def _summed(
        self, site: str, ends: list[str], worth: Callable[[str, float], float], draws: int, seed: int, reach_km: float
    ) -> np.ndarray:
        """By draw the sum of what each end is worth; of a whole only what it is worth beyond all that lies in it.

        Where no end without a position can be within reach, nothing is drawn: all draws are as the places are drawn.
        """
        places = self.where.places
        geometry, radius = united(places, site)
        here = equal_area(geometry)
        grounds = {end: self.where.possible_ground(end) for end in ends if end not in places.placed}
        near = [
            end for end, ground in grounds.items()
            if worth(end, np.inf) or (worth(end, 0.0) and ground.distance(here) - radius < 1000 * reach_km)
        ]  # fmt: skip
        steps = in_discs(np.array([radius if near else 0.0]), draws, seed)[:, 0]
        values = np.zeros((draws, len(ends)))
        for j, end in enumerate(ends):
            if end in places.placed:
                geometry, reach = united(places, end)
                there = equal_area(geometry)
                if here.distance(there) - radius - reach < 25_000 or worth(end, np.inf):
                    by = in_discs(np.array([reach if near else 0.0]), draws, seed + 1 + j)[:, 0] - steps
                    values[:, j] = [
                        worth(end, here.distance(shapely.transform(there, lambda xy, d=d: xy + d)) / 1000) for d in by
                    ]
            elif end in near:
                points = shapely.points(on_ground(grounds[end], draws, seed + j) - steps)
                values[:, j] = [worth(end, km) for km in shapely.distance(points, here) / 1000]
        above = {end: self.within(end) for end in ends}
        for whole in sorted(ends, key=lambda end: -len(above[end])):
            inside = [j for j, end in enumerate(ends) if whole in above[end]]
            if inside:
                at = ends.index(whole)
                values[:, at] = np.maximum(values[:, at] - values[:, inside].sum(axis=1), 0)
        return values.sum(axis=1)
