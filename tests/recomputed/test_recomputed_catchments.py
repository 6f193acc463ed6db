"""Ground within 1, 3 and 5 km of a site, and ground out of reach, against the points of a lattice."""

from __future__ import annotations

import pytest
from long_lists import one_in

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_reach import Lattice, features_of, metric, possible
from recomputed.own_whereabouts import Whereabouts

KMS = (1.0, 3.0, 5.0)
# Of N points in a county some 4 √N lie on an edge, each wrong by a third of itself: 0.7 N^(-3/4) of the county, four
# times over.
POINTS = {"350200": 20_000, "350000": 3_000}
TOLERANCE = {scope: 2.8 * points**-0.75 for scope, points in POINTS.items()}
LAND = 6e-4  # Gauss-Krueger areas of Xiamen are 0.036 % over the true ones
CASES = [("350200", ""), ("350200", "bio"), ("350200", "creative"), ("350000", "materials")]


@pytest.fixture(scope="module")
def lattices() -> dict[str, Lattice]:
    return {scope: Lattice.over(scope, "land", points) for scope, points in POINTS.items()}


def chosen(where: Whereabouts, industry: str) -> set[str]:
    """All sites, those of an industry, or with ``county`` those of which the county is known."""
    if industry == "county":
        return {s for s, code in where.raw.county_of.items() if where.in_region(code) == [code]}
    return where.raw.carriers_of(industry) if industry else set(where.raw.county_of)


@pytest.mark.parametrize(("scope", "industry"), one_in(2, CASES))
def test_shares_within_reach_of_a_site(
    catalogue: Catalogue, whereabouts: Whereabouts, lattices: dict[str, Lattice], scope: str, industry: str
) -> None:
    sites = chosen(whereabouts, industry)
    table = measures.catchments(catalogue, sorted(sites), scope, KMS, draws=0)
    lattice = lattices[scope]
    away = lattice.metres_to(metric(features_of(whereabouts.places, sites)))
    asked = whereabouts.asked_and_unplaced(sites, scope)
    assert len(table) == len(KMS) * len(lattice.codes)
    for km in KMS:
        share = lattice.shares(away <= 1000 * km)
        for row in table[table["km"] == km].itertuples():
            assert row.land_km2 == pytest.approx(lattice.land_km2[row.adcode], rel=LAND)
            assert row.share == pytest.approx(share[row.adcode], abs=TOLERANCE[scope]), (row.adcode, km)
            assert row.covered_km2 == pytest.approx(row.share * row.land_km2)
            assert (row.asked, row.unplaced, row.reason) == (*asked, "")


@pytest.mark.long
@pytest.mark.parametrize(("scope", "industry"), [("350200", "bio"), ("350200", "county")])
def test_ground_out_of_reach_and_ground_of_which_that_cannot_be_said(
    catalogue: Catalogue, whereabouts: Whereabouts, lattices: dict[str, Lattice], scope: str, industry: str
) -> None:
    sites, lattice = chosen(whereabouts, industry), lattices[scope]
    away = lattice.metres_to(metric(features_of(whereabouts.places, sites)))
    perhaps = lattice.metres_to(possible(whereabouts, sites, scope))
    for km in KMS:
        frame = measures.uncovered(catalogue, sorted(sites), scope, km)
        out, near = away > 1000 * km, perhaps <= 1000 * km
        for state, points in (("uncovered", out & ~near), ("unknown", out & near)):
            shown = frame[frame["state"] == state].set_index("adcode")["uncovered_km2"]
            for county, share in lattice.shares(points).items():
                land = lattice.land_km2[county]
                assert shown.get(county, 0.0) / land == pytest.approx(share, abs=TOLERANCE[scope]), (state, county, km)


def test_sites_without_a_position_give_a_reason_and_no_figure(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    loose = [s for s in whereabouts.possible if s not in whereabouts.places.placed][:3]
    table = measures.catchments(catalogue, loose, "350000", (3.0,), draws=0)
    asked = whereabouts.asked_and_unplaced(set(loose), "350000")
    assert asked == (3, 3)
    assert set(zip(table["asked"], table["unplaced"], table["reason"], strict=True)) == {(3, 3, "no_position")}
    assert table[["covered_km2", "share"]].isna().all(axis=None)
