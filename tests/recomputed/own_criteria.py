"""Criteria of a ranking that need no reading of a need: gateways and land.

The thresholds are those that the product publishes with each criterion.
"""

from __future__ import annotations

from math import log

from recomputed.own_distance import by_distance, destinations, united
from recomputed.raw_places import RawPlaces

GATEWAY_KM = {"airport": (10.0, 60.0), "station": (5.0, 40.0), "port": (10.0, 60.0)}
ROOM_KM2 = (10.0, 0.1)


def falling(x: float, full: float, none: float) -> float:
    return min(1.0, max(0.0, (none - x) / (none - full)))


def gateways(places: RawPlaces, site: str) -> float:
    """The mean over kinds of the worth of the nearest."""
    geometry, _ = united(places, site)
    ends = destinations(places)
    nearest = {kind: by_distance(geometry, [e for e in ends if e.kind == kind], site)[0] for kind in GATEWAY_KM}
    return sum(falling(nearest[kind].metres / 1000, *GATEWAY_KM[kind]) for kind in GATEWAY_KM) / len(GATEWAY_KM)


def room(places: RawPlaces, site: str) -> float | None:
    """Every doubling of the stated area is worth the same, from a tenth of a square kilometre to ten."""
    stated = places.raw.stated_m2().get(site)
    if stated is None:
        return None
    full, none = ROOM_KM2
    return min(1.0, max(0.0, log(stated / 1e6 / none) / log(full / none)))
