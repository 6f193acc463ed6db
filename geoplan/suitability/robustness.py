"""How far a rank moves when weights, positions, and what the plans leave open are a little different.

Weights are drawn from a Dirichlet distribution whose mean is the chosen shares (as in stochastic multicriteria
acceptability analysis: R. Lahdelma & P. Salminen, *Operations Research* 49, 2001, 444–454). With the concentration used
here a share of 30 % varies by some 6 points (one standard deviation); a weight of 0 stays 0. Positions are moved within
their radius, and scattered where they are not known, by `geoplan.analysis`, and every distance is measured again. What
the plans leave open, how closely a designation matches, firms of an unknown county, a figure that is not published, is
drawn evenly between its bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from geoplan.analysis.position_error import DRAWS, HIGH, LOW, SEED
from geoplan.suitability.criteria import Criteria
from geoplan.suitability.ranking import ranks, scores, shares

WEIGHT_DRAWS: Final = 500
CONCENTRATION: Final = 50.0  # the variance of a share w is w (1 − w) / 51
SPANS: Final = ("best", "p05", "p95", "worst")
SOURCES: Final = ("weights", "position", "data", "rank")  # what is drawn; the last one is all of it


def weight_draws(part: np.ndarray, draws: int = WEIGHT_DRAWS, seed: int = SEED) -> np.ndarray:
    """Draw shares around the chosen ones.

    Parameters
    ----------
    part : ndarray
        (criteria,) shares that add to 1.

    Returns
    -------
    ndarray
        (draws, criteria); each row adds to 1.
    """
    drawn = np.zeros((draws, len(part)))
    weighed = part > 0
    drawn[:, weighed] = np.random.default_rng([seed, 0]).dirichlet(CONCENTRATION * part[weighed], draws)
    return drawn


class ValueDraws(NamedTuple):
    """Values of the criteria drawn at random, (draws, sites, criteria) each, NaN where missing.

    Attributes
    ----------
    position : ndarray
        With every position drawn.
    data : ndarray
        With what the plans leave open drawn.
    both : ndarray
    """

    position: np.ndarray
    data: np.ndarray
    both: np.ndarray

    def of(self, sites: np.ndarray) -> ValueDraws:
        """Those of some sites."""
        return ValueDraws(*(each[:, sites] for each in self))


def value_draws(criteria: Criteria, draws: int = DRAWS, seed: int = SEED) -> ValueDraws:
    """Grade the criteria of distance again with every position drawn, and draw the others between their bounds.

    Parameters
    ----------
    seed : int
        Of the run; a place moves the same way in every criterion.
    """
    matrix = criteria.matrix
    values = np.repeat(matrix.to_numpy(dtype=float)[None], draws, axis=0)
    position, data, both = values.copy(), values.copy(), values.copy()
    low, high = criteria.low.to_numpy(dtype=float), criteria.high.to_numpy(dtype=float)
    for column, code in enumerate(matrix.columns):
        near = criteria.near[code].redrawn(draws, seed) if code in criteria.near else {}
        for row, site_id in enumerate(matrix.index):
            if site_id in near:
                position[:, row, column] = both[:, row, column] = near[site_id]
            elif low[row, column] < high[row, column]:
                share = np.random.default_rng([seed, crc32(f"{site_id} {code}".encode())]).random(draws)
                between = low[row, column] + share * (high[row, column] - low[row, column])
                data[:, row, column] = both[:, row, column] = between
    return ValueDraws(position, data, both)


def rank_ranges(
    matrix: pd.DataFrame,
    weights: Mapping[str, float],
    drawn: ValueDraws | None = None,
    draws: int = WEIGHT_DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Range the ranks under drawn weights, under drawn positions, under drawn data, and under all of them.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria, 0 to 1 or NaN.
    drawn : ValueDraws, optional
        Of these sites, as from `value_draws`; without them values are taken as they are.
    draws : int
        Of the weights; the values take turns with them.

    Returns
    -------
    DataFrame
        By ``site_id`` (index), for each of `SOURCES`: ``_best``, ``_p05``, ``_p95``, ``_worst``, whole ranks. Best and
        worst are over all draws and the rank as chosen; the middle 90 % lie from ``_p05`` to ``_p95``.
    """
    part = shares(weights, list(matrix.columns))
    values = matrix.to_numpy(dtype=float)
    if drawn is None or not len(drawn.both):
        drawn = ValueDraws(values[None], values[None], values[None])
    around = weight_draws(part, draws, seed)
    # Ties are broken nowhere: the same rounding as the ranking itself.
    chosen = ranks(scores(values, part))
    by_source = {
        "weights": ranks(scores(values[None], around[:, None, :])),
        "position": ranks(scores(drawn.position, part)),
        "data": ranks(scores(drawn.data, part)),
        "rank": ranks(scores(drawn.both[np.arange(draws) % len(drawn.both)], around[:, None, :])),
    }
    spans = {}
    for source in SOURCES:
        each = by_source[source]
        everything = np.vstack([each, chosen[None]])
        low = np.percentile(each, LOW, axis=0, method="lower") if len(each) else chosen
        high = np.percentile(each, HIGH, axis=0, method="higher") if len(each) else chosen
        for span, rank in zip(SPANS, (everything.min(axis=0), low, high, everything.max(axis=0)), strict=True):
            spans[f"{source}_{span}"] = rank.astype(int)
    return pd.DataFrame(spans, index=matrix.index)
