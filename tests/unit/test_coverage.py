"""Coverage on shapes whose answers are mental arithmetic."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geoplan.analysis.coverage import (
    KNOWN,
    NO_DATA,
    UNNAMED,
    cell_state,
    coverage_table,
    dissolved_area,
    stated_areas,
)
from geoplan.catalogue import Catalogue
from geoplan.crs import PROVINCE


def squares(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.box(*b) for b in boxes], crs=PROVINCE)


def test_two_overlapping_parks_count_their_overlap_once() -> None:
    # 2 km x 1 km and the same moved by 1 km: 3 km², not 4.
    assert dissolved_area(squares((0, 0, 2000, 1000), (1000, 0, 3000, 1000))) == (3e6, 2)


def test_a_park_across_a_border_counts_only_inside() -> None:
    assert dissolved_area(squares((0, 0, 2000, 1000)), shapely.box(1500, 0, 9000, 9000))[0] == 0.5e6


def test_a_park_with_a_hole_does_not_count_the_hole() -> None:
    ring = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 1000, 1000).difference(shapely.box(0, 0, 500, 500))], crs=PROVINCE
    )
    assert dissolved_area(ring)[0] == 0.75e6


def test_an_empty_county_has_no_footprint() -> None:
    assert dissolved_area(squares()) == (0.0, 0)


def test_degrees_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees"):
        dissolved_area(gpd.GeoDataFrame(geometry=[shapely.box(118, 24, 118.1, 24.1)], crs=4326))


corner = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 30), st.integers(1, 30))


@given(st.lists(corner, min_size=1, max_size=8), corner)
def test_adding_a_park_never_lowers_the_area_and_order_does_not_matter(parks, one) -> None:  # type: ignore[no-untyped-def]
    def boxes(corners):  # type: ignore[no-untyped-def]
        return squares(*((x, y, x + w, y + h) for x, y, w, h in corners))

    before, after = dissolved_area(boxes(parks))[0], dissolved_area(boxes([*parks, one]))[0]
    assert after >= before - 1e-9
    assert dissolved_area(boxes([one, *reversed(parks)]))[0] == pytest.approx(after)
    grid = np.zeros((90, 90), dtype=bool)  # a peer: count the cells
    for x, y, w, h in [*parks, one]:
        grid[x : x + w, y : y + h] = True
    assert after == pytest.approx(grid.sum())


def test_the_three_empty_cells_are_told_apart() -> None:
    assert cell_state(0, float("nan")) == UNNAMED
    assert cell_state(2, float("nan")) == NO_DATA
    assert cell_state(2, 0.0) == KNOWN


def test_mu_hectares_and_square_kilometres_agree(catalogue: Catalogue) -> None:
    areas = stated_areas(catalogue)
    assert areas["kaiyuan-community"] == pytest.approx(4680 / 1500 * 1e6)  # 1500 mu are a square kilometre: 3.12
    assert areas["marine-hightech-park"] == pytest.approx(12.9e6)
    assert areas["mintai-machinery-park"] == pytest.approx(32000 / 1500 * 1e6)


def test_a_county_and_industry_that_no_plan_names_has_no_row(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue).set_index(["adcode", "industry_id"])
    assert ("350206", "creative") not in table.index  # no plan gives Huli a creative industry
    assert table.at[("350213", "marine"), "stated_area_km2"] == pytest.approx(12.9)


def test_kinds_of_basis_sum_to_the_carriers(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue)
    assert (table["stated"] + table["name_only"] + table["inherited"] == table["carriers"]).all()


def test_the_carriers_of_a_county_and_branch_are_those_the_filter_finds(catalogue: Catalogue) -> None:
    from geoplan.selection import Selection, select

    table = coverage_table(catalogue)
    for row in table.itertuples():
        found = select(catalogue, Selection(industries=(row.industry_id,), regions=(row.adcode,)))
        exactly = [s for s in found if catalogue.sites.at[s, "adcode"] == row.adcode]
        assert row.carriers == len(exactly), (row.adcode, row.industry_id)
