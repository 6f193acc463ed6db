"""Points are located in areas exactly as geopandas.sjoin does with its predicate ``intersects``."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geoplan.geodata.boundaries import counties
from geoplan.registers import area_index
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.cell_grid import cell_grid
from registers.random_areas import random_parks, random_partition, random_points


def by_sjoin(areas: gpd.GeoDataFrame, x: np.ndarray, y: np.ndarray) -> set[tuple[int, int]]:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=4326)
    joined = gpd.sjoin(points, areas.reset_index(drop=True), predicate="intersects")
    return set(zip(joined.index.tolist(), joined["index_right"].tolist(), strict=True))


def located(index: AreaIndex, x: np.ndarray, y: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(*(values.tolist() for values in index.locate(x, y)), strict=True))


@pytest.fixture(params=["tree", "grid"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Few points are found by a tree, many by a grid: both are tried with the same."""
    monkeypatch.setattr(area_index, "_FEW", 0 if request.param == "grid" else 10**9)
    return request.param


@contextmanager
def found_by(cells: int | None) -> Iterator[None]:
    """By a grid of about so many coarse cells, each of 4 × 4, or by a tree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(area_index, "_FEW", 10**9 if cells is None else 0)
        patch.setattr(area_index, "_CELLS", dict.fromkeys((False, True), (cells or 1, 4)))
        yield


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60), cells=st.sampled_from([None, 1, 50, 3_000]))
@settings(max_examples=120)
def test_points_lie_in_the_parks_that_sjoin_finds(seed: int, n: int, cells: int | None) -> None:
    rng = np.random.default_rng(seed)
    parks = random_parks(rng, n)
    x, y = random_points(rng, parks, 900)
    with found_by(cells):
        found = located(AreaIndex(parks["site_id"], parks.geometry), x, y)
    assert found == sorted(by_sjoin(parks, x, y))


@given(seed=st.integers(0, 2**32 - 1), cells=st.sampled_from([None, 1, 50, 3_000]))
@settings(max_examples=60)
def test_in_a_partition_a_point_lies_in_the_first_area_that_sjoin_finds(seed: int, cells: int | None) -> None:
    rng = np.random.default_rng(seed)
    regions = random_partition(rng)
    x, y = random_points(rng, regions, 900)
    with found_by(cells):
        found = located(AreaIndex(regions["adcode"], regions.geometry, partition=True), x, y)
    first: dict[int, int] = {}
    for point, area in sorted(by_sjoin(regions, x, y), reverse=True):
        first[point] = area
    assert found == sorted(first.items())


def test_four_boxes_meet_in_a_point_that_is_counted_once(way: str) -> None:
    boxes = [
        shapely.box(118, 24, 119, 25),
        shapely.box(119, 24, 120, 25),
        shapely.box(118, 25, 119, 26),
        shapely.box(119, 25, 120, 26),
    ]
    x, y = np.array([119.0, 119.0, 118.5]), np.array([25.0, 24.5, 24.5])
    assert located(AreaIndex(list("abcd"), boxes, partition=True), x, y) == [(0, 0), (1, 0), (2, 0)]
    assert located(AreaIndex(list("abcd"), boxes), x, y) == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (2, 0)]


def test_a_hole_holds_no_point_but_its_rim_does(way: str) -> None:
    ring = shapely.box(118, 24, 119, 25) - shapely.box(118.25, 24.25, 118.75, 24.75)
    x, y = np.array([118.5, 118.25, 118.1]), np.array([24.5, 24.5, 24.5])
    assert located(AreaIndex(["a"], [ring]), x, y) == [(1, 0), (2, 0)]


def test_the_counties_of_the_study_area_are_told_as_by_sjoin(way: str) -> None:
    frame = counties()[["adcode", "geometry"]]
    rng = np.random.default_rng(5)
    x, y = random_points(rng, frame, 30_000)
    assert located(AreaIndex(frame["adcode"], frame.geometry), x, y) == sorted(by_sjoin(frame, x, y))


def test_areas_of_very_different_sizes_share_a_grid() -> None:
    """A grid over the whole of China with a block of ten metres in it, and an area over all."""
    small = shapely.box(118.1, 24.4, 118.1001, 24.4001)
    large = shapely.box(73, 18, 135, 53)
    grid = cell_grid(np.array([large, small], dtype=object), 1 << 15, 16)
    x, y = np.array([118.10005, 118.2, 70.0, 73.0]), np.array([24.40005, 24.4, 30.0, 30.0])
    point, entry = grid.look_up(x, y)
    assert set(zip(point.tolist(), (entry >> 1).tolist(), strict=True)) >= {(0, 0), (0, 1), (1, 0), (3, 0)}
    assert 2 not in point


def test_a_grid_made_anew_for_many_points_tells_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_index, "_FEW", 100)
    monkeypatch.setattr(area_index, "_MANY", 1_000)
    rng = np.random.default_rng(8)
    parks = random_parks(rng, 20)
    x, y = random_points(rng, parks, 90)
    index = AreaIndex(parks["site_id"], parks.geometry)
    grids = []
    for _ in range(12):
        assert located(index, x, y) == sorted(by_sjoin(parks, x, y))
        grids.append(index._grid)
    assert len({id(grid) for grid in grids}) == 3  # none, a coarse one, a finer one


def test_an_index_survives_being_sent(way: str) -> None:
    rng = np.random.default_rng(3)
    parks = random_parks(rng, 20)
    x, y = random_points(rng, parks, 600)
    index = AreaIndex(parks["site_id"], parks.geometry)
    assert located(pickle.loads(pickle.dumps(index)), x, y) == located(index, x, y)


def test_what_is_no_area_is_refused_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="b is no valid polygon"):
        AreaIndex(["a", "b"], [shapely.box(0, 0, 1, 1), shapely.Point(0, 0)])
    monkeypatch.setattr(area_index, "_FEW", 0)
    bow = AreaIndex(["a"], [shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])])
    with pytest.raises(ValueError, match="a is no valid polygon"):
        bow.locate(np.array([0.5]), np.array([0.5]))
    with pytest.raises(ValueError, match="a comes twice"):
        AreaIndex(["a", "a"], [shapely.box(0, 0, 1, 1)] * 2)


def test_empty_areas_and_no_points_are_no_trouble(way: str) -> None:
    index = AreaIndex(["a", "b"], [shapely.Polygon(), shapely.box(118, 24, 119, 25)])
    assert located(index, np.array([118.5]), np.array([24.5])) == [(0, 1)]
    assert located(index, np.empty(0), np.empty(0)) == []
    assert located(AreaIndex([], []), np.array([118.5]), np.array([24.5])) == []
