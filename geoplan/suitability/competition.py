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
from geoplan.suitability.evidence import UNPLACED, Evidence, missing_evidence
from geoplan.suitability.scales import RIVAL_KM, RIVALS_FULL, linear_score
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_UNDESCRIBED = message("suitability.competition.undescribed")
_SHOWN = 3  # rivals named in a fact


@dataclass(frozen=True)
class Competition:
    """Parks like a site, whether they are candidates or not, so that ruling one out changes nobody's value.

    Each counts its similarity (weighted Jaccard of what plans give both, see `geoplan.analysis.similarity`) times its
    nearness (1 within 2 km, 0 at 10 km); the value is 1 less half their sum, at least 0. A site, its parts and what it
    is part of are no rivals. Like parks of the same county that are not placed open the lower bound.

    Attributes
    ----------
    catalogue : Catalogue
    candidates : list of str
    described : frozenset of str
        Sites that a plan gives something of their own.
    likeness : ndarray
        By pair, 0 to 1.
    perhaps : dict of float
        By candidate the summed likeness of parks somewhere in its county.
    """

    catalogue: Catalogue
    candidates: list[str]
    described: frozenset[str]
    pairs: DistancePairs
    likeness: np.ndarray
    perhaps: dict[str, float]

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances: (..., pairs) in km to (..., placed candidates)."""
        pressure = self.pairs.by_site(self.likeness * linear_score(km, *RIVAL_KM))
        return np.maximum(1.0 - pressure / RIVALS_FULL, 0.0)

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By placed and described candidate its values with all positions moved within their radius."""
        values = self.value(self.pairs.redrawn_km(draws, seed))
        return {s: v for s, v in zip(self.pairs.sites.ids, values.T, strict=True) if s in self.described}

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the likest parks near."""
        p = self.pairs
        value, low, high = (self.value(km) for km in (p.km, p.low_km, p.high_km))
        row = {site_id: i for i, site_id in enumerate(p.sites.ids)}
        for site_id in self.candidates:
            if site_id not in row or site_id not in self.described:
                yield missing_evidence(site_id, "competition", UNPLACED if site_id not in row else _UNDESCRIBED)
                continue
            i, perhaps = row[site_id], self.perhaps[site_id]
            pressure = self.likeness * linear_score(p.km, *RIVAL_KM)
            nearby = np.flatnonzero((p.site == i) & (pressure > 0))
            nearby = nearby[np.argsort(-pressure[nearby], kind="stable")][:_SHOWN]
            bottom = max(float(low[i]) - perhaps / RIVALS_FULL, 0.0)
            yield Evidence(site_id, "competition", float(value[i]), bottom, float(high[i]), self._fact(nearby, perhaps))

    def _fact(self, pairs: np.ndarray, perhaps: float) -> Text:
        p = self.pairs
        rivals = [
            message(
                "suitability.competition.rival",
                name=name_of(self.catalogue.sites, p.ends.ids[p.end[j]]),
                likeness=float(self.likeness[j]),
                km=float(p.km[j]),
            )
            for j in pairs
        ]
        fact = joined(rivals) if rivals else message("suitability.competition.none", km=RIVAL_KM[1])
        return message("suitability.competition.unplaced", fact=fact, likeness=perhaps) if perhaps else fact


def competition(catalogue: Catalogue, rows: pd.DataFrame, candidates: list[str]) -> Competition:
    """Compare the candidates with all parks, by the designations `rows` of the plans that count."""
    own = rows[rows["basis"].isin(OWN_BASES) & rows["site_id"].isin(parks(catalogue))]
    own = own.assign(weight=own["role"].map(ROLE_WEIGHTS))
    weights = own.groupby(["site_id", "industry_id"])["weight"].max().unstack(fill_value=0.0)
    likeness = weighted_jaccard(weights)
    at = {site_id: i for i, site_id in enumerate(weights.index)}
    family = {c: {c} | catalogue.ancestors(c) for c in weights.index}

    def like(a: str, b: str) -> float:
        if a not in at or b not in at or a in family[b] or b in family[a]:
            return 0.0
        return float(likeness[at[a], at[b]])

    pairs = distance_pairs(point_set(catalogue, candidates), point_set(catalogue, list(weights.index)), RIVAL_KM[1])
    alike = np.array([like(pairs.sites.ids[s], pairs.ends.ids[e]) for s, e in zip(pairs.site, pairs.end, strict=True)])
    keep = alike > 0
    drawn = set(pairs.ends.ids)
    county, level = catalogue.sites["adcode"].to_dict(), catalogue.regions["level"].to_dict()
    loose = [s for s in weights.index if s not in drawn and level[county[s]] == "county"]
    return Competition(
        catalogue,
        candidates,
        frozenset(at),
        pairs.only(keep),
        alike[keep],
        {c: sum(like(c, s) for s in loose if county[s] == county[c]) for c in candidates},
    )
