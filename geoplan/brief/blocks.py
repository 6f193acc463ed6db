"""What a brief is made of, before anyone decides what paper looks like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geoplan.text.message import translate

# What a column holds; numbers stay numbers until a document is written, so that Excel can reckon with them.
Kind = Literal["text", "integer", "number", "km", "km2", "percent", "score", "year"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2; the brief's title is above them."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``small`` for notes and sources."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it holds, and its share of the width."""

    title: str
    kind: Kind = "text"
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows under columns; None is a figure there is not, and is printed as ``missing``."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    note: str = ""
    missing: str = "—"


@dataclass(frozen=True)
class Facts:
    """Labels with what is said under them, as many beside one another as ``across`` says.

    One beside another has its label above it; one to a line has it on the left. ``large`` is of the size of running
    text, on a ground.
    """

    rows: tuple[tuple[str, str], ...]
    title: str = ""
    across: int = 1
    large: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture: PNG, how wide it is printed, what it shows (for those who cannot see it) and its caption."""

    png: bytes
    alt: str
    caption: str = ""
    width_mm: float = 165.0


@dataclass(frozen=True)
class Beside:
    """A figure on the left, and on its right some facts, one under another."""

    figure: Figure
    facts: Facts


Block = Heading | Paragraph | Table | Facts | Figure | Beside


@dataclass(frozen=True)
class Part:
    """Blocks that begin a page.

    Attributes
    ----------
    sheet : str
        The title of the sheet of a workbook that holds it.
    on_first : bool
        Whether that is the first sheet, under what is there.
    landscape : bool
        Whether its pages lie on their long side.
    follows : bool
        Whether it goes on where the part before it ends.
    """

    sheet: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    follows: bool = False
    on_first: bool = False


@dataclass(frozen=True)
class Letterhead:
    """Who sends a brief; what is empty takes no room.

    Attributes
    ----------
    organisation, author, contact : str
    logo : bytes
        A PNG.
    """

    organisation: str = ""
    logo: bytes = b""
    author: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Brief:
    """A brief, ready to be written.

    Attributes
    ----------
    byline : str
        Author, date and contact, under the title.
    foot : str
        On every page: data version, schematic note, approval number.
    """

    lang: str
    title: str
    byline: str
    foot: str
    made_on: str
    parts: tuple[Part, ...] = field(default_factory=tuple)
    letterhead: Letterhead = Letterhead()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all parts; a figure with facts beside it is the two."""
        every = (block for part in self.parts for block in part.blocks)
        return tuple(
            b for block in every for b in ((block.figure, block.facts) if isinstance(block, Beside) else (block,))
        )


Layout = tuple[tuple[str, Kind, float], ...]  # key of the texts, what the column holds, its share of the width


def columns(layout: Layout, lang: str) -> tuple[Column, ...]:
    """The columns of a layout, with titles (``brief.columns``) in a language."""
    return tuple(Column(translate(f"brief.columns.{key}", lang), kind, weight) for key, kind, weight in layout)
