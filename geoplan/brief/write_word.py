"""A brief as a Word document: real styles, tables that repeat their heading, page numbers that are fields."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from geoplan.brief.blocks import Bars, Brief, Figure, Heading, PageBreak, Paragraph, Table
from geoplan.brief.cell_format import bar_fraction, format_value, heading, is_missing, no_rows
from geoplan.brief.ooxml import (
    BLUE,
    HAIRLINE,
    TINT,
    add_field,
    bar_picture,
    describe_picture,
    keep_row_whole,
    rezip,
    rule_cell,
    shade_cell,
)
from geoplan.brief.row_heights import TEXT_WIDTH, is_tall, is_whole, lines_of
from geoplan.brief.word_styles import set_styles
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_BAR_WEIGHTS: Final = (2.8, 2.6, 1.1, 5.5)
_BAR_HEIGHT: Final = 2.2  # millimetres


def to_docx(brief: Brief) -> bytes:
    """Write a brief as a Word document on A4, dated `brief.made_on`; the same brief gives the same bytes.

    Its texts are written as they are, whatever they look like.
    """
    document = Document()
    set_styles(document, brief.lang)
    _set_page(document, clean_for_document(brief.foot))
    _set_properties(document, brief)
    document.add_paragraph(clean_for_document(brief.title), style="Title")
    if brief.subtitle:
        document.add_paragraph(clean_for_document(brief.subtitle), style="Subtitle")
    new_page = False
    for block in brief.blocks:
        if isinstance(block, PageBreak):
            new_page = True
            continue
        first = len(document.element.body)
        _add(document, block, brief.lang)
        if new_page:
            _start_page(document, first)
        new_page = False
    buffer = io.BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue())


def _set_page(document: Any, foot: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22.5)
    section.top_margin, section.bottom_margin = Mm(22), Mm(25)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(foot)
    paragraph = section.footer.add_paragraph()
    paragraph.style = document.styles["Footer"]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    add_field(paragraph, "NUMPAGES")


def _set_properties(document: Any, brief: Brief) -> None:
    properties = document.core_properties
    timestamp = datetime.fromisoformat(brief.made_on)
    properties.title = clean_for_document(brief.title)[:255]
    properties.subject = clean_for_document(brief.subtitle)[:255]
    properties.author = properties.last_modified_by = "GeoPlan"
    properties.language = translate("brief.typography.language", brief.lang)
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = timestamp
    properties.revision = 1


def _start_page(document: Any, first: int) -> None:
    """Begin a page with what was added at a place in the body; a table is always preceded by its caption."""
    for paragraph in document.paragraphs:
        if paragraph._p is document.element.body[first - 1]:
            paragraph.paragraph_format.page_break_before = True


def _add(document: Any, block: Any, lang: str) -> None:
    match block:
        case Heading():
            document.add_paragraph(clean_for_document(block.text), style=f"Heading {block.level}")
        case Paragraph():
            document.add_paragraph(clean_for_document(block.text), style="Note" if block.small else "Body Text")
        case Table():
            _add_table(document, block, lang)
        case Bars():
            _add_bars(document, block, lang)
        case Figure():
            _add_figure(document, block)
        case _:
            raise TypeError(f"block: a Word document cannot hold a {type(block).__name__}")


def _add_figure(document: Any, figure: Figure) -> None:
    paragraph = document.add_paragraph(style="Figure")
    picture = paragraph.add_run().add_picture(io.BytesIO(figure.png), width=Mm(min(figure.width_mm, TEXT_WIDTH)))
    describe_picture(picture, clean_for_document(figure.alt))
    if figure.caption:
        document.add_paragraph(clean_for_document(figure.caption), style="Note")
    else:
        paragraph.paragraph_format.keep_with_next = False


def _add_table(document: Any, table: Table, lang: str) -> None:
    document.add_paragraph(clean_for_document(table.title), style="Caption")
    grid = _grid(document, len(table.rows) + 1, [c.weight for c in table.columns])
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        _fill(cell, heading(column, lang), "Table Heading", column.kind != "text")
        shade_cell(cell, TINT)
        rule_cell(cell, BLUE, 8)
    keep_row_whole(grid.rows[0], heading=True)
    lines = []
    for grid_row, row in zip(list(grid.rows)[1:], table.rows, strict=True):
        texts = [
            format_value(value, column.kind, table.missing) for value, column in zip(row, table.columns, strict=True)
        ]
        lines.append(lines_of(texts, [column.weight for column in table.columns]))
        if not is_tall(lines[-1]):
            keep_row_whole(grid_row)
        for cell, value, text, column in zip(grid_row.cells, row, texts, table.columns, strict=True):
            _fill(cell, text, "Table Missing" if is_missing(value) else "Table Text", column.kind != "text")
            rule_cell(cell, HAIRLINE, 4)
    _keep_together(grid, lines)
    if not table.rows:
        row = grid.add_row()
        _fill(row.cells[0].merge(row.cells[-1]), no_rows(lang), "Table Missing", False)
        rule_cell(row.cells[0], HAIRLINE, 4)
    document.add_paragraph(clean_for_document(table.note), style="Note")


def _add_bars(document: Any, bars: Bars, lang: str) -> None:
    document.add_paragraph(clean_for_document(bars.title), style="Caption")
    grid = _grid(document, len(bars.rows), _BAR_WEIGHTS)
    most = TEXT_WIDTH * _BAR_WEIGHTS[1] / sum(_BAR_WEIGHTS) - 4.0
    lines = []
    for row, (label, value, note) in zip(grid.rows, bars.rows, strict=True):
        missing, text = is_missing(value), format_value(value, bars.kind, bars.missing)
        lines.append(lines_of((clean_for_document(label), "", text, clean_for_document(note)), _BAR_WEIGHTS))
        if not is_tall(lines[-1]):
            keep_row_whole(row)
        _fill(row.cells[0], clean_for_document(label), "Table Text", False)
        _fill(row.cells[2], text, "Table Missing" if missing else "Table Text", True)
        _fill(row.cells[3], clean_for_document(note), "Table Missing", False)
        paragraph = row.cells[1].paragraphs[0]
        paragraph.style = document.styles["Table Text"]
        share = bar_fraction(value, bars.most)
        if share > 0:
            size = {"width": Mm(max(0.2, share * most)), "height": Mm(_BAR_HEIGHT)}
            describe_picture(paragraph.add_run().add_picture(io.BytesIO(bar_picture()), **size), text)
    _keep_together(grid, lines)
    document.add_paragraph(style="Note")


def _keep_together(grid: Any, lines: list[int]) -> None:
    """Keep a table of few lines on one page."""
    if is_whole(lines):
        for row in list(grid.rows)[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _grid(document: Any, rows: int, weights: Any) -> Any:
    """A table of fixed widths that fill the page."""
    grid = document.add_table(rows=rows, cols=len(weights), style="Brief Table")
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = [Mm(TEXT_WIDTH * weight / sum(weights)) for weight in weights]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return grid


def _fill(cell: Any, text: str, style: str, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style.replace(" ", "")  # its id; looking it up by name takes longer than all the rest
    paragraph.add_run(text)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
