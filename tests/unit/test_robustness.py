"""Rank ranges: seeded, no wider than the doubts, and holding the rank as chosen."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.criteria import Criteria
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.robustness import SOURCES, ValueDraws, rank_ranges, value_draws, weight_draws
from geoplan.suitability.site_selection import find_sites

MATRIX = pd.DataFrame({"x": [1.0, 0.6, 0.0], "y": [0.0, 0.5, 1.0]}, index=["a", "b", "c"])


def test_drawn_shares_add_to_1_stay_near_the_chosen_and_leave_0_at_0() -> None:
    drawn = weight_draws(np.array([0.3, 0.7, 0.0]), 4000)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx([0.3, 0.7, 0], abs=0.01)
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(0.3 * 0.7 / 51), rel=0.05)


def test_a_site_that_is_best_in_everything_is_always_first() -> None:
    ranges = rank_ranges(pd.DataFrame({"x": [0.9, 0.5], "y": [0.9, 0.5]}, index=["a", "b"]), {"x": 1, "y": 1})
    assert ranges.loc["a"].eq(1).all()
    assert ranges.loc["b"].eq(2).all()


def test_opposites_change_places_when_their_weights_are_alike() -> None:
    ranges = rank_ranges(MATRIX, {"x": 50, "y": 50})
    assert ranges.loc["a", ["rank_best", "rank_worst"]].tolist() == [1, 3]
    for source in ("position", "data"):
        assert ranges.loc["a", [f"{source}_best", f"{source}_worst"]].tolist() == [2, 2]  # nothing of it was drawn


def test_one_weight_alone_leaves_nothing_to_draw() -> None:
    ranges = rank_ranges(MATRIX, {"x": 10})
    assert ranges["rank_best"].tolist() == ranges["rank_worst"].tolist() == [1, 2, 3]


def test_positions_alone_may_change_ranks() -> None:
    moved = np.array([[[0.5, 0.0], [0.6, 0.0], [0.0, 0.0]], [[0.7, 0.0], [0.6, 0.0], [0.0, 0.0]]])
    drawn = ValueDraws(moved, MATRIX.assign(y=0.0).to_numpy()[None].repeat(2, axis=0), moved)
    ranges = rank_ranges(MATRIX.assign(y=0.0), {"x": 1}, drawn)
    assert ranges.loc["a", ["position_best", "position_worst"]].tolist() == [1, 2]
    assert ranges.loc["a", ["rank_best", "rank_worst"]].tolist() == [1, 2]
    for source in ("weights", "data"):
        assert ranges.loc["a", [f"{source}_best", f"{source}_worst"]].tolist() == [1, 1]


def test_a_figure_that_is_not_published_and_a_match_are_drawn_between_their_bounds() -> None:
    """Of 4,000 draws from 0 to 1 the mean is 0.5 ± 0.005, the 5th percentile 0.05 ± 0.003; from 0.6 to 1 the mean 0.8."""
    matrix = pd.DataFrame({"strength": [0.8, 1.0], "room": [np.nan, 0.3]}, index=["a", "b"])
    low, high = matrix.assign(strength=[0.6, 1.0], room=[0.0, 0.3]), matrix.assign(strength=1.0, room=[1.0, 0.3])
    drawn = value_draws(Criteria(pd.DataFrame(), matrix, low, high, {}), 4000)
    assert np.array_equal(drawn.data, drawn.both, equal_nan=True)
    assert drawn.data[:, 0].mean(axis=0) == pytest.approx([0.8, 0.5], abs=0.02)
    assert np.percentile(drawn.data[:, 0], 5, axis=0) == pytest.approx([0.62, 0.05], abs=0.02)
    assert (drawn.data[:, 1] == [1.0, 0.3]).all()
    assert np.isnan(drawn.position[:, 0, 1]).all()  # positions say nothing of it
    assert drawn.of(np.array([False, True])).data.shape == (4000, 1, 2)
    # b: 0.5 · 1 + 0.5 · 0.3 = 0.65; a: 0.65 by the values, and drawn above or below.
    ranges = rank_ranges(matrix, {"strength": 1, "room": 1}, drawn)
    assert ranges.loc["a", ["data_best", "data_worst"]].tolist() == [1, 2]
    assert ranges.loc["b", ["position_best", "position_worst"]].tolist() == [1, 1]


@given(st.integers(0, 2**31))
@settings(max_examples=20, deadline=None)
def test_the_same_seed_gives_the_same_ranges(seed: int) -> None:
    one, two = (rank_ranges(MATRIX, {"x": 30, "y": 70}, draws=50, seed=seed) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


@settings(deadline=None)
@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_sites_changes_no_range(order: list[str]) -> None:
    weights = {"x": 30, "y": 70}
    pd.testing.assert_frame_equal(rank_ranges(MATRIX.loc[order], weights).sort_index(), rank_ranges(MATRIX, weights))


@pytest.mark.parametrize("kind", SOURCES)
def test_the_middle_lies_in_the_whole_range(kind: str) -> None:
    r = rank_ranges(MATRIX, {"x": 40, "y": 60})
    edges = [r[f"{kind}_{span}"] for span in ("best", "p05", "p95", "worst")]
    for inner, outer in pairwise(edges):
        assert (inner <= outer).all()


@pytest.mark.long
@pytest.mark.slow
def test_the_shipped_catalogue_gives_the_same_ranges_again_and_holds_each_rank(catalogue: Catalogue) -> None:
    need = Requirements(("bio",), regions=("350200",))
    one, two = (find_sites(catalogue, need).ranking for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert (one["rank_best"] <= one["rank"]).all()
    assert (one["rank"] <= one["rank_worst"]).all()
    other = find_sites(catalogue, need, seed=7).ranking
    pd.testing.assert_frame_equal(one[["site_id", "score"]], other[["site_id", "score"]])


@pytest.mark.long
def test_ruling_out_a_candidate_moves_no_other_score(catalogue: Catalogue) -> None:
    whole = find_sites(catalogue, Requirements(("marine",)), weight_draws=0, draws=0).ranking.set_index("site_id")
    for gone in whole.index[:3]:
        rest = find_sites(catalogue, Requirements(("marine",), without=(gone,)), weight_draws=0, draws=0)
        left = rest.ranking.set_index("site_id")
        columns = ["score", "score_low", "score_high", "topsis"]
        pd.testing.assert_frame_equal(left[columns].sort_index(), whole.drop(gone)[columns].sort_index())
        assert gone in set(rest.excluded["site_id"])


@pytest.mark.long
def test_excluded_sites_never_appear(catalogue: Catalogue) -> None:
    for need in (
        Requirements(("it",)),
        Requirements(("it",), regions=("350203",), statuses=("existing",)),
        Requirements(("food",)),
    ):
        result = find_sites(catalogue, need, weight_draws=0, draws=0)
        assert not set(result.ranking["site_id"]) & set(result.excluded["site_id"])
