"""Asked for an industry, the ranking finds the carriers that the plans themselves name as its main ones.

The names were read in the plan texts for this test: 厦门新兴产业 第五章 (each industry's paragraph, in its order, without
what stands in brackets; 专栏6 for single terms) and 第四章第六节 (future tracks), and not in data/.
"""

from __future__ import annotations

import dataclasses

import pytest
from long_lists import one_in

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import SiteSelection, find_sites

XIAMEN = ("350200",)

# By branch: within how many of the first, and who. The plan lists 10, 8, 6, 4 and 3; other plans name carriers too.
# Sites without a position stand among them by what the plans say (三安砷化镓 in it, 厦门工业设计园 in creative).
LISTS = {
    "it": (
        26,
        "同翔高新城 厦门科学城 厦门软件园 火炬园 火炬（翔安）产业区 湖里东部科技创新园 湖里创新园 海沧南部工业组团 集美北部工业区 马銮湾智慧产业组团",
    ),
    "bio": (
        14,
        "厦门生物医药港 同翔东寮片区 翔安数字经济产业园 五缘湾健康组团 轻工食品工业区 同安工业集中区 马銮湾智慧产业组团 新阳工业区",
    ),
    "materials": (8, "新阳工业区 杏北工业组团 同安凤南高端制造业基地 火炬（翔安）产业区 同翔高新城 翔安工业集中区"),
    "creative": (11, "龙山文创区 厦门影视拍摄基地 黄厝影视小镇 沙坡尾海洋文化创意街区"),
    "marine": (4, "厦门海洋高新产业园 厦门生物医药港 沙坡尾海洋文化创意街区"),
    "third-gen-semi": (3, "三安光电砷化镓研发生产基地"),
    "aerospace": (5, "高崎机场片区 厦门新机场航空工业园 航空工业园 全球一站式航空维修基地"),
    "green": (3, "厦门智能电网设备研发制造基地"),
}
# What the paragraph calls the leading core of its branch comes first, or next to it.
CORES = {"bio": "厦门生物医药港", "marine": "厦门海洋高新产业园"}

# 专栏6, item by item: a term that the item gives the carrier, for which it must be among the first five.
BOX_6 = {
    "厦门科学城": "synthetic-biology",
    "厦门软件园": "blockchain",
    "火炬（翔安）产业区": "display",
    "湖里东部科技创新园": "smart-city",
    "海沧南部工业组团": "ic-packaging",
    "马銮湾智慧产业组团": "xinchuang",
    "厦门生物医药港": "vaccines",
    "翔安数字经济产业园": "smart-health",
    "同安工业集中区": "digital-health",
    "新阳工业区": "polymers",
    "同安凤南高端制造业基地": "machinery",
    "厦门势拓稀土永磁电机产业园": "motors",
    "翔安工业集中区": "new-energy",
    "龙山文创区": "animation-games",
    "厦门影视拍摄基地": "film",
    "黄厝影视小镇": "film",
    "厦门海洋高新产业园": "marine-seedlings",
    "航空工业园": "aerospace",
    "机械工业集中区": "automotive",
}


def names(catalogue: Catalogue, result: SiteSelection) -> list[str]:
    return result.ranking["site_id"].map(catalogue.sites["name_zh"]).tolist()


def ranks(catalogue: Catalogue, result: SiteSelection) -> dict[str, int]:
    """The best rank of each name and alias."""
    best: dict[str, int] = {}
    for site_id, rank in zip(result.ranking["site_id"], result.ranking["rank"], strict=True):
        for name in (catalogue.sites.at[site_id, "name_zh"], *catalogue.sites.at[site_id, "aliases"]):
            best.setdefault(name, rank)
    return best


@pytest.mark.parametrize(("branch", "first", "wanted"), one_in(2, [(b, n, w) for b, (n, w) in LISTS.items()]))
def test_the_first_results_hold_the_carriers_the_plan_lists(
    catalogue: Catalogue, branch: str, first: int, wanted: str
) -> None:
    result = find_sites(catalogue, Requirements((branch,), regions=XIAMEN))
    found = ranks(catalogue, result)
    assert {name: found.get(name) for name in wanted.split() if not found.get(name, 999) <= first} == {}


@pytest.mark.parametrize(("branch", "name"), one_in(2, CORES.items()))
def test_the_core_of_a_branch_is_among_the_first_two(catalogue: Catalogue, branch: str, name: str) -> None:
    assert name in names(catalogue, find_sites(catalogue, Requirements((branch,), regions=XIAMEN)))[:2]


@pytest.mark.parametrize(("name", "industry"), one_in(3, BOX_6.items()))
def test_a_main_carrier_is_among_the_first_five_for_a_term_of_its_own(
    catalogue: Catalogue, name: str, industry: str
) -> None:
    assert name in names(catalogue, find_sites(catalogue, Requirements((industry,), regions=XIAMEN)))[:5]


def test_an_industry_no_plan_places_anywhere_is_an_empty_result_with_the_reason(catalogue: Catalogue) -> None:
    rows = catalogue.designations
    without = dataclasses.replace(catalogue, designations=rows[rows["industry_id"] != "mobile-internet"])
    result = find_sites(without, Requirements(("mobile-internet",)))
    assert result.ranking.empty
    assert result.contributions.empty
    assert "移动互联网" in result.reason.text("zh")
    assert "Mobile internet" in result.reason.text("en")
    assert "新一代信息技术" in result.reason.text("zh")  # what to try instead
    assert len(result.excluded)


def test_conditions_nobody_meets_are_an_empty_result_with_the_reason(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(("marine",), regions=("350824",)))
    assert result.ranking.empty
    assert "条件" in result.reason.text("zh")
    assert result.excluded["reasons"].map(lambda r: "region" in r).any()


def test_no_industry_asks_for_one(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(()))
    assert result.ranking.empty
    assert result.reason.text("zh")
    assert result.reason.text("en")


def test_an_industry_placed_only_at_laboratories_is_remarked_on(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(("quantum",)))
    assert any("量子科技" in remark.text("zh") for remark in result.remarks)
