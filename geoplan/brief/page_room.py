"""How much of a page a block takes, before it is set: good enough to decide what a page holds.

The lines of both documents have a fixed pitch, so that an estimate holds for either and for any face.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from geoplan.brief.blocks import Beside, Block, Brief, Facts, Figure, Heading, Paragraph, Table
from geoplan.brief.cell_format import format_value, heading
from geoplan.cartography.text_metrics import is_wide, text_width

PAGE: Final = (210.0, 297.0)  # millimetres
MARGIN: Final = 22.5  # millimetres at either side
TOP, BOTTOM = 17.0, 21.0  # millimetres
TEXT_WIDTH: Final = PAGE[0] - 2 * MARGIN
LANDSCAPE_WIDTH: Final = PAGE[1] - 2 * MARGIN
PAGE_HEIGHT: Final = PAGE[1] - TOP - BOTTOM
PITCH: Final = 11.5  # points, of the lines of tables, facts and notes
BODY_PITCH: Final = 14.5  # points, of the lines of running text
MM: Final = 25.4 / 72  # of a point
BESIDE: Final = 98.0  # millimetres of a figure that has facts beside it
GAP: Final = 5.0  # millimetres between a figure and the facts beside it
LABEL: Final = 28.0  # millimetres of the labels on the left of facts
PAD_X, PAD_Y = 1.6, 0.6  # millimetres around the lines of a cell
CAPTION: Final = 8.2  # millimetres of a table's title with the air around it
FACT_GAP: Final = 0.7  # millimetres above a label that stands over its text
NOTE_AIR: Final = 1.5  # millimetres above a table's note
HEADING: Final = 12.0  # millimetres of a heading with its rule
SUBHEADING: Final = 11.0  # millimetres
AIR: Final = 3.0  # millimetres above a block
LETTERHEAD: Final = 15.0  # millimetres
LOGO: Final = (45.0, 12.0)  # millimetres, the most of a logo
TITLE, TITLE_PITCH = 18.0, 23.0  # points
TITLE_AIR: Final = 10.0  # millimetres around the title and its rule
_NARROW: Final = 0.9
_TALL: Final = 20  # lines of a row that a page may cut
_WHOLE: Final = 90.0  # millimetres of a table that a page does not cut; more would leave half a page empty
_EM: Final = 8.5 * MM  # the size of the letters of tables
_NOTE_EM: Final = 8.0 * MM
_BODY_EM: Final = 10.0 * MM


def lines_in(text: str, width: float, em: float = _EM) -> int:
    """Estimate how many lines a text takes in so many millimetres."""
    return sum(max(1, math.ceil(_ems(line) * em / max(em, width))) for line in text.split("\n"))


def _ems(line: str) -> float:
    """How many times its letters' size a line is wide; letters that are not Chinese are narrower than on a map."""
    narrow = "".join(letter for letter in line if not is_wide(letter))
    return text_width(line) - (1 - _NARROW) * text_width(narrow)


def column_widths(weights: Sequence[float], width: float = TEXT_WIDTH) -> list[float]:
    """The widths of columns that share so many millimetres by weight."""
    return [width * weight / sum(weights) for weight in weights]


def row_lines(texts: Iterable[str], weights: Sequence[float], width: float = TEXT_WIDTH) -> int:
    """Estimate how many lines the highest cell of a row takes."""
    widths = column_widths(weights, width)
    return max((lines_in(text, w - 2 * PAD_X) for text, w in zip(texts, widths, strict=True)), default=1)


def printed_rows(table: Table) -> list[list[str]]:
    """The cells of a table as they are printed."""
    return [
        [format_value(c, of.kind, table.missing) for c, of in zip(r, table.columns, strict=True)] for r in table.rows
    ]


def block_height(block: Block, lang: str, width: float = TEXT_WIDTH) -> float:
    """Estimate how high a block is, in millimetres with the air around it.

    Parameters
    ----------
    width : float
        Of the page's text, millimetres.
    """
    match block:
        case Heading():
            return HEADING if block.level == 1 else SUBHEADING
        case Paragraph():
            em, pitch = (_NOTE_EM, PITCH) if block.small else (_BODY_EM, BODY_PITCH)
            return lines_in(block.text, width, em) * pitch * MM + AIR
        case Table():
            return _table_height(block, lang, width)
        case Facts():
            return _facts_height(block, width)
        case Figure():
            caption = lines_in(block.caption, width, _NOTE_EM) * PITCH * MM if block.caption else 0.0
            return picture_height(block) + caption + AIR
        case Beside():
            facts = _stacked(block.facts, width - block.figure.width_mm - GAP + PAD_X)
            return max(block_height(block.figure, lang, block.figure.width_mm), facts + AIR)


def picture_height(figure: Figure) -> float:
    """How high a picture is printed, millimetres."""
    width, height = pixels(figure.png)
    return figure.width_mm * height / width


def _table_height(table: Table, lang: str, width: float) -> float:
    weights = [column.weight for column in table.columns]
    rows = [[heading(column, lang) for column in table.columns], *printed_rows(table)]
    lines = [row_lines(texts, weights, width) for texts in rows]
    note = lines_in(table.note, width, _NOTE_EM) * PITCH * MM + NOTE_AIR if table.note else 0.0
    return (CAPTION if table.title else AIR) + sum(n * PITCH * MM + 2 * PAD_Y for n in lines) + note


def _facts_height(facts: Facts, width: float) -> float:
    title = CAPTION if facts.title else AIR
    if facts.across > 1:
        return title + _stacked(facts, width)
    em, pitch = (_BODY_EM, BODY_PITCH) if facts.large else (_EM, PITCH)
    lines = [lines_in(text, width - LABEL - 4 * PAD_X, em) for _, text in facts.rows]
    return title + sum(n * pitch * MM + 2 * PAD_Y for n in lines)


def _stacked(facts: Facts, width: float) -> float:
    """Labels above their texts, row by row of as many as lie beside one another."""
    each = [1 + lines_in(text, width / facts.across - 2 * PAD_X) for _, text in facts.rows]
    rows = [max(each[at : at + facts.across]) for at in range(0, len(each), facts.across)]
    return sum(n * PITCH * MM + FACT_GAP for n in rows)


def head_height(brief: Brief) -> float:
    """Estimate how high the letterhead, the title and the line under it are, millimetres."""
    letterhead = LETTERHEAD if brief.letterhead.logo or brief.letterhead.organisation else 0.0
    title = lines_in(brief.title, TEXT_WIDTH, TITLE * MM) * TITLE_PITCH * MM
    return letterhead + title + lines_in(brief.byline, TEXT_WIDTH) * PITCH * MM + TITLE_AIR


def is_tall(lines: int) -> bool:
    """Whether a row is so high that the end of a page may cut it."""
    return lines > _TALL


def is_whole(rows: Iterable[int]) -> bool:
    """Whether rows of so many lines are few enough to stay on one page."""
    return sum(lines * PITCH * MM + 2 * PAD_Y for lines in rows) <= _WHOLE


def pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def logo_size(png: bytes) -> tuple[float, float]:
    """How wide and high a logo is printed, millimetres."""
    width, height = pixels(png)
    scale = min(LOGO[0] / width, LOGO[1] / height)
    return width * scale, height * scale
