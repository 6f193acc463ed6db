"""The two sheets beside the forms: what every column means, and the known ids with their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from geoplan.forms.cell_validation import lines, set_page_layout
from geoplan.forms.form_schema import Column, Form, words
from geoplan.forms.id_lists import Choices, allowed, first_value

GUIDE: Final = "说明"
LISTS: Final = "名录"
_HEADINGS: Final = ("工作表", "列", "必填", "中文名", "含义与规则", "English", "Meaning and rule", "示例 Example")
_WIDTHS: Final = (15, 16, 6, 16, 52, 22, 52, 30)
_MOST: Final = 30  # codes spelled out beside a column; ids are in the lists


def write_guide(
    book: Any,
    sheet: Any,
    forms: Sequence[Form],
    offered: dict[tuple[str, str], Choices],
    tables: dict[str, pd.DataFrame],
) -> None:
    """Fill the guide: how to go about it, then a row a column.

    Parameters
    ----------
    book, sheet : xlsxwriter Workbook and Worksheet
        Where to.
    forms : sequence of Form
        The sheets of the workbook.
    offered : dict
        By form and column: what its drop-down offers.
    tables : dict of DataFrame
        The catalogue's tables, for the examples.
    """
    title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1D5A86"})
    line = book.add_format({"font_color": "#22303A"})
    says = words()["guide"]
    kept = ["rows", "lists", "keys", *(["layer"] if any(form.is_upright for form in forms) else []), "check"]
    sheet.write_string(0, 0, f"{says['heading']['zh']}  {says['heading']['en']}", title)
    at = 1
    for lang in ("zh", "en"):
        for key in kept:
            sheet.write_string(at, 0, says[key][lang], line)
            at += 1
    head = book.add_format({"bold": True, "bg_color": "#DCE7EF", "bottom": 2, "bottom_color": "#1D5A86"})
    plain = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#CFD6D9"}
    cell = book.add_format(plain)
    must = book.add_format({**plain, "bold": True, "font_color": "#1D5A86", "align": "center"})
    at += 1
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(at, place, heading, head)
    for form in forms:
        for column in form.columns:
            at += 1
            cells = _cells(form, column, offered.get((form.name, column.name)), tables)
            for place, text in enumerate(cells):
                sheet.write_string(at, place, text, must if place == 2 else cell)
            sheet.set_row(at, 15.0 * max(1, *(lines(text, w) for text, w in zip(cells, _WIDTHS, strict=True))))
    set_page_layout(sheet)


def _cells(form: Form, column: Column, choices: Choices | None, tables: dict[str, pd.DataFrame]) -> list[str]:
    rule = allowed(column, words())
    zh, en = [column.meaning.zh, rule.zh], [column.meaning.en, rule.en]
    if rule.zh == words()["types"]["string"]["zh"] and (column.meaning.zh or column.refers):
        zh[1] = en[1] = ""  # that it is text goes without saying
    if choices and column.refers:
        zh.append(f"引用 {'.'.join(column.refers)}")
        en.append(f"refers to {'.'.join(column.refers)}")
    elif column.values and choices:
        zh[1] = "；".join(f"{c.code} {c.zh}" for c in choices.rows[:_MOST])
        en[1] = "; ".join(f"{c.code} {c.en}" for c in choices.rows[:_MOST])
    known = tables[form.name][column.name] if form.name in tables else []
    return [
        form.sheet,
        column.name,
        "●" if column.required else "",
        column.title.zh,
        "。".join(filter(None, zh)),
        column.title.en,
        ". ".join(filter(None, en)),
        first_value(column, known),
    ]


def write_lists(book: Any, sheet: Any, lists: Sequence[Choices]) -> dict[Choices, str]:
    """Fill the sheet of lists: a block of code, Chinese and English name for each.

    Parameters
    ----------
    book, sheet : xlsxwriter Workbook and Worksheet
        Where to.
    lists : sequence of Choices
        What the workbook's drop-downs offer.

    Returns
    -------
    dict of str
        By list: the range of its codes, as a drop-down names its source.
    """
    from xlsxwriter.utility import xl_range_abs

    head = book.add_format({"bold": True, "bg_color": "#DCE7EF", "bottom": 2, "bottom_color": "#1D5A86"})
    text = book.add_format({"num_format": "@"})
    ranges = {}
    for number, choices in enumerate(lists):
        first = number * 4  # a blank column between two blocks
        for at, (heading, width) in enumerate(((choices.title, 30), ("中文", 26), ("English", 30))):
            sheet.set_column(first + at, first + at, width, text)
            sheet.write_string(0, first + at, heading, head)
        sheet.set_column(first + 3, first + 3, 3)
        for row, choice in enumerate(choices.rows, start=1):
            for at, cell in enumerate(choice):
                sheet.write_string(row, first + at, cell, text)
        ranges[choices] = f"={LISTS}!" + xl_range_abs(1, first, max(1, len(choices.rows)), first)
    sheet.freeze_panes(1, 0)
    set_page_layout(sheet)
    return ranges
