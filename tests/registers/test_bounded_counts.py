"""Worst and best are bounds: however what is not known turns out, p lies between them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact
from scipy.stats.contingency import odds_ratio

from geoplan.analysis.share_interval import exact_interval, score_interval
from geoplan.registers.bounded_verdict import holm_verdict
from geoplan.registers.conditional_odds import conditional_odds
from geoplan.registers.designated_quotient import concentration_p
from geoplan.registers.designated_trend import Foundings, _ring_p, _tables
from geoplan.registers.pair_counts import Bounded, PairCounts, extremes

few = st.integers(0, 3)


def one(*counts: int) -> PairCounts:
    return PairCounts(*(np.array([n]) for n in counts))


@given(few, few, few, few, few, st.integers(0, 20), st.integers(0, 20))
def test_wherever_the_site_stands_and_whatever_is_not_known_p_of_concentration_is_bounded(
    match: int, more_match: int, other: int, more_other: int, unknown: int, far_match: int, far_other: int
) -> None:
    certain, possible = one(match, other, 0), one(match + more_match, other + more_other, unknown)
    of_industry, of_all = (
        match + more_match + far_match,
        match + more_match + far_match + other + more_other + far_other,
    )
    worst, best = extremes(Bounded(certain, certain, possible))
    high = concentration_p(worst[0], worst[0] + worst[1], of_industry, of_all + unknown)[0]
    low = concentration_p(best[0], best[0] + best[1], of_industry + unknown, of_all + unknown)[0]
    for k, n, j, i in product(
        range(match, match + more_match + 1),
        range(other, other + more_other + 1),
        range(unknown + 1),
        range(unknown + 1),
    ):
        if i + j <= unknown:  # j of unknown industry turn out to be of it, i of another, the rest lies outside
            p = concentration_p(k + j, k + n + i + j, of_industry + j, of_all + i + j)
            assert low - 1e-9 <= p <= high + 1e-9


def test_where_nothing_is_there_is_no_evidence_and_a_part_beyond_its_whole_is_no_test() -> None:
    assert concentration_p(np.array([0, 0, 3]), np.array([0, 4, 3]), np.array([0, 0, 2]), np.array([0, 9, 9]))[
        :2
    ].tolist() == [1, 1]
    assert not concentration_p(np.array([3]), np.array([10]), np.array([3]), np.array([9]))[0] <= 0.05


@given(st.integers(0, 2**32 - 1))
def test_wherever_and_whenever_what_is_not_known_belongs_p_of_the_ring_is_bounded(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 24
    place = rng.choice(["certain", "possible", "ring"], n, p=[0.4, 0.2, 0.4])
    of_industry, when = rng.random(n) < 0.8, rng.choice(["before", "after", "undated"], n, p=[0.45, 0.45, 0.1])

    def counts(window: str, *places: str) -> PairCounts:
        there = (when == window) & np.isin(place, places)
        return one(int((there & of_industry).sum()), 0, int((there & ~of_industry).sum()))

    grounds = {
        w: Bounded(*[counts(w, "certain")] * 2, counts(w, "certain", "possible"))
        for w in ("before", "after", "undated")
    }
    near = {window: counts(window, "certain", "possible", "ring") for window in grounds}
    tables = _tables(Foundings(*grounds.values(), *near.values()))
    _, high, low = (_ring_p(table)[0] for table in tables)
    for _ in range(60):
        inside = (place == "certain") | ((place == "possible") & (rng.random(n) < 0.5))
        counted = of_industry | (rng.random(n) < 0.5)
        turned = np.where(when == "undated", rng.choice(["before", "after", "neither"], n), when)
        a, b, c, d = (
            int((counted & side & (turned == window)).sum())
            for side in (inside, ~inside)
            for window in ("after", "before")
        )
        assert low - 1e-9 <= fisher_exact([[a, b], [c, d]], "greater").pvalue <= high + 1e-9


def test_a_verdict_needs_the_three_to_agree_after_correction() -> None:
    p = np.array([0.001, 0.001, 0.5, 0.5, np.nan])
    worst = np.array([0.01, 0.2, 0.9, 0.9, np.nan])
    best = np.array([0.0001, 0.0001, 0.3, 0.001, np.nan])
    # The worst of the first, 0.01, is corrected by four tests to 0.04; the best of the fourth, 0.001, by two to 0.002.
    assert holm_verdict([p, worst, best]).tolist() == ["found", "unknown", "no evidence", "unknown", "unknown"]


@pytest.mark.parametrize(("k", "n"), [(0, 4), (1, 4), (4, 4), (37, 900)])
def test_intervals_are_those_of_scipy(k: int, n: int) -> None:
    for interval, method in ((score_interval, "wilson"), (exact_interval, "exact")):
        low, high = (float(bound) for bound in interval(np.array(k), np.array(n), 0.05))
        peer = binomtest(k, n).proportion_ci(0.90, method)
        assert (low, high) == pytest.approx((peer.low, peer.high), abs=1e-12)


@pytest.mark.parametrize("table", [(4, 0, 1, 5), (0, 4, 3, 2), (40, 45, 30, 33), (3, 9, 200, 150), (1, 1, 1, 1)])
def test_odds_ratios_are_those_of_scipy(table: tuple[int, ...]) -> None:
    found = [float(part[0]) for part in conditional_odds(*(np.array([n]) for n in table), 0.05)]
    peer = odds_ratio(np.reshape(table, (2, 2)), kind="conditional")
    wanted = np.array([peer.statistic, *peer.confidence_interval(0.90)])
    assert found == pytest.approx(np.where(np.isinf(wanted), np.nan, wanted), rel=1e-6, nan_ok=True)


def test_an_empty_row_has_no_odds_ratio() -> None:
    assert np.isnan(conditional_odds(*(np.array([n]) for n in (0, 0, 3, 4)), 0.05)).all()


def test_of_nothing_there_is_no_share() -> None:
    assert np.isnan(score_interval(np.array([0]), np.array([0]), 0.05)).all()
