"""A whole or what lies in it counts, not both."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_criteria import of, town

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.once_per_chain import once_per_chain, wholes

# Pair 0 is the whole, 1 and 2 its parts, 3 lies in 2; innermost first.
TREE = [(2, np.array([3])), (0, np.array([1, 2, 3]))]


@pytest.mark.parametrize(
    ("worth", "total"),
    [
        ([0.17, 0.41, 0.20, 0.0], 0.61),  # the parts are more than the whole
        ([0.90, 0.41, 0.20, 0.0], 0.90),
        ([1.00, 0.00, 0.80, 0.7], 1.00),  # a chain: the strongest
        ([0.30, 0.00, 0.80, 0.7], 0.80),
        ([0.30, 0.20, 0.60, 0.7], 0.90),
    ],
)
def test_the_whole_or_the_sum_of_its_parts_counts_whichever_is_more(worth: list[float], total: float) -> None:
    assert once_per_chain(np.array(worth), TREE).sum() == pytest.approx(total)
    assert once_per_chain(np.array([worth, worth]), TREE).sum(axis=1) == pytest.approx([total, total])


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.integers(0, 3), st.floats(0, 1))
def test_what_is_worth_more_never_counts_less(worth: list[float], which: int, more: float) -> None:
    before = once_per_chain(np.array(worth), TREE).sum()
    worth[which] = max(worth[which], more)
    assert once_per_chain(np.array(worth), TREE).sum() >= before - 1e-12


def test_wholes_are_all_that_a_site_lies_in_but_not_what_it_branches_off(catalogue: Catalogue) -> None:
    above = wholes(catalogue)
    assert {"software-park-1", "software-park"} <= above["software-park-1-incubator"]  # located in a part of the whole
    assert "xiamen-university" in above["jiageng-lab"]
    assert "biomedical-harbour" not in above.get("xinyang", ())  # extends it


def test_a_rival_and_its_parts_press_once(catalogue: Catalogue) -> None:
    """Two parks 6 km away, half as near as next door, and the whole of them: 0.5 + 0.5 of 2, not 1.5."""
    parts = (("a", "whole"), ("b", "whole"))
    some = town(catalogue, [(s, "ai") for s in ("p", "a", "b", "whole")], {"p": 0, "a": 6, "b": 6}, parts=parts)
    assert of(some, "p", "competition")["value"] == pytest.approx(1 - 1.0 / 2, abs=0.01)


@pytest.mark.parametrize(("relation", "value"), [("hosted_by", 1 / 3), ("located_in", 1 / 3), ("branch_of", 2 / 3)])
def test_an_institute_and_its_own_platform_are_one_place_of_knowledge(
    catalogue: Catalogue, relation: str, value: float
) -> None:
    kinds = {"institute": {"kind": "institute"}, "platform": {"kind": "platform"}}
    said = [(s, "ai") for s in ("p", *kinds)]
    some = town(catalogue, said, {"p": 0, "institute": 1, "platform": 1}, kinds, parts=(("platform", "institute"),))
    some = replace(some, relations=some.relations.assign(relation=relation))
    assert of(some, "p", "knowledge")["value"] == pytest.approx(value)


def test_a_laboratory_that_is_located_in_the_site_is_there(catalogue: Catalogue) -> None:
    said, kinds = [("p", "ai"), ("l", "ai")], {"l": {"kind": "laboratory"}}
    some = town(catalogue, said, {"p": 0, "l": 15}, kinds, parts=(("l", "p"),))
    some = replace(some, relations=some.relations.assign(relation="located_in"))
    assert of(some, "p", "knowledge")["value"] == pytest.approx(1 / 3)
