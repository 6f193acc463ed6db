"""The sheet that describes a layer: a row a field, key beside value."""

from __future__ import annotations

from typing import Any, Final

from geoplan.forms.cell_validation import heading_format, lines, set_page_layout, validation
from geoplan.forms.form_schema import Column, Form, words
from geoplan.forms.id_lists import allowed
from geoplan.forms.layer_form_schema import LISTS

KEY, VALUE = "key", "value"
_AGAIN: Final = 3  # rows offered for a key that may stand more than once
_HEADINGS: Final = (KEY, VALUE, "说明", "Meaning")
_WIDTHS: Final = (16, 60, 56, 56)


def write_key_value_sheet(book: Any, sheet: Any, form: Form, drop_downs: dict[str, str], order: int) -> None:
    """Fill the sheet: keys in the first column, room for values in the second, meanings beside.

    Parameters
    ----------
    book, sheet : xlsxwriter Workbook and Worksheet
        Where to.
    form : Form
        The layer's form.
    drop_downs : dict of str
        By column: the range that lists what may be chosen.
    order : int
        The next free place in the list of layers.
    """
    value = book.add_format(
        {"num_format": "@", "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#CFD6D9"}
    )
    grey = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#5B6A73"})
    for at, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, heading_format(book, at < 2))
    row = 0
    for column in form.columns:
        says = [_meaning(column, lang, order) for lang in ("zh", "en")]
        for again in range(_AGAIN if column.name in LISTS else 1):
            row += 1
            sheet.write_string(row, 0, column.name, heading_format(book, column.required and not again))
            sheet.write_blank(row, 1, None, value)
            for place, text in enumerate(says, start=2):
                sheet.write_string(row, place, text, grey)
            sheet.set_row(row, 16.0 * max(lines(text, _WIDTHS[2]) for text in says))
            accepted = validation(column, drop_downs.get(column.name, ""), 1)
            if accepted["validate"] != "custom":  # a rule about the cells below does not fit cells of other fields
                sheet.data_validation(row, 1, row, 1, accepted)
    sheet.freeze_panes(1, 0)
    set_page_layout(sheet)


def _meaning(column: Column, lang: str, order: int) -> str:
    title, meaning, rule = (getattr(term, lang) for term in (column.title, column.meaning, allowed(column, words())))
    if column.name == "order":
        rule = {"zh": f"下一个空位 {order}", "en": f"next free: {order}"}[lang]
    elif column.type == "string" and not column.pattern:
        rule = ""  # that it is text goes without saying
    return " · ".join(filter(None, (title, meaning, rule)))
