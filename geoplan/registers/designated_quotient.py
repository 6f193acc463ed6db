"""Whether an industry is concentrated in the park that is designated for it: location quotients and an exact test."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.share_interval import exact_interval
from geoplan.analysis.specialisation import TAIL
from geoplan.registers.bounded_verdict import holm_verdict
from geoplan.registers.designated_share import ratio
from geoplan.registers.pair_counts import Bounded, PairCounts, extremes

CONCENTRATED: Final = "concentrated"


def designated_quotient(counts: Bounded, whole: PairCounts) -> pd.DataFrame:
    """Compare the share of an industry in a park with its share in the scope.

    LQ = (k / n) / (K / N), as in `geoplan.analysis.specialisation.location_quotient`: k of n enterprises of the park
    and K of N of the scope, park included, are of the industry. If industries were dealt to the enterprises of the
    scope at random, k would be hypergeometric, whatever the density of enterprises in the park: p is the probability
    of as many or more. Source: R. A. Fisher, *Statistical Methods for Research Workers*, 5th ed. (1934), § 21.02. All
    pairs are one table of tests, corrected by Holm's method, which holds however parks overlap and lie in one another.

    Enterprises of the scope outside of the park whose industry is not known are left out, as if the known ones spoke
    for them; those of the park are placed at their worst and best.

    Parameters
    ----------
    counts : Bounded
        Of each pair of a site and an industry.
    whole : PairCounts
        Of the scope, for the industry of each pair.

    Returns
    -------
    DataFrame
        One row a pair: ``quotient``, ``quotient_low``, ``quotient_high`` (90 %, by the exact interval of the park's
        share; the scope's is taken as it is), ``quotient_worst`` and ``quotient_best`` (see
        `geoplan.registers.designated_share`), ``p``, ``p_holm``, and ``concentration``: ``concentrated``,
        ``no evidence``, or ``unknown`` where the worst and the best counts do not agree.
    """
    drawn = counts.drawn
    low, high = exact_interval(drawn.matching, drawn.known, TAIL)
    of_whole = ratio(whole.matching, whole.known)
    p = concentration_p(drawn.matching, drawn.known, whole.matching, whole.known)
    quotients, p_values = [], []
    unknown = counts.possible.unknown
    for (matching, others), more in zip(extremes(counts), (0 * unknown, unknown), strict=True):
        n, all_matching, all_known = matching + others, whole.matching + more, whole.known + unknown
        quotients.append(ratio(ratio(matching, n), ratio(all_matching, all_known)))
        p_values.append(concentration_p(matching, n, all_matching, all_known))
    some = drawn.known > 0
    return pd.DataFrame(
        {
            "quotient": ratio(ratio(drawn.matching, drawn.known), of_whole),
            "quotient_low": np.where(some, ratio(low, of_whole), np.nan),
            "quotient_high": np.where(some, ratio(high, of_whole), np.nan),
            "quotient_worst": quotients[0],
            "quotient_best": quotients[1],
            "p": p,
            "p_holm": holm(p),
            "concentration": holm_verdict([p, *p_values], CONCENTRATED),
        }
    )


def concentration_p(k: NDArray, n: NDArray, of_industry: NDArray, of_all: NDArray) -> NDArray[np.float64]:
    """Probability of k or more of an industry among n enterprises drawn from all without heed of the industry.

    Returns
    -------
    ndarray of float
        1 where k is 0, of nothing too; NaN where the part is more than the whole.
    """
    from scipy.stats import hypergeom

    none = (np.asarray(k) == 0) & (np.asarray(n) <= of_all)
    return np.where(none, 1.0, hypergeom.sf(np.asarray(k) - 1, of_all, of_industry, n))
