"""What a brief is made of, before anyone decides what paper looks like."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geoplan.text.message import DEFAULT, section, translate

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
    """A column: its heading, what it holds, what it means (for the field dictionary), and its share of the width."""

    title: str
    kind: Kind = "text"
    meaning: str = ""
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
class Figure:
    """A picture: PNG, how wide it is printed, what it shows (for those who cannot see it) and its caption."""

    png: bytes
    alt: str
    caption: str = ""
    width_mm: float = 165.0


@dataclass(frozen=True)
class Bars:
    """Bars on one scale, such as what each criterion adds to a score; label, value, note."""

    title: str
    rows: tuple[tuple[str, float | None, str], ...]
    most: float
    kind: Kind = "score"
    missing: str = "—"


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Figure | Bars | PageBreak


@dataclass(frozen=True)
class Brief:
    """A brief, ready to be written.

    Attributes
    ----------
    foot : str
        On every page: data version, schematic note, approval number.
    """

    lang: str
    title: str
    subtitle: str
    foot: str
    made_on: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)


Layout = tuple[tuple[str, Kind, float], ...]  # key of the texts, what the column holds, its share of the width


def columns(layout: Layout, lang: str) -> tuple[Column, ...]:
    """The columns of a layout, with titles (``brief.columns``) and meanings (``brief.meanings``) in a language."""
    explained = section("brief", DEFAULT)
    return tuple(
        Column(
            translate(f"brief.columns.{key}", lang),
            kind,
            translate(f"brief.meanings.{key}", lang) if f"meanings.{key}" in explained else "",
            weight,
        )
        for key, kind, weight in layout
    )
