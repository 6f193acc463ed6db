"""Position error: seeded, uniform over the disc, and a county verdict that is withheld near a border."""

import numpy as np
import pytest
from shapes import places, regions

from geoplan.analysis.position_error import (
    county_verdict,
    displace,
    displacements,
    distance_error,
    interval,
    streams_of,
)

WEST, EAST = (-9000, -9000, 0, 9000), (0, -9000, 9000, 9000)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    one, again, other = (displacements(["a", "b"], np.array([5.0, 7.0]), 9, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_a_sites_draws_do_not_change_when_another_joins() -> None:
    alone = displacements(["b"], np.array([7.0]), 9, 1)
    assert (displacements(["a", "b"], np.array([5.0, 7.0]), 9, 1)[:, 1] == alone[:, 0]).all()


def test_a_distance_is_off_by_both_radii_or_by_what_one_is_longer() -> None:
    radius, stream = np.array([[30.0], [10.0]]), np.array([["host"], ["x"]])
    assert distance_error(radius, stream, np.array([10.0]), np.array(["host"])).tolist() == [[20.0], [20.0]]
    # The draws say the same: of one stream, 30 m and 10 m in one direction.
    together = displacements(["host", "host"], np.array([30.0, 10.0]), 200, 1)
    apart = np.hypot(*(together[:, 0] - together[:, 1]).T)
    assert 19 < apart.max() <= 20


def test_draws_are_uniform_over_the_disc() -> None:
    # Half of a disc's area lies within 1/√2 of its radius, and a quarter in each quadrant.
    xy = displacements(["a"], np.array([100.0]), 4000, 3)[:, 0]
    away = np.hypot(*xy.T)
    assert away.max() <= 100
    assert (away < 100 / np.sqrt(2)).mean() == pytest.approx(0.5, abs=0.03)
    assert ((xy > 0).all(axis=1)).mean() == pytest.approx(0.25, abs=0.03)


def test_no_radius_is_no_doubt() -> None:
    assert not displacements(["a"], np.array([np.nan]), 5, 1).any()


def test_moving_leaves_the_given_shapes_where_they_are() -> None:
    shapes = places((0, 0, 1, 1), (5, 5)).geometry.to_numpy()
    there = displace(shapes, np.array([[10.0, 0.0], [0.0, -5.0]]))
    assert there[0].bounds == (10, 0, 11, 1) and there[1].coords[0] == (5, 0)
    assert shapes[0].bounds == (0, 0, 1, 1)


def test_an_interval_is_that_of_the_draws_also_where_the_drawn_figure_lies_outside() -> None:
    low, high = interval(np.arange(101.0)[:, None] * [1.0, 2.0])
    assert low.tolist() == [5, 10] and high.tolist() == [95, 190]
    none = interval(np.empty((0, 2)))
    assert np.isnan(none).all() and np.shape(none) == (2, 2)


def test_places_of_one_stream_move_together_each_by_its_own_radius() -> None:
    frame = places((0, 0), (5, 5), (9, 9)).assign(stream=["s", "s", "t"])
    moves = displacements(streams_of(frame), np.array([10.0, 20.0, 10.0]), 50, 1)
    assert moves[:, 1] == pytest.approx(2 * moves[:, 0])
    assert (moves[:, 2] != moves[:, 0]).all()


def test_a_verdict_is_given_where_the_disc_lies_in_one_county_and_withheld_where_it_crosses() -> None:
    frame = places((500, 0), (-499, 0), (3000, 100, 3200, 300), radius=499)
    verdict = county_verdict(frame.assign(radius_m=[499.0, 500.0, 50.0]), regions(WEST, EAST))
    assert verdict["certain"].tolist() == [True, False, True]
    assert verdict["adcode"].tolist() == ["b", "", "b"]
    assert verdict["could_be"].tolist() == [["b"], ["a", "b"], ["b"]]


def test_a_place_far_from_every_county_is_in_none() -> None:
    verdict = county_verdict(places((50_000, 0), radius=10), regions(WEST, EAST))
    assert verdict["could_be"].tolist() == [[]] and not verdict["certain"].any()
