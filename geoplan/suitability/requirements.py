"""The requirements of an enterprise: conditions that must hold, and the weight of each criterion."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from geoplan.analysis.measures import PARK_KINDS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError
from geoplan.suitability.nearness import Nearness, check_nearness, known_names
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.text.message import joined, message
from geoplan.vocabulary import GATEWAY_KINDS, KINDS, STATUSES

# What a site may be ruled out for, if one wants to.
EXCLUSIONS: Final = {
    code: message(f"suitability.requirements.exclusions.{code}")
    for code in ("name_only", "inherited_only", "unplaced", "area_unstated")
}
MOST: Final = 100.0  # the greatest weight


@dataclass(frozen=True)
class Requirements:
    """What an enterprise needs. All but weights and kinds of gateway are conditions: a site that fails one is out.

    Attributes
    ----------
    industries : tuple of str
        Industry ids; a site for any of them is a candidate, the strength averages over all of them.
    words : tuple of str
        The products meant, as people write them: a designation that names one fits more than one of its industry.
        Empty: the industries themselves.
    regions : tuple of str
        Adcodes; a city stands for its counties. Empty: anywhere.
    min_area_km2 : float
        A site whose stated land area is smaller is out, km²; of one without a stated area it is not known, see
        `geoplan.suitability.conditions`, and ``exclude`` may rule it out.
    min_floor_m2 : float
        Likewise of the stated floor area, m².
    near : tuple of Nearness
        What the site should lie near; one that is certainly farther is out.
    kinds, statuses : tuple of str
        Codes of `geoplan.vocabulary`; kinds only such as take in enterprises (`PARK_KINDS`). Empty: any.
    plans : tuple of str
        The plans to heed; empty: all.
    without : tuple of str
        Site ids ruled out by hand.
    weights : mapping of str to float
        Keys of `CRITERIA`, from 0 to 100; what is left out weighs nothing.
    gateway_kinds : tuple of str
        Keys of `GATEWAY_KINDS` that count, at least one.

    Raises
    ------
    RequirementsError
        An unknown code, a weight outside 0 to 100, weights that are all 0, no kind of gateway, an area below 0, or a
        reach that is not above 0.
    """

    industries: tuple[str, ...]
    regions: tuple[str, ...] = ()
    min_area_km2: float = 0.0
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS), hash=False)
    gateway_kinds: tuple[str, ...] = tuple(GATEWAY_KINDS)
    words: tuple[str, ...] = ()
    near: tuple[Nearness, ...] = ()
    min_floor_m2: float = 0.0

    def __post_init__(self) -> None:
        allowed = {
            "kinds": PARK_KINDS,
            "statuses": STATUSES,
            "exclude": EXCLUSIONS,
            "gateway_kinds": GATEWAY_KINDS,
            "weights": CRITERIA,
        }
        for name, codes in allowed.items():
            check_requirements(name, getattr(self, name), codes)
        for name in ("min_area_km2", "min_floor_m2"):
            least = getattr(self, name)
            if not (math.isfinite(least) and least >= 0):
                raise RequirementsError("suitability.requirements.min_area", argument=name, least=least)
        check_nearness(self.near)
        if not self.gateway_kinds:
            raise RequirementsError("suitability.requirements.no_gateway_kind")
        check_weights(self.weights)
        object.__setattr__(self, "weights", dict(self.weights))  # the caller's may change later

    def check(self, catalogue: Catalogue) -> None:
        """Refuse ids that the catalogue does not know.

        Raises
        ------
        RequirementsError
            An unknown industry, region, plan or site.
        """
        check_requirements("industries", self.industries, catalogue.industries.index)
        check_requirements("regions", self.regions, catalogue.regions.index)
        check_requirements("plans", self.plans, catalogue.plans.index)
        check_requirements("without", self.without, catalogue.sites.index)
        for near in self.near:
            check_requirements("near", [near.name] if near.name else [], known_names(catalogue, near.kind))


def check_weights(weights: Mapping[str, float]) -> None:
    """Refuse weights by criterion outside 0 to 100, and weights that are all 0 (RequirementsError)."""
    for code, weight in weights.items():
        if not 0 <= weight <= MOST:  # NaN too fails this
            raise RequirementsError("suitability.requirements.weight_range", code=code, weight=weight, most=MOST)
    if not any(weights.values()):
        raise RequirementsError("suitability.requirements.no_weight")


def check_requirements(argument: str, codes: Iterable[str], known: Collection[str]) -> None:
    """Refuse codes that are not known.

    Raises
    ------
    RequirementsError
        Naming the unknown codes and, of a short list, the known ones.
    """
    unknown = sorted(set(codes) - set(known))
    if not unknown:
        return
    values = {"argument": argument, "codes": joined(unknown)}
    if len(known) > len(KINDS):
        raise RequirementsError("suitability.requirements.unknown_id", **values)
    raise RequirementsError("suitability.requirements.unknown_code", known=", ".join(known), **values)
