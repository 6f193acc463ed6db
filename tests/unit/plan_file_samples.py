"""Plan texts as the files people have: a Word document and a PDF, with their tables as tables."""

from __future__ import annotations

import io
import json

from docx import Document

from geoplan.cartography.fonts import SANS
from geoplan.cartography.typesetting import typeset
from geoplan.plan_text.outline import Node
from geoplan.plan_text.parser import parse

_TYPST = """
#set page(paper: "a4", numbering: "- 1 -")
#set text(font: "%s", size: 11pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
#for block in json("plan.json") {
  if type(block) == str { par(block) } else { table(columns: block.columns, ..block.cells) }
}
"""
Block = str | list[list[str]]


def _sections() -> str:
    filler = "本段文字为测试所拟，与任何规划无关。"
    bounds = {"一": (1, 4), "二": (5, 8), "三": (9, 12), "四": (13, 18)}
    tasks = [
        line
        for part, (first, last) in bounds.items()
        for line in (f"（{part}）第{part}组任务", *(f"{n}.任务{n}。{filler * 6}" for n in range(first, last + 1)))
    ]
    aims = [f"（二）目标\n{filler * 3}\n{filler * 5}\n{filler * 2}"]
    head = ["厦门市科技创新引领工程实施方案", *(f"引言之{n}，{filler * 4}" for n in "甲乙丙")]
    return "\n".join(
        [*head, "一、总体要求", f"（一）思想\n{filler}", *aims, "二、任务", *tasks, "三、保障", f"（一）组织\n{filler}"]
    )


# A text with the title and the sections of one plan of the catalogue (xiamen-susong), and none of its words.
SECTIONS_ALONE = _sections()
# A plan of no place, with each kind of part: chapters, a table with a row below a number, a box, items.
INVENTED = """某市创新规划
第一章 总论
前言一段，没有小标题，写得长一些，以便在页面上换行，看得出一行一行的文字如何合成一段，以及 R&D 经费一类的字样。
人工智能。以算法为主，兼及芯片。
第一节 目标
到2025年达到一百，其余的数字见表。
表1 目标体系
序号\t指标\t2025年\t属性
1\t甲指标，名称长到在单元格里换行，仍旧是同一个单元格\t10\t预期性
\t其中：乙指标\t3\t预期性
2\t丙指标\t5\t约束性
第二章 布局
专栏1 主要园区
东园（南片、北片）。重点发展集成电路。
西园。重点发展软件。
一、任务
1.第一件。说明在此，“引号”与（括号）照旧。
2.第二件。说明在此。
二、保障
本章到此为止，文字为测试所拟，与任何规划无关，只为凑足一份文本应有的长度，使读取的程序不把它当作扫描件。
"""


def blocks(text: str) -> list[Block]:
    """The paragraphs and the tables of a plan text, in order."""
    found: list[Block] = []

    def add(node: Node) -> None:
        lines = [line for line in node.text.split("\n") if line]
        found.extend(lines[:1] if node.kind == "table" else lines)
        # A row without a number is counted below one that has one: its cell of the number is empty.
        rows = [("\t" if "." in c.label else "") + c.text for c in node.children if c.kind == "row"]
        if rows:
            found.append(_even([row.split("\t") for row in rows]))
        for child in node.children:
            if child.kind != "row":
                add(child)

    add(parse(text).root)
    return found


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one length, their last cells beneath each other."""
    wide = max(len(row) for row in rows)
    return [[*row[:-1], *[""] * (wide - len(row)), row[-1]] for row in rows]


def as_docx(text: str) -> bytes:
    """The plan as a Word document."""
    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]), "Table Grid")
        for row, cells in zip(table.rows, block, strict=True):
            for cell, content in zip(row.cells, cells, strict=True):
                cell.text = content
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    """The plan as a PDF of A4 pages: lines and rows are cut where the page ends."""
    plan = [
        block if isinstance(block, str) else {"columns": len(block[0]), "cells": [c for row in block for c in row]}
        for block in blocks(text)
    ]
    pages = {"main.typ": (_TYPST % SANS[0]).encode(), "plan.json": json.dumps(plan, ensure_ascii=False).encode()}
    return typeset(pages)
