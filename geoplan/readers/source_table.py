"""What every reader returns: geometries as they stand in the file, with rows, attributes and open questions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from geoplan.crs.systems import CoordinateSystem
from geoplan.readers.row_report import RowReport
from geoplan.text.message import Text, local_text, message
from geoplan.text.shorten import shorten


class ColumnRoles(NamedTuple):
    """Where a sheet's coordinates stand: ``x`` and ``y``, or both in ``pair``, or shapes in ``wkt``."""

    x: str = ""
    y: str = ""
    pair: str = ""
    wkt: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are used."""
        return tuple(name for name in self if name)


class Option(NamedTuple):
    """One answer to a question."""

    value: Hashable
    label: Text

    @classmethod
    def named(cls, name: str) -> Option:
        """An option that is called in every language as the user's file calls it."""
        return cls(name, local_text(shorten(name), shorten(name)))


@dataclass(frozen=True)
class Question:
    """Something only the user can decide.

    Attributes
    ----------
    key : str
        The field of `Answers` that answers it: layer, sheet, encoding, columns, system, swapped.
    message : Text
        The question, with the facts it rests on.
    options : tuple of Option
        The answers there are; for the system any other may be given as well.
    must : bool
        The layer is not to be used before this is answered: the assumption may well be wrong.
    """

    key: str
    message: Text
    options: tuple[Option, ...]
    default: Hashable
    must: bool = False


@dataclass(frozen=True)
class Answers:
    """What the user has decided; None where nothing is.

    Attributes
    ----------
    layer, sheet, encoding : str, optional
        Which layer or sheet, and what its text is written in.
    columns : ColumnRoles, optional
        Where the coordinates stand.
    system : str, optional
        As `geoplan.crs.systems.parse_system` understands it.
    swapped : str, optional
        ``keep``, ``all`` (every row has its coordinates the other way round) or ``rows`` (only those that make no
        sense as they are).
    """

    layer: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    columns: ColumnRoles | None = None
    system: str | None = None
    swapped: str | None = None


@dataclass
class SourceTable:
    """A layer as it stands in the file.

    Attributes
    ----------
    shapes : ndarray of Geometry or None
        In the file's own coordinates, east or longitude first.
    attributes : DataFrame
        The user's columns; the index is the source row (of a sheet) or the number of the feature, from 1.
    locations : dict
        By row, where it is in the file, such as ``B5`` or ``L12``.
    system : CoordinateSystem or None
        What the file says of its coordinates.
    assumed : str
        The system to assume if the numbers allow, such as a hint in a column's name; "" for none.
    questions, notes : list
        What only the user can decide, and what concerns the whole.
    """

    shapes: np.ndarray
    attributes: pd.DataFrame
    row_report: RowReport
    locations: dict[int, str] = field(default_factory=dict)
    system: CoordinateSystem | None = None
    assumed: str = ""
    layer: str = ""
    columns: ColumnRoles | None = None
    questions: list[Question] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def encoding_question(encodings: Iterable[str], assumed: str) -> Question:
    """Ask, without need of an answer, which encoding a text is in that was read in the `assumed` one."""
    options = tuple(map(Option.named, encodings))
    return Question("encoding", message("readers.text_encoding.which_encoding", encoding=assumed), options, assumed)
