"""Figures of one indicator: which pairs differ, how severely, and which only seem to."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import Difference
from geoplan.concordance.indicator_differences import indicator_differences

BASE = {"base_year": None, "base_value": None, "base_comparator": "", "words": "", "measure": "", "comparator": ""}


def found(catalogue: Catalogue, *rows: dict[str, object]) -> list[Difference]:
    """The differences of one indicator of Xiamen, of which each row gives what is not as usual."""
    usual = {
        "scope_adcode": "350200", "name_zh": "甲数", "name_en": "Number of A", "printed": "甲", "unit": "家",
        "target_year": 2025, "target_value": None, **BASE,
    }  # fmt: skip
    frame = pd.DataFrame([{**usual, "section": str(n), **row} for n, row in enumerate(rows)])
    return list(indicator_differences(replace(catalogue, indicators=frame)))


def target(plan: str, comparator: str, value: float, **more: object) -> dict[str, object]:
    return {"plan_id": plan, "comparator": comparator, "target_value": value, **more}


@pytest.mark.parametrize("comparator", [">", "<"])
def test_a_number_and_more_or_less_than_that_number_differ(catalogue: Catalogue, comparator: str) -> None:
    (only,) = found(catalogue, target("xiamen-sei", "=", 80), target("xiamen-st", comparator, 80))
    assert (only.kind, only.severity, only.a.says) == ("value", "scope", "2025: 80 家")
    assert only.b.says == f"2025: {comparator}80 家"


@pytest.mark.parametrize(("one", "two"), [("=", ">="), ("=", "<="), (">", ">="), ("=", "="), ("=", "about")])
def test_one_number_that_both_can_mean_is_no_difference(catalogue: Catalogue, one: str, two: str) -> None:
    assert found(catalogue, target("xiamen-sei", one, 80), target("xiamen-st", two, 80)) == []


def test_two_numbers_contradict_each_other(catalogue: Catalogue) -> None:
    (only,) = found(catalogue, target("xiamen-sei", "=", 80), target("xiamen-st", "=", 81))
    assert only.severity == "contradiction"


def test_a_plan_that_gives_the_other_figure_elsewhere_differs_from_itself_only(catalogue: Catalogue) -> None:
    rows = [target("xiamen-sei", "=", 21.47), target("xiamen-sei", ">", 20), target("xiamen-st", "=", 21.47)]
    (only,) = found(catalogue, *rows)
    assert (only.a.plan, only.b.plan) == ("xiamen-sei", "xiamen-sei")


def test_a_figure_that_a_plan_repeats_is_compared_once(catalogue: Catalogue) -> None:
    rows = [target("xiamen-sei", "=", 3500), target("xiamen-st", "=", 4000), target("xiamen-st", ">=", 4000)]
    assert len(found(catalogue, *rows)) == 1


def test_newly_added_ones_are_not_compared_with_all_there_are(catalogue: Catalogue) -> None:
    assert found(catalogue, target("xiamen-sei", "=", 6), target("xiamen-st", "=", 1, measure="new")) == []


def test_a_base_and_a_target_of_one_year_are_not_compared(catalogue: Catalogue) -> None:
    base = {"plan_id": "xiamen-st", "base_year": 2025, "base_value": 7, "base_comparator": "="}
    assert found(catalogue, target("xiamen-sei", "=", 6), base) == []


@pytest.mark.parametrize(("aim", "differences"), [(8000, 1), (12970, 0)])
def test_a_doubling_is_twice_the_base_that_its_plan_prints(catalogue: Catalogue, aim: float, differences: int) -> None:
    rows = [
        target("fujian-st", "=", aim, base_year=2020, base_value=6485, base_comparator="="),  # 2 × 6485 = 12970
        {"plan_id": "fujian-st", "words": "双倍增"},
    ]  # fmt: skip
    kinds = [(d.kind, d.severity) for d in found(catalogue, *rows)]
    assert kinds == [("value", "contradiction")] * differences


def test_a_doubling_without_a_base_implies_no_figure(catalogue: Catalogue) -> None:
    rows = [target("fujian-st", "=", 8000), {"plan_id": "fujian-st", "words": "双倍增"}]
    assert found(catalogue, *rows) == []
