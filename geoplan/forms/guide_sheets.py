"""The two sheets beside the forms: a guide to the columns, and the known codes and ids with their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from geoplan.forms.choices import Choices
from geoplan.forms.form_schema import Column, Form, sheet_names
from geoplan.forms.input_rules import DARK, INK, LINE, PALE, n_lines, set_page_layout
from geoplan.text.message import DEFAULT, languages, translate

_MOST: Final = 30  # codes listed beside a column; ids are in the lists
_HEADING: Final = {"bold": True, "bg_color": PALE, "bottom": 2, "bottom_color": DARK}


def write_guide(
    book: Any,
    sheet: Any,
    forms: Sequence[Form],
    offered: dict[tuple[str, str], Choices],
    tables: dict[str, pd.DataFrame],
) -> None:
    """Fill the guide: the steps, then a row for each column.

    Parameters
    ----------
    offered : dict
        By form and column: what its drop-down offers.
    """
    title = book.add_format({"bold": True, "font_size": 14, "font_color": DARK})
    plain = book.add_format({"font_color": INK})
    has_layer = any(form.is_key_value for form in forms)
    steps = ["rows", "lists", "keys", *(["layer"] if has_layer else []), "check"]
    sheet.write_string(0, 0, "  ".join(translate("forms.guide.heading", lang) for lang in languages()), title)
    texts = [translate(f"forms.guide.{step}", lang) for lang in languages() for step in steps]
    for row, text in enumerate(texts, start=1):
        sheet.write_string(row, 0, text, plain)
    heading = book.add_format(_HEADING)
    cell_style = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LINE}
    cell = book.add_format(cell_style)
    required = book.add_format({**cell_style, "bold": True, "font_color": DARK, "align": "center"})
    first = len(texts) + 2
    columns = _guide_columns()
    for at, (text, width) in enumerate(columns):
        sheet.set_column(at, at, width)
        sheet.write_string(first, at, text, heading)
    rows = [(form, column) for form in forms for column in form.columns]
    for row, (form, column) in enumerate(rows, start=first + 1):
        cells = _guide_cells(form, column, offered.get((form.name, column.name)), tables)
        for at, text in enumerate(cells):
            sheet.write_string(row, at, text, required if at == 2 else cell)
        lines = (n_lines(text, width) for text, (_, width) in zip(cells, columns, strict=True))
        sheet.set_row(row, 15.0 * max(1, *lines))
    set_page_layout(sheet)


def _guide_columns() -> list[tuple[str, int]]:
    """Heading and width of each column of the guide."""
    first = {"sheet": 15, "column": 16, "required": 6}
    columns = [(translate(f"forms.headings.{key}", DEFAULT), width) for key, width in first.items()]
    for lang in languages():
        columns.append((translate("forms.headings.title", lang), 16 if lang == DEFAULT else 22))
        columns.append((translate("forms.headings.meaning", lang), 52))
    return [*columns, (" ".join(translate("forms.headings.example", lang) for lang in languages()), 30)]


def _guide_cells(form: Form, column: Column, choices: Choices | None, tables: dict[str, pd.DataFrame]) -> list[str]:
    cells = [form.sheet, column.name, "●" if column.required else ""]
    is_obvious = column.is_free_text and bool(column.meaning.text(DEFAULT) or column.refers)
    for lang in languages():
        texts = [column.meaning.text(lang), "" if is_obvious else column.rule.text(lang)]
        if choices and column.refers:
            texts.append(translate("forms.rule.refers", lang, column=".".join(column.refers)))
        elif choices and column.values:
            listed = (f"{code} {name.text(lang)}" for code, name in choices.rows[:_MOST])
            texts[1] = translate("punctuation.semicolon", lang).join(listed)
        cells += [column.title.text(lang), translate("punctuation.sentence_end", lang).join(filter(None, texts))]
    known = tables[form.name][column.name] if form.name in tables else []
    examples = (value for value in known if value and len(value) <= 60)
    return [*cells, next(examples, column.values[0] if column.values else "")]


def write_lists(book: Any, sheet: Any, lists: Sequence[Choices]) -> dict[Choices, str]:
    """Fill the sheet of lists: for each a block of codes and their names in every language.

    Returns
    -------
    dict of str
        By list: the range of its codes, as a drop-down names its source.
    """
    from xlsxwriter.utility import xl_range_abs

    heading, text = book.add_format(_HEADING), book.add_format({"num_format": "@"})
    widths = {lang: 26 if lang == DEFAULT else 30 for lang in languages()}
    ranges, first = {}, 0
    for choices in lists:
        columns = [(choices.title, 30), *((translate("language.name", lang), width) for lang, width in widths.items())]
        for at, (title, width) in enumerate(columns, start=first):
            sheet.set_column(at, at, width, text)
            sheet.write_string(0, at, title, heading)
        for row, (code, name) in enumerate(choices.rows, start=1):
            for at, cell in enumerate((code, *(name.text(lang) for lang in widths)), start=first):
                sheet.write_string(row, at, cell, text)
        ranges[choices] = f"={sheet_names('choices')[0]}!" + xl_range_abs(1, first, max(1, len(choices.rows)), first)
        first += len(columns) + 1
        sheet.set_column(first - 1, first - 1, 3)
    sheet.freeze_panes(1, 0)
    set_page_layout(sheet)
    return ranges
