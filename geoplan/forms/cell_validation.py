"""How a column looks and what a spreadsheet accepts in it: heading, note, input rule."""

from __future__ import annotations

from typing import Any, Final

from geoplan.forms.form_schema import Column, words
from geoplan.forms.id_lists import allowed

ROWS: Final = 2000  # as many rows get drop-downs; more may be filled in
_DARK, _PALE, _INK = "#1D5A86", "#DCE7EF", "#22303A"
_LONGEST_PROMPT: Final = 250  # Excel takes 255 signs


def heading_format(book: Any, required: bool) -> Any:
    """The look of a heading: dark where it must be filled in, pale where it may stay empty."""
    colours = {"bg_color": _DARK, "font_color": "#FFFFFF"} if required else {"bg_color": _PALE, "font_color": _INK}
    return book.add_format({"bold": True, "valign": "vcenter", "bottom": 2, "bottom_color": _DARK, **colours})


def set_page_layout(sheet: Any) -> None:
    """Print a sheet on A4 across, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese sign is two Latin ones wide."""
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
    return -int(-wide * 1.05 // width)


def note_of(column: Column) -> str:
    """A column's note: its titles, meaning and rule in both languages."""
    rule = allowed(column, words())
    zh = "；".join(filter(None, (column.meaning.zh, rule.zh, "必填" if column.required else "可空")))
    en = "; ".join(filter(None, (column.meaning.en, rule.en, "required" if column.required else "may stay empty")))
    return f"{column.title.zh}：{zh}\n{column.title.en}: {en}"


def validation(column: Column, drop_down: str, at: int) -> dict[str, Any]:
    """What a spreadsheet is told to accept in a column's cells.

    Parameters
    ----------
    column : Column
        The column.
    drop_down : str
        The range that lists what may be chosen; empty for none.
    at : int
        The column's place in the sheet, from 0.

    Returns
    -------
    dict
        Options of xlsxwriter's ``data_validation``.
    """
    from xlsxwriter.utility import xl_col_to_name

    letter, rule = xl_col_to_name(at), allowed(column, words())
    says = {
        "input_title": f"{column.title.zh} {column.name}"[:32],
        "input_message": "\n".join(filter(None, (column.meaning.zh, rule.zh)))[:_LONGEST_PROMPT],
        "error_title": column.name[:32],
        "error_message": f"{rule.zh}\n{rule.en}"[:_LONGEST_PROMPT],
        "ignore_blank": True,
    }
    if drop_down:
        strict = bool(column.values)  # an id may be new: it stands in its own sheet of the same workbook
        how = "请从下拉框中选择；名称见名录表。\nChoose from the list." if strict else (
            "目录中没有这个标识。若它在本文件的另一张表里新增，可以继续。\n"
            "The catalogue has no such id; go on if another sheet of this file adds it."
        )  # fmt: skip
        says |= {"error_message": how, "error_type": "stop" if strict else "warning"}
        return {**says, "validate": "list", "source": drop_down}
    if column.type in ("integer", "number"):
        kind = "integer" if column.type == "integer" else "decimal"
        low = column.minimum if column.minimum is not None else -1e15
        high = column.maximum if column.maximum is not None else 1e15
        return {**says, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if column.type == "date":
        return {**says, "validate": "custom", "value": f"=ISNUMBER(DATEVALUE({letter}2))", "error_type": "warning"}
    if column.is_id:
        once = f"COUNTIF(${letter}$2:${letter}${ROWS},{letter}2)=1"
        plain = f'EXACT({letter}2,LOWER(SUBSTITUTE({letter}2," ","")))'
        return {**says, "validate": "custom", "value": f"=AND({once},{plain})"}
    return {**says, "validate": "any"}
