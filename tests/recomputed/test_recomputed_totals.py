"""The total of a table of coverage, and cells that count wholes or parts only, against sets of sites."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from long_lists import one_in

from geoplan.analysis.coverage_total import coverage_with_total
from geoplan.catalogue.catalogue import Catalogue
from recomputed.conftest import KEYS, cells_only
from recomputed.own_areas import OwnAreas
from recomputed.own_counts import FIRMNESS, counts, memberships, stated_area
from recomputed.raw_places import RawPlaces
from recomputed.raw_tables import RawTables

COUNTED = ["carriers", "stated", "name_only", "inherited", "undesignated"]
CROSSES = [("county",), ("industry",), ("county", "industry"), ("industry", "plan")]


def kept(raw: RawTables, members: dict[str, str], count: str) -> dict[str, str]:
    """The sites of a cell that count: all, those that are part of no other one, or those that no other is part of."""
    if count == "all":
        return members
    pairs = [(one, two) for one in members for two in members if raw.is_within(one, two)]
    out = {one for one, _ in pairs} if count == "wholes" else {two for _, two in pairs}
    return {site: basis for site, basis in members.items() if site not in out}


@pytest.mark.parametrize("scope", one_in(2, ["350200", "350000"]))
@pytest.mark.parametrize("by", CROSSES, ids="-".join)
def test_the_total_counts_each_site_and_each_ground_once(
    catalogue: Catalogue, raw_places: RawPlaces, by: tuple[str, ...], scope: str
) -> None:
    raw = raw_places.raw
    table = coverage_with_total(catalogue, by=by, scope=scope, draws=0)
    (total,) = table[table["row"] == "total"].to_dict("records")
    assert [total[KEYS[name]] for name in by] == [""] * len(by)
    once: dict[str, str] = {}
    for members in memberships(raw, by, "branch", scope).values():
        for site, basis in members.items():
            once[site] = min(once.get(site, "none"), basis, key=FIRMNESS.index)
    counted = counts(once)
    assert {name: total[name] for name in COUNTED} == {name: counted[name] for name in COUNTED}
    assert total["placed"] == len(raw_places.placed & once.keys())
    area, of = stated_area(raw, set(once))
    assert total["stated_area_of"] == of
    assert total["stated_area_km2"] == pytest.approx(area if of else math.nan, nan_ok=True)
    ground = OwnAreas(raw_places, scope, "boundary").united_km2(set(once))
    assert total["footprint_km2"] == pytest.approx(ground, rel=1e-3)


@pytest.mark.parametrize("count", one_in(2, ["wholes", "parts"]))
@pytest.mark.parametrize("by", CROSSES, ids="-".join)
def test_wholes_and_parts_are_counted_as_asked(
    catalogue: Catalogue, raw: RawTables, by: tuple[str, ...], count: str
) -> None:
    keys = [KEYS[name] for name in by]
    table = coverage_with_total(catalogue, by=by, scope="350200", draws=0, count=count)
    shown = cells_only(table).set_index(keys)[COUNTED]
    fewer = 0
    for cell, members in memberships(raw, by, "branch", "350200").items():
        mine = counts(kept(raw, members, count))
        row = shown.loc[cell if len(cell) > 1 else cell[0]]
        assert row.to_dict() == {name: mine[name] for name in COUNTED}, cell
        fewer += len(members) - mine["carriers"]
    assert fewer > 0


def test_sites_that_only_a_plan_of_their_own_county_names(catalogue: Catalogue, raw: RawTables) -> None:
    table = cells_only(coverage_with_total(catalogue, by=("county",), scope="350200", draws=0)).set_index("adcode")
    scope_of = {row["plan_id"]: row["scope_adcode"] for row in raw.rows("plans")}
    county = {row["adcode"] for row in raw.rows("regions") if row["level"] == "county"}
    for (code,), members in memberships(raw, ("county",), "branch", "350200").items():
        own = sum({scope_of[plan] for plan in raw.plans_naming[site]} == {code} for site in members)
        shown = table.loc[code, "own_plan"]
        assert pd.isna(shown) if code not in county else shown == own, code
