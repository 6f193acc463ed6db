"""All five plans, against a reading done for this test: numbered lists in full, carriers and figures by sample."""

from __future__ import annotations

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise

NUMBERED = {
    ("fujian-st", "表1"): 8, ("fujian-st", "表2"): 9, ("fujian-st", "表3"): 28, ("fujian-st", "表4"): 21, ("fujian-st", "表5"): 22,
    ("xiamen-st", "平台项目"): 11, ("xiamen-st", "技术攻关项目"): 30, ("xiamen-st", "场景应用项目"): 5,
    ("siming-st", "重点支撑项目"): 13, ("xiamen-susong", "重点任务"): 18,
    ("xiamen-sei", "专栏1"): 5, ("xiamen-sei", "专栏2"): 3, ("xiamen-sei", "专栏3"): 3, ("xiamen-sei", "专栏4"): 3, ("xiamen-sei", "专栏5"): 4,
}  # fmt: skip

CARRIERS = {
    "fujian-st": "闽都创新实验室 嘉庚创新实验室 清源创新实验室 宁德时代创新实验室 翔安创新实验室 海峡创新实验室 福州大学先进技术创新研究院 "
    "清华—福州数据技术研究院 中国·福州物联网开放实验室 福建省鲲鹏产业生态中心 百度云（福州）AI实验室 厦门卫星应用研究院 厦门南兴工业物联网研究院 "
    "新松机器人厦门研究院 厦门南方海洋研究中心 漳州市钢铁产业技术研究院 泉州光子技术协同创新研究院 正道量子通讯技术实验室 国家氟新材料协同创新中心 "
    "东方电气福建创新研究院 中国东南（福建）科学城 福州国家高新区 武平省级高新区 平潭新兴产业园",
    "xiamen-st": "厦门科学城 未来科创湾 火炬高新区 同安国家农业科技园区 海峡两岸集成电路产业合作试验区 国家数字服务出口基地 金砖国家工业创新研究院 "
    "城市代谢过程与健康实验室 下一代人工智能光芯片实验室 海洋生态环境模拟实验室 厦门产业技术研究院 柔性电子研究院 未来显示研究院 卫星应用研究院 "
    "低成本自动化研究院 工业互联网产业研究院 中医药协同创新研究院 福建海洋大学 华侨大学 集美大学 厦门理工学院 台湾科技企业育成中心 "
    "厦门两岸数字经济融合发展示范区 细胞治疗中心 人工智能共性技术平台 5G车联网应用示范区",
    "xiamen-sei": "厦门未来显示技术研究院 半导体工业技术研究院 厦门工业设计园 海洋科学与技术福建省创新实验室 厦门柔性电子研究院 厦门新机场航空工业园 "
    "厦门鲲鹏超算中心 云知声人工智能超算平台 厦门人工智能安全研究院 清华海峡研究院 厦门两岸股权交易中心 闽西南新材料产业合作示范区 厦门邮轮母港 "
    "国家网络智能视听基地 浪潮南方总部制造基地 神州鲲泰厦门生产基地 三安光电砷化镓研发生产基地",
    "siming-st": "北航科技园厦门孵化器 西安交大国家技术转移中心 观音山 厦门大学国家大学科技园 华为开发者应用创新中心 SAP数字供应链创新赋能中心 "
    "腾讯优图AI创新中心 鼓浪屿 沙坡尾 筼筜湖 网络安全技术创新中心 智慧交通AI计算云平台",
    "xiamen-susong": "厦门科学城 苏颂天文馆 厦门创新馆 海洋主题科技馆 集美大学城创新街区 金砖数字工业智谷 厦门市创新生物医药研究院 天马新型显示技术研究院 "
    "中俄数字经济研究中心 金砖国家科技创新孵化中心 厦门创新创业研究院 未来产业科技园 省海洋创新实验室",
}  # fmt: skip

