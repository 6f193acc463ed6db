"""Research proximity: laboratories, institutes and universities of the needed field near a site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geoplan.analysis.proximity import FIELD_KINDS, DistancePairs, distance_pairs, point_set
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import Evidence
from geoplan.suitability.once_per_chain import Within, lies_in, nested_pairs, once_per_chain
from geoplan.suitability.relevance import industry_fields
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import KNOWLEDGE_FULL, KNOWLEDGE_KM, linear_score
from geoplan.suitability.uncertain_value import drawn_values, value_and_range
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_SHOWN = 4  # names in a fact


@dataclass(frozen=True, eq=False)
class ResearchProximity:
    """Laboratories, institutes, platforms and universities that the plans give the field of the need.

    Each counts 1 within 2 km, falling linearly to 0 at 20 km, and 1 where it lies in the site; the value is their sum
    over 3, at most 1. Of a whole and what lies in it one counts, see `geoplan.suitability.once_per_chain`. Those
    without a position count by where they may stand.

    Attributes
    ----------
    catalogue : Catalogue
    pairs : DistancePairs
        Candidates and what may be within reach of them or lies in them.
    inside : ndarray of bool
        By pair whether the end lies in the site.
    nested : list
        As from `geoplan.suitability.once_per_chain.nested_pairs`.
    cites : dict of tuple of str
        By place of knowledge a citation of its field.
    """

    catalogue: Catalogue
    pairs: DistancePairs
    inside: np.ndarray
    nested: Within
    cites: dict[str, tuple[str, str]]

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances: (..., pairs) in km to (..., candidates)."""
        counted = once_per_chain(self._worth(km), self.nested)
        return np.minimum(self.pairs.by_site(counted) / KNOWLEDGE_FULL, 1.0)

    def _worth(self, km: np.ndarray) -> np.ndarray:
        return np.where(self.inside, 1.0, linear_score(km, *KNOWLEDGE_KM))

    def redrawn(self, draws: int, seed: int) -> dict[str, np.ndarray]:
        """By candidate its values with all positions drawn from where they may be."""
        return dict(zip(self.pairs.sites.ids, drawn_values(self, draws, seed).T, strict=True))

    def evidence(self) -> Iterator[Evidence]:
        """One a candidate, with the nearest places that count and how far they are."""
        p = self.pairs
        known = once_per_chain(self._worth(p.km), self.nested)
        for i, (site_id, value, low, high) in enumerate(zip(p.sites.ids, *value_and_range(self), strict=True)):
            own = p.site == i
            near = np.flatnonzero(own & (known > 0))
            near = near[np.lexsort((p.km[near], ~self.inside[near]))]
            perhaps = int((own & ~p.drawn & ~self.inside).sum())
            shown = [self.cites[p.ends.ids[p.end[j]]] for j in near[:_SHOWN]]
            fact = self._fact(near, perhaps, bool(p.sites.drawn[i]))
            yield Evidence(site_id, "knowledge", float(value), float(low), float(high), fact, shown)

    def _fact(self, near: np.ndarray, perhaps: int, drawn: bool) -> Text:
        places = [self._place(j) for j in near[:_SHOWN]]
        fact = joined(places)
        if not drawn:
            lead = message("suitability.research_proximity.site_unplaced", n=perhaps, km=KNOWLEDGE_KM[1])
            return joined([*places, lead], "punctuation.semicolon")
        if not places:
            fact = message("suitability.research_proximity.none", km=KNOWLEDGE_KM[1])
        if len(near) > _SHOWN:
            fact = message("suitability.research_proximity.more", places=fact, rest=len(near) - _SHOWN)
        return message("suitability.research_proximity.unplaced", places=fact, n=perhaps) if perhaps else fact

    def _place(self, pair: int) -> Text:
        name = name_of(self.catalogue.sites, self.pairs.ends.ids[self.pairs.end[pair]])
        if self.inside[pair]:
            return message("suitability.research_proximity.part", name=name)
        return message("suitability.research_proximity.near", name=name, km=float(self.pairs.km[pair]))


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
    pairs = distance_pairs(point_set(catalogue, candidates), point_set(catalogue, ids))
    inside = lies_in(catalogue, pairs)
    keep = inside | (pairs.low_km < KNOWLEDGE_KM[1])
    pairs = pairs.only(keep)
    cites = {s: (str(cited.at[s, "plan_id"]), str(cited.at[s, "section"])) for s in ids}
    return ResearchProximity(catalogue, pairs, inside[keep], nested_pairs(catalogue, pairs), cites)
