"""Which classes a site is designated for: those of the term, of what lies below it, or of what lies above it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from small_catalogues import TONGAN, small

from geoplan.catalogue.catalogue import Catalogue
from geoplan.registers.code_masks import code_masks
from geoplan.registers.industry_codes import IndustryCodes
from geoplan.registers.site_industries import site_industries, term_classes


@pytest.fixture(scope="module")
def mapped(catalogue: Catalogue) -> Catalogue:
    """`ic` is part of `it`; `ic-design` and `ic-packaging` are of `ic`; `display` is of `it`."""
    rows = [("it", "39", "medium"), ("ic-design", "6520", "high"), ("ic-packaging", "3973", "low")]
    sites = {"a": ["ic", "display"], "b": ["ic-design", "bio"], "c": ["ic-packaging", "future"]}
    known = small(catalogue, dict.fromkeys(sites, TONGAN), sites)
    return replace(known, industry_gbt=pd.DataFrame(rows, columns=["industry_id", "gbt_code", "confidence"]))


def test_a_term_takes_its_own_classes_or_those_below_it_or_those_above_it(mapped: Catalogue) -> None:
    classes = term_classes(mapped)
    assert classes.loc["ic-design", "codes_from"].to_dict() == {"6520": "own"}
    assert classes.loc["ic", "codes_from"].to_dict() == {"6520": "below", "3973": "below"}
    assert classes.loc["display", "codes_from"].to_dict() == {"39": "above"}
    assert "bio" not in classes.index.get_level_values(0)


def test_a_pair_has_the_lowest_confidence_and_what_has_no_class_is_listed(mapped: Catalogue) -> None:
    pairs, without = site_industries(mapped)
    table = pairs.set_index(["site_id", "industry_id"])
    assert table.index.tolist() == [("a", "it"), ("b", "it"), ("c", "it")]  # none has a second branch with a class
    assert table.loc[("a", "it"), "gbt_codes"] == ("39", "3973", "6520")
    assert table["confidence"].tolist() == ["low", "high", "low"]
    assert table["codes_from"].tolist() == ["above", "own", "own"]
    assert table["since"].tolist() == [2021] * 3
    assert without[["site_id", "industry_id"]].to_numpy().tolist() == [["b", "bio"], ["c", "future"]]


def test_of_less_confidence_than_is_asked_for_nothing_counts(mapped: Catalogue) -> None:
    pairs, _ = site_industries(mapped, least="medium")
    codes = pairs.set_index("site_id")["gbt_codes"].to_dict()
    assert codes == {"a": ("39", "6520"), "b": ("6520",), "c": ("39",)}  # of `c` what lies above it is left
    with pytest.raises(ValueError, match="medium"):
        site_industries(mapped, least="certain")


def test_all_branches_of_a_site_are_a_row_too(catalogue: Catalogue) -> None:
    pairs, _ = site_industries(catalogue)
    own = pairs[pairs["industry_id"] != ""]
    several = own["site_id"].value_counts()
    assert set(pairs.loc[pairs["industry_id"] == "", "site_id"]) == set(several.index[several > 1])
    assert not own.duplicated(["site_id", "industry_id"]).any()
    assert set(own["industry_id"]) <= set(catalogue.industries["branch"])


def test_a_code_is_of_an_industry_or_may_be_or_is_not(codes: IndustryCodes) -> None:
    masks = code_masks(codes, [("391", "3973")])
    places = [codes.codes.index(code) for code in ("", "C", "39", "391", "3912", "397", "3973", "3974", "6513")]
    matching = [False, False, False, True, True, False, True, False, False]
    undecided = [True, True, True, False, False, True, False, False, False]
    assert masks.matching[0, places].tolist() == matching
    assert masks.undecided[0, places].tolist() == undecided
