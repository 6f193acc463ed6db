"""Sites in neighbouring counties: small catalogues by hand, Moran's I by its sum, and the shipped sites."""

import numpy as np
import pandas as pd
import pytest
from small_catalogues import CITY, HULI, PROVINCE, SIMING, XIAMEN, small

from geoplan.analysis.autocorrelation import moran_indices
from geoplan.analysis.county_clusters import county_clusters, county_clusters_note
from geoplan.analysis.county_counts import count_no_county, county_incidence, dealt_counts
from geoplan.analysis.reporting_units import reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.query.selection import Selection, select


@pytest.fixture
def four(catalogue: Catalogue) -> Catalogue:
    """Two sites of Siming, one of Huli, one of the city, one of the province, one of Fuzhou."""
    where = {"a": SIMING, "b": SIMING, "c": HULI, "city": CITY, "wide": PROVINCE, "far": "350100"}
    return small(catalogue, where, {site: ["bio"] for site in where})


def test_sites_of_known_county_stand_there(four: Catalogue) -> None:
    sites = four.sites.index.tolist()
    assert county_incidence(four, sites, CITY).sum().to_dict() == dict.fromkeys(XIAMEN, 0) | {SIMING: 2, HULI: 1}
    assert county_incidence(four, ["c", "city"], CITY).index.tolist() == ["c"]
    assert county_incidence(four, [], CITY).empty


def test_sites_of_unknown_county_are_dealt_alike_where_they_may_stand(four: Catalogue) -> None:
    sites = four.sites.index.tolist()
    counts, unknown = dealt_counts(four, sites, CITY, draws=4000)
    assert unknown == 2  # that of Fuzhou cannot stand here
    assert set(counts.sum(axis=1)) == {1.0, 2.0}  # that of the province mostly stands elsewhere
    city_alone, _ = dealt_counts(four, ["a", "city"], CITY, draws=4000)
    assert (city_alone.sum(axis=1) == 1).all()
    assert city_alone.mean(axis=0) == pytest.approx([1 / 6] * 6, abs=0.03)
    assert counts.sum(axis=1).mean() == pytest.approx(1 + 6 / 84, abs=0.02)  # 6 of the province's 84 are here
    assert dealt_counts(four, ["a", "b"], CITY)[1] == 0
    assert count_no_county(four, sites, CITY) == (5, 2)
    assert count_no_county(four, sites, PROVINCE) == (6, 3)
    assert count_no_county(four, [], CITY) == (0, 0)


def test_the_indices_are_the_sum_of_products_of_neighbours() -> None:
    areas = reporting_units(CITY)
    adcodes = areas["adcode"].tolist()
    touch = np.array([[a != b and one.intersects(other) for b, other in enumerate(areas.geometry)] for a, one in enumerate(areas.geometry)], dtype=float)  # fmt: skip
    weights = touch / touch.sum(axis=1, keepdims=True)
    sets = np.random.default_rng(5).integers(0, 9, size=(4, len(adcodes))).astype(float)
    for values, index in zip(sets, moran_indices(sets, adcodes, areas), strict=True):
        z = values - values.mean()
        assert index == pytest.approx(z @ weights @ z / (z @ z))
    assert np.isnan(moran_indices(np.ones((1, len(adcodes))), adcodes, areas)).all()


def test_six_counties_are_too_few_and_what_was_left_out_is_said(four: Catalogue) -> None:
    table = county_clusters(four, four.sites.index.tolist(), CITY, draws=10)
    row = table.iloc[0]
    assert (row["asked"], row["no_county"], row["counties"], row["verdict"]) == (5, 2, 6, "too few")
    text = county_clusters_note(table).text("en")
    assert text.startswith("Too few for a comparison among sites. Only 6 counties, fewer than 30")
    assert text.endswith("Of 5 sites asked for, 2 have no known county and are left out.")


def placed_in(catalogue: Catalogue, asked: list[str], others: list[str], unknown: int = 0) -> Catalogue:
    """Sites a0, a1, … in the counties of `asked`, b0, … in those of `others`, u0, … somewhere in the province."""
    where = {f"a{i}": code for i, code in enumerate(asked)} | {f"b{i}": code for i, code in enumerate(others)}
    where |= {f"u{i}": PROVINCE for i in range(unknown)}
    return small(catalogue, where, {site: ["bio"] for site in where})


def test_where_plans_were_read_is_a_cluster_of_counties_and_none_among_sites(catalogue: Catalogue) -> None:
    # All sites stand in Xiamen and every other one is asked for: the counties are alike, the asked ones as the rest.
    both = placed_in(catalogue, XIAMEN * 4, XIAMEN * 4)
    table = county_clusters(both, [s for s in both.sites.index if s.startswith("a")], PROVINCE)
    row = table.iloc[0]
    assert (row["verdict"], row["among_verdict"]) == ("clustered", "no evidence")
    text = county_clusters_note(table).text("en")
    assert text.index("Among sites") < text.index("Over counties")
    assert "24 sites asked for is known" in text
    alone = county_clusters(both, both.sites.index.tolist(), PROVINCE).iloc[0]
    assert alone["among_verdict"] == "all_asked" and np.isnan(alone["among_p_value"])


def test_those_asked_for_gather_among_sites_that_stand_everywhere(catalogue: Catalogue) -> None:
    everywhere = counties_in(PROVINCE)["adcode"].tolist()
    elsewhere = [code for code in everywhere if code not in XIAMEN]
    mixed = placed_in(catalogue, XIAMEN * 2, elsewhere * 2)
    row = county_clusters(mixed, [s for s in mixed.sites.index if s.startswith("a")], PROVINCE).iloc[0]
    assert (row["among_verdict"], row["verdict"]) == ("clustered", "clustered")
    assert row["among_p_value"] == pytest.approx(0.002)


def test_sites_of_unknown_county_can_undo_a_verdict(catalogue: Catalogue) -> None:
    # Eight known ones in Xiamen against three hundred anywhere in the province.
    known = placed_in(catalogue, [*XIAMEN, SIMING, HULI], [])
    assert county_clusters(known, known.sites.index.tolist(), PROVINCE).iloc[0]["verdict"] == "clustered"
    loose = placed_in(catalogue, [*XIAMEN, SIMING, HULI], [], unknown=300)
    table = county_clusters(loose, loose.sites.index.tolist(), PROVINCE)
    row = table.iloc[0]
    assert (row["asked"], row["no_county"], row["verdict"]) == (308, 300, "unknown")
    assert row["p_low"] <= row["p_high"] and row["p_high"] > 0.05
    assert "it cannot be said" in county_clusters_note(table).text("en")


@pytest.mark.long
def test_the_shipped_sites_say_how_many_have_no_county(catalogue: Catalogue) -> None:
    it = select(catalogue, Selection(industries=("it",)))
    row = county_clusters(catalogue, it, PROVINCE, draws=20).iloc[0]
    assert row["asked"] == len(it) and 0 < row["no_county"] < len(it)
    assert row["moran_low"] < row["moran_high"] and row["among_verdict"] == "no evidence"
    again = county_clusters(catalogue, it, PROVINCE, draws=20)
    pd.testing.assert_series_equal(again.iloc[0], row)
