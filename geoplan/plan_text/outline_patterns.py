"""How Chinese plans number and mark their parts: the patterns of headings, boxes, tables and remarks, and labels."""

from __future__ import annotations

import re
from typing import Final

_NUMERAL: Final = r"[一二三四五六七八九十]+"
HEADINGS: Final = [  # outermost first; the first group is the number, the second the title
    ("chapter", re.compile(rf"^第\s*({_NUMERAL}|\d+)\s*章\s*(.*)$")),
    ("chapter", re.compile(r"^(前\s*言)()$")),
    ("section", re.compile(rf"^第\s*({_NUMERAL}|\d+)\s*节\s*(.*)$")),
    ("heading", re.compile(rf"^({_NUMERAL})、(.*)$")),
    ("subheading", re.compile(rf"^[（(]({_NUMERAL})[)）](.*)$")),
    ("item", re.compile(r"^(\d{1,2})\s*[.．、](?!\d)\s*(.*)$")),
    ("item", re.compile(r"^((?:项目|策略)\s*\d+)\s*[:：]\s*(.*)$")),
]
BOX: Final = re.compile(r"^专栏\s*(\d+(?:-\d+)?)\s*[:：、]?\s*(.*)$")
TABLE: Final = re.compile(r"^表\s*(\d+)\s*[:：、]?\s*(.*)$")
TABLE_ROW: Final = re.compile(r"^(?:[^\t]*\t)?(\d{1,2})\t")
TABLE_HEADER: Final = re.compile(r"^(?:[^\t\d]{1,8}\t)?序号\t")
ROW_ENDS: Final = {"预期性", "约束性"}  # the last cell of an indicator's row, in tables printed a cell a line
REMARK: Final = re.compile(r"^备注\s*[:：]?")
CONTENTS: Final = re.compile(r"^目\s*[录錄]$")
PAGED_ENTRY: Final = re.compile(r"\t\d+$")  # of a table of contents
FIRST_SENTENCE: Final = re.compile(r"^([^。；：！？]{2,44})。(.+)$", re.S)
RUN_IN_TITLE: Final = re.compile(r"^([^，。；：！？]{2,24})。(.+)$", re.S)
STOP: Final = "。"
SENTENCE_ENDS: Final = tuple("。！？；：:”）)】")
NEW_LINE: Final = ("\t", "  ", "——", "★")  # what a line that continues none begins with
TITLE_STARTS: Final = ("《", "附件")  # of lines that are titles, however long
BREADCRUMB: Final = " > "  # of a web page a plan was taken from

_DIGITS: Final = "零一二三四五六七八九"
_LABELS: Final = {
    "chapter": "第{}章",
    "section": "第{}节",
    "subheading": "({})",
    "box": "专栏{}",
    "table": "表{}",
    "paragraph": "段{}",
    "remark": "备注",
    "preface": "前言",
}


def label_of(kind: str, number: str | int = "") -> str:
    """The last part of an address, such as ``第五章``, ``专栏6`` or ``段1``; other kinds are labelled by the number."""
    number = str(number)
    if kind == "chapter" and "前" in number:
        return _LABELS["preface"]
    if kind in ("chapter", "section") and number.isdigit():
        number = chinese_numeral(int(number))
    return _LABELS.get(kind, "{}").format(number)


def is_chapter_or_section(label: str) -> bool:
    """Whether a label is one of a chapter or section."""
    return label.startswith(_LABELS["chapter"][0])


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return lead + (_DIGITS[ones] if ones or not tens else "")
