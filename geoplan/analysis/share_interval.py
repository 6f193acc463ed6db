"""Intervals of a share, k of n."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def exact_interval(k: NDArray, n: NDArray, tail: float) -> tuple[Floats, Floats]:
    """Bound shares by the shares that would give as many or more, or as few or fewer, with probability `tail`.

    Source: C. J. Clopper and E. S. Pearson, *Biometrika* 26 (1934) 404-413.

    Parameters
    ----------
    k, n : ndarray of int
        Broadcast; of n counted, k are of the kind asked for.
    tail : float
        Left out at either end.

    Returns
    -------
    low, high : ndarray of float
        From 0 to 1; 0 and 1 where n is 0.
    """
    from scipy.stats import beta

    k, n = np.broadcast_arrays(k, n)
    low = np.where(k > 0, beta.ppf(tail, k, n - k + 1), 0.0)
    high = np.where(k < n, beta.ppf(1 - tail, k + 1, n - k), 1.0)
    return low, high


def score_interval(k: NDArray, n: NDArray, tail: float) -> tuple[Floats, Floats]:
    """Bound shares by those that the score test does not refuse, which is nearer to its level than the exact interval.

    Source: E. B. Wilson, *Journal of the American Statistical Association* 22 (1927) 209-212.

    Parameters
    ----------
    k, n : ndarray of int
        Of n counted, k are of the kind asked for.
    tail : float
        Left out at either end.

    Returns
    -------
    low, high : ndarray of float
        From 0 to 1; NaN where n is 0.
    """
    from scipy.special import ndtri

    z2 = ndtri(1 - tail) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (k + z2 / 2) / (n + z2)
        half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
