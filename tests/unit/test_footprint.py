"""Areas counted once, on shapes whose answers are mental arithmetic, and against three peers."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapes import places, regions

from geoplan.analysis.footprint import dissolved_areas, drawn_areas, repair_footprints
from geoplan.crs.metric import STORAGE

SIDE = 60  # of the square the random boxes lie in


def one_group(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame({"site_id": frame["site_id"], "group": "g"})


def area(frame: gpd.GeoDataFrame, *boxes: tuple[float, float, float, float]) -> dict[str, float]:
    table = dissolved_areas(frame, one_group(frame), regions(*boxes))
    return dict(zip(table["adcode"], table["area_m2"], strict=True))


def test_two_overlapping_parks_count_their_overlap_once() -> None:
    # 2 km x 1 km and the same moved by 1 km: 3 km², not 4.
    assert area(places((0, 0, 2000, 1000), (1000, 0, 3000, 1000)), (-9e3, -9e3, 9e3, 9e3)) == {"a": 3e6}


def test_a_park_across_a_border_counts_in_each_county_for_what_lies_there() -> None:
    # 2 km x 1 km, the border at 1.5 km: 1.5 and 0.5 km².
    assert area(places((0, 0, 2000, 1000)), (-9e3, -9e3, 1500, 9e3), (1500, -9e3, 9e3, 9e3)) == {"a": 1.5e6, "b": 0.5e6}


def test_a_park_with_a_hole_does_not_count_the_hole() -> None:
    park = shapely.box(0, 0, 1000, 1000).difference(shapely.box(250, 250, 750, 750))
    assert area(places(park), (-9e3, -9e3, 9e3, 9e3)) == {"a": 0.75e6}


def test_a_park_inside_the_hole_of_another_fills_it() -> None:
    ring = shapely.box(0, 0, 1000, 1000).difference(shapely.box(250, 250, 750, 750))
    assert area(places(ring, (250, 250, 750, 750)), (-9e3, -9e3, 9e3, 9e3)) == {"a": 1e6}


def test_an_empty_county_has_no_row() -> None:
    assert area(places((0, 0, 10, 10)), (0, 0, 100, 100), (100, 0, 200, 100)) == {"a": 100.0}


def test_a_single_site_and_none_at_all() -> None:
    assert area(places((10, 10, 30, 20)), (0, 0, 100, 100)) == {"a": 200.0}
    assert area(places(), (0, 0, 100, 100)) == {}


def test_a_park_counts_in_each_of_its_industries() -> None:
    parks = places((0, 0, 10, 10), (5, 0, 15, 10))
    groups = pd.DataFrame({"site_id": ["p0", "p0", "p1"], "group": ["bio", "it", "it"]})
    table = dissolved_areas(parks, groups, regions((-100, -100, 100, 100)))
    assert table[["group", "area_m2", "footprints"]].to_numpy().tolist() == [["bio", 100.0, 1], ["it", 150.0, 2]]


def test_degrees_are_refused() -> None:
    parks = places((118.0, 24.0, 118.1, 24.1), crs=STORAGE)
    with pytest.raises(ValueError, match="degrees"):
        dissolved_areas(parks, one_group(parks), regions((118, 24, 119, 25), crs=STORAGE))


def test_two_systems_are_refused() -> None:
    parks = places((0, 0, 10, 10))
    with pytest.raises(ValueError, match="reproject"):
        dissolved_areas(parks, one_group(parks), regions((0, 0, 9, 9), crs=3857))


def test_an_invalid_park_is_refused_by_name_and_can_be_mended() -> None:
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    parks = places((0, 0, 10, 10), bow_tie, None)
    with pytest.raises(ValueError, match="footprint of p1 is invalid: Self-intersection"):
        dissolved_areas(parks, one_group(parks), regions((0, 0, 100, 100)))
    mended, said = repair_footprints(parks)
    assert mended["site_id"].tolist() == ["p0", "p1"]
    assert mended.area.tolist() == [100.0, 50.0]  # two triangles of 25
    assert "mended" in said["p1"] and "left out" in said["p2"]


boxes = st.lists(
    st.tuples(st.integers(0, SIDE), st.integers(0, SIDE), st.integers(1, 30), st.integers(1, 30)),
    min_size=1,
    max_size=9,
)


def drawn(corners: list[tuple[int, int, int, int]]) -> gpd.GeoDataFrame:
    return places(*((x, y, x + w, y + h) for x, y, w, h in corners))


@given(boxes, st.integers(1, 89))
def test_random_boxes_agree_with_counted_cells_and_parts_sum_to_the_whole(
    corners: list[tuple[int, ...]], cut: int
) -> None:
    got = area(drawn(corners), (0, 0, cut, 90), (cut, 0, 90, 90))
    cells = np.zeros((90, 90), dtype=bool)  # a peer: count the cells
    for x, y, w, h in corners:
        cells[x : x + w, y : y + h] = True
    assert got.get("a", 0) == pytest.approx(cells[:cut].sum())
    assert got.get("b", 0) == pytest.approx(cells[cut:].sum())
    assert sum(got.values()) == pytest.approx(sum(area(drawn(corners), (0, 0, 90, 90)).values()))


@given(boxes, st.randoms())
def test_adding_a_park_never_lowers_coverage_and_the_order_does_not_matter(
    corners: list[tuple[int, ...]], random
) -> None:  # type: ignore[no-untyped-def]
    whole = area(drawn(corners), (0, 0, 50, 50))
    fewer = area(drawn(corners[1:]), (0, 0, 50, 50))
    assert fewer.get("a", 0) <= whole.get("a", 0) + 1e-9
    shuffled = random.sample(corners, len(corners))
    assert area(drawn(shuffled), (0, 0, 50, 50)).get("a", 0) == pytest.approx(whole.get("a", 0))


def ragged(n: int, seed: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame, gpd.GeoDataFrame]:
    rng = np.random.default_rng(seed)
    at, reach = rng.uniform(0, 10_000, (n, 1, 2)), rng.uniform(200, 1500, (n, 17, 1))
    turn = np.linspace(0, 2 * np.pi, 17, endpoint=False)
    rings = at + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    parks = places(*shapely.polygons(rings))
    groups = pd.DataFrame({"site_id": np.tile(parks["site_id"], 2), "group": rng.integers(0, 3, 2 * n)})
    return parks, groups.drop_duplicates(), regions((0, 0, 4000, 10_000), (4000, 0, 10_000, 10_000))


@pytest.mark.parametrize("seed", range(3))
def test_random_parks_agree_with_geopandas_overlay_and_dissolve(seed: int) -> None:
    parks, groups, areas = ragged(60, seed)
    ours = dissolved_areas(parks, groups, areas).set_index(["adcode", "group"])["area_m2"]
    peer = gpd.overlay(parks.merge(groups, on="site_id"), areas, how="intersection").dissolve(["adcode", "group"]).area
    pd.testing.assert_series_equal(ours, peer, check_names=False, rtol=1e-9, check_index_type=False)


def test_random_parks_agree_with_a_fine_raster_made_by_gdal() -> None:
    from rasterio.features import rasterize
    from rasterio.transform import from_origin

    parks, groups, areas = ragged(25, 9)
    ours = dissolved_areas(parks, groups, areas).set_index(["adcode", "group"])["area_m2"]
    for (adcode, group), area_m2 in ours.items():
        inside = parks[parks["site_id"].isin(groups.loc[groups["group"] == group, "site_id"])]
        left, _, right, top = areas[areas["adcode"] == adcode].total_bounds
        size = (1000, int((right - left) / 10))
        grid = rasterize(inside.geometry, out_shape=size, transform=from_origin(left, top, 10, 10))
        assert area_m2 == pytest.approx(grid.sum() * 100, rel=0.005)


def test_draws_move_a_park_over_the_border_and_back() -> None:
    # A 100 m square with its middle on the border and 30 m of doubt: half of it on average, 20 to 80 % at the most.
    parks = places((-50, 0, 50, 100), radius=30)
    cells = pd.MultiIndex.from_product([["a", "b"], [0]], names=["adcode", "group"])
    areas = drawn_areas(
        parks, one_group(parks).assign(group=0), regions((-9e3, -9e3, 0, 9e3), (0, -9e3, 9e3, 9e3)), cells, 400, 1
    )
    assert areas.shape == (400, 2)
    assert areas.sum(axis=1) == pytest.approx(np.full(400, 1e4))
    assert areas.min() >= 2000 - 1e-6 and areas.max() <= 8000 + 1e-6
    assert areas[:, 0].mean() == pytest.approx(5000, abs=250)


def test_draws_of_nothing_are_nothing() -> None:
    cells = pd.MultiIndex.from_tuples([], names=["adcode", "group"])
    assert drawn_areas(places(), one_group(places()).assign(group=0), regions((0, 0, 1, 1)), cells, 5, 1).shape == (
        5,
        0,
    )
