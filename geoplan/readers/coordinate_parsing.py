"""Coordinates as people write them: decimal degrees, degrees and minutes, full-width digits, two in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from geoplan.text.message import Text, message
from geoplan.text.shorten import shorten

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("″”“〃＂", '"'),
        **dict.fromkeys("′’‘´ˊ＇`", "'"),
        **dict.fromkeys("º˚度", "°"),
        **{"分": "'", "秒": '"', "−": "-", "–": "-", "－": "-", "、": ",", "，": ",", "；": ";"},
    }
)
_WORDS: Final = (
    *(("经度", "E"), ("經度", "E"), ("纬度", "N"), ("緯度", "N")),
    *(("东经", "E"), ("東經", "E"), ("西经", "W"), ("北纬", "N"), ("北緯", "N"), ("南纬", "S")),
)
_SHORT: Final = (("东", "E"), ("西", "W"), ("北", "N"), ("南", "S"))
_AXIS: Final = {"E": "lon", "W": "lon", "N": "lat", "S": "lat"}
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(\d+(?:\.\d*)?|\.\d+)\s*°?",
        r"(\d+)\s*[°:\s]\s*(\d+(?:\.\d*)?)\s*'?",
        r"(\d+)\s*[°:\s]\s*(\d+)\s*[':\s]\s*(\d+(?:\.\d*)?)\s*(?:\"|'')?",
    )
)
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[-+]?\d{1,3},\d+")
_COLON: Final = re.compile(r"([NSEW])\s*[:=]")
_UNIT: Final = re.compile(r"\s*(m|米|metres?|meters?)$", re.IGNORECASE)


class Angle(NamedTuple):
    """A coordinate: ``value`` in degrees or metres, and the ``axis`` its letter names: ``lon``, ``lat`` or ""."""

    value: float
    axis: str = ""


class UnreadableError(ValueError):
    """A cell that is no coordinate."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


def parse_coordinate(text: str) -> Angle:
    """Read one coordinate.

    Parameters
    ----------
    text : str
        ``118.0894``, ``24°26'46"N``, ``24 26 46``, ``24°26.77′``, ``北纬24度26分46秒``,
        ``１１８．０８``, ``611,234.5 m``.

    Returns
    -------
    Angle
        Degrees, or metres where it says so or has no sign of degrees.

    Raises
    ------
    UnreadableError
        It is none, or has 60 minutes or more.
    """
    plain = _UNIT.sub("", _plain(text))
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    letters = [c for c in plain if c in _AXIS]
    if len(letters) > 1 or (letters and plain[0] not in _AXIS and plain[-1] not in _AXIS):
        raise _no_coordinate(text)
    body = plain.strip("NSEW").strip()
    negative = body.startswith("-") or letters in (["S"], ["W"])
    body = body.lstrip("+-").strip()
    for form in _FORMS:
        found = form.fullmatch(body)
        if found:
            parts = [float(part) for part in found.groups()]
            if any(part >= 60 for part in parts[1:]):
                raise UnreadableError(message("readers.coordinate_parsing.minutes_seconds_60_more", text=shorten(text)))
            value = sum(part / 60**i for i, part in enumerate(parts))
            return Angle(-value if negative else value, _AXIS[letters[0]] if letters else "")
    raise _no_coordinate(text)


def parse_coordinate_pair(text: str) -> tuple[Angle, Angle]:
    """Read two coordinates from one cell.

    Parameters
    ----------
    text : str
        ``118.08, 24.47``, ``24°26'46"N 118°05'22"E``, ``(24.47；118.08)``, ``24 26 46 118 5 22``.

    Returns
    -------
    tuple of Angle
        In the order they stand in.

    Raises
    ------
    UnreadableError
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
    raise _no_coordinate(text)


T = TypeVar("T")


def parse_each(cells: Iterable[str], read: Callable[[str], T]) -> tuple[list[T | None], dict[int, Text]]:
    """Read every cell, and tell which cannot be read.

    Parameters
    ----------
    cells : iterable of str
        Blank ones are None and no fault.
    read : callable
        `coordinate` or `pair`.

    Returns
    -------
    tuple of list and dict
        What was read, and by position what is wrong.
    """
    known: dict[str, T | None] = {"": None}
    wrong: dict[str, Text] = {}
    found: list[T | None] = []
    faults: dict[int, Text] = {}
    for at, cell in enumerate(cells):
        if cell not in known:
            try:
                known[cell] = read(cell)
            except UnreadableError as error:
                known[cell], wrong[cell] = None, error.said
        found.append(known[cell])
        if cell in wrong:
            faults[at] = wrong[cell]
    return found, faults


def parse_coordinate_column(cells: pd.Series) -> tuple[np.ndarray, np.ndarray, dict[int, Text]]:
    """Read a column of coordinates.

    Parameters
    ----------
    cells : Series of str
        One coordinate a cell.

    Returns
    -------
    values : ndarray of float
        Degrees or metres; NaN where there is none.
    axes : ndarray of str
        What the letters say: ``lon``, ``lat`` or "".
    faults : dict
        By position, what cannot be read.
    """
    numbers = np.array(pd.to_numeric(cells, errors="coerce"), dtype=float)
    axes = np.full(len(cells), "", dtype=object)
    odd = np.flatnonzero(np.isnan(numbers) & (cells != "").to_numpy())
    read, wrong = parse_each(cells.iloc[odd].tolist(), parse_coordinate)
    for at, angle in zip(odd.tolist(), read, strict=True):
        if angle is not None:
            numbers[at], axes[at] = angle
    return numbers, axes, {int(odd[at]): said for at, said in wrong.items()}


def _plain(text: str) -> str:
    """Half-width, upper case, with one sign for each of degree, minute and second."""
    for word, short in (*_WORDS, *_SHORT):
        text = text.replace(word, short)
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).upper().translate(_SIGNS)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")  # marks of no width come with copied text
    return " ".join(_COLON.sub(r"\1", seen).split())


def _no_coordinate(text: str) -> UnreadableError:
    return UnreadableError(message("readers.coordinate_parsing.no_coordinate", text=shorten(text)))
