"""Which counties have a carrier, and where that cannot be said, against a count of sites and where each may stand."""

from __future__ import annotations

import pytest

from geoplan.analysis.carrier_gaps import ANY, carrier_gaps, carriers
from geoplan.analysis.unknown_sites import count_unknown
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.query.selection import Selection, select
from recomputed.own_whereabouts import Whereabouts


def test_every_site_stands_and_may_stand_in_the_same_counties(catalogue: Catalogue, whereabouts: Whereabouts) -> None:
    shown: dict[str, dict[str, bool]] = {}
    for row in possible_counties(catalogue).itertuples():
        shown.setdefault(row.site_id, {})[row.adcode] = bool(row.certain)
    assert shown == whereabouts.possible


@pytest.mark.parametrize("scope", ["350000", "350200", "350100"])
def test_gaps_of_every_branch_and_of_all_of_them(catalogue: Catalogue, whereabouts: Whereabouts, scope: str) -> None:
    raw, counties = whereabouts.raw, whereabouts.in_region(scope)
    asked = [ANY, *raw.branches, "ic", "devices"]
    found = carriers(catalogue, list(catalogue.sites.index), asked, scope)
    table = carrier_gaps(found, asked, counties).set_index(["adcode", "industry_id"])
    assert len(table) == len(counties) * len(asked)
    of = {industry: raw.carriers_of(industry) for industry in asked if industry != ANY}
    of[ANY] = set().union(*of.values())
    for (county, industry), row in table.iterrows():
        may = [site for site in of[industry] if county in whereabouts.possible[site]]
        sure = [site for site in may if whereabouts.possible[site][county]]
        assert (row["low"], row["high"]) == (len(sure), len(may)), (county, industry)
        assert row["state"] == ("has" if sure else "may_have" if may else "none"), (county, industry)


@pytest.mark.parametrize("scope", ["350000", "350200", "350203"])
def test_how_many_are_asked_for_and_how_many_of_these_have_no_position(
    catalogue: Catalogue, whereabouts: Whereabouts, scope: str
) -> None:
    for industry in ("", *whereabouts.raw.branches):
        chosen = select(catalogue, Selection(industries=(industry,) if industry else ()))
        mine = whereabouts.raw.carriers_of(industry) if industry else set(whereabouts.raw.county_of)
        assert set(chosen) == mine
        assert count_unknown(catalogue, chosen, scope) == whereabouts.asked_and_unplaced(mine, scope), industry
