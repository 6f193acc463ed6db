"""5-95 % ranges of catchments, footprints, nearest sites and distances, against draws of our own."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pyproj
import pytest
import shapely
from long_lists import one_in

from geoplan.analysis import measures
from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from recomputed.conftest import cells_only
from recomputed.own_areas import OwnAreas
from recomputed.own_distance import KINDS, destinations
from recomputed.own_draws import HIGH, LOW, can_be, in_discs, moved, moving_together, on_ground
from recomputed.own_reach import Lattice, features_of, metric
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import equal_area
from recomputed.raw_places import RawPlaces

DRAWS, MANY = 200, 2000
SCALE = 1e-3
CITY = "350200"
# The product counts some 400 points of a county, here it is 600: three times what such lattices err (see catchments).
LATTICE_POINTS, LATTICE = 600, 3 * 0.7 * 400**-0.75
ANCHORS = 50.0  # outlines are stood for by points every 200 m: this much out at a distance of 100 m


def loose_points(where: Whereabouts, sites: set[str], scope: str, draws: int = DRAWS) -> np.ndarray:
    """(draws, sites, 2): where the sites without a position that may be in a scope stand, each draw anew."""
    loose = sorted(s for s in sites if s not in where.places.placed and where.may_stand_in(s, scope))
    there = [on_ground(where.possible_ground(site), draws, number) for number, site in enumerate(loose)]
    return np.stack(there, axis=1) if there else np.empty((draws, 0, 2))


@pytest.mark.long
@pytest.mark.parametrize("industry", ["bio", "creative"])
def test_shares_within_reach_with_every_site_somewhere_it_may_be(
    catalogue: Catalogue, whereabouts: Whereabouts, industry: str
) -> None:
    sites, kms = whereabouts.raw.carriers_of(industry), (1.0, 3.0)
    table = measures.catchments(catalogue, sorted(sites), CITY, kms, draws=DRAWS)
    lattice = Lattice.over(CITY, "land", LATTICE_POINTS)
    features = features_of(whereabouts.places, sites)
    shapes, steps = metric(features), moved(whereabouts.places, features, DRAWS, 23)
    loose = loose_points(whereabouts, sites, CITY)
    drawn = []
    for step, points in zip(steps, loose, strict=True):
        there = [shapely.transform(s, lambda xy, by=by: xy + by) for s, by in zip(shapes, step, strict=True)]
        drawn.append(lattice.metres_to([*there, *shapely.points(points)]))
    for km in kms:
        shares = [lattice.shares(away <= 1000 * km) for away in drawn]
        for row in table[table["km"] == km].itertuples():
            mine = np.array([share[row.adcode] for share in shares])
            assert can_be(row.share_low, mine, LOW, DRAWS, LATTICE), (row.adcode, km)
            assert can_be(row.share_high, mine, HIGH, DRAWS, LATTICE), (row.adcode, km)


def test_footprints_with_every_outline_moved(catalogue: Catalogue, raw_places: RawPlaces) -> None:
    table = cells_only(coverage_table(catalogue, by=("county",), draws=DRAWS))
    mine = OwnAreas(raw_places, "350000", "boundary")
    radius = {site: max(f.radius for f in raw_places.drawn[site]) for site in mine.footprints}
    kinds = Counter[str]()
    for row in table[table["footprint_of"] > 0].itertuples():
        zone = mine.zones[row.adcode]
        sites = [s for s, shape in mine.footprints.items() if zone.distance(shape) < radius[s]]
        methods = {f.method for s in sites for f in raw_places.drawn[s] if f.geometry.area}
        kinds[row.footprint_interval] += 1
        if methods - {"area_schematic", "surveyed", "digitised"}:
            assert row.footprint_interval == "not_estimated", row.adcode
            continue
        border = zone.boundary
        leaves = any(border.distance(mine.footprints[s]) < radius[s] for s in sites)
        meets = any(
            mine.footprints[a].distance(mine.footprints[b]) < radius[a] + radius[b] for a, b in combinations(sites, 2)
        )
        if not leaves and not meets and "area_schematic" in methods:
            assert row.footprint_interval == "as_stated", row.adcode
            continue
        of = []
        for step in in_discs(np.array([radius[site] for site in sites]), DRAWS, 29):
            there = [
                shapely.transform(mine.footprints[s], lambda xy, by=by: xy + by)
                for s, by in zip(sites, step, strict=True)
            ]
            of.append(shapely.union_all(there).intersection(zone).area / 1e6)
        assert row.footprint_interval == "moved", row.adcode
        slack = SCALE * row.footprint_km2 + 1e-3
        assert can_be(row.footprint_low_km2, np.array(of), LOW, DRAWS, slack), row.adcode
        assert can_be(row.footprint_high_km2, np.array(of), HIGH, DRAWS, slack), row.adcode
        assert row.share_low == pytest.approx(row.footprint_low_km2 / row.land_km2)
    assert min(kinds[kind] for kind in ("moved", "as_stated", "not_estimated")) > 0


def test_the_distance_to_the_nearest_site_from_some_points(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    industry, places = "creative", whereabouts.places
    sites = whereabouts.raw.carriers_of(industry)
    table = measures.nearest(catalogue, sorted(sites), CITY, spacing_m=6000, draws=DRAWS)
    table = table[table["industry_id"] == industry]
    to_degrees = pyproj.Transformer.from_crs(table.crs, "EPSG:4326", always_xy=True)
    features = features_of(places, sites)
    shapes, steps = metric(features), moved(places, features, MANY, 31)
    loose = loose_points(whereabouts, sites, CITY, MANY)
    assert len(table) > 30
    for row in table.iloc[::2].itertuples():
        at = equal_area(shapely.Point(to_degrees.transform(row.geometry.x, row.geometry.y)))
        # As far as the point moved the other way is from the place where it is drawn.
        back = shapely.points(np.array([at.x, at.y]) - steps)
        drawn = shapely.distance(back, np.array(shapes)[None, :]).min(axis=1)
        perhaps = np.hypot(*(loose - [at.x, at.y]).transpose(2, 0, 1)).min(axis=1, initial=np.inf)
        mine = np.minimum(drawn, perhaps)
        slack = SCALE * mine.mean() + ANCHORS
        assert can_be(1000 * row.distance_low_km, mine, LOW, DRAWS, slack), row.point
        assert can_be(1000 * row.distance_high_km, mine, HIGH, DRAWS, slack), row.point


def at_one_spot(places: RawPlaces, together: bool) -> tuple[str, set[str]]:
    """The largest set of sites of a branch in the city that stand at one spot, and move together or each alone."""
    raw = places.raw
    found: list[tuple[int, str, set[str]]] = []
    single = {site: of[0] for site, of in places.drawn.items() if len(of) == 1 and raw.is_in(site, CITY)}
    for branch in raw.branches:
        carriers = raw.carriers_of(branch) & single.keys()
        for site in sorted(carriers):
            here = sorted(s for s in carriers if single[s].geometry.equals(single[site].geometry))
            groups = moving_together(places, [single[s] for s in here])
            if len(here) > 1 and len(set(groups)) == (1 if together else len(here)):
                found.append((len(here), branch, set(here)))
    _, branch, sites = max(found, key=lambda one: one[0])
    return branch, sites


@pytest.mark.parametrize("together", one_in(2, [False, True]))
def test_sites_at_one_spot_move_as_the_method_says(catalogue: Catalogue, raw_places: RawPlaces, together: bool) -> None:
    branch, sites = at_one_spot(raw_places, together)
    assert sites <= raw_places.placed
    table = measures.nearest(catalogue, sorted(sites), CITY, spacing_m=12_000, draws=MANY)
    table = table[table["industry_id"] == branch]
    to_degrees = pyproj.Transformer.from_crs(table.crs, "EPSG:4326", always_xy=True)
    features = features_of(raw_places, sites)
    xy, steps = shapely.get_coordinates(metric(features)), moved(raw_places, features, MANY, 37)
    assert len(xy) == len(sites) and len(table) > 5
    for row in table.itertuples():
        at = equal_area(shapely.Point(to_degrees.transform(row.geometry.x, row.geometry.y)))
        mine = np.hypot(*(xy + steps - [at.x, at.y]).transpose(2, 0, 1)).min(axis=1)
        assert can_be(1000 * row.distance_low_km, mine, LOW, MANY, SCALE * mine.mean()), row.point
        assert can_be(1000 * row.distance_high_km, mine, HIGH, MANY, SCALE * mine.mean()), row.point


def test_the_distance_of_sites_without_a_position_to_gateways(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    raw, places = whereabouts.raw, whereabouts.places
    table = measures.gateway_distances(catalogue, sorted(raw.county_of), CITY, draws=DRAWS)
    rest = table[table["reason"] == "no_position"].set_index(["site_id", "kind"])
    loose = sorted({site for site, _ in rest.index})
    assert set(loose) == {
        s for s in whereabouts.possible if s not in places.placed and whereabouts.may_stand_in(s, CITY)
    }
    ends = destinations(places)
    for number, site in enumerate(loose[::9]):
        there = shapely.points(on_ground(whereabouts.possible_ground(site), DRAWS, number))
        for kind in KINDS:
            of = [equal_area(end.geometry) for end in ends if end.kind == kind]
            mine = shapely.distance(there[:, None], np.array(of)[None, :]).min(axis=1)
            slack = 2 * SCALE * mine.mean() + ANCHORS
            row = rest.loc[(site, kind)]
            assert can_be(1000 * row["distance_low_km"], mine, LOW, DRAWS, slack), (site, kind)
            assert can_be(1000 * row["distance_high_km"], mine, HIGH, DRAWS, slack), (site, kind)
