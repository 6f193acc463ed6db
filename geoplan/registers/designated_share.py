"""The share of enterprises in a park that are of the industry it is designated for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoplan.analysis.share_interval import score_interval
from geoplan.analysis.specialisation import TAIL
from geoplan.registers.pair_counts import Bounded, extremes


def designated_share(counts: Bounded) -> pd.DataFrame:
    """Compute shares with their intervals, and bounds by what is not known.

    Parameters
    ----------
    counts : Bounded
        Enterprises of each pair of a site and an industry.

    Returns
    -------
    DataFrame
        One row a pair: ``enterprises`` (of which it is known whether they are of the industry), ``matching``,
        ``unknown_industry``; ``share`` with ``share_low`` and ``share_high`` (90 %, see
        `geoplan.analysis.share_interval.score_interval`: how far chance alone may carry a share); ``share_worst`` and
        ``share_best``, the share if what may lie in the site or not, and enterprises of unknown industry, were all
        against it or for it. NaN where there is no enterprise.
    """
    drawn = counts.drawn
    low, high = score_interval(drawn.matching, drawn.known, TAIL)
    worst, best = extremes(counts)
    return pd.DataFrame(
        {
            "enterprises": drawn.known,
            "matching": drawn.matching,
            "unknown_industry": drawn.unknown,
            "share": ratio(drawn.matching, drawn.known),
            "share_low": low,
            "share_high": high,
            "share_worst": ratio(worst[0], worst[0] + worst[1]),
            "share_best": ratio(best[0], best[0] + best[1]),
        }
    )


def ratio(a: NDArray, b: NDArray) -> NDArray[np.float64]:
    """One number over another; NaN over nothing."""
    return np.divide(a, b, out=np.full(np.shape(a), np.nan), where=np.asarray(b) != 0)
