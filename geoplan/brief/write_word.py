"""A brief as a Word document: real styles, tables that repeat their heading, page numbers that are fields."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from geoplan.brief.blocks import Beside, Brief, Facts, Figure, Heading, Letterhead, Paragraph, Table
from geoplan.brief.cell_format import heading, is_missing, no_rows
from geoplan.brief.ooxml import (
    BLUE,
    HAIRLINE,
    TINT,
    add_field,
    describe_picture,
    drop_leftovers,
    element,
    keep_row_whole,
    rezip,
    rule_cell,
    shade_cell,
)
from geoplan.brief.page_room import (
    BOTTOM,
    GAP,
    LABEL,
    LANDSCAPE_WIDTH,
    MARGIN,
    PAD_X,
    PAGE,
    TEXT_WIDTH,
    TOP,
    column_widths,
    is_tall,
    is_whole,
    logo_size,
    printed_rows,
    row_lines,
)
from geoplan.brief.word_styles import set_styles
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_FOOTER: Final = 9.0  # millimetres under the footer


def to_docx(brief: Brief) -> bytes:
    """Write a brief as a Word document on A4, dated `brief.made_on`; the same brief gives the same bytes.

    Its texts are written as they are, whatever they look like.
    """
    document = Document()
    drop_leftovers(document)
    set_styles(document, brief.lang)
    _set_page(document.sections[0], landscape=bool(brief.parts) and brief.parts[0].landscape)
    _set_footer(document.sections[0], clean_for_document(brief.foot))
    _set_properties(document, brief)
    writer = _Writer(document, brief.lang)
    writer.head(brief)
    for at, part in enumerate(brief.parts):
        if at and part.landscape != brief.parts[at - 1].landscape:
            writer.turn(part.landscape)
        elif at and not part.follows:
            writer.new_page = True
        for block in part.blocks:
            writer.add(block)
    buffer = io.BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue())


def _set_page(section: Any, *, landscape: bool) -> None:
    across, high = PAGE[::-1] if landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(high)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance = section.footer_distance = Mm(_FOOTER)


def _set_footer(section: Any, foot: str) -> None:
    first = section.footer.paragraphs[0]
    first.add_run(foot)
    paragraph = section.footer.add_paragraph(style=first.style)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    add_field(paragraph, "NUMPAGES")


def _set_properties(document: Any, brief: Brief) -> None:
    properties, letterhead = document.core_properties, brief.letterhead
    properties.title = clean_for_document(brief.title)[:255]
    properties.subject = clean_for_document(brief.byline)[:255]
    author = (letterhead.author or letterhead.organisation or "GeoPlan")[:255]
    properties.author = properties.last_modified_by = author
    properties.language = translate("brief.typography.language", brief.lang)
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.fromisoformat(brief.made_on)
    properties.revision = 1


class _Writer:
    """Adds blocks to a document, in the width of its last section."""

    def __init__(self, document: Any, lang: str) -> None:
        self._document, self._lang = document, lang
        self._width = LANDSCAPE_WIDTH if document.sections[0].orientation == WD_ORIENT.LANDSCAPE else TEXT_WIDTH
        self.new_page = False

    def head(self, brief: Brief) -> None:
        """Letterhead, title and byline."""
        if brief.letterhead.logo or brief.letterhead.organisation:
            self._letterhead(brief.letterhead)
        self._paragraph(brief.title, "Title")
        self._paragraph(brief.byline or brief.made_on, "Subtitle")

    def turn(self, landscape: bool) -> None:
        """Begin a page that lies the other way."""
        _set_page(self._document.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)
        self._document.paragraphs[-1].style = "Break"  # it carries the section that ends, and takes no room
        self._width = LANDSCAPE_WIDTH if landscape else TEXT_WIDTH

    def add(self, block: Any) -> None:
        """Add a block."""
        match block:
            case Heading():
                self._paragraph(block.text, f"Heading {block.level}")
            case Paragraph():
                self._paragraph(block.text, "Note" if block.small else "Body Text")
            case Table():
                self._table(block)
            case Facts():
                self._facts(block)
            case Figure():
                self._picture(self._paragraph("", "Figure"), block)
                if block.caption:
                    self._paragraph(block.caption, "Note")
            case Beside():
                self._beside(block)
            case _:
                raise TypeError(f"block: a Word document cannot hold a {type(block).__name__}")

    def _paragraph(self, text: str, style: str) -> Any:
        paragraph = self._document.add_paragraph(clean_for_document(text), style=style)
        if self.new_page:
            paragraph.paragraph_format.page_break_before = True
            paragraph.paragraph_format.space_before = 0
            self.new_page = False
        return paragraph

    def _letterhead(self, letterhead: Letterhead) -> None:
        paragraph = self._paragraph("", "Letterhead")
        paragraph._p.get_or_add_pPr().append(element("w:textAlignment", val="center"))
        if letterhead.logo:
            width, height = logo_size(letterhead.logo)
            picture = paragraph.add_run().add_picture(io.BytesIO(letterhead.logo), width=Mm(width), height=Mm(height))
            describe_picture(picture, clean_for_document(letterhead.organisation))
        if letterhead.organisation:
            gap = "  " if letterhead.logo else ""
            paragraph.add_run(gap + clean_for_document(letterhead.organisation))

    def _picture(self, paragraph: Any, figure: Figure) -> None:
        picture = paragraph.add_run().add_picture(io.BytesIO(figure.png), width=Mm(min(figure.width_mm, self._width)))
        describe_picture(picture, clean_for_document(figure.alt))
        if not figure.caption:
            paragraph.paragraph_format.keep_with_next = False

    def _beside(self, block: Beside) -> None:
        left = block.figure.width_mm + GAP - PAD_X
        self._paragraph("", "Gap")
        grid = self._grid(1, [left, self._width - left])
        keep_row_whole(grid.rows[0])
        picture, facts = grid.rows[0].cells
        self._picture(picture.paragraphs[0], block.figure)
        _style(picture.paragraphs[0], "Table Text")
        picture.paragraphs[0].paragraph_format.line_spacing = 1.0
        if block.figure.caption:
            _style(picture.add_paragraph(clean_for_document(block.figure.caption)), "Note")
        for at, (label, text) in enumerate(block.facts.rows):
            paragraph = facts.add_paragraph() if at else facts.paragraphs[0]
            _stack(paragraph, facts, label, text)

    def _facts(self, facts: Facts) -> None:
        self._paragraph(facts.title, "Caption" if facts.title else "Gap")
        if facts.across > 1:
            rows = [facts.rows[at : at + facts.across] for at in range(0, len(facts.rows), facts.across)]
            grid = self._grid(len(rows), [1.0] * facts.across)
            for grid_row, row in zip(grid.rows, rows, strict=True):
                keep_row_whole(grid_row)
                for cell, (label, text) in zip(grid_row.cells, row, strict=False):
                    _stack(cell.paragraphs[0], cell, label, text)
            return
        label_width = LABEL + 2 * PAD_X
        grid = self._grid(len(facts.rows), [label_width, self._width - label_width])
        for row, (label, text) in zip(grid.rows, facts.rows, strict=True):
            keep_row_whole(row)
            _fill(row.cells[0], label, "Fact Large" if facts.large else "Table Heading", False)
            _fill(row.cells[1], text, "Fact Large" if facts.large else "Table Text", False)
            for cell in row.cells:
                if facts.large:
                    shade_cell(cell, TINT)
                else:
                    rule_cell(cell, HAIRLINE, 4)
            for run in row.cells[0].paragraphs[0].runs:
                run.bold = True

    def _table(self, table: Table) -> None:
        self._paragraph(table.title, "Caption" if table.title else "Gap")
        weights = [column.weight for column in table.columns]
        grid = self._grid(len(table.rows) + 1, weights)
        for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
            _fill(cell, heading(column, self._lang), "Table Heading", column.kind != "text")
            shade_cell(cell, TINT)
            rule_cell(cell, BLUE, 8)
        keep_row_whole(grid.rows[0], heading=True)
        lines = []
        for grid_row, row, texts in zip(list(grid.rows)[1:], table.rows, printed_rows(table), strict=True):
            lines.append(row_lines(texts, weights, self._width))
            if not is_tall(lines[-1]):
                keep_row_whole(grid_row)
            for cell, value, text, column in zip(grid_row.cells, row, texts, table.columns, strict=True):
                _fill(cell, text, "Table Missing" if is_missing(value) else "Table Text", column.kind != "text")
                rule_cell(cell, HAIRLINE, 4)
        _keep_together(grid, lines, with_next=bool(table.note))
        if not table.rows:
            row = grid.add_row()
            _fill(row.cells[0].merge(row.cells[-1]), no_rows(self._lang), "Table Missing", False)
            rule_cell(row.cells[0], HAIRLINE, 4)
        if table.note:
            self._paragraph(table.note, "Note")

    def _grid(self, rows: int, weights: list[float]) -> Any:
        """A table of fixed widths that fill the page."""
        grid = self._document.add_table(rows=rows, cols=len(weights), style="Brief Table")
        grid.autofit = False
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        widths = [Mm(width) for width in column_widths(weights, self._width)]
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        for row in grid.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return grid


def _keep_together(grid: Any, lines: list[int], *, with_next: bool) -> None:
    """Keep a table of few lines on one page, and its note with it."""
    if is_whole(lines):
        for row in list(grid.rows) if with_next else list(grid.rows)[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _stack(paragraph: Any, cell: Any, label: str, text: str) -> None:
    """A label above its text."""
    _style(paragraph, "Fact Label")
    paragraph.add_run(clean_for_document(label))
    _style(cell.add_paragraph(clean_for_document(text)), "Table Text")


def _fill(cell: Any, text: str, style: str, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    _style(paragraph, style)
    paragraph.add_run(clean_for_document(text))
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _style(paragraph: Any, style: str) -> None:
    paragraph._p.style = style.replace(" ", "")  # its id; looking it up by name takes longer than all the rest
