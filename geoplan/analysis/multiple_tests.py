"""One table of tests: p values corrected for their number."""

from __future__ import annotations

import numpy as np


def holm(p_values: np.ndarray) -> np.ndarray:
    """Correct p values so that of all tests one in twenty tables, not one in twenty tests, errs at 0.05.

    Source: S. Holm, *Scandinavian Journal of Statistics* 6 (1979) 65-70.

    Parameters
    ----------
    p_values : ndarray
        NaN where nothing was tested; such do not count.

    Returns
    -------
    ndarray
        Corrected p values, at most 1 and never in another order.
    """
    corrected = np.full(len(p_values), np.nan)
    tested = np.flatnonzero(~np.isnan(p_values))
    order = tested[np.argsort(p_values[tested], kind="stable")]
    factors = len(order) - np.arange(len(order))
    corrected[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return corrected
