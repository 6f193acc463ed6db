"""A plan text becomes an outline whose addresses a program can resolve."""

from pathlib import Path

import pytest

from geoplan.plan_text.outline import Outline
from geoplan.plan_text.parser import parse

PLAN = """某市规划
目 录
第一章 总论	1
第二章 布局	2
第一章 总论

前言一段，没有小标题。
人工智能。以算法为主，兼及芯片。
第一节 目标
到2025年达到一百。
表1、指标
	序号
	指标
	1
	甲指标
	10
	预期性

	其中：乙指标
	3
	预期性

	2
	丙指标
	5
	预期性
第2章 布局
专栏1、主要园区
	东园（南片、北片）。重点发展集成电路。
西园。重点发展软件。
一、任务
1.第一件。说明。
2.第二件。说明。
专栏 2 目录
1.材料。说明。
表 2：项目表

序号	项目名称	投入
1	甲项目	3

序号	项目名称	投入
2	乙项目，内容很长被分页
截断	5
"""


@pytest.fixture(scope="module")
def outline() -> Outline:
    return parse(PLAN)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("第一章/段1", "前言一段"),
        ("第一章/人工智能", "以算法为主"),
        ("第一章/段2", "以算法为主"),
        ("第一章/第一节/段1", "到2025年"),
        ("表1/1", "甲指标\t10"),
        ("表1/1.1", "乙指标\t3"),
        ("表1/2", "丙指标\t5"),
        ("第二章/专栏1/1", "东园"),
        ("专栏1/2", "西园"),
        ("第二章/专栏1/西园", "重点发展软件"),
        ("第二章/一/2", "第二件"),
        ("第二章/专栏2/1", "材料"),
        ("表2/1", "甲项目"),
        ("表2/2", "截断"),
    ],
)
def test_an_address_leads_to_its_words(outline: Outline, address: str, words: str) -> None:
    node = outline.resolve(address)
    assert node is not None
    assert words in node.full_text()


@pytest.mark.parametrize("address", ["第三章", "第一章/段9", "专栏1/7", "表2/3", "", "第一章//段1"])
def test_an_address_that_is_not_there_does_not_resolve(outline: Outline, address: str) -> None:
    assert outline.resolve(address) is None


def test_the_table_of_contents_is_no_part_of_the_plan(outline: Outline) -> None:
    assert sum(a == "第一章" for a in outline.addresses()) == 1


def test_every_address_of_every_plan_resolves_to_itself(plans_folder: Path) -> None:
    for path in sorted(plans_folder.glob("*.txt")):
        plan = parse(path.read_text("utf-8"))
        addresses = [address for address, _ in plan.root.walk()]
        assert len(addresses) == len(set(addresses)), path.stem
        for address, node in plan.root.walk():
            assert plan.resolve(address) is node, (path.stem, address)


def test_the_numbered_lists_of_the_plans_are_whole(plans_folder: Path) -> None:
    plans = {path.stem: parse(path.read_text("utf-8")) for path in plans_folder.glob("*.txt")}

    def rows(plan: str, address: str) -> int:
        return sum(n.kind != "paragraph" or address.endswith("专栏6") for n in plans[plan].resolve(address).children)

    assert [rows("fujian-st", f"表{n}") for n in range(1, 6)] == [8, 9, 28, 21, 22]
    assert rows("xiamen-sei", "第五章/专栏6") == 20
    assert rows("xiamen-st", "表1") == 10
    assert rows("siming-st", "表1") == 9
    assert [rows("xiamen-st", f"第十章/第{n}节") for n in "一二三"] == [11, 30, 5]
    assert rows("siming-st", "五/(二)") == 13
    assert plans["xiamen-susong"].resolve("二/(四)/18") is not None
