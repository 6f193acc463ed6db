"""The text of a PDF, a paragraph or a row of a table a line, as the parser of plan texts takes it."""

from __future__ import annotations

import re
import time
from collections import Counter
from io import BytesIO
from itertools import pairwise
from typing import Final, NamedTuple

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from geoplan.errors import ReaderError
from geoplan.plan_files.page_tables import Grid, glued, grids, in_lines
from geoplan.plan_files.pdf_page import Page, Piece, read_page
from geoplan.plan_text.outline_patterns import BOX, HEADINGS, SENTENCE_ENDS, TABLE

MOST_PAGES: Final = 1000
_MOST_SECONDS: Final = 300.0
_PAGE_NUMBER: Final = re.compile(r"^\W*\d{1,4}\W*$")
_LEADERS: Final = re.compile(r"[\s.\u2026\u00b7\uff0e]{4,}(\d{1,3})$")  # of an entry in a table of contents
_TITLES: Final = (*(pattern for _, pattern in HEADINGS), BOX, TABLE)
_GAP: Final = 2.0  # widths of a character; pieces farther apart on a line are columns
_SHORT: Final = 1.6  # a line that ends this many characters before the edge ends its paragraph
_INDENT: Final = 1.2  # characters
_APART: Final = 1.3  # usual distances of lines; a line farther below begins a paragraph
_SAMPLE: Final = 0.95  # share of the lines that end before the right edge


class _Line(NamedTuple):
    """A line of running text: its ends, the size of its type and its baseline in points; a row of a table has none."""

    text: str
    x: float = 0.0
    end: float = 0.0
    size: float = 0.0
    y: float = 0.0
    group: tuple[float, ...] = ()  # lines of one group share their edges: those of a page's width, or of a frame


def pdf_text(content: bytes, file: str) -> str:
    """Read the text of a PDF; ReaderError is raised where it is encrypted or too long."""
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))  # many are only protected against changes
        except (DependencyError, FileNotDecryptedError, NotImplementedError, ValueError):
            opened = False
        if not opened:
            raise ReaderError("plan_files.pdf_text.encrypted", file=file)
    n = len(reader.pages)
    if n > MOST_PAGES:
        raise ReaderError("plan_files.pdf_text.too_many_pages", file=file, n=n, most=MOST_PAGES)
    deadline = time.monotonic() + _MOST_SECONDS
    pages = []
    for page in reader.pages:
        try:
            pages.append(_lines(read_page(page)))
        except DependencyError as error:  # a cipher that pypdf does without
            raise ReaderError("plan_files.pdf_text.encrypted", file=file) from error
        if time.monotonic() > deadline:
            raise ReaderError("plan_files.pdf_text.too_slow", file=file, minutes=f"{_MOST_SECONDS / 60:g}")
    return "\n".join(_paragraphs([line for lines in _without_margins(pages) for line in lines]))


def _lines(page: Page) -> list[_Line]:
    """The lines of a page from the top down, rows of its tables among them."""
    tables = grids(page)
    running, inside = [], [[] for _ in tables]  # type: list[Piece], list[list[Piece]]
    for piece in page.pieces:
        at = next((i for i, grid in enumerate(tables) if grid.holds(piece)), None)
        (running if at is None else inside[at]).append(piece)
    blocks = [(line[0].y, [_line(line, (page.width,))]) for line in in_lines(running)]
    blocks += [(grid.ys[0], _block(grid, pieces)) for grid, pieces in zip(tables, inside, strict=True)]
    return [line for _, block in sorted(blocks, key=lambda block: -block[0]) for line in block]


def _block(grid: Grid, pieces: list[Piece]) -> list[_Line]:
    if grid.is_box:
        return [_line(line, (grid.xs[0], grid.xs[1])) for line in in_lines(pieces)]
    return [_Line("\t".join(cells)) for cells in grid.rows(pieces)]


def _line(pieces: list[Piece], group: tuple[float, ...]) -> _Line:
    text, end = pieces[0].text, pieces[0].end
    for piece in pieces[1:]:
        text = f"{text}\t{piece.text}" if piece.x - end > _GAP * piece.size else glued(text, piece.text)
        end = piece.end
    return _Line(_LEADERS.sub(r"\t\1", text), pieces[0].x, end, max(piece.size for piece in pieces), pieces[0].y, group)


def _without_margins(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without their numbers and running heads, which stand first or last."""
    edges = Counter(text for lines in pages for text in {line.text for line in (*lines[:1], *lines[-1:])})
    repeated = {text for text, times in edges.items() if times > max(3, 0.4 * len(pages))}

    def is_margin(line: _Line) -> bool:
        return line.size > 0 and (line.text in repeated or bool(_PAGE_NUMBER.match(line.text)))

    for lines in pages:
        while lines and is_margin(lines[0]):
            del lines[0]
        while lines and is_margin(lines[-1]):
            del lines[-1]
    return pages


def _paragraphs(lines: list[_Line]) -> list[str]:
    """Running lines joined to paragraphs by their edges and indents; rows as they are."""
    groups: dict[tuple[float, ...], list[_Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    edges = {group: _edges(members) for group, members in groups.items()}
    paragraphs: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is not None and line.size and not _begins(line, before, *edges[line.group]):
            paragraphs[-1] = glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line if line.size else None
    return paragraphs


def _edges(lines: list[_Line]) -> tuple[float, float, float]:
    """The left and right edge of the text by nearly all of its lines, and the usual distance of lines."""
    left, right = sorted(line.x for line in lines), sorted(line.end for line in lines)
    steps = sorted(one.y - other.y for one, other in pairwise(lines) if one.y > other.y)
    step = steps[len(steps) // 2] if steps else 0.0
    return left[int((1 - _SAMPLE) * len(left))], right[min(int(_SAMPLE * len(right)), len(right) - 1)], step


def _begins(line: _Line, before: _Line, left: float, right: float, step: float) -> bool:
    """Whether a line begins a paragraph."""
    if line.group != before.group or abs(line.size - before.size) > 0.1 * before.size or "\t" in line.text:
        return True
    if before.end < right - _SHORT * before.size or line.x > left + _INDENT * line.size:
        return True
    if before.y - line.y > _APART * step:
        return True
    return before.text.endswith(SENTENCE_ENDS) and any(pattern.match(line.text) for pattern in _TITLES)
