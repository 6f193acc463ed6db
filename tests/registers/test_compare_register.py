"""Designated against real: on a register of 57 rows every figure is that of the arithmetic in the comments."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, fisher_exact

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.compare_register import RegisterComparison, compare_register, full_year
from geoplan.registers.enterprise_stock import yearly_counts
from geoplan.registers.run_in_process import count_frame
from registers.hand_register import SCOPE, plan_of, rows, two_parks, with_parks


def compared(register: pd.DataFrame, catalogue: Catalogue, **options: object) -> RegisterComparison:
    plan = plan_of(catalogue)
    return compare_register(count_frame(register, plan), plan, catalogue, SCOPE, **options)


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> RegisterComparison:
    return compared(rows(), two_parks(catalogue))


@pytest.fixture(scope="module")
def alpha(found: RegisterComparison) -> pd.Series:
    return found.table.set_index("site_id").loc["alpha"]


def test_what_exists_is_what_was_founded_less_what_was_closed(found: RegisterComparison, alpha: pd.Series) -> None:
    # The last founding is of 2023, so 2022 is the last full year. Of the ten rows in alpha one closed in 2016 and one
    # was founded in 2023; one has no industry. Six of 3973 are left, one of them of unknown founding, and one other.
    assert found.year == 2022
    assert (alpha["matching"], alpha["enterprises"], alpha["unknown_industry"]) == (6, 7, 1)
    assert found.enterprises == 57 - 3


def test_a_share_is_bounded_by_chance_and_by_what_is_not_known(alpha: pd.Series) -> None:
    assert alpha["share"] == pytest.approx(6 / 7)
    peer = binomtest(6, 7).proportion_ci(0.90, "wilson")
    assert (alpha["share_low"], alpha["share_high"]) == pytest.approx((peer.low, peer.high))
    # z² = 2.7055: (6 + 1.3528 ± √(2.7055 (6·1/7 + 0.6764))) / 9.7055 = (7.3528 ± 2.0369) / 9.7055
    assert (alpha["share_low"], alpha["share_high"]) == pytest.approx((0.5477, 0.9675), abs=1e-4)
    assert (alpha["share_worst"], alpha["share_best"]) == pytest.approx((6 / 8, 7 / 8))


def test_a_quotient_compares_with_the_whole_scope_and_its_test_is_exact(alpha: pd.Series) -> None:
    # In the scope 6 + 6 + 5 + 1 = 18 are of 3973 and 1 + 1 + 32 = 34 of 6513; that of 39 may be of either.
    assert alpha["quotient"] == pytest.approx((6 / 7) / (18 / 52))
    low, high = (alpha[name] * 18 / 52 for name in ("quotient_low", "quotient_high"))
    assert 7 * low**6 * (1 - low) + low**7 == pytest.approx(0.05)  # six or more of seven
    assert high**7 == pytest.approx(0.95)  # not all seven
    p = (comb(18, 6) * comb(34, 1) + comb(18, 7)) / comb(52, 7)  # 663,000 / 133,784,560
    assert alpha["p"] == pytest.approx(p)
    assert p == pytest.approx(0.004956, abs=1e-6)
    assert fisher_exact([[6, 1], [12, 33]], "greater").pvalue == pytest.approx(p)
    assert alpha["p_holm"] == pytest.approx(2 * p)  # beta is the other test
    # At worst the one of unknown industry is another: 2 (18,564·595 + 31,824·35 + 43,758) / 886,322,710 = 0.0275
    assert alpha["quotient_worst"] == pytest.approx((6 / 8) / (18 / 53))
    assert alpha["quotient_best"] == pytest.approx((7 / 8) / (19 / 53))
    assert alpha["concentration"] == "concentrated"


def test_an_industry_that_a_park_lacks_is_no_evidence(found: RegisterComparison) -> None:
    beta = found.table.set_index("site_id").loc["beta"]
    assert (beta["matching"], beta["enterprises"], beta["share"], beta["p"]) == (0, 5, 0, 1)
    assert np.isnan(beta["quotient"])  # nobody in the scope is of it
    assert (beta["concentration"], beta["verdict"]) == ("no evidence", "no evidence")


def test_a_trend_is_compared_with_the_ring_and_with_other_parks(found: RegisterComparison, alpha: pd.Series) -> None:
    # From 2021 to 2022 four in alpha and one around it, in the two years before none and five.
    assert (alpha["before_from"], alpha["after_from"], alpha["window_years"]) == (2019, 2021, 2)
    columns = ["founded_before", "founded_after", "ring_before", "ring_after"]
    assert alpha[columns].tolist() == [0, 4, 5, 1]
    assert alpha["ring_p"] == pytest.approx(comb(5, 4) / comb(10, 4))
    assert fisher_exact([[4, 0], [1, 5]], "greater").pvalue == pytest.approx(alpha["ring_p"])
    assert alpha[["ring_ratio", "ring_ratio_high"]].isna().all()  # 4 · 5 over 0 · 1 has no upper bound
    assert alpha["ring_ratio_low"] > 1  # as p < 0.05
    # Beta, three before and two after: (4 + ½) / ½ = 9 against 2½ / 3½, first of two.
    assert (alpha["park_ratio"], alpha["placebo_parks"], alpha["parks_p"]) == (9, 1, 0.5)
    assert (alpha["trend"], alpha["verdict"]) == ("unknown", "unknown")  # one park is no 19
    by_year = found.by_year[found.by_year["site_id"] == "alpha"].set_index("year")
    assert by_year["park"].to_dict() == {2019: 0, 2020: 0, 2021: 2, 2022: 2}
    assert by_year["ring"].to_dict() == {2019: 2, 2020: 3, 2021: 1, 2022: 0}
    assert by_year["placebo_parks"].to_dict() == {2019: 1, 2020: 2, 2021: 1, 2022: 1}


def test_too_few_years_after_the_plan_say_nothing_of_a_trend(catalogue: Catalogue) -> None:
    alpha = compared(rows(), two_parks(catalogue), year=2021).table.iloc[0]
    assert pd.isna(alpha["founded_after"])
    assert (alpha["trend"], alpha["matching"]) == ("unknown", 4)


def test_what_may_lie_outside_withholds_the_verdict(catalogue: Catalogue) -> None:
    """The park's outline is known to 600 metres only, so nothing lies in it for certain; all around may."""
    wide = {"alpha": (two_parks(catalogue).places.geometry.iloc[0], ["ic"])}
    alpha = compared(rows(), with_parks(catalogue, wide, radius=600)).table.iloc[0]
    assert (alpha["has_ground"], alpha["has_certain"]) == (True, False)
    assert (alpha["share_worst"], alpha["share_best"]) == (0, 1)  # 13 of 13: what is not of it may lie outside
    assert (alpha["p"] < 0.05, alpha["concentration"]) == (True, "unknown")


