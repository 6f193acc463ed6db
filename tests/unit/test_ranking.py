"""Ranking small matrices whose answers are mental arithmetic."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pymcdm.methods import TOPSIS, WSM

from geoplan.errors import RequirementsError
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.ranking import contributions, rank, ranks
from geoplan.suitability.scales import UNKNOWN, linear_score, log_score
from geoplan.text.message import local_text

NAN = float("nan")
patient = settings(deadline=None)  # the first call imports the library


def matrix(**rows: list[float]) -> pd.DataFrame:
    width = len(next(iter(rows.values())))
    return pd.DataFrame.from_dict(rows, orient="index", columns=list("xyzuvw"[:width]), dtype=float)


cells = st.one_of(st.just(NAN), st.integers(0, 20).map(lambda n: n / 20))


@st.composite
def problems(draw: st.DrawFn, least: int = 2) -> tuple[pd.DataFrame, dict[str, float]]:
    sites, width = draw(st.integers(least, 6)), draw(st.integers(1, 4))
    rows = {f"s{i}": draw(st.lists(cells, min_size=width, max_size=width)) for i in range(sites)}
    weights = draw(st.lists(st.integers(0, 100), min_size=width, max_size=width).filter(any))
    frame = matrix(**rows)
    return frame, dict(zip(frame.columns, map(float, weights), strict=True))


def by_site(frame: pd.DataFrame, weights: dict[str, float]) -> pd.DataFrame:
    return rank(frame, weights).set_index("site_id")


def test_the_score_is_the_weighted_mean() -> None:
    table = by_site(matrix(a=[1.0, 0.0], b=[0.5, 0.5]), {"x": 30, "y": 10})
    assert table["score"].to_dict() == {"a": 0.75, "b": 0.5}
    assert table["rank"].to_dict() == {"a": 1, "b": 2}


def test_topsis_of_the_ideal_is_1_of_its_opposite_0_and_half_way_a_half() -> None:
    # (1, 0) with equal weights is as far from the ideal (1, 1) as from the anti-ideal (0, 0).
    table = by_site(matrix(best=[1.0, 1.0], worst=[0.0, 0.0], half=[1.0, 0.0]), {"x": 1, "y": 1})
    assert table["topsis"].to_dict() == {"best": 1.0, "half": 0.5, "worst": 0.0}


@patient
@given(problems())
def test_weighted_sum_and_topsis_are_those_of_pymcdm(problem: tuple[pd.DataFrame, dict[str, float]]) -> None:
    # Its ideal points are the best and the worst row there is: a row of ones and a row of zeros go in and come out.
    frame, weights = problem
    table = by_site(frame, weights).loc[frame.index]
    used = [column for column in frame if weights[column] > 0]
    values = frame[used].fillna(0.5).to_numpy()
    share = np.array([weights[column] for column in used]) / sum(weights.values())
    as_it_is = {"normalization_function": lambda column, cost=False: column}
    ends, more = np.vstack([values, np.ones_like(share), np.zeros_like(share)]), np.ones_like(share)
    assert table["score"].to_numpy() == pytest.approx(WSM(**as_it_is)(values, share, more, validation=False), abs=1e-8)
    closeness = TOPSIS(**as_it_is)(ends, share, more, validation=False)[:-2]
    assert table["topsis"].to_numpy() == pytest.approx(closeness, abs=1e-8)


def test_a_missing_value_counts_a_half_between_0_and_1() -> None:
    # 0.9 · 3/4 = 0.675, and a quarter of 0.5, 0 and 1.
    row = by_site(matrix(a=[0.9, NAN]), {"x": 3, "y": 1}).loc["a"]
    assert (row["score"], row["score_low"], row["score_high"]) == pytest.approx((0.8, 0.675, 0.925))
    assert row["missing"] == ["y"]


def test_a_figure_that_is_not_published_neither_wins_nor_loses() -> None:
    table = by_site(matrix(poor=[0.5, 0.1], unknown=[0.5, NAN], rich=[0.5, 0.9]), {"x": 1, "y": 1})
    assert table["rank"].to_dict() == {"rich": 1, "unknown": 2, "poor": 3}
    assert table["topsis_rank"].to_dict() == {"rich": 1, "unknown": 2, "poor": 3}


def test_a_criterion_without_weight_is_not_missed() -> None:
    row = by_site(matrix(a=[0.5, NAN]), {"x": 3}).loc["a"]
    assert (row["score"], row["score_high"], row["missing"]) == (0.5, 0.5, [])


def test_equal_scores_share_a_rank_and_stand_by_id() -> None:
    table = rank(matrix(d=[0.2], c=[0.5], b=[0.5], a=[0.1]), {"x": 1})
    assert table["site_id"].tolist() == ["b", "c", "d", "a"]
    assert table["rank"].tolist() == [1, 1, 3, 4]


def test_ranks_skip_after_a_tie() -> None:
    assert ranks(np.array([[0.9, 0.5, 0.5, 0.1]])).tolist() == [[1, 2, 2, 4]]


def test_a_value_off_the_scale_is_refused_by_site_and_criterion() -> None:
    with pytest.raises(ValueError, match=r"1\.5 for x of a"):
        rank(matrix(a=[1.5]), {"x": 1})


def test_weights_that_cannot_weigh_are_refused() -> None:
    with pytest.raises(RequirementsError):
        rank(matrix(a=[0.5]), {"x": 0})
    with pytest.raises(RequirementsError):
        rank(matrix(a=[0.5]), {"elsewhere": 5})


def test_no_sites_are_no_ranking() -> None:
    assert rank(matrix(a=[0.5]).iloc[:0], {"x": 1}).empty


def test_scales_are_full_within_none_beyond_and_even_between() -> None:
    assert linear_score([0, 2, 11, 20, 99], 2, 20).tolist() == [1, 1, 0.5, 0, 0]
    assert linear_score([0, 5, 10], 10, 0).tolist() == [0, 0.5, 1]
    assert log_score([0.01, 0.1, 1, 10, 99], 10, 0.1) == pytest.approx([0, 0, 0.5, 1, 1])
    assert np.isnan(linear_score([NAN], 1, 2)).all()


@patient
@given(problems())
def test_contributions_add_to_the_score(problem: tuple[pd.DataFrame, dict[str, float]]) -> None:
    frame, weights = problem
    parts = contributions(frame, weights).groupby("site_id")
    score = by_site(frame, weights)["score"]
    assert parts["contribution"].sum().reindex(score.index).to_numpy() == pytest.approx(score.to_numpy(), abs=1e-8)
    assert parts["share"].sum().to_numpy() == pytest.approx(1)


@patient
@given(problems(), st.randoms())
def test_the_order_of_candidates_changes_nothing(problem: tuple, random: object) -> None:
    frame, weights = problem
    order = list(frame.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(rank(frame, weights), rank(frame.loc[order], weights))


@patient
@given(problems(), st.data())
def test_removing_a_candidate_moves_no_score(problem: tuple, data: st.DataObject) -> None:
    frame, weights = problem
    gone = data.draw(st.sampled_from(list(frame.index)))
    columns = ["score", "score_low", "score_high", "topsis"]
    before, after = by_site(frame, weights)[columns], by_site(frame.drop(gone), weights)[columns]
    pd.testing.assert_frame_equal(before.drop(gone).sort_index(), after.sort_index())


@patient
@given(problems(), st.data())
def test_raising_a_value_never_worsens_a_rank(problem: tuple, data: st.DataObject) -> None:
    frame, weights = problem
    site, criterion = data.draw(st.sampled_from(list(frame.index))), data.draw(st.sampled_from(list(frame.columns)))
    now = frame.at[site, criterion]
    raised = frame.copy()
    raised.at[site, criterion] = data.draw(st.floats(UNKNOWN if np.isnan(now) else now, 1))
    before, after = by_site(frame, weights).loc[site], by_site(raised, weights).loc[site]
    assert after["rank"] <= before["rank"]
    assert after["topsis_rank"] <= before["topsis_rank"]


@patient
@given(problems())
def test_the_score_lies_in_its_range(problem: tuple[pd.DataFrame, dict[str, float]]) -> None:
    table = rank(*problem)
    assert (table["score_low"] <= table["score"]).all()
    assert (table["score"] <= table["score_high"]).all()


def test_b_overtakes_a_where_the_sums_are_level() -> None:
    # 10 · 1 against 10 · 0.5: behind by 5. y is 0.5 better, so its weight must rise by 10; or its own x by 0.5.
    got = find_reversal(matrix(a=[1.0, 0.0], b=[0.0, 0.5]), {"x": 10, "y": 10}, "a", "b")
    assert got.behind == pytest.approx(0.25)
    assert [(c.criterion, c.then) for c in got.weights] == [("x", 5.0), ("y", 20.0)]
    assert [(c.criterion, c.then) for c in got.values] == [("x", 0.5)]  # its y would have to reach 1: only level


def test_where_two_sites_are_level_it_says_which_way_a_weight_must_move() -> None:
    # 5 · 0.7 = 10 · 0.35: of x, where B is worse, the weight must fall, of y rise, however little.
    got = find_reversal(matrix(a=[0.7, 0.0], b=[0.0, 0.35]), {"x": 5, "y": 10}, "a", "b")
    assert [(c.criterion, c.rises, pytest.approx(c.then)) for c in got.weights] == [
        ("x", False, 5.0),
        ("y", True, 10.0),
    ]
    assert "to below 5.0" in got.text(*_names()).text("en")


def test_where_two_sites_are_level_a_weight_of_0_may_rise() -> None:
    got = find_reversal(matrix(a=[0.5, 0.0], b=[0.5, 0.5]), {"x": 10, "y": 0}, "a", "b")
    assert [(c.criterion, c.rises, c.then) for c in got.weights] == [("y", True, 0.0)]


def test_a_dominated_site_cannot_overtake_by_weights() -> None:
    got = find_reversal(matrix(a=[1.0, 0.9], b=[0.5, 0.9]), {"x": 10, "y": 10}, "a", "b")
    assert got.dominated
    assert got.weights == ()
    assert "higher on no criterion" in got.text(*_names()).text("en")


def test_where_not_even_the_utmost_is_enough_it_says_so() -> None:
    got = find_reversal(matrix(a=[1.0, 0.0, 1.0], b=[0.0, 0.1, 0.0]), {"x": 60, "y": 1, "z": 60}, "a", "b")
    assert not got.dominated
    assert (got.weights, got.values) == ((), ())
    assert "无法反超" in got.text(*_names()).text("zh")


def test_a_site_that_leads_already_needs_no_change() -> None:
    got = find_reversal(matrix(a=[0.1], b=[0.9]), {"x": 10}, "a", "b")
    assert got.behind < 0
    assert got.weights == got.values == ()
    assert "already" in got.text(*_names()).text("en")


@patient
@given(problems())
@example((matrix(s0=[0.7, 0.0], s1=[0.0, 0.35]), {"x": 5.0, "y": 10.0}))  # level: 0.7 · 5 = 0.35 · 10
def test_applying_a_change_puts_b_before_a_and_less_does_not(problem: tuple) -> None:
    frame, weights = problem
    got = find_reversal(frame, weights, "s0", "s1")
    for change in (*got.weights, *got.values):
        for step, ahead in ((1e-4, True), (-1e-4, False)):
            toward = 1 if change.rises else -1
            then = min(max(change.then + toward * step, 0.0), 100.0 if change.what == "weight" else 1.0)
            changed, weighed = frame.copy(), dict(weights)
            if change.what == "weight":
                weighed[change.criterion] = then
            else:
                changed.at["s1", change.criterion] = then
            known = changed.fillna(UNKNOWN)
            lead = sum(weighed[c] * (known.at["s1", c] - known.at["s0", c]) for c in known)
            assert lead > 0 if ahead else lead < 1e-9


@patient
@given(problems())
def test_no_change_is_missed(problem: tuple) -> None:
    frame, weights = problem
    got = find_reversal(frame, weights, "s0", "s1")
    known = frame.fillna(UNKNOWN)
    if got.behind < 1e-6:
        return
    for code in known:
        others = sum(weights[c] * (known.at["s1", c] - known.at["s0", c]) for c in known if c != code)
        best = max(others + end * (known.at["s1", code] - known.at["s0", code]) for end in (0.0, 100.0))
        assert (code in {c.criterion for c in got.weights}) == (best > 1e-6) or abs(best) <= 1e-6
        ideal = others + weights[code] * (1 - known.at["s0", code])
        assert (code in {c.criterion for c in got.values}) == (ideal > 1e-6) or abs(ideal) <= 1e-6


def _names() -> tuple:

    return local_text("甲园", "Park A"), local_text("乙园", "Park B")
