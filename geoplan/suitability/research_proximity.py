"""Research proximity: laboratories, institutes and universities of the needed field near a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoplan.analysis.proximity import FIELD_KINDS, DistancePairs, distance_pairs, point_set
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import UNPLACED, Evidence, missing_evidence
from geoplan.suitability.relevance import industry_fields
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import KNOWLEDGE_FULL, KNOWLEDGE_KM, linear_score
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_SHOWN = 4  # names in a fact


@dataclass(frozen=True)
class ResearchProximity:
    """Laboratories, institutes, platforms and universities that the plans give the field of the need.

    Each counts 1 within 2 km, falling linearly to 0 at 20 km, and 1 where it is part of the site; the value is their
    sum over 3, at most 1. Those of the same county that are not placed open the upper bound; those known by city or
    province alone count neither way.

    Attributes
    ----------
    catalogue : Catalogue
    candidates : list of str
    pairs : DistancePairs
        Placed candidates and placed knowledge, but for what is part of the site.
    within : dict of list of str
        By candidate what is part of it.
    perhaps : dict of int
        By candidate how many more stand somewhere in its county.
    cites : dict of tuple of str
        By place of knowledge a citation of its field.
    """

    catalogue: Catalogue
    candidates: list[str]
    pairs: DistancePairs
    within: dict[str, list[str]]
    perhaps: dict[str, int]
    cites: dict[str, tuple[str, str]]

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances: (..., pairs) in km to (..., placed candidates)."""
        inside = np.array([len(self.within[s]) for s in self.pairs.sites.ids], dtype=float)
        near = self.pairs.by_site(linear_score(km, *KNOWLEDGE_KM))
        return np.minimum((near + inside) / KNOWLEDGE_FULL, 1.0)

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By placed candidate its values with all positions moved within their radius."""
        values = self.value(self.pairs.redrawn_km(draws, seed))
        return dict(zip(self.pairs.sites.ids, values.T, strict=True))

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the nearest places and how far they are."""
        p = self.pairs
        value, low, high = (self.value(km) for km in (p.km, p.high_km, p.low_km))
        row = {site_id: i for i, site_id in enumerate(p.sites.ids)}
        for site_id in self.candidates:
            if site_id not in row:
                yield missing_evidence(site_id, "knowledge", UNPLACED)
                continue
            i, inside, perhaps = row[site_id], self.within[site_id], self.perhaps[site_id]
            nearby = np.flatnonzero((p.site == i) & (p.km < KNOWLEDGE_KM[1]))
            nearby = nearby[np.argsort(p.km[nearby], kind="stable")]
            near = [(str(p.ends.ids[p.end[j]]), float(p.km[j])) for j in nearby]
            top = min(float(high[i]) + perhaps / KNOWLEDGE_FULL, 1.0)
            citations = [self.cites[s] for s in [*inside, *(s for s, _ in near)][:_SHOWN]]
            fact = self._fact(inside, near, perhaps)
            yield Evidence(site_id, "knowledge", float(value[i]), float(low[i]), top, fact, citations)

    def _fact(self, inside: list[str], near: list[tuple[str, float]], perhaps: int) -> Text:
        sites = self.catalogue.sites
        places = [message("suitability.research_proximity.part", name=name_of(sites, s)) for s in inside]
        places += [
            message("suitability.research_proximity.near", name=name_of(sites, s), km=float(km)) for s, km in near
        ]
        fact = joined(places[:_SHOWN])
        if not places:
            fact = message("suitability.research_proximity.none", km=KNOWLEDGE_KM[1])
        if len(places) > _SHOWN:
            fact = message("suitability.research_proximity.more", places=fact, rest=len(places) - _SHOWN)
        return message("suitability.research_proximity.unplaced", places=fact, n=perhaps) if perhaps else fact


def research_proximity(
    catalogue: Catalogue, need: Requirements, rows: pd.DataFrame, candidates: list[str]
) -> ResearchProximity:
    """Gather what has research in a need's fields around the candidates; `rows` are the designations that count."""
    field = industry_fields(catalogue)
    needed = {field[i] for i in need.industries}
    cited = rows[rows["industry_id"].map(field).isin(needed) & (rows["basis"] != "inherited")]
    cited = cited.drop_duplicates("site_id").set_index("site_id")
    kinds = catalogue.sites["kind"]
    ids = [s for s in kinds.index[kinds.isin(FIELD_KINDS)] if s in cited.index]
    belongs = {s: catalogue.ancestors(s) for s in ids}
    pairs = distance_pairs(point_set(catalogue, candidates), point_set(catalogue, ids), KNOWLEDGE_KM[1])
    part = [pairs.sites.ids[s] in belongs[pairs.ends.ids[e]] for s, e in zip(pairs.site, pairs.end, strict=True)]
    drawn = set(pairs.ends.ids)
    county, level = catalogue.sites["adcode"].to_dict(), catalogue.regions["level"].to_dict()
    loose = [s for s in ids if s not in drawn and level[county[s]] == "county"]
    return ResearchProximity(
        catalogue,
        candidates,
        pairs.only(~np.array(part, dtype=bool)),
        {c: [s for s in ids if c in belongs[s]] for c in candidates},
        {c: sum(county[s] == county[c] and c not in belongs[s] for s in loose) for c in candidates},
        {s: (str(cited.at[s, "plan_id"]), str(cited.at[s, "section"])) for s in ids},
    )
