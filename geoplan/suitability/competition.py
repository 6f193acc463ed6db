"""Competition: how many parks for the same industries stand near a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoplan.analysis.proximity import DistancePairs, distance_pairs, point_set
from geoplan.analysis.similarity import ROLE_WEIGHTS, weighted_jaccard
from geoplan.analysis.specialisation import OWN_BASES
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.candidates import parks
from geoplan.suitability.evidence import Evidence, missing_evidence
from geoplan.suitability.once_per_chain import Within, nested_pairs, once_per_chain, wholes
from geoplan.suitability.scales import RIVAL_KM, RIVALS_FULL, linear_score
from geoplan.suitability.uncertain_value import drawn_values, value_and_range
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_UNDESCRIBED = message("suitability.competition.undescribed")
_SHOWN = 3  # rivals named in a fact


@dataclass(frozen=True, eq=False)
class Competition:
    """Parks like a site, whether they are candidates or not, so that ruling one out changes nobody's value.

    Each counts its similarity (weighted Jaccard of what plans give both, see `geoplan.analysis.similarity`) times its
    nearness (1 within 2 km, 0 at 10 km); the value is 1 less half their sum, at least 0. A site, what lies in it and
    what it lies in are no rivals; of a rival and what lies in it one counts, see `geoplan.suitability.once_per_chain`.
    Those without a position count by where they may stand.

    Attributes
    ----------
    catalogue : Catalogue
    described : frozenset of str
        Sites that a plan gives something of their own.
    pairs : DistancePairs
        Candidates and the parks like them that may be within reach.
    likeness : ndarray
        By pair, 0 to 1.
    nested : list
        As from `geoplan.suitability.once_per_chain.nested_pairs`.
    """

    catalogue: Catalogue
    described: frozenset[str]
    pairs: DistancePairs
    likeness: np.ndarray
    nested: Within

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances: (..., pairs) in km to (..., candidates)."""
        return np.maximum(1.0 - self.pairs.by_site(self._pressure(km)) / RIVALS_FULL, 0.0)

    def _pressure(self, km: np.ndarray) -> np.ndarray:
        return once_per_chain(self.likeness * linear_score(km, *RIVAL_KM), self.nested)

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By described candidate its values with all positions drawn from where they may be."""
        values = drawn_values(self, draws, seed)
        return {s: v for s, v in zip(self.pairs.sites.ids, values.T, strict=True) if s in self.described}

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the rivals that count most."""
        p, pressure = self.pairs, self._pressure(self.pairs.km)
        for i, (site_id, value, low, high) in enumerate(zip(p.sites.ids, *value_and_range(self), strict=True)):
            if site_id not in self.described:
                yield missing_evidence(site_id, "competition", _UNDESCRIBED)
                continue
            own = p.site == i
            near = np.flatnonzero(own & (pressure > 0))
            near = near[np.argsort(-pressure[near], kind="stable")][:_SHOWN]
            fact = self._fact(near, int((own & ~p.drawn).sum()), bool(p.sites.drawn[i]))
            yield Evidence(site_id, "competition", float(value), float(low), float(high), fact)

    def _fact(self, near: np.ndarray, perhaps: int, drawn: bool) -> Text:
        if not drawn:
            return message("suitability.competition.site_unplaced", n=perhaps, km=RIVAL_KM[1])
        p = self.pairs
        rivals = [
            message(
                "suitability.competition.rival",
                name=name_of(self.catalogue.sites, p.ends.ids[p.end[j]]),
                likeness=float(self.likeness[j]),
                km=float(p.km[j]),
            )
            for j in near
        ]
        fact = joined(rivals) if rivals else message("suitability.competition.none", km=RIVAL_KM[1])
        return message("suitability.competition.unplaced", fact=fact, n=perhaps) if perhaps else fact


def competition(catalogue: Catalogue, rows: pd.DataFrame, candidates: list[str]) -> Competition:
    """Compare the candidates with all parks, by the designations `rows` of the plans that count."""
    own = rows[rows["basis"].isin(OWN_BASES) & rows["site_id"].isin(parks(catalogue))]
    own = own.assign(weight=own["role"].map(ROLE_WEIGHTS))
    weights = own.groupby(["site_id", "industry_id"])["weight"].max().unstack(fill_value=0.0)
    likeness = weighted_jaccard(weights)
    at = {site_id: i for i, site_id in enumerate(weights.index)}
    above, none = wholes(catalogue), frozenset[str]()

    def like(a: str, b: str) -> float:
        if a not in at or b not in at or a == b or a in above.get(b, none) or b in above.get(a, none):
            return 0.0
        return float(likeness[at[a], at[b]])

    pairs = distance_pairs(point_set(catalogue, candidates), point_set(catalogue, list(weights.index)))
    pairs = pairs.only(pairs.low_km < RIVAL_KM[1])
    alike = np.array([like(pairs.sites.ids[s], pairs.ends.ids[e]) for s, e in zip(pairs.site, pairs.end, strict=True)])
    keep = alike > 0
    pairs = pairs.only(keep)
    return Competition(catalogue, frozenset(at), pairs, alike[keep], nested_pairs(catalogue, pairs))
