"""The nearest site of each industry and the nearest gateways, against distances from where they are asked."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_distance import KINDS, by_distance, carriers_as_ends, destinations, united
from recomputed.own_draws import Errors
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_places import RawPlaces

SCALE = 1e-3  # a map's scale is off by 0.03 % in Xiamen, by 0.06 % in the province
METRES = 1.0
EVERY = 60  # of some 1,600 points of the lattice: distances are measured one by one here


def test_the_nearest_site_of_each_branch_from_points_all_over_the_city(
    catalogue: Catalogue, raw_places: RawPlaces, whereabouts: Whereabouts
) -> None:
    raw, where = raw_places.raw, whereabouts
    table = measures.nearest(catalogue, sorted(raw.county_of), "350200", draws=0)
    to_degrees = pyproj.Transformer.from_crs(table.crs, "EPSG:4326", always_xy=True)
    table = table[table["point"] % EVERY == 0]
    assert len(table) > 150
    assert set(table["industry_id"]) == set(raw.branches)
    ends = {branch: carriers_as_ends(raw_places, branch) for branch in raw.branches}
    loose = {branch: raw.carriers_of(branch) - raw_places.placed for branch in raw.branches}
    for row in table.itertuples():
        point = shapely.Point(to_degrees.transform(row.geometry.x, row.geometry.y))
        found = by_distance(point, ends[row.industry_id])
        assert row.unplaced == sum(where.may_stand_in(site, "350200") for site in loose[row.industry_id])
        if not found:
            assert row.site_id == "" and np.isnan(row.distance_km)
            continue
        off = SCALE * found[0].metres + METRES
        assert 1000 * row.distance_km == pytest.approx(found[0].metres, abs=off)
        equal = {reach.end.id for reach in found if reach.metres <= found[0].metres + 2 * off}
        assert row.site_id in equal
        surely = min(reach.metres + reach.end.radius for reach in found)
        fewest, most = (
            len({r.end.id for r in found if max(r.metres - r.end.radius, 0) < surely + sign * 2 * off} - {row.site_id})
            for sign in (-1, 1)
        )
        assert fewest <= row.rivals <= most


@pytest.mark.parametrize(("scope", "some"), [("350200", 1), ("350000", 4)])
def test_gateways_and_knowledge_of_every_placed_site(
    catalogue: Catalogue, raw_places: RawPlaces, scope: str, some: int
) -> None:
    raw = raw_places.raw
    table = measures.gateway_distances(catalogue, sorted(raw.county_of), scope, draws=0)
    placed = table[table["reason"] == ""]
    mine = sorted(s for s in raw_places.placed if raw.is_in(s, scope))
    assert set(placed["site_id"]) == set(mine)
    ends, errors = destinations(raw_places), Errors(raw_places)
    shown = placed.set_index(["site_id", "kind"])
    for site in mine[::some]:
        geometry, radius = united(raw_places, site)
        for kind in KINDS:
            found = by_distance(geometry, [end for end in ends if end.kind == kind], site)
            row = shown.loc[(site, kind)]
            if not found:  # a university is not its own destination, and no other exists
                assert row["destination_id"] == "" and np.isnan(row["distance_km"])
                continue
            off = SCALE * found[0].metres + METRES
            reach = [
                errors.between(site, r.end.id) if r.end.id in raw_places.drawn else radius + r.end.radius for r in found
            ]
            error = reach[0]
            assert 1000 * row["distance_km"] == pytest.approx(found[0].metres, abs=off), (site, kind)
            equal = [reach.end.id for reach in found if reach.metres <= found[0].metres + 2 * off]
            assert row["destination_id"] in equal, (site, kind)
            if len(equal) == 1:
                assert 1000 * row["distance_low_km"] == pytest.approx(max(found[0].metres - error, 0), abs=off)
                assert 1000 * row["distance_high_km"] == pytest.approx(found[0].metres + error, abs=off)
                lows = np.array([one.metres - by for one, by in zip(found[1:], reach[1:], strict=True)])
                fewest, most = ((lows < found[0].metres + error + s * 2 * off).sum() for s in (-1, 1))
                assert fewest <= row["rivals"] <= most, (site, kind)
