"""Whether more enterprises of a designated industry were founded in a park since the plan than placebos would have."""

from __future__ import annotations

from math import ceil
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoplan.analysis.multiple_tests import holm
from geoplan.analysis.point_patterns import ALPHA, NO_EVIDENCE, UNKNOWN
from geoplan.analysis.specialisation import TAIL
from geoplan.registers.bounded_verdict import FOUND, bounded_verdict, holm_verdict
from geoplan.registers.conditional_odds import conditional_odds
from geoplan.registers.designated_quotient import concentration_p
from geoplan.registers.pair_counts import Bounded, Ints, PairCounts

ROSE: Final = "rose more than both"
FEWEST_YEARS: Final = 2  # full years since the plan, below which nothing is said
HALF: Final = 0.5  # added to the foundings of a park before and after, so that ratios of few can be ranked
FEWEST_FOUNDED: Final = 5  # in a placebo park in both windows: the ratio of fewer says nothing
FEWEST_PARKS: Final = ceil(1 / ALPHA) - 1  # placebo parks, below which no rank can reach the level

Table = tuple[Ints, Ints, Ints, Ints]  # the park after and before, around it after and before


class Foundings(NamedTuple):
    """Enterprises founded in pairs' windows of years, on the ground of sites and around it with it."""

    before: Bounded
    after: Bounded
    undated: Bounded
    around_before: PairCounts
    around_after: PairCounts
    around_undated: PairCounts


class Placebos(NamedTuple):
    """Foundings of the industry of each pair in other parks.

    Attributes
    ----------
    before, after : ndarray of int
        (pairs, parks).
    eligible : ndarray of bool
        (pairs, parks): a park that is not designated for the industry and shares no ground with the site.
    """

    before: Ints
    after: Ints
    eligible: NDArray[np.bool_]


def designated_trend(foundings: Foundings, placebos: Placebos) -> pd.DataFrame:
    """Compare foundings of an industry after and before a plan with two placebos.

    The ring around a site: if foundings of the industry had the same ratio of after to before within and around, the
    park's part of those after would be hypergeometric, given the sums; p is that of Fisher's exact test, one-sided,
    corrected over all pairs by Holm's method. Source: R. A. Fisher, *Statistical Methods for Research Workers*, 5th
    ed. (1934), § 21.02.

    Other parks: p is the rank of the site's ratio, (after + 0.5) / (before + 0.5), among those of parks that are not
    designated for the industry, (1 + as high or higher) / (1 + parks). Source: A. Abadie, A. Diamond and J.
    Hainmueller, *Journal of the American Statistical Association* 105 (2010) 493-505. It is not corrected: with m
    parks no p lies below 1 / (1 + m), and a corrected one could reach the level nowhere. It can only take from what
    the ring says, whose error rate stays.

    Parameters
    ----------
    foundings : Foundings
        Of the industry of each pair, in its own windows of years.
    placebos : Placebos
        Parks with fewer than five foundings of the industry in both windows together are left out.

    Returns
    -------
    DataFrame
        One row a pair: ``founded_before``, ``founded_after`` (of the industry, in the site), ``ring_before``,
        ``ring_after``; ``ring_ratio`` (the site's ratio over the ring's, by conditional maximum likelihood) with
        ``ring_ratio_low`` and ``ring_ratio_high`` (90 %, exact; NaN for what has no upper bound), ``ring_p``,
        ``ring_p_holm``; ``park_ratio`` (with 0.5 added), ``placebo_parks``, ``parks_p``; ``trend``: ``rose more than
        both``, ``no evidence``, or ``unknown`` where what is not known of positions, industries and years of founding
        could turn it over, or there are too few placebo parks.
    """
    after, before, ring_after, ring_before = _tables(foundings)[0]
    counted = {"founded_before": before, "founded_after": after, "ring_before": ring_before, "ring_after": ring_after}
    ratios = conditional_odds(after, before, ring_after, ring_before, TAIL)
    named = dict(zip(("ring_ratio", "ring_ratio_low", "ring_ratio_high"), ratios, strict=True))
    return pd.DataFrame({**counted, **named}).join(trend_tests(foundings, placebos))


def trend_tests(foundings: Foundings, placebos: Placebos) -> pd.DataFrame:
    """Test a trend against both placebos, see `designated_trend`, of whose columns these are those without intervals.

    Returns
    -------
    DataFrame
        ``ring_p``, ``ring_p_holm``, ``park_ratio``, ``placebo_parks``, ``parks_p``, ``trend``.
    """
    drawn, worst, best = _tables(foundings)
    rings = [_ring_p(table) for table in (drawn, worst, best)]
    ring = holm_verdict(rings)
    n_parks, *ranks = _ranks(placebos, [drawn, worst, best])
    parks = np.where(n_parks >= FEWEST_PARKS, bounded_verdict(ranks), UNKNOWN)
    both = np.stack([ring, parks])
    choices = [(both == FOUND).all(axis=0), (both == NO_EVIDENCE).any(axis=0)]
    return pd.DataFrame(
        {
            "ring_p": rings[0],
            "ring_p_holm": holm(rings[0]),
            "park_ratio": (drawn[0] + HALF) / (drawn[1] + HALF),
            "placebo_parks": n_parks,
            "parks_p": ranks[0],
            "trend": np.select(choices, [ROSE, NO_EVIDENCE], UNKNOWN).astype(object),
        }
    )


def _tables(of: Foundings) -> tuple[Table, Table, Table]:
    """What was founded as drawn; and with all that is not known placed where it speaks least, and most, for a rise.

    What may lie in the site or not, may be of the industry or not, and may be of either window or of none. Of what may
    be undated in the site as well as around it, it depends on the sums which would be worse: it is put in both.
    """
    before, after, undated = of.before, of.after, of.undated
    a, b = after.drawn.matching, before.drawn.matching
    drawn = a, b, np.maximum(of.around_after.matching - a, 0), np.maximum(of.around_before.matching - b, 0)
    undated_in = _may_match(undated.possible)
    undated_near = _may_match(of.around_undated) - _may_match(undated.certain)
    worst = (
        after.certain.matching,
        _may_match(before.possible) + undated_in,
        _may_match(of.around_after) - after.certain.matching + np.maximum(undated_near, 0),
        np.maximum(of.around_before.matching - before.possible.matching, 0),
    )
    best = (
        _may_match(after.possible) + undated_in,
        before.certain.matching,
        np.maximum(of.around_after.matching - after.possible.matching, 0),
        _may_match(of.around_before) - before.certain.matching + np.maximum(undated_near, 0),
    )
    return drawn, worst, best


def _may_match(counts: PairCounts) -> Ints:
    return counts.matching + counts.unknown


def _ring_p(table: Table) -> NDArray[np.float64]:
    after, before, ring_after, ring_before = table
    n, all_after = after + before, after + ring_after
    return concentration_p(after, n, all_after, n + ring_after + ring_before)


def _ranks(placebos: Placebos, tables: list[Table]) -> list[NDArray]:
    """How many placebo parks there are, and p by rank for each of the tables of the parks themselves."""
    chosen = placebos.eligible & (placebos.before + placebos.after >= FEWEST_FOUNDED)
    ratios = (placebos.after + HALF) / (placebos.before + HALF)
    n = chosen.sum(axis=1)
    own = [(after + HALF) / (before + HALF) for after, before, *_ in tables]
    higher = [(chosen & (ratios >= each[:, None])).sum(axis=1) for each in own]
    return [n, *((1 + each) / (1 + n) for each in higher)]
