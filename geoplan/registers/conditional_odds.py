"""The odds ratio of tables of four, with its exact interval, fast where counts are large."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln

from geoplan.registers.polygon_edges import Ints

Floats = NDArray[np.float64]
_WIDEST = 60.0  # logarithm of an odds ratio that no table of less than 10^12 reaches


def conditional_odds(a: Ints, b: Ints, c: Ints, d: Ints, tail: float) -> tuple[Floats, Floats, Floats]:
    """Estimate (a / b) / (c / d) by conditional maximum likelihood, and bound it exactly.

    Given the sums of its rows and columns, a has Fisher's noncentral hypergeometric distribution, in which each number
    weighs as much as there are ways to it, times the odds ratio to its power. Source: J. Cornfield, *Proceedings of
    the Third Berkeley Symposium* 4 (1956) 135-148. The numbers are those of ``scipy.stats.contingency.odds_ratio``,
    which takes a minute for a table of a hundred thousand.

    Parameters
    ----------
    a, b, c, d : ndarray of int
        Of each table.
    tail : float
        Left out at either end.

    Returns
    -------
    ratio, low, high : ndarray of float
        NaN where there is no upper bound, and all three where a row or a column is empty.
    """
    found = np.full((3, len(a)), np.nan)
    for at, (one, n, m, t) in enumerate(zip(a, a + b, c + d, a + c, strict=True)):
        x = np.arange(max(0, t - m), min(n, t) + 1)
        if len(x) > 1:
            weight = -gammaln(x + 1) - gammaln(n - x + 1) - gammaln(t - x + 1) - gammaln(m - t + x + 1)
            found[:, at] = _solved(int(one), x, weight, tail)
    return found[0], found[1], found[2]


def _solved(a: int, x: Ints, weight: Floats, tail: float) -> tuple[float, float, float]:
    def shares(log_ratio: float) -> Floats:
        logs = weight + log_ratio * x
        share = np.exp(logs - logs.max())
        return share / share.sum()

    least, most = a == x[0], a == x[-1]
    upper, lower = x >= a, x <= a
    low = 0.0 if least else _root(lambda r: float(shares(r)[upper].sum()) - tail)
    high = np.nan if most else _root(lambda r: tail - float(shares(r)[lower].sum()))
    ratio = 0.0 if least else np.nan if most else _root(lambda r: float(shares(r) @ x) - a)
    return ratio, low, high


def _root(rising: Callable[[float], float]) -> float:
    return float(np.exp(brentq(rising, -_WIDEST, _WIDEST, xtol=1e-10)))
