"""Footprints and their shares, against polygons added one after another in another projection."""

from __future__ import annotations

import math

import pytest
from long_lists import one_in

from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from recomputed.conftest import KEYS, cells_only
from recomputed.own_areas import OwnAreas
from recomputed.raw_places import RawPlaces

# Gauss-Krueger areas of Xiamen are 0.036 % over the true ones; borders are snapped to 2 m, along half a kilometre each.
RELATIVE, SLIVER_KM2 = 5e-4, 1e-3
BY = [("county",), ("industry",), ("plan",), ("county", "industry"), ("industry", "plan")]
CASES = [(scope, denominator, by) for scope, denominator in [
    ("350200", "published"), ("350200", "land"), ("350000", "boundary"), ("350000", "land"),
] for by in BY]  # fmt: skip


@pytest.mark.parametrize(("scope", "denominator", "by"), one_in(9, CASES))
def test_footprints_count_ground_once_and_shares_are_of_the_named_land(
    catalogue: Catalogue, raw_places: RawPlaces, scope: str, denominator: str, by: tuple[str, ...]
) -> None:
    keys = [KEYS[name] for name in by]
    table = cells_only(coverage_table(catalogue, by=by, scope=scope, denominator=denominator, draws=0)).set_index(keys)
    mine = OwnAreas(raw_places, scope, denominator)
    areas, land = mine.footprint_km2(by), mine.land_km2()
    drawn = table[table["footprint_km2"].notna()]
    assert {key if isinstance(key, tuple) else (key,) for key in drawn.index} == set(areas)
    for key, row in drawn.iterrows():
        cell = key if isinstance(key, tuple) else (key,)
        area, of = areas[cell]
        assert row["footprint_km2"] == pytest.approx(area, abs=RELATIVE * area + SLIVER_KM2), cell
        assert row["footprint_of"] == of, cell
        whole = land.get(cell[0], math.nan) if "county" in by else sum(land.values())
        if "county" not in by and denominator == "published":
            (whole,) = (float(r["land_area_km2"] or "nan") for r in mine.raw.rows("regions") if r["adcode"] == scope)
        assert row["land_km2"] == pytest.approx(whole, rel=RELATIVE, nan_ok=True), cell
        unsure = (2 * RELATIVE * area + SLIVER_KM2) / whole
        assert row["share"] == pytest.approx(area / whole, abs=unsure, nan_ok=True), cell