# plan, region, name, base year and value, target year and value
FIGURES = [
    ("fujian-st", "350000", "国家高新技术企业数", 2020, 6485, 2025, 8000),
    ("fujian-st", "350000", "科技进步贡献率", 2020, 58.03, 2025, 60),
    ("xiamen-st", "350200", "全社会研发投入强度", 2020, 3.08, 2025, 3.5),
    ("xiamen-st", "350200", "人才总量", 2020, 100, 2025, 150),
    ("xiamen-sei", "350200", "战略性新兴产业增加值", 2020, 1500, 2025, 2500),
    ("xiamen-sei", "350200", "国家重点实验室数", 2020, 5, 2025, 6),
    ("xiamen-sei", "350200", "海洋高新产业总规模", None, None, 2025, 2000),
    ("siming-st", "350203", "国家高新技术企业数", 2020, 602, 2025, 900),
    ("siming-st", "350203", "高技术制造业增加值占规上工业增加值比重", 2020, 28.85, 2025, 35),
    ("xiamen-susong", "350200", "全社会研发投入强度", None, None, 2026, 3.6),
    ("xiamen-susong", "350200", "国家高新技术企业数", None, None, 2026, 5000),
]


@pytest.mark.parametrize(("plan", "group"), NUMBERED)
def test_a_numbered_list_is_whole(catalogue: Catalogue, plan: str, group: str) -> None:
    listed = [catalogue.projects, catalogue.programmes]  # an item is a project, or a task or policy
    rows = pd.concat([frame[(frame["plan_id"] == plan) & (frame["group"] == group)] for frame in listed])
    numbers = sorted(int(number) for number in rows["number"] if number)
    assert numbers == list(range(1, NUMBERED[plan, group] + 1))


@pytest.mark.parametrize(("plan", "name"), [(p, n) for p, names in CARRIERS.items() for n in names.split()])
def test_a_carrier_is_known_and_the_plan_is_said_to_name_it(catalogue: Catalogue, plan: str, name: str) -> None:
    wanted = normalise(name)
    found = {
        str(i)
        for frame in (catalogue.sites, catalogue.programmes)
        for i, row in frame.iterrows()
        if wanted in {normalise(n) for n in [row["name_zh"], *row["aliases"]]}
    }
    namings = pd.concat([catalogue.citations, catalogue.programme_mentions.rename(columns={"programme_id": "site_id"})])
    assert found & set(namings.loc[namings["plan_id"] == plan, "site_id"]), name


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f"{f[0]} {f[2]}")
def test_a_figure_is_as_printed(catalogue: Catalogue, figure: tuple) -> None:
    plan, scope, name, base_year, base, target_year, target = figure
    rows = catalogue.indicators
    rows = rows[(rows["plan_id"] == plan) & (rows["scope_adcode"] == scope) & (rows["name_zh"] == name)]
    rows = rows[(rows["target_year"] == target_year) & (rows["target_value"] == target)]
    if base is not None:
        rows = rows[(rows["base_year"] == base_year) & (rows["base_value"] == base)]
    assert len(rows)


def test_two_lianhe_areas_stay_two_sites(catalogue: Catalogue) -> None:
    assert {"science-city-lianhe", "aviation-park-lianhe"} <= set(catalogue.sites.index)


def test_what_is_no_place_is_kept_with_its_industries_and_is_no_site(catalogue: Catalogue) -> None:
    classes = catalogue.programmes[catalogue.programmes["kind"] == "category"]
    assert {"国家实验室", "省级工程研究中心", "特色海洋大学"} & set(classes["name_zh"]) == {
        "国家实验室",
        "省级工程研究中心",
    }
    assert not set(catalogue.programmes.index) & set(catalogue.sites.index)
    assert not set(catalogue.programmes["name_zh"]) & set(catalogue.sites["name_zh"])
    assert set(catalogue.programme_industries["programme_id"]) <= set(catalogue.programmes.index)


def test_cumulative_and_annual_figures_are_marked(catalogue: Catalogue) -> None:
    rows = catalogue.indicators[catalogue.indicators["plan_id"] == "siming-st"]
    table = rows[rows["section"].str.startswith("表1/")].set_index("section")["measure"]
    assert table["表1/1"] == "annual_mean"  # {15}
    assert table["表1/7"] == "cumulative"  # [40]
    assert table["表1/5"] == ""
