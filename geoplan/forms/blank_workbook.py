"""Workbooks to fill in: a sheet for each form with drop-downs, a guide to the columns, and lists of the known ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from geoplan.errors import UnknownFormError
from geoplan.forms.choices import choices_of
from geoplan.forms.form_schema import FEATURES, LAYER, LISTS, Column, Form, forms, sheet_names
from geoplan.forms.guide_sheets import write_guide, write_lists
from geoplan.forms.input_rules import LINE, ROWS, column_note, heading_format, input_rule, n_lines, set_page_layout
from geoplan.sources import read_sources
from geoplan.spreadsheet import new_workbook
from geoplan.text.message import Text, joined, languages, message, translate

KEY, VALUE = "key", "value"  # the columns of the sheet that describes a layer
_CREATED: Final = datetime(2026, 1, 1)  # the same forms are the same bytes
_TYPE_WIDTHS: Final = {"integer": 11, "number": 11, "date": 13}
_WIDTHS: Final = {"section": 26, "source": 44, "note": 24, "wkt": 30, "aliases": 24, "wording": 22}
_AGAIN: Final = 3  # rows for a key that may be repeated
_KEY_WIDTHS: Final = (16, 60, 56)  # key, value, meaning


def chosen_forms(home: Path, names: Sequence[str]) -> list[Form]:
    """Find forms by name.

    Parameters
    ----------
    names : sequence of str
        Tables, as their files in data/ are named, and ``layer``, which stands for the two sheets of a layer.

    Returns
    -------
    list of Form
        Each once, in the order of `names`.

    Raises
    ------
    UnknownFormError
        There is none of that name.
    """
    known = forms(home)
    chosen: dict[str, Form] = {}
    for name in names:
        plain = name.strip().lower().replace("-", "_")
        if plain not in known or plain == FEATURES:
            offered = joined(n for n in known if n != FEATURES)
            raise UnknownFormError("forms.errors.unknown_form", name=name, offered=offered)
        chosen[plain] = known[plain]
        if plain == LAYER:
            chosen[FEATURES] = known[FEATURES]
    return list(chosen.values())


def blank_csv(form: Form) -> bytes:
    """Write a form as CSV: the column names alone, with the byte order mark that Chinese Excel needs."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(column.name for column in form.columns)
    return text.getvalue().encode("utf-8-sig")


def blank_workbook(home: Path, chosen: Sequence[Form]) -> bytes:
    """Write forms as a workbook.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/, for the ids that may be referred to.

    Returns
    -------
    bytes
        An .xlsx file: row 1 of each sheet holds the column names, with their meaning as a note; drop-downs offer
        codes and ids; then the guide and the lists. The same catalogue gives the same bytes.
    """
    sources = read_sources(home)
    offered = {
        (form.name, column.name): choices
        for form in chosen
        for column in form.columns
        if (choices := choices_of(form, column, sources.tables))
    }
    buffer = io.BytesIO()
    with new_workbook(buffer, created=_CREATED, title="GeoPlan") as book:
        sheets = [book.add_worksheet(form.sheet) for form in chosen]
        guide, lists = (book.add_worksheet(sheet_names(name)[0]) for name in ("guide", "choices"))
        ranges = write_lists(book, lists, list(dict.fromkeys(offered.values())))
        for form, sheet in zip(chosen, sheets, strict=True):
            drop_downs = {name: ranges[choices] for (table, name), choices in offered.items() if table == form.name}
            if form.is_key_value:
                orders = [(layer.description or {}).get("order", 0) for layer in sources.layers]
                free_order = max([order for order in orders if isinstance(order, int)], default=0) + 1
                _write_key_value_form(book, sheet, form, drop_downs, free_order)
            else:
                _write_form(book, sheet, form, drop_downs)
            sheet.freeze_panes(1, 0)
            set_page_layout(sheet)
        write_guide(book, guide, chosen, offered, sources.tables)
        sheets[0].activate()
    return buffer.getvalue()


def _write_form(book: Any, sheet: Any, form: Form, drop_downs: dict[str, str]) -> None:
    from xlsxwriter.utility import xl_col_to_name

    text = book.add_format({"num_format": "@", "valign": "top"})
    number = book.add_format({"num_format": "General", "valign": "top"})
    for at, column in enumerate(form.columns):
        is_number = column.type in ("integer", "number")
        width = _TYPE_WIDTHS.get(column.type, _WIDTHS.get(column.name, max(14, len(column.name) + 4)))
        sheet.set_column(at, at, width, number if is_number else text)
        sheet.write_string(0, at, column.name, heading_format(book, column.required))
        sheet.write_comment(0, at, column_note(column), {"x_scale": 2.2, "y_scale": 1.6, "author": "GeoPlan"})
        rule = input_rule(column, drop_downs.get(column.name, ""), xl_col_to_name(at))
        sheet.data_validation(1, at, ROWS, at, rule)
    sheet.set_row(0, 22)


def _write_key_value_form(book: Any, sheet: Any, form: Form, drop_downs: dict[str, str], order: int) -> None:
    """Write the keys into the first column, meanings beside the room for values."""
    value = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LINE})
    grey = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#5B6A73"})
    headings = [KEY, VALUE, *(translate("forms.headings.layer_meaning", lang) for lang in languages())]
    for at, heading in enumerate(headings):
        sheet.set_column(at, at, _KEY_WIDTHS[min(at, 2)])
        sheet.write_string(0, at, heading, heading_format(book, at < 2))
    repeated = [(column, again) for column in form.columns for again in range(_AGAIN if column.name in LISTS else 1)]
    for row, (column, again) in enumerate(repeated, start=1):
        texts = [" · ".join(filter(None, (t.text(lang) for t in _key_texts(column, order)))) for lang in languages()]
        sheet.write_string(row, 0, column.name, heading_format(book, column.required and not again))
        sheet.write_blank(row, 1, None, value)
        for at, text in enumerate(texts, start=2):
            sheet.write_string(row, at, text, grey)
        sheet.set_row(row, 16.0 * max(n_lines(text, _KEY_WIDTHS[2]) for text in texts))
        rule = input_rule(column, drop_downs.get(column.name, ""), "B")
        if rule["validate"] != "custom":  # a rule about the cells below does not fit cells of other fields
            sheet.data_validation(row, 1, row, 1, rule)


def _key_texts(column: Column, order: int) -> list[Text]:
    texts = [column.title, column.meaning]
    if column.name == "order":
        return [*texts, message("forms.rule.next_free", order=order)]
    return texts if column.is_free_text else [*texts, column.rule]
