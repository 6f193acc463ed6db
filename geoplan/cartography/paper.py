"""The papers a map sheet is printed on, and what of them is for the map, the legend and the notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geoplan.errors import UserError

ORIENTATIONS: Final = ("landscape", "portrait")
FORMATS: Final = ("png", "svg", "pdf")
POINT: Final = 25.4 / 72  # millimetres
_TICKS: Final = 5.0  # millimetres on the left of the map and under it, for degrees
_GAP: Final = 5.0  # millimetres between map and legend
_TITLE, _NOTE = 15.0, 8.5  # points
_HEAD, _COLUMN, _ROWS, _FOOT = 13.5, 58.0, 50.0, 24.0  # millimetres
_SCALE_HEIGHT, _SCALE_WIDTH = 17.0, 50.0  # millimetres of the scale

Frame = tuple[float, float, float, float]  # left, top, width, height; millimetres


@dataclass(frozen=True)
class Paper:
    """A paper: its longer and shorter side (mm), the size of its letters to those of A4, and pixels to an inch."""

    name: str
    long: float
    short: float
    letters: float
    ppi: float
    margin: float

    @property
    def size(self) -> str:
        """Its name, with its size where the name does not say it."""
        return self.name if self.can_stand else f"{self.name} ({self.long:.0f} × {self.short:.0f} mm)"

    @property
    def can_stand(self) -> bool:
        """Whether it is printed upright too: a screen is not."""
        return self.name in ("A4", "A3")


PAPERS: Final = {
    paper.name: paper
    for paper in (
        Paper("A4", 297.0, 210.0, 1.0, 300.0, 9.0),
        Paper("A3", 420.0, 297.0, 1.2, 300.0, 12.0),
        Paper("16:9", 1920 * 25.4 / 144, 1080 * 25.4 / 144, 1.15, 288.0, 8.0),  # 3840 × 2160 pixels
    )
}


@dataclass(frozen=True)
class SheetLayout:
    """The frames of a sheet, and how many columns its legend has."""

    paper: Paper
    width: float
    height: float
    title: Frame
    map: Frame
    legend: Frame
    scale: Frame
    notes: Frame
    columns: int

    @property
    def title_size(self) -> float:
        """Of the title's letters, millimetres."""
        return _TITLE * POINT * self.paper.letters

    @property
    def note_size(self) -> float:
        """Of the letters of the line under the title, millimetres."""
        return _NOTE * POINT * self.paper.letters


def sheet_layout(paper: str, orientation: str = "landscape") -> SheetLayout:
    """Divide a paper.

    Parameters
    ----------
    paper : str
        A key of `PAPERS`.
    orientation : str
        One of `ORIENTATIONS`; a screen is always landscape.

    Raises
    ------
    UserError
        There is no such paper or orientation.
    """
    if paper not in PAPERS:
        raise UserError("cartography.no_paper", value=paper, known=", ".join(PAPERS))
    if orientation not in ORIENTATIONS:
        raise UserError("cartography.no_orientation", value=orientation, known=", ".join(ORIENTATIONS))
    is_upright = orientation == "portrait" and PAPERS[paper].can_stand
    return _upright(PAPERS[paper]) if is_upright else _lying(PAPERS[paper])


def _lying(paper: Paper) -> SheetLayout:
    """The legend beside the map."""
    k, edge, width, height = paper.letters, paper.margin, paper.long, paper.short
    top, column, foot = edge + _HEAD * k, _COLUMN * k, _FOOT * k
    across, down = width - 2 * edge - _TICKS * k - _GAP - column, height - edge - top - foot - _TICKS * k
    left, beside = edge + _TICKS * k, width - edge - column
    scale = _SCALE_HEIGHT * k
    return SheetLayout(
        paper, width, height,
        title=(left, edge, width - edge - left, _HEAD * k),
        map=(left, top, across, down),
        legend=(beside, top, column, down - scale - 3 * k),
        scale=(beside, top + down - scale, column, scale),
        notes=(left, height - edge - foot + 2 * k, width - edge - left, foot - 2 * k),
        columns=1,
    )  # fmt: skip


def _upright(paper: Paper) -> SheetLayout:
    """The legend under the map."""
    k, edge, width, height = paper.letters, paper.margin, paper.short, paper.long
    top, rows, foot = edge + _HEAD * k, _ROWS * k, (_FOOT + 6.0) * k
    left = edge + _TICKS * k
    across, down = width - edge - left, height - edge - top - rows - foot - _TICKS * k
    under = top + down + _TICKS * k + 2 * k
    scale = _SCALE_WIDTH * k
    return SheetLayout(
        paper, width, height,
        title=(left, edge, across, _HEAD * k),
        map=(left, top, across, down),
        legend=(left, under, across - scale - _GAP, rows - 4 * k),
        scale=(width - edge - scale, under + 1.5 * k, scale, _SCALE_HEIGHT * k),
        notes=(left, height - edge - foot + 2 * k, across, foot - 2 * k),
        columns=3,
    )  # fmt: skip
