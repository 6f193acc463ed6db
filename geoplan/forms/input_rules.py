"""What a spreadsheet shows of a column and accepts in it: heading, note, input rule; and the layout of a page."""

from __future__ import annotations

from typing import Any, Final

from geoplan.forms.form_schema import Column
from geoplan.spreadsheet import text_width
from geoplan.text.message import DEFAULT, languages, message, translate

ROWS: Final = 2000  # rows with drop-downs; more may be filled in
DARK, PALE, INK, LINE = "#1D5A86", "#DCE7EF", "#22303A", "#CFD6D9"
_LONGEST_PROMPT: Final = 250  # Excel takes 255 characters


def heading_format(book: Any, required: bool) -> Any:
    """The format of a heading: dark where the column must be filled in, pale where it may be empty."""
    colours = {"bg_color": DARK, "font_color": "#FFFFFF"} if required else {"bg_color": PALE, "font_color": INK}
    return book.add_format({"bold": True, "valign": "vcenter", "bottom": 2, "bottom_color": DARK, **colours})


def set_page_layout(sheet: Any) -> None:
    """Print a sheet on A4 landscape, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def n_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column."""
    return -int(-text_width(text) * 1.05 // width)


def column_note(column: Column) -> str:
    """The note of a column: title, meaning and rule in every language."""
    required = message("forms.rule.required" if column.required else "forms.rule.optional")
    notes = []
    for lang in languages():
        rules = [text.text(lang) for text in (column.meaning, column.rule, required)]
        joined = translate("punctuation.semicolon", lang).join(filter(None, rules))
        notes.append(translate("forms.rule.note", lang, title=column.title, rules=joined))
    return "\n".join(notes)


def input_rule(column: Column, drop_down: str, letter: str) -> dict[str, Any]:
    """What a spreadsheet accepts in the cells of a column.

    Parameters
    ----------
    drop_down : str
        The range of the values to choose from; empty for none.
    letter : str
        The letters of the column in the sheet.

    Returns
    -------
    dict
        Options of xlsxwriter's ``data_validation``.
    """
    help_text = filter(None, (column.meaning.text(DEFAULT), column.rule.text(DEFAULT)))
    options = {
        "input_title": f"{column.title.text(DEFAULT)} {column.name}"[:32],
        "input_message": "\n".join(help_text)[:_LONGEST_PROMPT],
        "error_title": column.name[:32],
        "error_message": "\n".join(column.rule.text(lang) for lang in languages())[:_LONGEST_PROMPT],
        "ignore_blank": True,
    }
    if drop_down:  # an id may be new: it has a row in another sheet of the same workbook
        error = message("forms.rule.choose" if column.values else "forms.rule.new_id")
        return options | {
            "error_message": "\n".join(error.text(lang) for lang in languages()),
            "error_type": "stop" if column.values else "warning",
            "validate": "list",
            "source": drop_down,
        }
    if column.type in ("integer", "number"):
        low = column.minimum if column.minimum is not None else -1e15
        high = column.maximum if column.maximum is not None else 1e15
        kind = "integer" if column.type == "integer" else "decimal"
        return options | {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    if column.type == "date":
        is_day = f"=ISNUMBER(DATEVALUE({letter}2))"
        return options | {"validate": "custom", "value": is_day, "error_type": "warning"}
    if column.is_id:
        is_unique = f"COUNTIF(${letter}$2:${letter}${ROWS},{letter}2)=1"
        is_slug = f'EXACT({letter}2,LOWER(SUBSTITUTE({letter}2," ","")))'
        return options | {"validate": "custom", "value": f"=AND({is_unique},{is_slug})"}
    return options | {"validate": "any"}
