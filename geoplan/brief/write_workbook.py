"""A brief as a workbook: the conclusion and the comparison first, then a sheet a site, with typed numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from geoplan.brief.blocks import Beside, Block, Brief, Facts, Figure, Heading, Kind, Paragraph, Part, Table
from geoplan.brief.cell_format import heading, is_missing, no_rows
from geoplan.brief.page_room import logo_size, pixels, printed_rows
from geoplan.cartography.text_metrics import text_width
from geoplan.spreadsheet import new_workbook, sheet_names, write_cell
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
_WIDEST, _NARROWEST, _FIRST = 32.0, 11.0, 18.0  # characters
_LEAST_COLUMNS: Final = 5
_LEAST_WIDTH: Final = 96.0  # characters of a sheet
_ROW_HEIGHT: Final = 15.75  # points
_TALLEST: Final = 409.0  # points
_LETTERS: Final = 1.9  # of a spreadsheet's unit of width to an em
_PER_MM: Final = 96 / 25.4  # pixels
_INK, _MUTED, _BLUE, _TINT, _RULE = "#22303A", "#5B6A73", "#1D5A86", "#EDF2F5", "#CFD6D9"


def to_xlsx(brief: Brief) -> bytes:
    """Write a brief as a workbook with typed numbers, dated `brief.made_on`; the same brief gives the same bytes.

    A text is a text whatever it begins with. Parts of one sheet stand under one another.
    """
    buffer = io.BytesIO()
    sheets: list[list[Part]] = []
    for part in brief.parts:
        if part.on_first and sheets:
            sheets[0].append(part)
        else:
            sheets.append([part])
    fallback = translate("brief.write_workbook.sheet", brief.lang)
    names = sheet_names([parts[0].sheet for parts in sheets] or [""], fallback)
    title, subject = clean_for_document(brief.title), clean_for_document(brief.byline)
    author = brief.letterhead.author or brief.letterhead.organisation or "GeoPlan"
    created = datetime.fromisoformat(brief.made_on)
    with new_workbook(buffer, created=created, title=title, subject=subject, author=author) as book:
        book.formats[0].set_font_name("Calibri")  # in which Excel measures columns, and so pictures
        for at, (name, parts) in enumerate(zip(names, sheets or [[]], strict=True)):
            writer = _SheetWriter(book, name, brief, [block for part in parts for block in part.blocks])
            if at == 0:
                writer.head()
            writer.write()
    return buffer.getvalue()


class _SheetWriter:
    """Writes blocks under one another; the columns of a sheet are as wide as its tables need."""

    def __init__(self, book: Any, name: str, brief: Brief, blocks: Sequence[Block]) -> None:
        self._book, self._brief, self._blocks = book, brief, blocks
        self._sheet = _add_sheet(book, name, brief)
        tables = [block for block in blocks if isinstance(block, Table)]
        self._widths = _widths(tables, brief.lang)
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width)
        self._row = 0

    def head(self) -> None:
        """Letterhead, title and byline."""
        letterhead = self._brief.letterhead
        if letterhead.logo:
            self._insert(letterhead.logo, logo_size(letterhead.logo)[0], letterhead.organisation)
        if letterhead.organisation:
            self._line(letterhead.organisation, bold=True, font_size=12, font_color=_BLUE)
        self._line(self._brief.title, bold=True, font_size=18)
        self._line(self._brief.byline or self._brief.made_on, font_color=_MUTED, bottom=2, bottom_color=_BLUE)
        self._sheet.activate()

    def write(self) -> None:
        """Write all blocks."""
        for block in self._blocks:
            match block:
                case Heading():
                    self._row += 1 if self._row else 0
                    self._line(block.text, bold=True, font_size=14 if block.level == 1 else 12, font_color=_BLUE)
                case Paragraph():
                    self._line(block.text, font_size=9 if block.small else 10.5)
                case Table():
                    self._table(block)
                case Facts():
                    self._facts(block)
                case Figure():
                    self._figure(block)
                case Beside():
                    self._figure(block.figure)
                    self._facts(block.facts)

    def _format(self, **style: Any) -> Any:
        face = translate("brief.typography.workbook", self._brief.lang)
        return self._book.add_format({"valign": "top", "font_color": _INK, "font_name": face, "font_size": 10, **style})

    def _line(self, text: str, **style: Any) -> None:
        """A text across all columns; an empty one takes no row."""
        if text := clean_for_document(text):
            self._across(0, text, self._format(text_wrap=True, **style), style.get("font_size", 10))
            self._row += 1

    def _across(self, first: int, text: str, format: Any, size: float = 10.0) -> None:
        """Write a text from a column to the last one, and make the row high enough."""
        last = len(self._widths) - 1
        if last > first:
            self._sheet.merge_range(self._row, first, self._row, last, "", format)
        write_cell(self._sheet, self._row, first, text, format)
        self._high(_lines(text, sum(self._widths[first:]) * 10 / size), size)

    def _high(self, lines: int, size: float = 10.0) -> None:
        self._sheet.set_row(self._row, min(_TALLEST, lines * size * 1.45 + 4))

    def _facts(self, facts: Facts) -> None:
        self._caption(facts.title)
        ground = {"bg_color": _TINT} if facts.large else {"bottom": 1, "bottom_color": _RULE}
        for label, text in facts.rows:
            write_cell(
                self._sheet,
                self._row,
                0,
                clean_for_document(label),
                self._format(bold=True, indent=1, font_color=_BLUE, **ground),
            )
            self._across(1, clean_for_document(text), self._format(text_wrap=True, **ground))
            self._row += 1

    def _caption(self, title: str) -> None:
        self._row += 1 if self._row else 0
        self._line(title, bold=True, font_color=_BLUE)

    def _figure(self, figure: Figure) -> None:
        self._row += 1
        self._insert(figure.png, figure.width_mm, figure.alt)
        self._line(figure.caption, font_size=9, font_color=_MUTED)

    def _insert(self, png: bytes, width_mm: float, alt: str) -> None:
        """Insert a picture and go to the first row under it."""
        width, height = pixels(png)
        scale = width_mm * _PER_MM / width
        printed = scale * _dots_per_inch(png) / 96
        options = {"x_scale": printed, "y_scale": printed, "object_position": 3, "image_data": io.BytesIO(png)}
        self._sheet.insert_image(self._row, 0, "figure.png", {**options, "description": clean_for_document(alt)})
        self._row += int(height * scale * 0.75 / _ROW_HEIGHT) + 1

    def _table(self, table: Table) -> None:
        self._caption(table.title)
        head = {"bold": True, "text_wrap": True, "bg_color": _TINT, "bottom": 2, "bottom_color": _BLUE}
        rule = {"text_wrap": True, "bottom": 1, "bottom_color": _RULE}
        sides = [
            {"align": "left", "indent": 1} if column.kind == "text" else {"align": "right"} for column in table.columns
        ]
        titles = [heading(column, self._brief.lang) for column in table.columns]
        for at, (title, side) in enumerate(zip(titles, sides, strict=True)):
            write_cell(self._sheet, self._row, at, title, self._format(**head, **side))
        self._fit(titles)
        typed = [
            self._format(**rule, **side, num_format=_FORMATS[c.kind])
            for c, side in zip(table.columns, sides, strict=True)
        ]
        plain = [self._format(**rule, **side, num_format="@") for side in sides]
        grey = [self._format(**rule, **side, font_color=_MUTED) for side in sides]
        for cells, texts in zip(table.rows, printed_rows(table), strict=True):
            for at, (cell, text, column) in enumerate(zip(cells, texts, table.columns, strict=True)):
                if isinstance(cell, str) or column.kind == "text" or is_missing(cell):
                    write_cell(self._sheet, self._row, at, text, grey[at] if is_missing(cell) else plain[at])
                else:
                    self._sheet.write_number(self._row, at, cell, typed[at])
            self._fit(texts)
        if not table.rows:
            self._line(no_rows(self._brief.lang), font_color=_MUTED)
        self._line(table.note, font_size=9, font_color=_MUTED)

    def _fit(self, texts: Sequence[str]) -> None:
        """Make the row as high as its texts need, and go to the next."""
        self._high(
            max((_lines(text, width - 2.5) for text, width in zip(texts, self._widths, strict=False)), default=1)
        )
        self._row += 1


def _add_sheet(book: Any, name: str, brief: Brief) -> Any:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_HEIGHT)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.9)
    foot = clean_for_document(brief.foot).replace("\n", " ").replace("&", "&&")
    sheet.set_footer(f"&L&8{foot[:200].rstrip('&')}&R&8&P / &N")
    return sheet


def _widths(tables: Sequence[Table], lang: str) -> list[float]:
    """The widths of the columns of a sheet: as much as the longest text of any table, within bounds."""
    widths = [_FIRST] + [_NARROWEST] * (_LEAST_COLUMNS - 1)
    for table in tables:
        widths += [_NARROWEST] * (len(table.columns) - len(widths))
        for at, (column, *texts) in enumerate(zip(table.columns, *printed_rows(table), strict=True)):
            longest = max(_width(line) for text in [heading(column, lang), *texts] for line in text.split("\n"))
            widths[at] = max(widths[at], min(_WIDEST, longest + 3))
    spare = max(0.0, _LEAST_WIDTH - sum(widths))
    return [*widths[:1], widths[1] + spare, *widths[2:]]


def _dots_per_inch(png: bytes) -> float:
    """What a spreadsheet takes a picture's resolution to be: 96 unless the picture says it."""
    at = png.find(b"pHYs")
    return int.from_bytes(png[at + 4 : at + 8], "big") * 0.0254 if at > 0 and png[at + 12] == 1 else 96.0


def _width(text: str) -> float:
    """How wide a text is in Latin characters."""
    return text_width(text) * _LETTERS


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide."""
    return sum(max(1, -int(-_width(line) // width)) for line in text.split("\n"))
