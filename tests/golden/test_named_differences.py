"""Differences that readers found in the five plans on paper, each with the words and figures of both sides."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences

SEI, XST, SUSONG, SIMING, FUJIAN = "xiamen-sei", "xiamen-st", "xiamen-susong", "siming-st", "fujian-st"
SIX = "柔性电子、第三代半导体、航空航天、智能制造装备、精准医疗、绿色低碳技术"
EIGHT = "柔性电子、新型显示、第三代半导体、高端装备、先进功能材料、新一代人工智能、生命健康、集成电路"
# Kind, then plan, section and words of the two sides.
NAMED = [
    ("value", (SEI, "表1/8", "3500"), (XST, "表1/6", "4000")),
    ("value", (SEI, "表1/3", "3.02"), (XST, "表1/1", "3.08")),
    ("value", (SEI, "第一章/产业规模稳步增长", "776"), (XST, "第一章/第一节/二", "805")),
    ("value", (SEI, "第一章/产业规模稳步增长", "879"), (XST, "第一章/第一节/二", "880")),
    ("value", (SEI, "表1/5", "80"), (SEI, "第三章/第三节/段3", ">80")),
    ("value", (SIMING, "表1/3", "1000"), (SIMING, "三/(三)/1", ">1000")),
    ("value", (XST, "表1/8", "100"), (XST, "第一章/第一节/一", ">100")),
    ("value", (FUJIAN, "第四章/第一节/专栏7/1", "双倍增"), (FUJIAN, "第一章/第三节/专栏1/6", "8000")),
    ("list", (SEI, "第四章/第六节/段1", SIX), (XST, "第三章/第一节", EIGHT)),
    ("list", (FUJIAN, "第一章/第一节/段2", "福州、厦门、泉州、龙岩"), (FUJIAN, "第二章/第二节/专栏2/1", "福州、厦门、泉州")),
    ("list", (FUJIAN, "第五章/第一节/专栏8/3", "化工中间体、多源数据融合计算"), (FUJIAN, "表2/9", "化工中间体、应急防控药物")),
    ("list", (FUJIAN, "第五章/第一节/专栏8/3", "光电材料化学与物理"), (FUJIAN, "表2/6", "功能晶体材料、结构化学")),
    ("list", (FUJIAN, "表1/8", "大数据"), (FUJIAN, "第五章/第一节/专栏8/1", "光电信息、能源材料")),
    ("list", (FUJIAN, "表3", "中科院计算所厦门数据智能研究院"), (XST, "第五章/第二节/段2", "柔性电子研究院、未来显示研究院")),
    ("list", (XST, "第二章/第四节/段1", "同安国家农业科技园区"), (SUSONG, "二/(一)/3", "同翔高新城、软件园")),
    ("list", (XST, "第五章/第一节/段1", "城市代谢模拟实验大科学装置"), (SUSONG, "二/(一)/1", "智慧储能")),
    ("list", (XST, "第一章/第三节/段4", "新一代信息技术、能源材料、生物医药"), (SUSONG, "二/(一)/1", "新能源、新材料、生物医药、海洋")),
    ("list", (SEI, "第四章/第一节", "新型显示、下一代信息网络设备"), (XST, "第三章/第二节/一/段1", "软件、物联网")),
    ("status", (XST, "第二章/第三节/段1", "成立国际技术转移中心"), (XST, "第七章/第一节/段2", "策划建设")),
    ("status", (SEI, "第四章/第四节/数字文化服务", "建设"), (SEI, "第六章/第六节/深化国际科技产业开放协作", "发挥")),
    ("status", (XST, "第七章/第三节/段1", "依托国家级对台科技合作与交流基地"), (SUSONG, "二/(四)/16", "推进建设")),
    ("status", (SEI, "第六章/第二节/探索科技成果转移转化新范式", "依托"), (XST, "第八章/第三节/段2", "加快建设")),
    ("status", (FUJIAN, "第七章/第二节/三/段1", "示范带动作用"), (FUJIAN, "第七章/第二节/专栏12/2", "推进莆田建设")),
    ("status", (XST, "第五章/第一节/段1", "推动建设"), (FUJIAN, "表1/7", "策划")),
    ("membership", (SEI, "第五章/专栏6/1", "厦门科学城莲河片区"), (SEI, "第五章/专栏6/19", "航空工业园莲河片区")),
    ("membership", (SEI, "第五章/专栏6/3", "厦门软件园"), (SIMING, "四/段1", "开元创新社区")),
    ("extent", (SEI, "第五章/专栏6/1", "美峰-西柯片区、莲河片区"), (SUSONG, "二/(一)/2", "翔安莲河片区、环东片区")),
    ("industry", (SEI, "第五章/海洋高新", "海洋高新"), (SEI, "第五章/专栏6/8", "药品")),
    ("name", (XST, "第五章/第二节/段2", "新能源汽车"), (FUJIAN, "表3/8", "新能源技术")),
]  # fmt: skip
# The lists of chapter 5 of the SEI plan against its box 6.
ONLY_IN_LISTS = {
    "torch-park", "huli-innovation-park", "jimei-north", "tongxiang-dongliao", "wuyuan-bay-health",
    "light-industry-food-zone", "xingbei", "shapowei",
}  # fmt: skip
ONLY_IN_BOX = {"shituo-motor-park", "aviation-park", "machinery-zone"}


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> pd.DataFrame:
    return differences(catalogue)


def one_way(found: pd.DataFrame, kind: str, a: tuple[str, str, str], b: tuple[str, str, str]) -> pd.DataFrame:
    rows = found[(found["kind"] == kind) & (found["plan_a"] == a[0]) & (found["plan_b"] == b[0])]
    for side, (_, section, words) in (("a", a), ("b", b)):
        cited = rows[f"section_{side}"].str.split("；").map(lambda sections, section=section: section in sections)
        rows = rows[cited & rows[f"says_{side}"].str.contains(words, regex=False)]
    return rows


@pytest.mark.parametrize(("kind", "a", "b"), NAMED)
def test_a_difference_that_readers_found_is_reported(
    found: pd.DataFrame, kind: str, a: tuple[str, str, str], b: tuple[str, str, str]
) -> None:
    assert len(one_way(found, kind, a, b)) + len(one_way(found, kind, b, a)) == 1


def test_box_6_and_the_layout_lists_differ_by_eleven_parks(found: pd.DataFrame) -> None:
    rows = found[(found["kind"] == "list") & (found["plan_a"] == SEI) & found["section_a"].str.startswith("第五章")]
    boxed = rows["section_a"].str.startswith("第五章/专栏6")
    assert set(rows.loc[boxed, "subject"]) == ONLY_IN_BOX
    assert set(rows.loc[~boxed, "subject"]) == ONLY_IN_LISTS


def test_six_future_industries_stand_against_eight(found: pd.DataFrame) -> None:
    (why,) = found.loc[found["subject"] == "xiamen-future-industries", "why_zh"]
    assert "列 6 项" in why
    assert "列 8 项" in why


def test_twice_6485_is_12970_and_not_8000(found: pd.DataFrame) -> None:
    (why,) = found.loc[found["says_a"].str.contains("双倍增"), "why_zh"]
    assert re.findall(r"\d+", why) == ["6485", "12970", "2025", "8000"]
