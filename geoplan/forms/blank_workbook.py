"""A workbook to fill in: a sheet a form with drop-downs, a guide to the columns, and the lists of known ids."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from geoplan.errors import UnknownFormError
from geoplan.forms.cell_validation import ROWS, heading_format, note_of, set_page_layout, validation
from geoplan.forms.form_schema import Form, forms
from geoplan.forms.guide_sheets import GUIDE, LISTS, write_guide, write_lists
from geoplan.forms.id_lists import choices_of
from geoplan.forms.key_value_sheet import write_key_value_sheet
from geoplan.forms.layer_form_schema import FEATURES, LAYER
from geoplan.sources import read_sources

_MADE: Final = datetime(2026, 1, 1)  # a blank form has no day of its own, and the same form is the same bytes
_WIDTHS: Final = {"integer": 11, "number": 11, "date": 13}
_WIDER: Final = {"section": 26, "source": 44, "note": 24, "wkt": 30, "aliases": 24, "wording": 22}


def chosen_forms(home: Path, names: Sequence[str]) -> list[Form]:
    """Find forms by name.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.
    names : sequence of str
        Tables, as their files in data/ are called, and ``layer``, which stands for the two sheets of a layer.

    Returns
    -------
    list of Form
        Each once, in the order asked for.

    Raises
    ------
    UnknownFormError
        There is none of that name.
    """
    known = forms(home)
    found: dict[str, Form] = {}
    for name in names:
        plain = name.strip().lower().replace("-", "_")
        if plain not in known or plain == FEATURES:
            offered = [n for n in known if n != FEATURES]
            zh = f"没有名为 {name!r} 的模板，可选：{'、'.join(offered)}"
            raise UnknownFormError(zh, f"there is no template {name!r}; choose from {', '.join(offered)}")
        found[plain] = known[plain]
        if plain == LAYER:
            found[FEATURES] = known[FEATURES]
    return list(found.values())


def blank_csv(form: Form) -> bytes:
    """Write a form as CSV: the column names alone, with the byte order mark Chinese Excel needs."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(column.name for column in form.columns)
    return text.getvalue().encode("utf-8-sig")


def blank_workbook(home: Path, wanted: Sequence[Form]) -> bytes:
    """Write forms as a workbook.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/, for the ids that may be referred to.
    wanted : sequence of Form
        The sheets, in this order; see `chosen_forms`.

    Returns
    -------
    bytes
        An .xlsx file: row 1 of each sheet holds the column names, with their meaning as a note; drop-downs offer
        codes and ids; then the guide and the lists. The same catalogue gives the same bytes.
    """
    import xlsxwriter  # only here: the app's first page does without it

    tables = read_sources(home).tables
    offered = {
        (form.name, column.name): found
        for form in wanted
        for column in form.columns
        if (found := choices_of(form, column, tables))
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "GeoPlan", "created": _MADE})
        sheets = [book.add_worksheet(form.sheet) for form in wanted]
        guide, lists = book.add_worksheet(GUIDE), book.add_worksheet(LISTS)
        ranges = write_lists(book, lists, list(dict.fromkeys(offered.values())))
        for form, sheet in zip(wanted, sheets, strict=True):
            drop_downs = {name: ranges[found] for (table, name), found in offered.items() if table == form.name}
            if form.is_upright:
                write_key_value_sheet(book, sheet, form, drop_downs, _next_order(home))
            else:
                _write_form(book, sheet, form, drop_downs)
        write_guide(book, guide, wanted, offered, tables)
        sheets[0].activate()
    return buffer.getvalue()


def _next_order(home: Path) -> int:
    said = [(layer.description or {}).get("order", 0) for layer in read_sources(home).layers]
    return max([order for order in said if isinstance(order, int)], default=0) + 1


def _write_form(book: Any, sheet: Any, form: Form, drop_downs: dict[str, str]) -> None:
    text = book.add_format({"num_format": "@", "valign": "top"})
    number = book.add_format({"num_format": "General", "valign": "top"})
    for at, column in enumerate(form.columns):
        is_number = column.type in ("integer", "number")
        width = _WIDTHS.get(column.type, _WIDER.get(column.name, max(14, len(column.name) + 4)))
        sheet.set_column(at, at, width, number if is_number else text)
        sheet.write_string(0, at, column.name, heading_format(book, column.required))
        sheet.write_comment(0, at, note_of(column), {"x_scale": 2.2, "y_scale": 1.6, "author": "GeoPlan"})
        sheet.data_validation(1, at, ROWS, at, validation(column, drop_downs.get(column.name, ""), at))
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    set_page_layout(sheet)
