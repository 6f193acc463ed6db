"""How a page of a map book is divided: the map, the panel beside it, and a strip with locator, legend and scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geoplan.book.edition import PAPERS as BOOK_PAPERS
from geoplan.cartography.paper import PAPERS, Frame, SheetLayout
from geoplan.errors import UserError

# Millimetres on A4; on A3 times the size of its letters.
_TITLE: Final = 13.5
_SQUARES: Final = 3.4  # over and on the right of a map, for the letters and numbers of its squares
_TICKS: Final = 5.0  # on the left of a map and under it, for degrees
_GAP: Final = 4.0
_STRIP: Final = 30.0
_FOOT: Final = 17.0
_LOCATOR: Final = 34.0
_SCALE: Final = 50.0
_NUMBER: Final = 40.0  # of the title's line, for section and page
_PANEL: Final = 0.315  # of the paper's width
_COLUMN: Final = 36.0  # of the legend
_TEXT_COLUMNS: Final = {"A3": 3, "A4": 2}  # of a page of text


@dataclass(frozen=True)
class PageFrames:
    """The frames of a page; left, top, width and height in millimetres.

    Attributes
    ----------
    sheet : SheetLayout
        Title, map, legend, scale and notes.
    panel, locator, text : tuple
        Beside the map; under it on the left; what a page of text fills.
    columns : int
        Of a page of text.
    """

    sheet: SheetLayout
    panel: Frame
    locator: Frame
    text: Frame
    columns: int


def page_frames(paper: str) -> PageFrames:
    """Divide a paper.

    Raises
    ------
    UserError
        There are no books on such a paper.
    """
    if paper not in BOOK_PAPERS:
        raise UserError("cartography.no_paper", value=paper, known=", ".join(BOOK_PAPERS))
    of = PAPERS[paper]
    k, edge, width, height = of.letters, of.margin, of.long, of.short
    left, top = edge + _TICKS * k, edge + (_TITLE + _SQUARES) * k
    panel = _PANEL * width
    across = width - edge - panel - (_GAP + _SQUARES) * k - left
    strip = height - edge - (_FOOT + _STRIP) * k
    down = strip - (_TICKS + 1.5) * k - top
    right, locator, scale = width - edge, _LOCATOR * k, _SCALE * k
    legend = left + locator + _GAP * k
    sheet = SheetLayout(
        of, width, height,
        title=(left, edge, right - left - _NUMBER * k, _TITLE * k),
        map=(left, top, across, down),
        legend=(legend, strip, right - scale - _GAP * k - legend, (_STRIP - 2) * k),
        scale=(right - scale, strip + 6 * k, scale, _STRIP * k),
        notes=(left, height - edge - (_FOOT - 1) * k, right - left, (_FOOT - 1) * k),
        columns=int((right - scale - legend) / (_COLUMN * k)),
    )  # fmt: skip
    return PageFrames(
        sheet,
        panel=(right - panel, top, panel, down + _TICKS * k),
        locator=(left, strip, locator, (_STRIP - 2) * k),
        text=(left, top, right - left, height - edge - top - 4 * k),
        columns=_TEXT_COLUMNS[paper],
    )
