"""Likeness and distance of every two parks, against terms compared one by one."""

from __future__ import annotations

import pytest

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_pairs import pairs
from recomputed.raw_places import RawPlaces

SCALE, METRES, NEAR = 1e-3, 1.0, 10_000.0


@pytest.mark.parametrize("scope", ["350200", "350000"])
def test_every_two_parks(catalogue: Catalogue, raw_places: RawPlaces, scope: str) -> None:
    table = measures.pairs(catalogue, sorted(raw_places.raw.county_of), scope)
    shown = {(row.site_a, row.site_b): row for row in table.itertuples()}
    mine, branches = pairs(raw_places, scope), set(raw_places.raw.branches)
    assert set(shown) == set(mine)
    assert len(mine) > 50
    for key, pair in mine.items():
        row = shown[key]
        assert (row.similarity, row.branch_similarity) == pytest.approx((pair.similarity, pair.by_field)), key
        assert (set(row.shared_terms), set(row.only_a), set(row.only_b)) == (pair.shared, pair.only_a, pair.only_b), key
        assert row.nested == pair.nested, key
        off = SCALE * pair.metres + METRES
        low, high = max(pair.metres - pair.error, 0), pair.metres + pair.error
        assert 1000 * row.distance_km == pytest.approx(pair.metres, abs=off), key
        assert 1000 * row.distance_low_km == pytest.approx(low, abs=off), key
        assert 1000 * row.distance_high_km == pytest.approx(high, abs=off), key
        if min(abs(low - NEAR), abs(high - NEAR)) > off:
            nearness = "near" if high <= NEAR else "far" if low > NEAR else "uncertain"
            near, alike = nearness == "near", pair.similarity
            other = alike < 0.2 and pair.by_field >= 0.5 and not pair.nested
            same = "broad" if pair.shared <= branches else "compete"  # a branch alone says too little of what is made
            relation = same if near and alike >= 0.5 else "complement" if near and other else ""
            assert (row.nearness, row.relation) == (nearness, relation), key
