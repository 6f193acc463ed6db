"""The criteria by name, and the fixed thresholds that turn a fact into a value from 0 to 1.

Nothing here looks at the candidates: a value says how a site stands against the threshold, so that no score moves
because another site joined or left (Belton & Stewart, *Multiple Criteria Decision Analysis*, 2002, ch. 5: global
instead of local scales). The thresholds are a convention of this project, published here to be argued with.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geoplan.analysis.similarity import ROLE_WEIGHTS


class Criterion(NamedTuple):
    """What is weighed, in both languages, and the weight (0 to 100) it has until someone chooses another."""

    zh: str
    en: str
    meaning_zh: str
    meaning_en: str
    weight: float


CRITERIA: Final = {
    "strength": Criterion(
        "指定强度",
        "Strength of designation",
        "规划把所需产业给予此处的力度：角色 × 依据 × 产业相合程度，所需各产业取平均",
        "How strongly the plans give the site the needed industries: role × basis × fit, averaged over the industries",
        40,
    ),
    "agreement": Criterion(
        "规划一致",
        "Agreement of plans",
        "就此处本身这样说的规划有几部、几级：部数与级数各满三为足",
        "How many plans, and of how many levels, say so of the site itself; three of each are full",
        15,
    ),
    "related": Criterion(
        "相关产业与企业",
        "Related industries and firms",
        "同领域的其他产业（四项为足）与规划点名的企业（三家为足，同县区折半）",
        "Other industries of the field (four are full) and firms the plans name (three are full, same county by half)",
        10,
    ),
    "knowledge": Criterion(
        "科研力量",
        "Knowledge near",
        "同领域的实验室、院所、平台、高校：2 公里内计 1，20 公里外计 0，三处为足",
        "Laboratories, institutes, platforms, universities of the field: 1 within 2 km, 0 beyond 20 km; three are full",
        10,
    ),
    "gateways": Criterion(
        "交通枢纽",
        "Gateways near",
        "到最近机场、火车站、港口的距离（公里；有路网时为分钟），各类取平均",
        "Distance to the nearest airport, station and port (km; minutes where streets are loaded), averaged",
        10,
    ),
    "competition": Criterion(
        "同类竞争少",
        "Little competition",
        "附近相似园区越少越好：2 公里内计足，10 公里外不计；相似度之和满 2 为零分",
        "The fewer like parks near the better: full within 2 km, none beyond 10 km; similarities that sum to 2 leave 0",
        5,
    ),
    "certainty": Criterion(
        "位置把握",
        "Certainty of position",
        "半径 250 米内为足，3 公里为零，乘以置信度与定位方法；仅知县区为零",
        "Full within a radius of 250 m, none at 3 km, times confidence and method; 0 where only the county is known",
        5,
    ),
    "room": Criterion(
        "用地规模",
        "Room",
        "规划写明的用地面积：0.1 平方公里为零，10 平方公里为足，按对数",
        "The land area the plans state: none at 0.1 km², full at 10 km², by its logarithm",
        5,
    ),
}
# Where the position is not known, three criteria are missing and count 0. What the plans say of a site weighs more than
# these together, so that for want of a position a park does not lose to one the plans hardly name.
DEFAULT_WEIGHTS: Final = {code: criterion.weight for code, criterion in CRITERIA.items()}

# Strength: role × basis × fit. Roles as everywhere (lead 1, layout 0.75, supporting 0.5, new 0.25).
ROLES: Final = ROLE_WEIGHTS
BASES: Final = {"stated": 1.0, "shared": 0.8, "name": 0.6, "inherited": 0.4}
NARROWER: Final = 0.9  # the site is for a part of what is needed
BROADER: Final = 0.5  # for each step the plan's term lies above what is needed

PLANS_FULL: Final = 3  # plans, and levels of plans, that agree in full
TERMS_FULL: Final = 4  # related terms
FIRMS_FULL: Final = 3.0  # firms there
FIRM_IN_COUNTY: Final = 0.5  # a firm somewhere in the county counts this much of one at the site
KNOWLEDGE_FULL: Final = 3.0  # places of knowledge next door
KNOWLEDGE_KM: Final = (2.0, 20.0)  # full within, none beyond; across a city by car in half an hour
RIVAL_KM: Final = (2.0, 10.0)  # as `geoplan.analysis.similarity.WITHIN_KM`
RIVALS_FULL: Final = 2.0  # two parks next door for the very same terms leave nothing
GATEWAY_KM: Final = {"airport": (10.0, 60.0), "station": (5.0, 40.0), "port": (10.0, 60.0)}
GATEWAY_MINUTES: Final = {"airport": (15.0, 90.0), "station": (10.0, 60.0), "port": (15.0, 90.0)}
RADIUS_M: Final = (250.0, 3000.0)
CONFIDENCE: Final = {"high": 1.0, "medium": 0.8, "low": 0.5}
METHOD: Final = {
    **{"surveyed": 1.0, "digitised": 1.0, "poi_hull": 0.9, "point": 0.8, "area_schematic": 0.7, "county": 0.0}
}
ROOM_KM2: Final = (10.0, 0.1)  # full, none


def linear_score(x: ArrayLike, full: float, none: float) -> np.ndarray:
    """Grade linearly between the threshold of full worth and that of none.

    Parameters
    ----------
    x : array-like
        Facts, in the unit of the thresholds.
    full, none : float
        Where the value is 1 and where it is 0; either may be the greater.

    Returns
    -------
    ndarray
        From 0 to 1; NaN stays NaN.
    """
    return np.clip((none - np.asarray(x, dtype=float)) / (none - full), 0.0, 1.0)


def log_score(x: ArrayLike, full: float, none: float) -> np.ndarray:
    """Grade as `between`, on the logarithm: every doubling is worth the same.

    Parameters
    ----------
    x : array-like
        Facts above 0, in the unit of the thresholds.
    full, none : float
        As in `between`.

    Returns
    -------
    ndarray
        From 0 to 1; NaN stays NaN.
    """
    return linear_score(np.log(np.asarray(x, dtype=float)), np.log(full), np.log(none))
