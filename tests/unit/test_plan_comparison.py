"""What plans say of one site is compared by what they mean: units are converted, silence is no statement."""

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.plan_comparison import COLUMNS, compare_plans

SITE = "kaiyuan-community"


def differing(catalogue: Catalogue, *plans: str) -> dict[str, bool]:
    table = compare_plans(catalogue, SITE, plans)
    return table.groupby("fact", sort=False)["differs"].first().to_dict()


def with_area(catalogue: Catalogue, value: str, unit: str) -> Catalogue:
    """The catalogue in which a second plan states the area; data/ has 4680 亩 of 福建科技."""
    of_site = (catalogue.site_facts["site_id"] == SITE) & (catalogue.site_facts["property"] == "land_area")
    row = catalogue.site_facts[of_site].assign(value=value, unit=unit, plan_id="siming-st", section="四/(五)")
    return replace(catalogue, site_facts=pd.concat([catalogue.site_facts, row], ignore_index=True))


def test_a_fact_has_a_row_for_each_plan_in_the_order_of_the_catalogue(catalogue: Catalogue) -> None:
    table = compare_plans(catalogue, SITE, ["siming-st", "fujian-st"])
    assert list(table.columns) == COLUMNS
    assert table.groupby("fact")["plan_id"].agg(list).map(tuple).unique().tolist() == [("fujian-st", "siming-st")]
    area = table[table["fact"] == "facts:land_area"]
    assert area["value_zh"].tolist() == ["4680 亩", "未载"] and area["value_en"].tolist() == ["4680 mu", "not stated"]


def test_silence_is_no_difference(catalogue: Catalogue) -> None:
    marked = differing(catalogue, "fujian-st", "siming-st")
    assert marked["names"] and marked["industries"] and not marked["facts:land_area"]


@pytest.mark.parametrize(("value", "unit", "differs"), [("312", "公顷", False), ("3.12", "平方公里", False), ("4600", "亩", True)])  # fmt: skip
def test_one_area_in_two_units_is_one_value(catalogue: Catalogue, value: str, unit: str, differs: bool) -> None:
    # 4680 mu of 10,000 / 15 m² are 3,120,000 m².
    assert differing(with_area(catalogue, value, unit), "fujian-st", "siming-st")["facts:land_area"] is differs


def test_a_fact_that_no_chosen_plan_states_is_left_out(catalogue: Catalogue) -> None:
    assert "facts:land_area" not in differing(catalogue, "siming-st", "xiamen-susong")
    assert "part_of" not in differing(catalogue, "siming-st", "xiamen-susong")
