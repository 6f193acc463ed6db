"""Names and main industries of a site: abbreviations, generic terms and silence are no differences."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.industry_differences import industry_differences
from geoplan.concordance.site_differences import name_differences


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("环厦大科创谷", "环厦门大学科创谷", False),
        ("国家技术转移人才培养（厦门）基地", "国家技术转移人才培养基地（厦门）", False),
        ("自然资源部第三海洋研究所", "海洋三所", False),
        ("翔安创新实验室", "生物制品、海洋科学等省创新实验室", False),  # of two laboratories
        ("厦门海洋高新产业园", "省级海洋高新区", True),
        ("国家新能源汽车创新中心厦门分中心", "国家新能源技术创新中心厦门分中心", True),
    ],
)
def test_an_abbreviation_is_no_other_name(catalogue: Catalogue, one: str, two: str, differ: bool) -> None:
    rows = [("xinyang", one, "xiamen-sei", "一"), ("xinyang", two, "xiamen-st", "二")]
    names = pd.DataFrame(rows, columns=["site_id", "name_zh", "plan_id", "section"])
    found = list(name_differences(replace(catalogue, names=names)))
    assert [(d.a.says, d.b.says) for d in found] == ([(one, two)] if differ else [])


def test_two_names_that_one_name_abbreviates_are_one(catalogue: Catalogue) -> None:
    # 自贸区 stands for both 厦门自贸片区 and 自由贸易试验区.
    rows = [("厦门自贸片区", "fujian-st"), ("自由贸易试验区", "xiamen-sei"), ("自贸区", "xiamen-st")]
    names = pd.DataFrame(rows, columns=["name_zh", "plan_id"]).assign(site_id="xinyang", section="一")
    assert list(name_differences(replace(catalogue, names=names))) == []


@pytest.mark.parametrize(
    ("terms", "differ"),
    [
        ([("bio", "lead", "xiamen-sei"), ("marine", "lead", "xiamen-st")], True),
        ([("bio", "lead", "xiamen-sei"), ("new-drugs", "lead", "xiamen-st")], False),  # one branch
        ([("bio", "lead", "xiamen-sei"), ("bio", "lead", "xiamen-st"), ("marine", "lead", "xiamen-st")], False),
        ([("bio", "lead", "xiamen-sei"), ("marine", "supporting", "xiamen-st")], False),  # no second main industry
        ([("bio", "lead", "xiamen-sei"), ("future", "lead", "xiamen-st")], False),  # 未来产业 names no industry
        ([("bio", "lead", "xiamen-sei")], False),
    ],
)
def test_plans_differ_where_each_leads_with_what_the_other_does_not_name(
    catalogue: Catalogue, terms: list[tuple[str, str, str]], differ: bool
) -> None:
    rows = [("xinyang", term, term, role, "stated", plan, "一") for term, role, plan in terms]
    columns = ["site_id", "industry_id", "wording", "role", "basis", "plan_id", "section"]
    planted = replace(catalogue, designations=pd.DataFrame(rows, columns=columns))
    found = [d.subject for d in industry_differences(planted) if d.a.plan != d.b.plan]
    assert found == (["xinyang"] if differ else [])
