"""Ranking on fixed scales by two published methods: the weighted sum, and TOPSIS against fixed ideal points.

Methods: weighted sum, P. C. Fishburn, *Operations Research* 15 (1967) 537–542; TOPSIS, C.-L. Hwang & K. Yoon, *Multiple
Attribute Decision Making* (1981). The ideal is a row of ones and the anti-ideal a row of
zeros, and nothing is normalised: no score depends on who else is there.

A missing value counts 0.5, the middle of what it may be, and is drawn evenly from 0 to 1 for the ranges of ranks. That
no plan publishes a figure says nothing for or against a site: with 0 a site would lose to any other whose figure is
known, however small, and with 1 it would win; the middle is the mean of an even distribution, the one that assumes
nothing more than the bounds. ``missing`` names the criteria; ``score_low`` and ``score_high`` have them at 0 and at 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from geoplan.suitability.requirements import check_weights
from geoplan.suitability.scales import UNKNOWN

_DIGITS: Final = 9  # of a score; scores alike to so many digits share a rank
RANKING: Final = ["site_id", "rank", "score", "score_low", "score_high", "topsis", "topsis_rank", "missing"]


def shares(weights: Mapping[str, float], criteria: list[str]) -> np.ndarray:
    """Turn weights into shares that add to 1.

    Parameters
    ----------
    criteria : list of str
        The order wanted; a criterion without a weight has a share of 0.

    Returns
    -------
    ndarray
        One share a criterion.

    Raises
    ------
    RequirementsError
        A weight outside 0 to 100, or all of them 0.
    """
    check_weights(weights)
    ordered = np.array([float(weights.get(c, 0.0)) for c in criteria])
    check_weights(dict(zip(criteria, ordered, strict=True)))
    return ordered / ordered.sum()


def contributions(matrix: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Split each score into what every criterion contributes: share × value.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria, 0 to 1; NaN where missing.

    Returns
    -------
    DataFrame
        Tidy: ``site_id``, ``criterion``, ``share`` (of the weights, adds to 1 a site), ``value``, ``contribution``
        (adds to the score a site; of a missing value that of `UNKNOWN`).
    """
    part = shares(weights, list(matrix.columns))
    long = matrix.stack(future_stack=True).rename("value").rename_axis(["site_id", "criterion"]).reset_index()
    share = np.tile(part, len(matrix))
    long = long.assign(share=share, contribution=share * long["value"].fillna(UNKNOWN))
    return long[["site_id", "criterion", "share", "value", "contribution"]]


def scores(values: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Add up the weighted values; what is missing counts `UNKNOWN`.

    Parameters
    ----------
    values : ndarray
        (..., sites, criteria), 0 to 1 or NaN.
    part : ndarray
        (criteria,) or (..., 1, criteria) shares.

    Returns
    -------
    ndarray
        (..., sites) from 0 to 1.
    """
    return np.round((np.nan_to_num(values, nan=UNKNOWN) * part).sum(axis=-1), _DIGITS)


def ranks(score: np.ndarray) -> np.ndarray:
    """Rank scores, 1 for the greatest; equal ones share the better rank and the next is skipped (1, 2, 2, 4).

    Parameters
    ----------
    score : ndarray
        (..., sites), as from `scores`.

    Returns
    -------
    ndarray of int
        The same shape.
    """
    from scipy.stats import rankdata

    return rankdata(-score, method="min", axis=-1).astype(int)


def rank(
    matrix: pd.DataFrame,
    weights: Mapping[str, float],
    low: pd.DataFrame | None = None,
    high: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank sites by the weighted sum, with TOPSIS beside it.

    Parameters
    ----------
    matrix : DataFrame
        Sites × criteria on fixed scales from 0 to 1; NaN where missing.
    low, high : DataFrame, optional
        Bounds of the values, in the same shape; where left out, a known value is its own bound and a missing one
        lies between 0 and 1.

    Returns
    -------
    DataFrame
        `RANKING`, best first, equal scores by site id: ``score`` of the weighted sum from 0 to 1, ``score_low`` and
        ``score_high`` (every value at its bound, what is missing at 0 and at 1), ``topsis`` (closeness to the ideal, 0
        to 1) and its rank, ``missing`` (list of criteria with a weight and without a value).

    Raises
    ------
    ValueError
        A value outside 0 to 1; the site and the criterion are named.
    RequirementsError
        Weights that cannot weigh.
    """
    _require_graded(matrix)
    criteria = list(matrix.columns)
    part = shares(weights, criteria)
    if matrix.empty:
        return pd.DataFrame(columns=RANKING)
    bounds = [matrix.fillna(end) if frame is None else frame for frame, end in ((low, 0.0), (high, 1.0))]
    below, above = (frame.loc[matrix.index, criteria].to_numpy(dtype=float) for frame in bounds)
    values = matrix.to_numpy(dtype=float)
    score, closeness = scores(values, part), _topsis(values, part)
    weighed = [c for c, p in zip(criteria, part, strict=True) if p > 0]
    table = pd.DataFrame(
        {
            "site_id": matrix.index.to_numpy(dtype=object),
            "rank": ranks(score),
            "score": score,
            "score_low": scores(below, part),
            "score_high": scores(above, part),
            "topsis": closeness,
            "topsis_rank": ranks(closeness),
            "missing": [[c for c in weighed if gone[c]] for gone in matrix.isna().to_dict("records")],
        }
    )
    return table.sort_values(["rank", "site_id"], ignore_index=True)[RANKING]


def _topsis(values: np.ndarray, part: np.ndarray) -> np.ndarray:
    """How near the sites are to all ones and how far from all zeros, of the scales in their weights."""
    weighted = np.nan_to_num(values, nan=UNKNOWN) * part
    from_ideal, from_opposite = (np.linalg.norm(weighted - end, axis=1) for end in (part, 0.0))
    return np.round(from_opposite / (from_ideal + from_opposite), _DIGITS)


def _require_graded(matrix: pd.DataFrame) -> None:
    outside = (matrix < 0) | (matrix > 1)
    if outside.to_numpy().any():
        site, criterion = outside.stack().loc[lambda s: s].index[0]
        raise ValueError(
            f"matrix has {matrix.at[site, criterion]} for {criterion} of {site}; grade it from 0 to 1 and rerun"
        )
