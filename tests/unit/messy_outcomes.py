"""What is to come of a messy file: the rows, values and system that are read, or the message that refuses it.

Expected outcomes are written from the specification of the format, or from what GDAL, pyproj, coord-convert or Excel
make of the same file, never from what the readers answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyproj import Transformer

from geoplan.readers.source_table import Answers

XY = tuple[float, float]
HERE, THERE = (118.1, 24.5), (118.2, 24.6)  # two places near Xiamen, WGS 84


@dataclass(frozen=True)
class Outcome:
    """What is read.

    ``at`` is the south-western corner of each shape; ``left_out`` and ``mended`` are codes of reasons by row, without
    ``readers.``; ``notes`` are the codes of all notes, ``asks`` the keys of all questions that must be answered.
    """

    at: tuple[XY, ...] = (HERE, THERE)
    system: str = "EPSG:4326"
    left_out: dict[int, str] = field(default_factory=dict)
    mended: dict[int, str] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    values: dict[str, list[Any]] = field(default_factory=dict)
    tolerance: float = 3e-8  # degrees, 3 mm


@dataclass(frozen=True)
class Refusal:
    """The code of the message, without ``readers.``, and values that it must have."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MessyFile:
    content: bytes | Callable[[Path], bytes]
    name: str
    outcome: Outcome | Refusal
    answers: Answers = Answers()  # noqa: RUF009  (frozen)

    def build(self, folder: Path) -> bytes:
        return self.content(folder) if callable(self.content) else self.content


FILES: dict[str, MessyFile] = {}
Content = bytes | str | Callable[[Path], bytes]


def messy(case: str, name: str, content: Content, outcome: Outcome | Refusal | None = None, **answers: Any) -> None:
    """Take up a file; a text is written in UTF-8."""
    assert case not in FILES, case
    made = content.encode() if isinstance(content, str) else content
    FILES[case] = MessyFile(made, name, outcome or Outcome(), Answers(**answers))


def refused(code: str, **values: Any) -> Refusal:
    return Refusal(code, values)


@cache
def _transformer(code: str) -> Transformer:
    return Transformer.from_crs(4326, code, always_xy=True)


def in_system(code: str, *places: XY) -> list[XY]:
    """Places in another system, easting first, by pyproj; HERE and THERE by default."""
    to = _transformer(code)
    return [to.transform(*place) for place in places or (HERE, THERE)]
