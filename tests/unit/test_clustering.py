"""Clusters, lattices and strips whose answers are known."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from esda.moran import Moran
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import Queen

from geoplan.analysis.autocorrelation import MIN_AREAS, county_autocorrelation
from geoplan.analysis.clustering import clustering_table, corrected_p_bounds
from geoplan.analysis.point_patterns import MIN_POINTS, colocation, nearest_neighbour_index, p_among
from geoplan.analysis.similarity import site_points
from geoplan.analysis.specialisation import county_diversity
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, HOME
from geoplan.geodata.boundaries import counties, counties_in

pytestmark = pytest.mark.slow

SIDE = 10_000.0  # metres
SQUARE = shapely.box(0, 0, SIDE, SIDE)


def points(xy, radius_m: float | None = None, **labels) -> gpd.GeoDataFrame:  # type: ignore[no-untyped-def]
    xy = np.asarray(xy, dtype=float).reshape(-1, 2)
    known = {} if radius_m is None else {"radius_m": radius_m}
    return gpd.GeoDataFrame(geometry=shapely.points(xy).tolist(), crs=HOME).assign(**known, **labels)


def lattice(k: int = 5) -> np.ndarray:
    """k by k points in the middles of the cells of the square."""
    steps = (np.arange(k) + 0.5) * SIDE / k
    return np.array([(x, y) for x in steps for y in steps])


def scattered(n: int, seed: int = 0, side: float = SIDE) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, side, (n, 2))


def test_a_square_lattice_is_twice_as_spread_as_chance() -> None:
    # Neighbours are a cell apart; chance, without edges, puts them half a cell apart.
    found = nearest_neighbour_index(points(lattice()), SQUARE)
    assert found.index == pytest.approx(2.0)
    assert found.mean_m == pytest.approx(2000)
    assert (found.n, found.outside, found.p_value, found.verdict) == (25, 0, 2 / 2000, "dispersed")


def test_points_in_one_corner_are_clustered() -> None:
    found = nearest_neighbour_index(points(scattered(16, side=100)), SQUARE)
    assert found.index < 0.1
    assert (found.p_value, found.verdict) == (2 / 2000, "clustered")


def test_the_expected_distance_knows_the_edges() -> None:
    # Donnelly (1978): 0.5 sqrt(A/n) + (0.0514 + 0.041/sqrt(n)) P/n = 1000 + 95 m for 25 points in this square.
    expected = 0.5 * SIDE / 5 + (0.0514 + 0.041 / 5) * 4 * SIDE / 25
    assert nearest_neighbour_index(points(lattice()), SQUARE).expected_m == pytest.approx(expected, rel=0.02)


def test_chance_is_called_a_pattern_about_once_in_twenty() -> None:
    verdicts = [nearest_neighbour_index(points(scattered(10, seed=i)), SQUARE, 39, 1000 + i).verdict for i in range(80)]
    assert 1 <= sum(v != "no evidence" for v in verdicts) <= 9  # 4 expected


def test_points_at_one_spot_count_once() -> None:
    once = nearest_neighbour_index(points(lattice(), 100), SQUARE)
    assert nearest_neighbour_index(points(np.repeat(lattice(), 3, axis=0), 100), SQUARE) == once
    assert nearest_neighbour_index(points([(5, 5)] * 20), SQUARE).n == 1


def test_seven_points_are_too_few_to_judge() -> None:
    found = nearest_neighbour_index(points(scattered(MIN_POINTS - 1, side=10)), SQUARE)
    assert found.verdict == "too few"
    assert np.isnan(found.p_value)
    assert found.index < 0.1  # a fact, but no verdict
    assert nearest_neighbour_index(points(scattered(MIN_POINTS, side=10)), SQUARE).verdict == "clustered"


def test_no_point_and_one_point_have_no_distance() -> None:
    for n in (0, 1):
        found = nearest_neighbour_index(points(scattered(n)), SQUARE)
        assert (found.n, found.verdict) == (n, "too few")
        assert np.isnan(found.index)


def test_points_outside_are_left_out_and_told() -> None:
    inside = nearest_neighbour_index(points(lattice(), 100), SQUARE)
    more = nearest_neighbour_index(points([*lattice(), (-1, -1), (2 * SIDE, 0)], 100), SQUARE)
    assert replace(more, outside=0) == inside
    assert more.outside == 2


def test_sure_positions_have_an_interval_of_no_width_and_unknown_ones_none() -> None:
    sure = nearest_neighbour_index(points(lattice(), 0), SQUARE)
    assert (sure.index_low, sure.index_high) == pytest.approx((sure.index, sure.index))
    assert np.isnan(nearest_neighbour_index(points(lattice()), SQUARE).index_low)
    assert np.isnan(nearest_neighbour_index(points(lattice()).geometry, SQUARE).index_high)


def test_the_less_sure_the_positions_the_less_of_the_lattice_is_left() -> None:
    near, far = (nearest_neighbour_index(points(lattice(), r), SQUARE) for r in (100, 1000))
    assert far.index_low < far.index_high < near.index_low < near.index_high < 2.0


def test_no_displacement_goes_beyond_the_radius() -> None:
    # Two points 1000 m apart and sure to 100 m each stay between 800 and 1200 m; R = distance / (0.5 sqrt(A / 2)).
    found = nearest_neighbour_index(points([(2000, 2000), (3000, 2000)], 100), SQUARE)
    by_theory = 0.5 * SIDE / np.sqrt(2)
    assert 800 < found.index_low * by_theory < 1000 < found.index_high * by_theory < 1200
    # Even in a disc, an axis has variance r²/4, the distance r²/2: its middle 90 % is 2 · 1.645 · 70.7 m wide.
    assert (found.index_high - found.index_low) * by_theory == pytest.approx(233, rel=0.1)


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_points_changes_nothing_and_the_same_seed_gives_the_same(order) -> None:  # type: ignore[no-untyped-def]
    frame = points(scattered(12)).assign(radius_m=np.arange(12) * 50.0)
    assert nearest_neighbour_index(frame.iloc[order], SQUARE, 19) == nearest_neighbour_index(frame, SQUARE, 19)


def test_another_seed_gives_another_draw() -> None:
    frame = points(scattered(12), 100)
    one, other = (nearest_neighbour_index(frame, SQUARE, seed=s) for s in (1, 2))
    assert one.expected_m != other.expected_m
    assert one.index == other.index


def test_degrees_areas_and_an_area_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees"):
        nearest_neighbour_index(gpd.GeoDataFrame(geometry=[shapely.Point(118, 24)], crs=4326), SQUARE)
    with pytest.raises(ValueError, match="centroids"):
        nearest_neighbour_index(gpd.GeoDataFrame(geometry=[SQUARE], crs=HOME), SQUARE)
    with pytest.raises(ValueError, match="study_area"):
        nearest_neighbour_index(points(lattice()), shapely.Polygon())
    with pytest.raises(ValueError, match="degrees"):
        county_autocorrelation(pd.Series({"0": 1.0}), strip(4).to_crs(4326))
    with pytest.raises(ValueError, match="degrees"):
        colocation(points(lattice(), a=True).to_crs(4326), "a", "a")


def strip(n: int, gaps: tuple[int, ...] = ()) -> gpd.GeoDataFrame:
    """Squares of 1 km in a row, each touching the next, but for those in `gaps`, which are moved 100 m away."""
    boxes = [shapely.box(i * 1000, 0, (i + 1) * 1000, 1000) for i in range(n)]
    boxes = [shapely.affinity.translate(b, 0, 1100) if i in gaps else b for i, b in enumerate(boxes)]
    return gpd.GeoDataFrame({"adcode": [f"{i:02}" for i in range(n)]}, geometry=boxes, crs=HOME)


def by_adcode(values) -> pd.Series:  # type: ignore[no-untyped-def]
    return pd.Series([float(v) for v in values], index=[f"{i:02}" for i in range(len(values))])


def test_a_row_of_black_and_white_is_perfectly_unlike_its_neighbours() -> None:
    found = county_autocorrelation(by_adcode([0, 1] * 15), strip(30))
    assert found.index == pytest.approx(-1.0)
    assert found.expected == pytest.approx(-1 / 29)
    assert (found.n, found.islands, found.p_value, found.verdict) == (30, 0, 2 / 1000, "dispersed")


def test_a_black_half_and_a_white_half_differ_only_where_they_meet() -> None:
    # 28 squares see only their own colour, the two in the middle see one of each: 28 / 30.
    found = county_autocorrelation(by_adcode([0] * 15 + [1] * 15), strip(30))
    assert found.index == pytest.approx(28 / 30)
    assert (found.p_value, found.verdict) == (2 / 1000, "clustered")


def test_the_index_and_its_p_are_those_of_a_peer() -> None:
    values = by_adcode(np.random.default_rng(3).normal(size=36).cumsum())
    grid = gpd.GeoDataFrame(
        {"adcode": values.index},
        geometry=[shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)],
        crs=HOME,
    )
    peer = Moran(values.to_numpy(), Queen.from_dataframe(grid, use_index=False), permutations=0)
    found = county_autocorrelation(values, grid)
    assert found.index == pytest.approx(peer.I)
    assert found.expected == pytest.approx(peer.EI)
    noise = by_adcode(np.random.default_rng(4).normal(size=36))
    peer = Moran(noise.to_numpy(), Queen.from_dataframe(grid, use_index=False), permutations=0)
    assert county_autocorrelation(noise, grid).p_value == pytest.approx(peer.p_rand, abs=0.05)


def test_an_island_neighbours_what_is_nearest_even_if_that_is_an_island() -> None:
    # Each end of the row, moved away, hangs on the square it touched before: nothing else changes.
    values = by_adcode(np.random.default_rng(6).normal(size=30))
    found = county_autocorrelation(values, strip(30, gaps=(0, 29)))
    assert found == replace(county_autocorrelation(values, strip(30)), islands=2)
    apart = strip(4).set_geometry([shapely.box(x, 0, x + 1, 1) for x in (0, 10, 1000, 1010)], crs=HOME)
    assert county_autocorrelation(by_adcode([0, 0, 1, 1]), apart).islands == 4
    assert county_autocorrelation(by_adcode([0, 0, 1, 1]), apart).index == pytest.approx(1.0)


def test_the_order_of_counties_changes_nothing_nor_does_the_state_of_the_common_generator() -> None:
    values, areas = by_adcode(np.arange(30) % 7), strip(30)
    one = county_autocorrelation(values, areas)
    np.random.seed(1)
    assert county_autocorrelation(values[::-1], areas.iloc[::-1]) == one


def test_a_missing_value_is_left_out_and_not_taken_for_zero() -> None:
    values = by_adcode([0, 1] * 16)
    values.iloc[-2:] = np.nan
    assert county_autocorrelation(values, strip(32)) == county_autocorrelation(by_adcode([0, 1] * 15), strip(30))


def test_everywhere_the_same_is_no_evidence_of_anything() -> None:
    found = county_autocorrelation(by_adcode([2] * 30), strip(30))
    assert (found.p_value, found.verdict) == (1.0, "no evidence")
    assert np.isnan(found.index)


def test_fewer_than_thirty_areas_are_too_few() -> None:
    found = county_autocorrelation(by_adcode([0, 1] * 14 + [0]), strip(MIN_AREAS - 1))
    assert found.verdict == "too few"
    assert np.isnan(found.p_value)
    for n in (0, 1, 3):
        assert county_autocorrelation(by_adcode(range(n)), strip(5)).verdict == "too few"


def test_the_six_districts_of_xiamen_are_too_few(catalogue: Catalogue) -> None:
    carriers = county_diversity(catalogue).set_index("adcode")["carriers"].astype(float)
    found = county_autocorrelation(carriers, counties_in("350200").to_crs(HOME))
    assert (found.n, found.verdict) == (6, "too few")
    assert np.isnan(found.p_value)


def test_kinmen_is_the_island_of_fujians_counties() -> None:
    areas = counties().to_crs(AREA)
    x = areas.set_index("adcode").geometry.centroid.x
    found = county_autocorrelation(x, areas)
    assert (found.n, found.islands, found.verdict) == (84, 1, "clustered")  # eastings grow from west to east
    assert found.index > 0.8


def couples(n: int = 20) -> np.ndarray:
    return np.array([(i * 1000, y) for i in range(n) for y in (0, 10)], dtype=float)


def test_couples_stand_nearer_than_chance() -> None:
    frame = points(couples(), a=[True, False] * 20, b=[False, True] * 20)
    found = colocation(frame, "a", "b")
    assert (found.n_a, found.n_b, found.n) == (20, 20, 40)
    assert found.mean_m == pytest.approx(10)
    assert found.expected_m > 100
    assert (found.p_value, found.verdict) == (2 / 2000, "nearer")


def test_two_camps_stand_farther_apart_than_chance() -> None:
    # Ten of each in a row, 100 m apart: from the i-th a it is i steps to the first b, 550 m on average.
    row = points([(i * 100, 0) for i in range(20)], a=[True] * 10 + [False] * 10, b=[False] * 10 + [True] * 10)
    found = colocation(row, "a", "b")
    assert found.mean_m == pytest.approx(550)
    assert (found.p_value, found.verdict) == (2 / 2000, "farther")


def test_a_label_in_one_corner_is_clustered_among_all() -> None:
    found = colocation(points([*lattice(), *scattered(10, side=100)], a=[False] * 25 + [True] * 10), "a", "a")
    assert (found.n_a, found.n_b, found.n) == (10, 10, 35)
    assert (found.p_value, found.verdict) == (2 / 2000, "nearer")


def test_labels_dealt_by_chance_are_no_evidence() -> None:
    labels = np.random.default_rng(5).random((2, 60)) < 0.4
    found = colocation(points(scattered(60), a=labels[0], b=labels[1]), "a", "b")
    assert found.verdict == "no evidence"
    assert 0.05 < found.p_value <= 1


def test_when_all_are_alike_no_dealing_differs() -> None:
    assert colocation(points(scattered(12), a=True), "a", "a").p_value == 1.0


def test_one_that_is_both_is_not_its_own_neighbour() -> None:
    found = colocation(points([(i * 100, 0) for i in range(8)], a=True, b=True), "a", "b")
    assert found.mean_m == pytest.approx(100)


def test_two_carriers_at_one_spot_are_one_with_both_labels() -> None:
    split = points(np.repeat(lattice(), 2, axis=0), a=[True, False] * 25, b=[False, True] * 25)
    assert colocation(split, "a", "b") == colocation(points(lattice(), a=True, b=True), "a", "b")


def test_the_order_of_points_changes_no_colocation() -> None:
    frame = points(couples(), a=[True, False] * 20, b=[False, True] * 20)
    assert colocation(frame.iloc[::-1], "a", "b") == colocation(frame, "a", "b")


def test_seven_of_a_label_are_too_few() -> None:
    frame = points(scattered(30), a=[i < MIN_POINTS - 1 for i in range(30)], b=True)
    for a, b in (("a", "b"), ("b", "a")):
        found = colocation(frame, a, b)
        assert found.verdict == "too few"
        assert np.isnan(found.p_value)
    assert colocation(points([], a=[], b=[]), "a", "b").n == 0


@pytest.fixture(scope="module")
def table(catalogue: Catalogue) -> pd.DataFrame:
    return clustering_table(catalogue)


@pytest.mark.long
def test_every_branch_has_a_row_and_few_carriers_no_verdict(catalogue: Catalogue, table: pd.DataFrame) -> None:
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    assert table["industry_id"].tolist() == branches.tolist()
    assert (table["n"] <= table["carriers"]).all()
    few = table["n"] < MIN_POINTS
    assert few.any() and not few.all()
    for p_value, verdict in (("p_value", "verdict"), ("among_p_value", "among_verdict")):
        assert ((table[verdict] == "too few") == few).all()
        assert (table[p_value].isna() == few).all()
        assert table.loc[~few, p_value].between(2 / 2000, 1).all()


def test_verdicts_are_those_of_corrected_p_values_and_unplaced_sites_can_undo_them(table: pd.DataFrame) -> None:
    for prefix in ("", "among_"):
        p, corrected = table[f"{prefix}p_value"].dropna(), table[f"{prefix}p_holm"].dropna()
        assert corrected.min() == pytest.approx(min(p.min() * len(p), 1)) and (corrected >= p).all()
        sides = table[[f"{prefix}p_holm", f"{prefix}p_low", f"{prefix}p_high"]]
        tested = table[f"{prefix}p_value"].notna()
        assert sides.notna().all(axis=1).equals(tested)
        below = sides[tested].le(0.05)
        verdicts = table.loc[tested, f"{prefix}verdict"]
        assert (verdicts[below.all(axis=1)].isin(["clustered", "dispersed", "nearer", "farther"])).all()
        assert (verdicts[~below.any(axis=1)] == "no evidence").all()
        assert (verdicts[below.any(axis=1) & ~below.all(axis=1)] == "unknown").all()


def test_without_sites_to_place_there_are_no_bounds_and_a_corner_is_found_among_sites(catalogue: Catalogue) -> None:
    branches = ["it", "bio"]
    land = shapely.box(0, 0, 30_000, 30_000)
    tested = pd.DataFrame({"p_value": [0.001, 0.9], "among_p_value": [0.001, 0.9]}, index=branches)
    xy = np.concatenate([scattered(12, side=1000), scattered(40, 1, 30_000)])
    placed = points(xy, it=[True] * 12 + [False] * 40, bio=[False] * 12 + [True] * 40)
    bounds = corrected_p_bounds(catalogue, placed, {"it": set(), "bio": set()}, land, tested, 99, 1)
    assert bounds.isna().all(axis=None)  # nobody is left to be placed
    assert p_among(xy, placed["it"].to_numpy(), 499) == pytest.approx(2 / 500)
    assert p_among(xy, placed["it"].to_numpy(), 499) == pytest.approx(
        colocation(placed, "it", "it", 499).p_value, abs=0.01
    )


@pytest.mark.long
def test_the_seed_and_the_number_of_draws_are_heeded(catalogue: Catalogue) -> None:
    one, other, fewer = (
        clustering_table(catalogue, draws=draws, seed=seed)["p_value"] for draws, seed in ((99, 1), (99, 2), (39, 1))
    )
    assert not one.equals(other)
    assert (fewer.dropna() * 40 % 1).round(6).isin([0, 1]).all()  # whole fortieths


def test_no_whole_that_is_drawn_by_its_parts_has_a_point(catalogue: Catalogue) -> None:
    placed = site_points(catalogue)
    assert catalogue.sites.loc[placed["site_id"], "drawn"].all()
    assert catalogue.located_descendants("science-city") and "science-city" not in set(placed["site_id"])


@pytest.mark.long
def test_the_same_input_gives_the_same_table(catalogue: Catalogue, table: pd.DataFrame) -> None:
    ids = catalogue.sites.index[::-1].tolist()
    pd.testing.assert_frame_equal(clustering_table(catalogue, ids, study_area=counties_in("350200")), table)


def test_a_smaller_study_area_holds_fewer_spots(catalogue: Catalogue, table: pd.DataFrame) -> None:
    island = counties_in("350200").query("adcode in ['350203', '350206']")
    on_island = clustering_table(catalogue, study_area=island, draws=9)
    assert (on_island["n"] <= table["n"]).all()
    assert on_island["n"].sum() < table["n"].sum()
    assert (on_island["carriers"] == table["carriers"]).all()
    assert ((on_island["among_verdict"] == "too few") == (on_island["n"] < MIN_POINTS)).all()


def test_mean_distances_agree_with_pointpats() -> None:
    from pointpats import PointPattern

    xy = np.random.default_rng(8).uniform(0, 10_000, (60, 2))
    points = gpd.GeoSeries(gpd.points_from_xy(*xy.T), crs=HOME)
    found = nearest_neighbour_index(points, shapely.box(0, 0, 10_000, 10_000))
    assert found.mean_m == pytest.approx(PointPattern(xy).mean_nnd)
    # Scattered anew, the mean is that of theory for the plane, a little more for the edges (Donnelly 1978).
    theory = 0.5 / np.sqrt(60 / 1e8)
    assert theory < found.expected_m < 1.1 * theory


def test_no_sites_give_a_row_a_branch_and_no_verdict(catalogue: Catalogue) -> None:
    empty = clustering_table(catalogue, [])
    assert (empty["n"] == 0).all()
    assert (empty["verdict"] == "too few").all()


def test_a_scope_outside_fujian_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="110000"):
        clustering_table(catalogue, scope="110000")


def test_no_whole_stands_beside_its_part_for_the_same_branch(catalogue: Catalogue) -> None:
    carriers = site_points(catalogue).drop_duplicates("site_id").set_index("site_id")
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    related = [(part, whole) for part in carriers.index for whole in catalogue.ancestors(part) & set(carriers.index)]
    assert related
    for part, whole in related:
        assert not (carriers.loc[part, branches] & carriers.loc[whole, branches]).any()
