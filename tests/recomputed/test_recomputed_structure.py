"""Location quotients, variety and autocorrelation, against sums and bounds taken from the definitions."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from long_lists import one_in

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_draws import HIGH, LOW, can_be
from recomputed.own_structure import (
    OWN,
    cells,
    moran,
    moran_by_chance,
    neighbours,
    p_error,
    quotient,
    terms_by_branch,
    two_sided,
    variety,
)
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import PROVINCE_LAT, PROVINCE_LON, counties, equal_area
from recomputed.raw_tables import RawTables

SCOPES = ["350000", "350200"]
EXACT = 1e-9
DEALS, DRAWS, OWN_DRAWS = 999, 200, 400


@pytest.mark.parametrize("depth", ["branch", "term"])
@pytest.mark.parametrize("scope", one_in(2, SCOPES))
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
            if level[county] != "county":
                assert row["verdict"] == "unknown" and math.isnan(row["dealt_low"])
            elif row["verdict"] != "unknown":
                assert row["verdict"] == ("specialised" if above else "no evidence"), (county, industry)


@pytest.mark.long
@pytest.mark.parametrize("scope", SCOPES[::-1])
def test_verdicts_are_left_open_where_sites_of_unknown_county_would_turn_them(
    catalogue: Catalogue, whereabouts: Whereabouts, scope: str
) -> None:
    raw = whereabouts.raw
    rows = measures.structure(catalogue, sorted(raw.county_of), scope, draws=DRAWS).set_index(["adcode", "industry_id"])
    mine = cells(raw, scope, "branch")
    inside = whereabouts.in_region(scope)
    carried: dict[str, set[str]] = {}
    for one in raw.designations:
        if one.basis in OWN and not any(whereabouts.possible[one.site].values()):
            carried.setdefault(one.site, set()).add(raw.line_of[one.industry][-1])
    loose = [(sorted(whereabouts.possible[site]), of) for site, of in sorted(carried.items())]
    loose = [(may, of) for may, of in loose if set(may) & set(inside)]
    rng, turned, quotients = np.random.default_rng(3), Counter[tuple[str, str]](), {cell: [] for cell in rows.index}
    for _ in range(OWN_DRAWS):
        counts = Counter({(c, i): len(sites) for c, of in mine.items() if c in inside for i, sites in of.items()})
        for may, of in loose:
            county = str(rng.choice(may))
            counts.update((county, industry) for industry in of if county in inside)
        in_county, of_industry = Counter[str](), Counter[str]()
        for (county, industry), k in counts.items():
            in_county[county] += k
            of_industry[industry] += k
        for county, industry in rows.index:
            if county in inside:
                k = counts[county, industry]
                lq, low, _ = quotient(k, in_county[county], of_industry[industry], counts.total())
                quotients[county, industry].append(lq)
                turned[county, industry] += low > 1 and k >= 2
    seen = Counter[str]()
    for (county, industry), row in rows.iterrows():
        if county not in inside:
            continue
        here = mine[county]
        n, of_all = sum(map(len, here.values())), sum(len(s) for of in mine.values() for s in of.values())
        whole = sum(len(of.get(industry, ())) for of in mine.values())
        above = quotient(len(here[industry]), n, whole, of_all)[1] > 1 and len(here[industry]) >= 2
        against = turned[county, industry] / OWN_DRAWS
        against = 1 - against if above else against
        assert can_be(row["dealt_low"], np.array(quotients[county, industry]), LOW, DRAWS), (county, industry)
        assert can_be(row["dealt_high"], np.array(quotients[county, industry]), HIGH, DRAWS), (county, industry)
        if not 0.01 < against < 0.15:  # nearer to 5 % two sets of draws may differ
            said = "unknown" if against > 0.05 else "specialised" if above else "no evidence"
            assert row["verdict"] == said, (county, industry, against)
            seen[said] += 1
    assert seen["unknown"] >= 2 and seen["specialised"] >= 1


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


@pytest.fixture(scope="module")
def near() -> dict[str, set[str]]:
    shapes = {code: equal_area(s, PROVINCE_LON, PROVINCE_LAT) for code, s in counties("amap").items()}
    return neighbours(shapes, 5.0)  # the borders of the detailed set are drawn twice, metres apart


@pytest.mark.long
@pytest.mark.parametrize("industry", ["", "it"])
def test_morans_i_of_the_counties_of_the_province(
    catalogue: Catalogue, whereabouts: Whereabouts, near: dict[str, set[str]], industry: str
) -> None:
    raw = whereabouts.raw
    sites = raw.carriers_of(industry) if industry else set(raw.county_of)
    (row,) = measures.moran(catalogue, sorted(sites), "350000", draws=DRAWS).itertuples()
    known = {site: {code for code, sure in whereabouts.possible[site].items() if sure} for site in raw.county_of}
    values = {code: float(sum(code in known[site] for site in sites)) for code in near}
    loose = [sorted(whereabouts.possible[site]) for site in sorted(sites) if not known[site]]
    assert (row.asked, row.no_county, row.counties) == (len(sites), len(loose), len(near))
    seen, chance = moran(values, near), moran_by_chance(values, near, DEALS, 7)
    assert row.moran == pytest.approx(seen, abs=1e-6)
    assert row.moran_expected == pytest.approx(-1 / (len(near) - 1))
    p = two_sided(seen, chance)
    assert row.p_value == pytest.approx(p, abs=4 * math.hypot(p_error(p, DEALS), p_error(p, DEALS)))

    rng, dealt = np.random.default_rng(5), []
    for _ in range(OWN_DRAWS):
        more = Counter(str(rng.choice(may)) for may in loose)
        dealt.append(moran({code: value + more[code] for code, value in values.items()}, near))
    assert can_be(row.moran_low, np.array(dealt), LOW, DRAWS)
    assert can_be(row.moran_high, np.array(dealt), HIGH, DRAWS)

    if industry:  # among all sites: which of them are the asked ones is dealt anew
        every = sorted(site for site in known if known[site])
        asked = sum(site in sites for site in every)
        by_chance = []
        for _ in range(OWN_DRAWS):
            some = rng.choice(every, asked, replace=False)
            count = Counter(code for site in some for code in known[str(site)])
            by_chance.append(moran({code: float(count[code]) for code in near}, near))
        among = two_sided(seen, np.array(by_chance))
        error = math.hypot(p_error(among, OWN_DRAWS), p_error(among, DEALS))
        assert row.among_p_value == pytest.approx(among, abs=4 * error + 2 / OWN_DRAWS)
        sides = {p <= 0.05 for p in (row.among_p_value, row.among_p_low, row.among_p_high)}
        assert (row.among_verdict == "unknown") == (len(sides) > 1)
        own_p = [among_with_all_dealt(whereabouts, sites, near, seed) for seed in range(30)]
        least, low, high, greatest = np.quantile(own_p, [0, 0.4, 0.6, 1])
        assert least - 4 * error <= row.among_p_low <= low + 4 * error
        assert high - 4 * error <= row.among_p_high <= greatest + 4 * error
    else:
        assert row.among_verdict == "all_asked"


def among_with_all_dealt(whereabouts: Whereabouts, sites: set[str], near: dict[str, set[str]], seed: int) -> float:
    """The p among sites with every site of unknown county, asked for or not, in one of those where it may stand."""
    rng, stands = np.random.default_rng(seed), {}
    for site, may in whereabouts.possible.items():
        certain = [code for code, sure in may.items() if sure]
        stands[site] = certain or [str(rng.choice(sorted(may)))]
    asked, every = sorted(sites), sorted(stands)

    def index(some: list[str]) -> float:
        count = Counter(code for site in some for code in stands[site])
        return moran({code: float(count[code]) for code in near}, near)

    dealt = [index(rng.choice(every, len(asked), replace=False).tolist()) for _ in range(OWN_DRAWS)]
    return two_sided(index(asked), np.array(dealt))
