"""A brief as a workbook: a cover with the words and pictures, one sheet a table, and what every column means."""

from __future__ import annotations

import io
import struct
from datetime import datetime
from typing import Any, Final

from geoplan.brief.blocks import Bars, Brief, Figure, Heading, Kind, Layout, PageBreak, Paragraph, Table, columns
from geoplan.brief.cell_format import as_table, format_value, heading, is_missing, no_rows
from geoplan.cartography.text_metrics import text_width
from geoplan.spreadsheet import freeze_heading, new_workbook, sheet_names, write_cell
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_FORMATS: Final[dict[Kind, str]] = {
    "text": "@",
    "integer": "#,##0",
    "number": "General",
    "km": "#,##0.0",
    "km2": "#,##0.00",
    "percent": "0.0%",
    "score": "0.000",
    "year": "0",
}
_DICTIONARY: Final[Layout] = (("sheet", "text", 1), ("column", "text", 1), ("meaning", "text", 1), ("unit", "text", 1))
_WIDEST, _NARROWEST = 48, 9  # characters
_COVER_WIDTHS: Final = (26, 78)  # characters
_ROW_HEIGHT: Final = 20  # pixels
_LINE_HEIGHT, _TALLEST = 14.0, 409.0  # points
_LETTERS: Final = 1.9  # of a spreadsheet's unit of width to an em
_PER_MM: Final = 96 / 25.4  # pixels


def to_xlsx(brief: Brief) -> bytes:
    """Write a brief as a workbook with typed numbers, dated `brief.made_on`; the same brief gives the same bytes.

    A text is a text whatever it begins with.
    """
    buffer = io.BytesIO()
    tables = [
        as_table(b, brief.lang) if isinstance(b, Bars) else b for b in brief.blocks if isinstance(b, Table | Bars)
    ]
    cover, *names, dictionary = sheet_names(
        [
            translate("brief.write_workbook.cover", brief.lang),
            *(t.title for t in tables),
            translate("brief.write_workbook.dictionary", brief.lang),
        ],
        translate("brief.columns.sheet", brief.lang),
    )
    created = datetime.fromisoformat(brief.made_on)
    title, subject = clean_for_document(brief.title), clean_for_document(brief.subtitle)
    with new_workbook(buffer, created=created, title=title, subject=subject, author="GeoPlan") as book:
        book.formats[0].set_font_name("Calibri")
        _write_cover(book, _add_sheet(book, cover, brief), brief, list(zip(names, tables, strict=True)))
        for name, table in zip(names, tables, strict=True):
            _write_table(book, _add_sheet(book, name, brief), table, brief.lang)
        _write_table(book, _add_sheet(book, dictionary, brief), _meanings(names, tables, brief), brief.lang)
    return buffer.getvalue()


def _format(book: Any, **style: Any) -> Any:
    return book.add_format({"valign": "top", "font_color": "#22303A", **style})


def _add_sheet(book: Any, name: str, brief: Brief) -> Any:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.9)
    foot = clean_for_document(brief.foot).replace("\n", " ").replace("&", "&&")
    sheet.set_footer(f"&L&8{foot[:200].rstrip('&')}&R&8&P / &N")
    return sheet


