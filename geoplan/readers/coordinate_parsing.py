"""Coordinates as people write them: decimal degrees, degrees and minutes, full-width digits, two in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from geoplan.readers.patterns import ANGLES
from geoplan.readers.row_report import RowError
from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_SIGNS: Final = str.maketrans({sign: plain for plain, signs in ANGLES["signs"].items() for sign in signs})
_AXIS: Final = {"E": "lon", "W": "lon", "N": "lat", "S": "lat"}
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(\d+(?:\.\d*)?|\.\d+)\s*°?",
        r"(\d+)\s*[°D:\s]\s*(\d+(?:\.\d*)?)\s*'?",  # PROJ writes 118d6'
        r"(\d+)\s*[°D:\s]\s*(\d+)\s*[':\s]\s*(\d+(?:\.\d*)?)\s*(?:\"|'')?",
        r"(\d{1,3})-(\d{1,2})-(\d{1,2}(?:\.\d*)?)",  # of two parts it would be a range
    )
)
_EXPONENT: Final = re.compile(r"[-+]?\d+(\.\d*)?E[-+]\d+")
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[-+]?\d{1,3},\d+")
_COLON: Final = re.compile(r"([NSEW])\s*[:=]")
_METRES: Final = re.compile(ANGLES["metres"], re.IGNORECASE)


class Angle(NamedTuple):
    """A coordinate: ``value`` in degrees or metres, and the ``axis`` its letter names: ``lon``, ``lat`` or ""."""

    value: float
    axis: str = ""


def parse_coordinate(text: str) -> Angle:
    """Read one coordinate.

    Parameters
    ----------
    text : str
        ``118.0894``, ``24°26'46"N``, ``24 26 46``, ``24-26-46``, ``24°26.77′``, ``１１８．０８``, ``611,234.5 m``,
        ``6.112345E+05``; the words of patterns.toml stand for the letters and signs.

    Returns
    -------
    Angle
        Degrees, or metres where it says so or has no sign of degrees.

    Raises
    ------
    RowError
        It is none, or has 60 minutes or more.
    """
    plain = _METRES.sub("", _plain(text)).removeprefix("'")  # which marks a text in a spreadsheet
    if _EXPONENT.fullmatch(plain):
        return Angle(float(plain))
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    letters = [c for c in plain if c in _AXIS]
    if len(letters) > 1 or (letters and plain[0] not in _AXIS and plain[-1] not in _AXIS):
        raise _not_a_coordinate(text)
    body = plain.strip("NSEW").strip()
    negative = body.startswith("-") or letters in (["S"], ["W"])
    body = body.lstrip("+-").strip()
    for form in _FORMS:
        match = form.fullmatch(body)
        if match:
            parts = [float(part) for part in match.groups()]
            if any(part >= 60 for part in parts[1:]):
                raise RowError(message("readers.coordinate_parsing.minutes_over_60", text=shorten(text)))
            value = sum(part / 60**i for i, part in enumerate(parts))
            return Angle(-value if negative else value, _AXIS[letters[0]] if letters else "")
    raise _not_a_coordinate(text)


def parse_coordinate_pair(text: str) -> tuple[Angle, Angle]:
    """Read two coordinates from one cell.

    Parameters
    ----------
    text : str
        ``118.08, 24.47``, ``24°26'46"N 118°05'22"E``, ``(24.47; 118.08)``, ``24 26 46 118 5 22``.

    Raises
    ------
    RowError
        There are not two.
    """
    plain = _plain(text).strip("()[]{} ")
    for separator in (";", ",", "/", "|"):
        halves = [half for half in plain.split(separator) if half.strip()]
        if len(halves) == 2:
            return parse_coordinate(halves[0]), parse_coordinate(halves[1])
    letters = [i for i, c in enumerate(plain) if c in _AXIS]
    if len(letters) == 2:
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return parse_coordinate(plain[:cut]), parse_coordinate(plain[cut:])
    numbers = plain.split()
    if len(numbers) in (2, 4, 6) and not letters:
        half = len(numbers) // 2
        return parse_coordinate(" ".join(numbers[:half])), parse_coordinate(" ".join(numbers[half:]))
    raise _not_a_coordinate(text)


def longitude_first(pair: tuple[Angle, Angle]) -> tuple[Angle, Angle]:
    """Put two coordinates in order: a letter says which is the latitude; else what exceeds 90 degrees is none."""
    one, other = pair
    second_first = (
        one.axis == "lat" or other.axis == "lon" or (not one.axis and abs(one.value) <= 90 < abs(other.value) <= 180)
    )
    return (other, one) if second_first else pair


T = TypeVar("T")


def parse_each(cells: Iterable[str], parse: Callable[[str], T]) -> tuple[list[T | None], dict[int, Text]]:
    """Read every cell of a column, and tell by position why a cell cannot be read.

    Blank cells are None and no error; `parse` is `parse_coordinate` or `parse_coordinate_pair`.
    """
    known: dict[str, T | None] = {"": None}
    reasons: dict[str, Text] = {}
    values: list[T | None] = []
    errors: dict[int, Text] = {}
    for at, cell in enumerate(cells):
        if cell not in known:
            try:
                known[cell] = parse(cell)
            except RowError as error:
                known[cell], reasons[cell] = None, error.reason
        values.append(known[cell])
        if cell in reasons:
            errors[at] = reasons[cell]
    return values, errors


def parse_coordinate_column(cells: pd.Series) -> tuple[np.ndarray, np.ndarray, dict[int, Text]]:
    """Read a column of coordinates.

    Returns
    -------
    values : ndarray of float
        Degrees or metres; NaN where there is none.
    axes : ndarray of str
        What the letters say: ``lon``, ``lat`` or "".
    errors : dict
        By position, why a cell cannot be read.
    """
    numbers = np.array(pd.to_numeric(cells, errors="coerce"), dtype=float)
    axes = np.full(len(cells), "", dtype=object)
    odd = np.flatnonzero(np.isnan(numbers) & (cells != "").to_numpy())
    angles, errors = parse_each(cells.iloc[odd].tolist(), parse_coordinate)
    for at, angle in zip(odd.tolist(), angles, strict=True):
        if angle is not None:
            numbers[at], axes[at] = angle
    return numbers, axes, {int(odd[at]): reason for at, reason in errors.items()}


def _plain(text: str) -> str:
    """Half-width, upper case, with one sign for each of degree, minute and second."""
    for word, letter in ANGLES["words"]:
        text = text.replace(word, letter)
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper().translate(_SIGNS)
    visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")  # marks of no width come with copied text
    return " ".join(_COLON.sub(r"\1", visible).split())


def _not_a_coordinate(text: str) -> RowError:
    return RowError(message("readers.coordinate_parsing.not_a_coordinate", text=shorten(text)))
