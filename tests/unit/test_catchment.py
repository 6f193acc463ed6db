"""Straight-line catchments on circles and squares, with weights, across borders, and under position error."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st
from shapes import places, regions

from geoplan.analysis import measures
from geoplan.analysis.catchment import catchment_table, catchments, uncovered
from geoplan.analysis.point_grid import point_grid
from geoplan.analysis.possible_ground import unplaced_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME, STORAGE
from geoplan.geodata.boundaries import counties_in

CIRCLE = np.pi  # km² of a catchment of 1 km
PLAIN = (-10_000.0, -10_000.0, 10_000.0, 10_000.0)  # 400 km²


def weights(*rows: tuple[float, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"weight": [w for *_, w in rows]}, geometry=[shapely.Point(x, y) for x, y, _ in rows], crs=HOME
    )


def share(*given_places: object, km: float = 1.0, box: tuple[float, ...] = PLAIN) -> float:
    return float(catchment_table(places(*given_places), regions(box), [km], draws=0)["share"].iloc[0])


def test_one_carrier_covers_a_circle() -> None:
    assert share((0, 0)) * 400 == pytest.approx(CIRCLE, rel=1e-3)


def test_two_carriers_at_one_spot_cover_no_more_than_one() -> None:
    assert share((0, 0), (0, 0)) == pytest.approx(share((0, 0)))


def test_a_carrier_on_the_border_covers_half_a_circle_on_either_side() -> None:
    table = catchment_table(places((0, 0)), regions((-10_000, -10_000, 0, 10_000), (0, -10_000, 10_000, 10_000)), [1.0])
    assert table["covered_km2"].tolist() == pytest.approx([CIRCLE / 2, CIRCLE / 2], rel=1e-3)


def test_from_a_park_the_distance_counts_from_its_edge() -> None:
    # A 2 km square widened by 1 km: itself, four sides of 2 x 1 km, and the four quarters of a circle.
    assert share((-1000, -1000, 1000, 1000)) * 400 == pytest.approx(4 + 8 + CIRCLE, rel=1e-3)


def test_a_county_without_carriers_is_reached_from_its_neighbour() -> None:
    table = catchment_table(places((-500, 0)), regions((-9e3, -9e3, 0, 9e3), (0, -9e3, 9e3, 9e3)), [1.0], draws=0)
    # The cap beyond a chord half a radius from the centre: r² (acos(1/2) - √3/4) = π/3 - √3/4 km².
    assert table["covered_km2"].iloc[1] == pytest.approx(np.pi / 3 - np.sqrt(3) / 4, rel=2e-3)


def test_no_carrier_covers_nothing_and_leaves_everything_uncovered() -> None:
    table = catchment_table(places(), regions(PLAIN))
    assert table["share"].tolist() == [0, 0, 0] and table["share_high"].tolist() == [0, 0, 0]
    assert uncovered(places(), regions(PLAIN), 1)["uncovered_km2"].tolist() == [400]


def test_covered_and_uncovered_make_up_the_county() -> None:
    carriers, areas = places((0, 0), (9_500, 9_500)), regions(PLAIN)
    covered = catchment_table(carriers, areas, [3.0], draws=0)["covered_km2"].iloc[0]
    left = uncovered(carriers, areas, 3.0)
    assert covered + left["uncovered_km2"].iloc[0] == pytest.approx(400, rel=1e-9)
    assert left.geometry.iloc[0].distance(shapely.Point(0, 0)) == pytest.approx(3000, rel=1e-3)


def test_a_county_wholly_covered_has_no_uncovered_ground() -> None:
    assert uncovered(places((0, 0)), regions((-100, -100, 100, 100)), 1).empty


def test_people_within_reach_are_weighed() -> None:
    people = weights((0, 500, 300), (0, 1500, 100), (0, 99_000, 1000))  # the last lies in no county
    row = catchment_table(places((0, 0)), regions(PLAIN), [1.0], people).iloc[0]
    assert (row["weight"], row["weight_covered"], row["weight_share"]) == (400, 300, 0.75)
    assert (row["weight_share_low"], row["weight_share_high"]) == (0.75, 0.75)


def test_a_point_on_a_shared_border_is_weighed_once() -> None:
    areas = regions((-10_000, -10_000, 0, 10_000), (0, -10_000, 10_000, 10_000))
    assert catchment_table(places((0, 0)), areas, [1.0], weights((0, 100, 7)), draws=3)["weight"].sum() == 7


def test_a_county_without_people_has_no_share_of_them() -> None:
    row = catchment_table(places((0, 0)), regions(PLAIN), [1.0], weights((99_000, 0, 5))).iloc[0]
    assert row["weight"] == 0 and np.isnan(row["weight_share"]) and np.isnan(row["weight_share_low"])


def test_doubt_about_a_position_opens_the_interval() -> None:
    # The person lives 1 km away; the carrier may stand anywhere within 100 m: about half of the draws reach.
    people = weights((0, 1000, 1))
    row = catchment_table(places((0, 0), radius=100), regions(PLAIN), [1.0], people).iloc[0]
    assert (row["weight_share_low"], row["weight_share_high"]) == (0, 1)
    sure = catchment_table(places((0, 0)), regions(PLAIN), [1.0]).iloc[0]
    assert sure["share_high"] - sure["share_low"] < 0.0025  # one point of the lattice


def test_the_interval_from_the_lattice_agrees_with_exact_areas_drawn_one_by_one() -> None:
    from geoplan.analysis.catchment import covered_km2
    from geoplan.analysis.position_error import displace, displacements

    carriers = places((0, 0), (2500, 500), (-9000, 3000), (6000, -6000, 8000, -5500), radius=900)
    areas = regions(PLAIN)
    table = catchment_table(carriers, areas, [3.0], draws=100, seed=4).iloc[0]
    exact = [
        covered_km2(carriers.set_geometry(gpd.GeoSeries(displace(carriers.geometry.to_numpy(), move), crs=HOME)), areas, 3.0)[0] / 400
        for move in displacements(carriers["site_id"].tolist(), carriers["radius_m"].to_numpy(), 100, 4)
    ]  # fmt: skip
    assert table["share_low"] == pytest.approx(np.percentile(exact, 5), abs=0.006)
    assert table["share_high"] == pytest.approx(np.percentile(exact, 95), abs=0.006)


@run(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-12_000, 12_000), st.integers(-12_000, 12_000)), min_size=1, max_size=6),
    st.integers(0, 2000),
)
def test_shares_lie_in_their_bounds_and_grow_with_carriers_and_distance(
    spots: list[tuple[int, int]], radius: int
) -> None:
    areas = regions(PLAIN)
    table = catchment_table(places(*spots, radius=radius), areas, [1.0, 3.0], draws=10)
    fewer = catchment_table(places(*spots[1:], radius=radius), areas, [1.0, 3.0], draws=0)
    assert table["share"].between(0, 1).all()
    assert table["share_low"].between(0, table["share_high"]).all() and (table["share_high"] <= 1).all()
    assert table["share"].is_monotonic_increasing
    assert (fewer["share"] <= table["share"] + 1e-9).all()


def test_sites_without_a_position_are_in_the_range_and_not_in_the_figure() -> None:
    # The plain is 20 km wide. In half of the draws one more site stands in its middle, in the others far off.
    there = np.array([[[0.0, 0.0]], [[90_000.0, 0.0]]] * 50)
    row = catchment_table(places((60_000, 0)), regions(PLAIN), [2.0], draws=100, unplaced=there).iloc[0]
    assert (row["share"], row["share_low"]) == (0, 0)
    assert row["share_high"] == pytest.approx(np.pi * 4 / 400, rel=0.1)  # a circle of 2 km, by a lattice of 400 points


def test_a_whole_that_is_drawn_by_its_parts_changes_no_range(catalogue: Catalogue) -> None:
    parts = catalogue.located_descendants("software-park")
    ids = [*parts, "marine-hightech-park"]
    tables = [measures.catchments(catalogue, sites, "350200") for sites in (ids, ["software-park", *ids])]
    alone, with_whole = (table[["share", "share_low", "share_high"]] for table in tables)
    assert len(parts) > 1
    pd.testing.assert_frame_equal(alone, with_whole)


def test_without_any_position_there_is_no_figure_but_a_reason(catalogue: Catalogue) -> None:
    site = unplaced_sites(catalogue, catalogue.sites.index.tolist(), "350212")[0]
    table = measures.catchments(catalogue, [site], "350200", [3.0])
    assert table[["covered_km2", "share", "share_low", "share_high"]].isna().all(axis=None)
    assert set(table["reason"]) == {"no_position"} and set(table["asked"]) == set(table["unplaced"]) == {1}
    none = measures.catchments(catalogue, [], "350200", [3.0])  # no site asked for covers nothing, which is known
    assert set(none["share"]) == {0.0} and set(none["reason"]) == {""}


def test_rows_count_the_sites_of_the_scope_that_have_no_position(catalogue: Catalogue) -> None:
    ids = catalogue.sites.index.tolist()
    row = measures.catchments(catalogue, ids, "350200", [1.0], draws=5).iloc[0]
    where = catalogue.sites.loc[~catalogue.sites.index.isin(catalogue.placed), "adcode"]
    # One that is known by the province alone may stand here too, unless it has an area of doubt elsewhere.
    doubts, xiamen = catalogue.areas_of_doubt, counties_in("350200").union_all()
    elsewhere = doubts.loc[~doubts.intersects(xiamen), "site_id"]
    anywhere = where.eq("350000") & ~where.index.isin(elsewhere)
    assert row["unplaced"] == (where.str.startswith("3502") | anywhere).sum()


def test_ground_that_a_site_without_a_position_may_be_near_is_not_called_uncovered() -> None:
    # A site stands at the origin; another stands somewhere in a square of 2 km whose middle is 6 km to the east.
    square = regions((5000, -1000, 7000, 1000)).rename(columns={"adcode": "site_id"}).assign(radius_m=0.0)
    frame = uncovered(places((0, 0)), regions(PLAIN), 1.0, square).set_index("state")["uncovered_km2"]
    unknown = 2 * 2 + 4 * 2 * 1 + np.pi  # the square grown by a kilometre
    assert frame["unknown"] == pytest.approx(unknown, rel=1e-3)
    assert frame["uncovered"] == pytest.approx(400 - np.pi - unknown, rel=1e-3)


def test_the_same_input_gives_the_same_output() -> None:
    one, again = (catchment_table(places((0, 0), radius=500), regions(PLAIN)) for _ in range(2))
    assert one.equals(again)


def test_degrees_and_no_distance_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees"):
        catchments(places((118, 24), crs=STORAGE), 1)
    with pytest.raises(ValueError, match="above 0"):
        catchments(places((0, 0)), 0)


def test_a_lattice_stands_for_the_whole_area() -> None:
    points = point_grid(regions((0, 0, 1000, 1000), (5000, 0, 5010, 10)), spacing_m=100)
    assert points.groupby("adcode").size().to_dict() == {"a": 100, "b": 1}
    assert points.groupby("adcode")["weight"].sum().to_dict() == pytest.approx({"a": 1.0, "b": 0.0001})
    with pytest.raises(ValueError, match="spacing"):
        point_grid(regions((0, 0, 1, 1)), spacing_m=0)
