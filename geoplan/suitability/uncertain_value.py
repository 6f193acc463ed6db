"""The value of a criterion of distance where some positions are not known, and its range."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from geoplan.analysis.position_error import DRAWS, SEED, interval
from geoplan.analysis.proximity import DistancePairs


class DistanceCriterion(Protocol):
    """Grades the distances of pairs."""

    @property
    def pairs(self) -> DistancePairs:
        """Sites and all that may be within reach of them."""

    def value(self, km: np.ndarray) -> np.ndarray:
        """Grade distances: (..., pairs) in km to (..., sites)."""


def drawn_values(criterion: DistanceCriterion, draws: int, seed: int) -> np.ndarray:
    """(draws, sites): the values with every position moved within its radius or scattered over its ground."""
    return criterion.value(criterion.pairs.redrawn_km(draws, seed))


def value_and_range(criterion: DistanceCriterion) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Grade each site by what is drawn; where it or what may be near has no position, by what is drawn at random.

    Returns
    -------
    value, low, high : ndarray
        By site. Of drawn positions the value as drawn, between all as near and all as far as their radii allow; else
        the mean of `DRAWS` draws and their 5-95 % range, always with the same seed. NaN without any pair to grade by.
    """
    pairs = criterion.pairs
    value = criterion.value(pairs.km)
    ends = np.stack([criterion.value(km) for km in (pairs.low_km, pairs.high_km)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    loose = ~pairs.sites.drawn | (pairs.by_site((~pairs.drawn).astype(float)) > 0)
    if loose.any():
        drawn = drawn_values(criterion, DRAWS, SEED)[:, loose]
        value[loose] = drawn.mean(axis=0)
        bottom, top = interval(drawn)
        # So skewed may the draws be that their mean lies outside.
        low[loose], high[loose] = np.fmin(bottom, value[loose]), np.fmax(top, value[loose])
    return value, low, high