def test_a_site_without_ground_is_unknown_and_not_zero(catalogue: Catalogue) -> None:
    known = two_parks(catalogue)
    table = compared(rows(), known.__class__(**{**vars(known), "places": known.places.iloc[:1]})).table
    beta = table.set_index("site_id").loc["beta"]
    assert not beta["has_ground"]
    assert beta[["enterprises", "matching", "share", "p"]].isna().all()
    assert beta[["concentration", "trend", "verdict"]].tolist() == ["unknown"] * 3


def test_a_row_closed_before_its_founding_takes_nothing_below_zero(catalogue: Catalogue) -> None:
    plan = plan_of(two_parks(catalogue))
    odd = rows().iloc[:2].assign(founded=[2010, 2001], closed=[2000, pd.NA], industry=["3973", "6513"])
    yearly = yearly_counts(count_frame(odd, plan), "inside", len(plan.layers["inside"]), len(plan.codes.codes))
    assert [int(yearly.stock(year).sum()) for year in (1999, 2000, 2005, 2010)] == [0, 0, 1, 1]
    assert yearly.stock(2005).min() >= 0


def test_a_year_of_which_nothing_is_known_is_not_one_of_no_foundings(catalogue: Catalogue) -> None:
    plan = plan_of(two_parks(catalogue))
    with pytest.raises(ValueError, match="give the year"):
        full_year(count_frame(rows().assign(founded=pd.NA), plan))
    counts = count_frame(rows(), plan)
    assert (full_year(counts), full_year(counts, 2023)) == (2022, 2023)
    with pytest.raises(ValueError, match="2024 lies after"):
        full_year(counts, 2024)


def test_counts_by_a_coarser_level_are_refused(catalogue: Catalogue) -> None:
    known = two_parks(catalogue)
    plan = plan_of(known).__class__(**{**vars(plan_of(known)), "level": 2})
    with pytest.raises(ValueError, match="level 4"):
        compare_register(count_frame(rows(), plan), plan, known, SCOPE)
