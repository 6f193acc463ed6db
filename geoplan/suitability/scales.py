"""The criteria by code, and the fixed thresholds that turn a fact into a value from 0 to 1.

Nothing here looks at the candidates: a value says how a site stands against the threshold, so that no score moves
because another site joined or left (global instead of local scales [1]_). The thresholds are a convention of this
project, published here to be argued with.

References
----------
.. [1] V. Belton & T. Stewart, *Multiple Criteria Decision Analysis*, 2002, ch. 5.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geoplan.text.message import Text, message

# Strength: role × basis × fit; the weights of the roles are `geoplan.analysis.similarity.ROLE_WEIGHTS`.
BASIS_WEIGHTS: Final = {"stated": 1.0, "shared": 0.8, "name": 0.6, "inherited": 0.4}
UNNAMED: Final = 0.8  # a product is needed, and the plan names its industry without naming it
NARROWER: Final = 0.9  # the site is for a part of what is needed
BROADER: Final = 0.5  # for each step the plan's term lies above what is needed

PLANS_FULL: Final = 3  # plans, and levels of plans, that agree in full
TERMS_FULL: Final = 4  # related terms
FIRMS_FULL: Final = 3  # firms there
FIRM_IN_COUNTY: Final = 0.5  # a firm somewhere in the county counts this much of one at the site
KNOWLEDGE_FULL: Final = 3  # places of knowledge next door
KNOWLEDGE_KM: Final = (2.0, 20.0)  # full within, none beyond; across a city by car in half an hour
RIVAL_KM: Final = (2.0, 10.0)  # as `geoplan.analysis.similarity.WITHIN_KM`
RIVALS_FULL: Final = 2  # two parks next door for the very same terms leave nothing
GATEWAY_KM: Final = {"airport": (10.0, 60.0), "station": (5.0, 40.0), "port": (10.0, 60.0)}
GATEWAY_MINUTES: Final = {"airport": (15.0, 90.0), "station": (10.0, 60.0), "port": (15.0, 90.0)}
# Near, where no reach is given, in a straight line. Roads are some 1.3 times as long: at 50 km/h 30 km are three
# quarters of an hour, which freight and travellers make to a port or an airport several times a day; 15 km are under
# half an hour; 10 km a quarter of an hour, the reach of shared suppliers and staff, and of rivals (`RIVAL_KM`).
NEAR_KM: Final = {
    **{"airport": 30.0, "port": 30.0, "station": 15.0},
    **{"university": 10.0, "firm": 10.0, "county": 10.0},
}
ROOM_KM2: Final = (10.0, 0.1)  # full, none

UNKNOWN: Final = 0.5  # what is not published counts this: the middle of 0 to 1, see `geoplan.suitability.ranking`

# What the plans say of a site (strength, agreement, related) weighs twice as much as where it is.
DEFAULT_WEIGHTS: Final = {
    **{"strength": 45.0, "agreement": 15.0, "related": 10.0},
    **{"knowledge": 10.0, "gateways": 10.0, "competition": 5.0, "room": 5.0},
}
# The thresholds a meaning names.
_NAMED: Final[dict[str, dict[str, float]]] = {
    "agreement": {"full": PLANS_FULL},
    "related": {"terms": TERMS_FULL, "firms": FIRMS_FULL, "in_county": FIRM_IN_COUNTY},
    "knowledge": {"near_km": KNOWLEDGE_KM[0], "far_km": KNOWLEDGE_KM[1], "full": KNOWLEDGE_FULL},
    "competition": {"near_km": RIVAL_KM[0], "far_km": RIVAL_KM[1], "full": RIVALS_FULL},
    "room": {"full_km2": ROOM_KM2[0], "none_km2": ROOM_KM2[1]},
}


class Criterion(NamedTuple):
    """What is weighed: its title, and its meaning with the thresholds."""

    title: Text
    meaning: Text


CRITERIA: Final = {
    code: Criterion(
        message(f"suitability.scales.titles.{code}"),
        message(f"suitability.scales.meanings.{code}", **_NAMED.get(code, {})),
    )
    for code in DEFAULT_WEIGHTS
}


def linear_score(x: ArrayLike, full: float, none: float) -> np.ndarray:
    """Grade linearly between the threshold of full worth and that of none.

    Parameters
    ----------
    full, none : float
        Where the value is 1 and where it is 0; either may be the greater.

    Returns
    -------
    ndarray
        From 0 to 1; NaN stays NaN.
    """
    return np.clip((none - np.asarray(x, dtype=float)) / (none - full), 0.0, 1.0)


def log_score(x: ArrayLike, full: float, none: float) -> np.ndarray:
    """Grade as `linear_score`, on the logarithm: every doubling is worth the same.

    Parameters
    ----------
    x : array-like
        Facts above 0, in the unit of the thresholds.

    Returns
    -------
    ndarray
        From 0 to 1; NaN stays NaN.
    """
    return linear_score(np.log(np.asarray(x, dtype=float)), np.log(full), np.log(none))
