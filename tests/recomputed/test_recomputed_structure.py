"""Location quotients, variety and autocorrelation, against sums and bounds taken from the definitions."""

from __future__ import annotations

import math

import pytest

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_structure import cells, moran, moran_p, neighbours, p_error, quotient, terms_by_branch, variety
from recomputed.raw_ground import PROVINCE_LAT, PROVINCE_LON, counties, equal_area
from recomputed.raw_tables import RawTables

SCOPES = ["350000", "350200"]
EXACT = 1e-9


@pytest.mark.parametrize("depth", ["branch", "term"])
@pytest.mark.parametrize("scope", SCOPES)
def test_location_quotients_with_their_exact_bounds_and_verdicts(
    catalogue: Catalogue, raw: RawTables, scope: str, depth: str
) -> None:
    table = measures.structure(catalogue, sorted(raw.county_of), scope, depth=depth).set_index(
        ["adcode", "industry_id"]
    )
    mine = cells(raw, scope, depth)
    level = {row["adcode"]: row["level"] for row in raw.rows("regions")}
    of_all = sum(len(sites) for of in mine.values() for sites in of.values())
    assert set(table.index) == {(county, industry) for county, of in mine.items() for industry in of}
    for county, of in mine.items():
        n = sum(len(sites) for sites in of.values())
        for industry, sites in of.items():
            row = table.loc[(county, industry)]
            lq, low, high = quotient(
                len(sites), n, sum(len(other.get(industry, ())) for other in mine.values()), of_all
            )
            assert row["carriers"] == len(sites)
            assert row["share"] == pytest.approx(len(sites) / n, rel=EXACT)
            assert row["location_quotient"] == pytest.approx(lq, rel=EXACT)
            assert row["lq_low"] == pytest.approx(low, rel=1e-6)
            assert row["lq_high"] == pytest.approx(high, rel=1e-6)
            above = low > 1 and len(sites) >= 2
            expected = "unknown" if level[county] != "county" else "specialised" if above else "no evidence"
            assert row["verdict"] == expected, (county, industry)


@pytest.mark.parametrize("depth", ["branch", "term"])
@pytest.mark.parametrize("scope", SCOPES)
def test_how_varied_counties_are(catalogue: Catalogue, raw: RawTables, scope: str, depth: str) -> None:
    table = measures.diversity(catalogue, sorted(raw.county_of), scope, depth=depth).set_index("adcode")
    mine = cells(raw, scope, depth)
    assert set(table.index) == set(mine)
    for county, of in mine.items():
        row, sites = table.loc[county], set().union(*of.values())
        assert (row["carriers"], row["industries"], row["small"]) == (len(sites), len(of), len(sites) < 5)
        shown = (row["herfindahl"], row["shannon"], row["evenness"])
        assert shown == pytest.approx(variety([len(some) for some in of.values()]), rel=EXACT, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("scope", SCOPES)
def test_how_varied_sites_are(catalogue: Catalogue, raw: RawTables, scope: str) -> None:
    table = measures.parks(catalogue, sorted(raw.county_of), scope).set_index("site_id")
    mine = terms_by_branch(raw, scope)
    assert set(table.index) == set(mine)
    for site, of in mine.items():
        row, (herfindahl, shannon, _) = table.loc[site], variety(list(of.values()))
        assert (row["terms"], row["branches"]) == (of.total(), len(of))
        assert (row["herfindahl"], row["shannon"]) == pytest.approx((herfindahl, shannon), rel=EXACT, abs=1e-12)


@pytest.mark.parametrize("industry", ["", "it"])
def test_morans_i_of_the_counties_of_the_province(catalogue: Catalogue, raw: RawTables, industry: str) -> None:
    sites = raw.carriers_of(industry) if industry else set(raw.county_of)
    shown = measures.county_autocorrelation(catalogue, sorted(sites), "350000")
    shapes = {code: equal_area(s, PROVINCE_LON, PROVINCE_LAT) for code, s in counties("amap").items()}
    near = neighbours(shapes, 5.0)  # the borders of the detailed set are drawn twice, metres apart
    values = {code: float(sum(raw.county_of[site] == code for site in sites)) for code in shapes}
    assert shown.n == len(values)
    assert shown.index == pytest.approx(moran(values, near), abs=1e-6)
    assert shown.expected == pytest.approx(-1 / (len(values) - 1))
    p, deals = moran_p(values, near, 999, 7), 999
    assert shown.p_value == pytest.approx(p, abs=4 * math.hypot(p_error(p, deals), p_error(p, deals)))
