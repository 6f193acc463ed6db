"""Differences between plans are computed: those known to be there are found, and go when their rows go."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.concordance.difference_table import COLUMNS, KINDS, SEVERITIES
from geoplan.concordance.differences import differences, side_by_side
from geoplan.concordance.indicator_differences import statements


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> pd.DataFrame:
    return differences(catalogue)


def values(found: pd.DataFrame, subject: str, severity: str = "contradiction") -> set[frozenset[str]]:
    rows = found[(found["subject"] == subject) & (found["severity"] == severity)]
    return {frozenset((a, b)) for a, b in zip(rows["says_a"], rows["says_b"], strict=True)}


@pytest.mark.parametrize(
    ("indicator", "one", "two"),
    [
        ("国家高新技术企业数", "2025: 3500 个", "2025: 4000 家"),
        ("全社会研发投入强度", "2020: 3.02 %", "2020: 3.08 %"),
        ("生物医药与健康产业产值", "2020: 776 亿元", "2020: 805 亿元"),
        ("新材料产业产值", "2020: 879 亿元", "2020: 880 亿元"),
    ],
)
def test_two_values_for_one_year_contradict_each_other(found: pd.DataFrame, indicator: str, one: str, two: str) -> None:
    assert frozenset((one, two)) in values(found, indicator)


def test_a_target_for_2026_does_not_contradict_one_for_2025(found: pd.DataFrame) -> None:
    moved = found[(found["subject"] == "国家高新技术企业数") & (found["kind"] == "target")]
    assert set(moved["severity"]) == {"scope"}
    assert any("2026" in says for says in moved["says_b"])
    contradictions = found[(found["severity"] == "contradiction") & (found["subject"] == "国家高新技术企业数")]
    assert not any("2026" in says for says in [*contradictions["says_a"], *contradictions["says_b"]])


def test_over_20_and_21_47_can_both_hold(found: pd.DataFrame) -> None:
    # 第三章 says over 20 patents, 表1 of the same plan 21.47.
    rows = found[(found["subject"] == "每万人口高价值发明专利拥有量") & (found["kind"] == "value") & found["within"]]
    assert rows["severity"].tolist() == ["scope"]


def test_kaiyuan_is_inside_the_software_park_and_on_its_own(found: pd.DataFrame) -> None:
    rows = found[(found["subject"] == "kaiyuan-community") & (found["kind"] == "membership")]
    assert set(rows["plan_a"]) == {"xiamen-sei"}
    assert "siming-st" in set(rows["plan_b"])


def test_the_science_city_has_different_outlines(found: pd.DataFrame) -> None:
    rows = found[(found["subject"] == "science-city") & (found["kind"] == "extent")]
    assert {"xiamen-sei", "xiamen-susong"} <= set(rows["plan_a"]) | set(rows["plan_b"])


def test_chapter_5_and_box_6_of_one_plan_disagree(found: pd.DataFrame) -> None:
    within = found[(found["plan_a"] == "xiamen-sei") & found["within"]]
    assert "aviation-park" in set(within.loc[within["kind"] == "list", "subject"])  # in the box, in no list
    assert "xingbei" in set(within.loc[within["kind"] == "list", "subject"])  # in a list, not in the box
    assert "tongan-industrial-zone" not in set(within.loc[within["kind"] == "list", "subject"])  # in both


def test_lists_by_industry_are_silent_of_the_industries_that_have_no_list(found: pd.DataFrame) -> None:
    # 专栏6 gives 火炬（翔安）产业区 also 机械装备 and 柔性电子; no layout list is of these.
    assert found[(found["subject"] == "torch-xiangan") & (found["kind"] == "industry")].empty


def test_a_park_that_the_box_gives_an_industry_is_missing_in_the_list_of_that_industry(found: pd.DataFrame) -> None:
    rows = found[(found["subject"] == "fengnan") & (found["kind"] == "industry")]
    assert rows["says_a"].tolist() == ["新材料与新能源"]  # the only list of chapter 5 with 同安凤南高端制造业基地
    assert "生物医药与健康" in rows["says_b"].iloc[0]  # 专栏6/12
    assert "生物医药与健康" in rows["why_zh"].iloc[0]


def test_the_marine_park_has_three_names(found: pd.DataFrame) -> None:
    rows = found[(found["subject"] == "marine-hightech-park") & (found["kind"] == "name")]
    assert set(rows["severity"]) == {"variant"}
    assert any("省级海洋高新区" in why for why in rows["why_zh"])


def test_every_difference_cites_both_sides_and_speaks_both_languages(found: pd.DataFrame) -> None:
    assert list(found.columns) == COLUMNS
    assert set(found["kind"]) <= set(KINDS)
    assert set(found["severity"]) <= set(SEVERITIES)
    assert (found[["section_a", "section_b", "why_zh", "why_en", "subject_zh", "subject_en"]] != "").all().all()


@pytest.mark.long
def test_a_difference_goes_when_its_row_goes(copy: Path) -> None:
    path = copy / "data" / "indicators.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not ("生物医药与健康产业产值" in line and ",776," in line)), "utf-8"
    )
    assert values(differences(load(copy)), "生物医药与健康产业产值") == set()


def test_a_difference_comes_with_a_row(copy: Path) -> None:
    with (copy / "data" / "site_facts.csv").open("a", encoding="utf-8") as file:
        file.write("marine-hightech-park,land_area,10.28,,平方公里,xiamen-susong,二/(一)/3,\n")
    found = differences(load(copy))
    rows = found[(found["subject"] == "marine-hightech-park") & (found["kind"] == "extent")]
    assert {"12.9 平方公里", "10.28 平方公里"} in [{a, b} for a, b in zip(rows["says_a"], rows["says_b"], strict=True)]


@pytest.mark.long
def test_one_area_in_two_units_is_no_difference(copy: Path) -> None:
    with (copy / "data" / "site_facts.csv").open("a", encoding="utf-8") as file:
        file.write("marine-hightech-park,land_area,1290,,公顷,xiamen-susong,二/(一)/3,\n")
    found = differences(load(copy))
    assert found[(found["subject"] == "marine-hightech-park") & (found["kind"] == "extent")].empty


def test_side_by_side_puts_each_plan_in_its_row(catalogue: Catalogue) -> None:
    said = side_by_side(catalogue, "kaiyuan-community")
    assert said.index.tolist() == ["fujian-st", "xiamen-sei", "siming-st", "xiamen-susong"]
    assert "脑机接口" in said.at["siming-st", "industries"]
    assert said.at["xiamen-sei", "part_of"] == ["software-park"]
    assert ("land_area", "4680", "亩") in said.at["fujian-st", "facts"]


def test_statements_split_base_and_target(catalogue: Catalogue) -> None:
    rows = statements(catalogue)
    one = rows[(rows["plan_id"] == "xiamen-st") & (rows["section"] == "表1/6")]
    assert {(r.what, int(r.year), r.value) for r in one.itertuples()} == {("base", 2020, 2282), ("target", 2025, 4000)}


def test_a_newer_edition_changes_and_does_not_contradict(copy: Path) -> None:
    plans, figures = copy / "data" / "plans.csv", copy / "data" / "indicators.csv"
    with plans.open("a", encoding="utf-8") as file:
        file.write(
            "siming-st-2,新版,New edition,思明新版,Siming new,区政府,District,district,350203,2021,2025,2024,,siming-st,\n"
        )
    with figures.open("a", encoding="utf-8") as file:
        file.write(
            "350203,国家高新技术企业数,National high-tech enterprises,企业数,家,,,,2025,=,1000,,,siming-st-2,一\n"
        )
    catalogue = load(copy)
    assert catalogue.problems == []
    found = differences(catalogue)
    rows = found[(found["plan_b"] == "siming-st-2") | (found["plan_a"] == "siming-st-2")]
    assert set(rows["kind"]) == {"edition"}
    assert set(rows["severity"]) == {"scope"}
    assert any("900" in a + b and "1000" in a + b for a, b in zip(rows["says_a"], rows["says_b"], strict=True))
