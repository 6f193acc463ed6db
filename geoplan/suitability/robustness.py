"""How far a rank moves when the weights are a little different, and when the positions are.

Weights are drawn from a Dirichlet distribution whose mean is the chosen shares (as in stochastic multicriteria
acceptability analysis: R. Lahdelma & P. Salminen, *Operations Research* 49, 2001, 444–454). With the concentration used
here a share of 30 % varies by some 6 points (one standard deviation); a weight of 0 stays 0. Positions are moved within
their radius by `geoplan.analysis.position_error` and every distance is measured again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.position_error import DRAWS, HIGH, LOW, SEED
from geoplan.suitability.criteria import Criteria
from geoplan.suitability.ranking import ranks, scores, shares

WEIGHT_DRAWS: Final = 500
CONCENTRATION: Final = 50.0  # the variance of a share w is w (1 − w) / 51
_SPANS: Final = ("best", "p05", "p95", "worst")


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


def position_draws(criteria: Criteria, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Grade the criteria of distance again with every position moved within its radius.

    Parameters
    ----------
    seed : int
        Of the run; a place moves the same way in every criterion.

    Returns
    -------
    ndarray
        (draws, sites, criteria), sites and criteria as in ``criteria.matrix``; NaN where missing.
    """
    values = np.repeat(criteria.matrix.to_numpy(dtype=float)[None], draws, axis=0)
    row = {site_id: i for i, site_id in enumerate(criteria.matrix.index)}
    for code, near in criteria.near.items():
        column = list(criteria.matrix.columns).index(code)
        for site_id, drawn in near.redrawn(draws, seed).items():
            values[:, row[site_id], column] = drawn
    return values


def rank_ranges(
    matrix: pd.DataFrame,
    weights: Mapping[str, float],
    moved: np.ndarray | None = None,
    draws: int = WEIGHT_DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Range the ranks under drawn weights, under drawn positions, and under both.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria, 0 to 1 or NaN.
    moved : ndarray, optional
        As from `position_draws`; without them positions are taken as drawn.
    draws : int
        Of the weights; the positions take turns with them.

    Returns
    -------
    DataFrame
        By ``site_id`` (index), for each of ``weights``, ``position`` and ``both``: ``_best``, ``_p05``, ``_p95``,
        ``_worst``, whole ranks. Best and worst are over all draws and the rank as chosen; the middle 90 % lie from
        ``_p05`` to ``_p95``.
    """
    part = shares(weights, list(matrix.columns))
    values = matrix.to_numpy(dtype=float)
    if moved is None or not len(moved):
        moved = values[None]
    around = weight_draws(part, draws, seed)
    # Ties are broken nowhere: the same rounding as the ranking itself.
    chosen = ranks(scores(values, part))
    by_weights = ranks(scores(values[None], around[:, None, :]))
    by_position = ranks(scores(moved, part))
    both = ranks(scores(moved[np.arange(draws) % len(moved)], around[:, None, :]))
    spans = {}
    for name, drawn in (("weights", by_weights), ("position", by_position), ("both", both)):
        everything = np.vstack([drawn, chosen[None]])
        low = np.percentile(drawn, LOW, axis=0, method="lower") if len(drawn) else chosen
        high = np.percentile(drawn, HIGH, axis=0, method="higher") if len(drawn) else chosen
        for span, rank in zip(_SPANS, (everything.min(axis=0), low, high, everything.max(axis=0)), strict=True):
            spans[f"{name}_{span}"] = rank.astype(int)
    return pd.DataFrame(spans, index=matrix.index)