def _write_cover(book: Any, sheet: Any, brief: Brief, tables: list[tuple[str, Table]]) -> None:
    for column, width in enumerate(_COVER_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_portrait()
    row, pointers = 0, iter(tables)

    def line(text: str, **style: Any) -> None:
        nonlocal row
        size = style.setdefault("font_size", 10.5)
        text, format = clean_for_document(text), _format(book, text_wrap=True, **style)
        sheet.merge_range(row, 0, row, 1, "", format)
        write_cell(sheet, row, 0, text, format)
        sheet.set_row(row, min(_TALLEST, _lines(text, sum(_COVER_WIDTHS) * 10.5 / size) * size * 1.45 + 2))
        row += 1

    line(brief.title, bold=True, font_size=20)
    line(brief.subtitle or brief.made_on, font_color="#5B6A73", bottom=2, bottom_color="#1D5A86")
    row += 1
    for block in brief.blocks:
        match block:
            case Heading():
                row += 1
                line(block.text, bold=True, font_size=14 if block.level == 1 else 12, font_color="#1D5A86")
            case Paragraph():
                line(block.text, font_size=9 if block.small else 10.5)
            case Figure():
                row = _insert(sheet, row, block)
                line(block.caption, font_size=9, font_color="#5B6A73")
            case Table() | Bars():
                _point_to(book, sheet, row, *next(pointers))
                row += 1
            case PageBreak():
                pass
    sheet.activate()


def _point_to(book: Any, sheet: Any, row: int, name: str, table: Table) -> None:
    """Say on the cover which sheet holds what."""
    says = "\n".join(filter(None, (clean_for_document(table.title), clean_for_document(table.note))))
    rule = {"text_wrap": True, "top": 1, "top_color": "#CFD6D9"}
    write_cell(sheet, row, 0, f"→ {name}", _format(book, **rule, font_color="#1D5A86"))
    write_cell(sheet, row, 1, says, _format(book, **rule, font_size=10))
    sheet.set_row(row, _height(max(_lines(says, _COVER_WIDTHS[1]), _lines(name, _COVER_WIDTHS[0] - 3))))


def _insert(sheet: Any, row: int, figure: Figure) -> int:
    """Insert a picture and return the first row under it."""
    width, height = struct.unpack(">II", figure.png[16:24])
    scale = figure.width_mm * _PER_MM / width
    printed = scale * _dots_per_inch(figure.png) / 96
    options = {"x_scale": printed, "y_scale": printed, "object_position": 3, "image_data": io.BytesIO(figure.png)}
    sheet.insert_image(row, 0, "figure.png", {**options, "description": clean_for_document(figure.alt)})
    return row + int(height * scale / _ROW_HEIGHT) + 1


def _dots_per_inch(png: bytes) -> float:
    """What a spreadsheet takes a picture's resolution to be: 96 unless the picture says it."""
    at = png.find(b"pHYs")
    return struct.unpack(">I", png[at + 4 : at + 8])[0] * 0.0254 if at > 0 and png[at + 12] == 1 else 96.0


def _write_table(book: Any, sheet: Any, table: Table, lang: str) -> None:
    head = {"bold": True, "text_wrap": True, "bg_color": "#EDF2F5", "bottom": 2, "bottom_color": "#1D5A86"}
    rule = {"text_wrap": True, "bottom": 1, "bottom_color": "#CFD6D9"}
    lines = [1] * (len(table.rows) + 1)
    for at, column in enumerate(table.columns):
        side = {"align": "left", "indent": 1} if column.kind == "text" else {"align": "right"}
        title = heading(column, lang)
        texts = [format_value(cells[at], column.kind, table.missing) for cells in table.rows]
        longest = max([_width(title) + 3, *(_width(part) + 1 for text in texts for part in text.split("\n"))])
        width = min(_WIDEST, max(_NARROWEST, longest + 1))
        sheet.set_column(at, at, width)
        lines = [max(most, _lines(text, width - 2)) for most, text in zip(lines, [title, *texts], strict=True)]
        write_cell(sheet, 0, at, title, _format(book, **head, **side))
        typed = _format(book, **rule, **side, num_format=_FORMATS[column.kind])
        plain, grey = _format(book, **rule, **side, num_format="@"), _format(book, **rule, **side, font_color="#8B979E")
        for row, (cells, text) in enumerate(zip(table.rows, texts, strict=True), start=1):
            if isinstance(cells[at], str) or column.kind == "text" or is_missing(cells[at]):
                write_cell(sheet, row, at, text, grey if is_missing(cells[at]) else plain)
            else:
                sheet.write_number(row, at, cells[at], typed)
    for row, count in enumerate(lines):
        sheet.set_row(row, _height(count))
    if not table.rows and table.columns:
        write_cell(sheet, 1, 0, no_rows(lang), _format(book, font_color="#8B979E", indent=1))
    freeze_heading(sheet, len(table.rows), len(table.columns))
    sheet.repeat_rows(0)


def _meanings(names: list[str], tables: list[Table], brief: Brief) -> Table:
    rows = [
        (name, heading(column, brief.lang), column.meaning or None, translate(f"brief.kinds.{column.kind}", brief.lang))
        for name, table in zip(names, tables, strict=True)
        for column in table.columns
    ]
    return Table(
        translate("brief.write_workbook.dictionary", brief.lang), columns(_DICTIONARY, brief.lang), tuple(rows)
    )


def _width(text: str) -> float:
    """How wide a text is in Latin characters."""
    return text_width(text) * _LETTERS


def _height(lines: int) -> float:
    return min(_TALLEST, lines * _LINE_HEIGHT + 3.5)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide."""
    return sum(max(1, -int(-_width(line) // width)) for line in text.split("\n"))
