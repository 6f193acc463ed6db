"""Carriers and stated areas of every cell, against a count of the rows of data/."""

from __future__ import annotations

import math

import pytest
from long_lists import one_in

from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from recomputed.conftest import KEYS, cells_only
from recomputed.own_counts import counts, memberships, stated_area
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_places import RawPlaces
from recomputed.raw_tables import RawTables

CROSSES = [
    ("county",), ("industry",), ("plan",), ("county", "industry"), ("county", "plan"), ("industry", "plan"),
    ("county", "industry", "plan"),
]  # fmt: skip
COUNTED = ["carriers", "stated", "name_only", "inherited", "undesignated"]


@pytest.fixture(scope="module")
def crossing(whereabouts: Whereabouts) -> set[str]:
    """Placed sites of which the county is not certain."""
    return {site for site in whereabouts.places.placed if not whereabouts.stands_in_one_county(site)}


@pytest.mark.parametrize(("scope", "by"), one_in(6, [(scope, by) for scope in ("350000", "350200") for by in CROSSES]))
def test_carriers_by_ground_and_stated_areas_of_every_cell(
    catalogue: Catalogue, raw: RawTables, raw_places: RawPlaces, crossing: set[str], by: tuple[str, ...], scope: str
) -> None:
    keys = [KEYS[name] for name in by]
    for depth in ("branch", "term") if by == ("county", "industry") else ("branch",):
        table = cells_only(coverage_table(catalogue, by=by, depth=depth, scope=scope, draws=0)).set_index(keys)
        mine = memberships(raw, by, depth, scope)
        shown = {key if isinstance(key, tuple) else (key,): row for key, row in table[table["carriers"] > 0].iterrows()}
        assert set(shown) == set(mine)
        for cell, members in mine.items():
            row, counted = shown[cell], counts(members)
            assert {name: row[name] for name in COUNTED} == {name: counted[name] for name in COUNTED}, cell
            assert row["placed"] == len(raw_places.placed & set(members)), cell
            unsure = sum(site in crossing for site in members)
            assert row["uncertain_county"] == unsure, cell
            area, of = stated_area(raw, set(members), dict(zip(by, cell, strict=True)).get("plan", ""))
            assert row["stated_area_of"] == of, cell
            assert math.isnan(row["stated_area_km2"]) if not of else row["stated_area_km2"] == pytest.approx(area), cell
