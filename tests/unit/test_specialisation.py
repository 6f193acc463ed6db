"""Specialisation and diversity on tables whose answers are mental arithmetic."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, entropy

from geoplan.analysis.specialisation import (
    ALL_BASES,
    FEW_SITES,
    OWN_BASES,
    county_diversity,
    county_specialisation,
    designations_on,
    evenness,
    herfindahl,
    location_quotient,
    park_diversity,
    quotient_interval,
    shannon,
)
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import site_regions
from geoplan.query.selection import Selection, select


def counts(*rows: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=[f"county-{i}" for i in range(len(rows))])


def test_three_of_four_where_half_is_usual_is_one_and_a_half() -> None:
    # Each county has 4 of 8, each industry 4 of 8: 3/4 over 1/2, and 1/4 over 1/2.
    assert location_quotient(counts((3, 1), (1, 3))).to_numpy().tolist() == [[1.5, 0.5], [0.5, 1.5]]


def test_a_county_like_the_whole_has_quotients_of_one() -> None:
    assert location_quotient(counts((1, 2), (10, 20))).to_numpy() == pytest.approx(np.ones((2, 2)))


def test_what_is_empty_has_no_quotient_and_what_is_merely_absent_has_zero() -> None:
    table = location_quotient(counts((2, 0, 0), (0, 2, 0), (0, 0, 0)))
    assert table.iloc[2].isna().all()  # an empty county
    assert table[2].isna().all()  # an industry nobody has
    assert table.iloc[:2, :2].to_numpy().tolist() == [[2, 0], [0, 2]]


def test_two_alike_halve_the_concentration_and_hold_ln_2_of_variety() -> None:
    table = counts((1, 1), (5, 0), (0, 0))
    assert herfindahl(table).tolist()[:2] == [0.5, 1.0]
    assert shannon(table).tolist()[:2] == pytest.approx([math.log(2), 0.0])
    assert evenness(table)["county-0"] == pytest.approx(1.0)


def test_an_empty_county_has_no_diversity_and_a_single_industry_no_evenness() -> None:
    table = counts((0, 0), (5, 0))
    assert np.isnan(herfindahl(table)["county-0"])
    assert np.isnan(shannon(table)["county-0"])
    assert evenness(table).isna().all()


def test_three_to_one_by_hand() -> None:
    table = counts((3, 1))
    assert herfindahl(table).iloc[0] == 9 / 16 + 1 / 16
    assert shannon(table).iloc[0] == pytest.approx(2 * math.log(2) - 0.75 * math.log(3))


@pytest.mark.parametrize("measure", [location_quotient, herfindahl, shannon, evenness])
@pytest.mark.parametrize("wrong", [-1, np.nan])
def test_negative_and_missing_counts_are_refused(measure, wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="counts"):
        measure(counts((1, wrong)))


@pytest.mark.parametrize("measure", [location_quotient, herfindahl, shannon, evenness])
def test_no_counties_have_no_figures(measure) -> None:  # type: ignore[no-untyped-def]
    assert len(measure(counts())) == 0


tables = st.integers(1, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 20), min_size=k, max_size=k), min_size=1, max_size=6)
)


@given(tables, st.sampled_from([2, 7, 0.5]))
def test_counting_in_another_unit_changes_no_quotient_nor_diversity(rows, factor) -> None:  # type: ignore[no-untyped-def]
    table = counts(*map(tuple, rows))
    for measure in (location_quotient, herfindahl, shannon, evenness):
        np.testing.assert_allclose(measure(table * factor), measure(table), atol=1e-12)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_counties_changes_nothing(rows, random) -> None:  # type: ignore[no-untyped-def]
    table = counts(*map(tuple, rows))
    order = list(table.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(location_quotient(table.loc[order]).loc[table.index], location_quotient(table))
    pd.testing.assert_series_equal(shannon(table.loc[order]).loc[table.index], shannon(table))


@given(tables)
def test_figures_stay_in_their_range_and_agree_with_a_peer(rows) -> None:  # type: ignore[no-untyped-def]
    table = counts(*map(tuple, rows))
    table = table[table.sum(axis=1) > 0]
    k = table.shape[1]
    assert herfindahl(table).between(1 / k - 1e-12, 1 + 1e-12).all()
    assert shannon(table).to_numpy() == pytest.approx([entropy(row) for row in table.to_numpy(dtype=float)], abs=1e-12)
    assert evenness(table).dropna().between(0, 1 + 1e-12).all()


@given(tables)
def test_the_quotients_of_an_industry_average_to_one(rows) -> None:  # type: ignore[no-untyped-def]
    table = counts(*map(tuple, rows))
    weights = table.sum(axis=1) / max(table.to_numpy().sum(), 1)
    averages = location_quotient(table).mul(weights, axis=0).sum()
    assert averages[table.sum() > 0].to_numpy() == pytest.approx(1.0)


def designated(catalogue: Catalogue, *rows: tuple[str, str]) -> Catalogue:
    """The catalogue with nothing said but that these sites lead these terms."""
    template = catalogue.designations.iloc[0].to_dict() | {"role": "lead", "basis": "stated"}
    said = [{**template, "site_id": site_id, "industry_id": term} for site_id, term in rows]
    return replace(catalogue, designations=pd.DataFrame(said, columns=catalogue.designations.columns))


def test_three_terms_of_a_branch_make_one_carrier(catalogue: Catalogue) -> None:
    few = designated(
        catalogue, ("software-park-2", "ai"), ("software-park-2", "iot"), ("software-park-2", "5g"), ("fuxin", "ai")
    )
    assert county_specialisation(few)["carriers"].sum() == 2
    park = park_diversity(few).set_index("site_id").loc["software-park-2"]
    assert (park["terms"], park["branches"], park["herfindahl"], park["shannon"]) == (3, 1, 1.0, 0.0)


def test_a_site_of_two_branches_counts_in_both_and_once_in_its_county(catalogue: Catalogue) -> None:
    few = designated(catalogue, ("software-park-2", "ai"), ("software-park-2", "film"))
    assert county_specialisation(few)["share"].tolist() == [0.5, 0.5]
    diversity = county_diversity(few).iloc[0]
    assert (diversity["carriers"], diversity["industries"], diversity["herfindahl"]) == (1, 2, 0.5)
    assert diversity["evenness"] == pytest.approx(1.0)
    assert diversity["small"]


def test_one_level_down_terms_count_apart_and_broader_ones_stay_broad(catalogue: Catalogue) -> None:
    few = designated(catalogue, ("software-park-2", "ai-chips"), ("software-park-2", "iot"), ("software-park-2", "bio"))
    assert county_specialisation(few, depth=1)["industry_id"].tolist() == ["iot", "ai", "bio"]
    assert county_specialisation(few, depth=9)["industry_id"].tolist() == ["iot", "ai-chips", "bio"]


def test_what_is_said_of_the_whole_counts_only_when_asked_for(catalogue: Catalogue) -> None:
    few = designated(catalogue, ("software-park", "ai"))
    assert county_specialisation(few)["carriers"].sum() == 1
    inherited = set(designations_on(few, bases=("inherited",))["site_id"])
    assert "software-park-1" in inherited
    assert county_specialisation(few, bases=ALL_BASES)["carriers"].sum() == 1 + len(inherited)


def test_unknown_bases_and_depths_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="hearsay"):
        county_specialisation(catalogue, bases=("stated", "hearsay"))
    with pytest.raises(ValueError, match="depth"):
        county_specialisation(catalogue, depth=-1)


def test_no_sites_give_empty_tables_with_their_columns(catalogue: Catalogue) -> None:
    for table in (county_specialisation, county_diversity, park_diversity):
        empty, full = table(catalogue, []), table(catalogue)
        assert len(empty) == 0
        assert list(empty.columns) == list(full.columns)


def test_the_carriers_of_a_county_and_branch_are_those_the_filter_finds(catalogue: Catalogue) -> None:
    table, regions = county_specialisation(catalogue), site_regions(catalogue)
    assert len(table) > 50
    for row in table.itertuples():
        found = select(catalogue, Selection(industries=(row.industry_id,), bases=OWN_BASES))
        assert row.carriers == len(set(regions.loc[regions["adcode"] == row.adcode, "site_id"]).intersection(found))


def test_shares_of_a_county_add_up_and_few_carriers_are_flagged(catalogue: Catalogue) -> None:
    assert county_specialisation(catalogue).groupby("adcode")["share"].sum().to_numpy() == pytest.approx(1.0)
    diversity = county_diversity(catalogue)
    assert diversity["small"].any() and not diversity["small"].all()
    assert (diversity["small"] == (diversity["carriers"] < FEW_SITES)).all()


def test_the_interval_of_a_quotient_is_the_exact_binomial_one() -> None:
    # Of 10 sites none is of x: as few come up in one of twenty where the share is 1 - 0.05 ** (1 / 10) = 0.2589.
    # All 5 of the other unit are: its lower bound is 0.05 ** (1 / 5) = 0.5493. Of all 15, a third is.
    counts = pd.DataFrame({"x": [0, 5], "y": [10, 0]}, index=["a", "b"])
    low, high = quotient_interval(counts)
    assert (low.at["a", "x"], high.at["a", "x"]) == (0.0, pytest.approx(0.2589 * 3, abs=1e-3))
    assert (low.at["b", "x"], high.at["b", "x"]) == (pytest.approx(0.5493 * 3, abs=1e-3), 3.0)


@pytest.mark.parametrize(("k", "n"), [(1, 9), (3, 9), (7, 30), (29, 30)])
def test_the_interval_leaves_a_twentieth_at_either_end(k: int, n: int) -> None:
    counts = pd.DataFrame({"x": [k, 50], "y": [n - k, 50]})
    low, high = (bound.at[0, "x"] * (k + 50) / (n + 100) for bound in quotient_interval(counts))
    assert binom.sf(k - 1, n, low) == pytest.approx(0.05)
    assert binom.cdf(k, n, high) == pytest.approx(0.05)


def test_only_a_quotient_whose_interval_lies_above_1_is_called_specialised(catalogue: Catalogue) -> None:
    table = county_specialisation(catalogue, catalogue.sites.index[catalogue.sites["adcode"].str.startswith("3502")])
    county = table["adcode"] != "350200"
    special = table["verdict"] == "specialised"
    assert set(table.loc[~county, "verdict"]) == {"unknown"}
    assert (special == (county & (table["lq_low"] > 1) & (table["carriers"] >= 2))).all()
    assert 0 < special.sum() < (county & (table["location_quotient"] > 1)).sum() / 2
