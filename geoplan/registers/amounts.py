"""Capital and staff of a register as whole numbers, so that sums are the same in whatever order they are added."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geoplan.registers.column_values import as_text
from geoplan.registers.industry_codes import WORDS

SUMMED: Final = ("capital", "staff")  # roles of columns that can be summed up
NO_AMOUNT: Final = -1  # of a blank cell
BAD_AMOUNT: Final = -2  # of one that is no number, negative or absurd
OTHER_CURRENCY: Final = -3  # of one in another currency, or in a unit of its own where the column's is not known
_HUNDREDTHS: Final = 100  # capital is held in hundredths of the currency, 0.01 yuan
_MOST_CAPITAL: Final = 10**13  # yuan, or whatever the unit is: six times the largest there is
_MOST_STAFF: Final = 10**7

_SCALES: Final[dict[str, int]] = WORDS["scales"]
_CURRENCIES: Final = {word: code for code, words in WORDS["currencies"].items() for word in words}
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_BEFORE: Final = f"(?P<before>{_one_of(_CURRENCIES)})?"
_AFTER: Final = f"(?P<scale>{_one_of(_SCALES)})?(?P<currency>{_one_of(_CURRENCIES)})?"
_IN_HEADING: Final = re.compile(_BEFORE + _AFTER)
_IN_CELL: Final = re.compile(f"{_BEFORE}(?P<number>{_NUMBER}){_AFTER}")
_OF_PEOPLE: Final = re.compile(f"(?P<number>{_NUMBER})(?:{_one_of(WORDS['people'])})?")


@dataclass(frozen=True)
class MoneyUnit:
    """What the numbers of a column of capital are in.

    Attributes
    ----------
    label : str
        As the file writes it; "" where it does not.
    currency : str
        ISO 4217; "" where it is not known.
    times : int
        How much of the currency one is.
    of_cells : bool
        It stands in the cells, so that one without it is not known.
    """

    label: str = ""
    currency: str = ""
    times: int = 1
    of_cells: bool = False

    @property
    def parts(self) -> int:
        """How many of what is added up make one of the unit."""
        return _HUNDREDTHS * self.times


def money_unit(heading: str, cells: Iterable[str] = ()) -> MoneyUnit:
    """Read the unit of a column of capital.

    Parameters
    ----------
    heading : str
        Of the column, such as one that ends in a unit in brackets.
    cells : iterable of str
        Some cells, by the most of which the unit is told where the heading does not say it.
    """
    named = [match for match in _IN_HEADING.finditer(_folded(heading)) if match[0]]
    if named:
        best = max(named, key=lambda m: bool(_currency(m)))  # the first with a currency
        return MoneyUnit(best[0], _currency(best), _times(best))
    found = [match for cell in cells if (match := _IN_CELL.fullmatch(_folded(cell)))]
    units = Counter((_currency(m), m["scale"] or "", m["currency"] or m["before"] or "") for m in found)
    if not units:
        return MoneyUnit()
    (currency, scale, word), n = units.most_common(1)[0]
    if not (scale or word) or 2 * n <= len(found):
        return MoneyUnit()
    return MoneyUnit(scale + word, currency, _SCALES.get(scale, 1), of_cells=True)


def capitals(column: pa.Array, unit: MoneyUnit) -> NDArray[np.int64]:
    """Read capital.

    Returns
    -------
    ndarray of int
        Hundredths of the currency, rounded, half to even; or `NO_AMOUNT`, `BAD_AMOUNT`, `OTHER_CURRENCY`.
    """
    most = _MOST_CAPITAL * _HUNDREDTHS

    def scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.rint(values * unit.parts)

    return _amounts(column, scaled, partial(_capital, unit), most, bare=not unit.of_cells)


def staffs(column: pa.Array) -> NDArray[np.int64]:
    """Read numbers of people; a fraction or a range is none."""

    def whole(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(values == np.rint(values), values, np.inf)

    return _amounts(column, whole, _staff, _MOST_STAFF)


def _amounts(
    column: pa.Array,
    scaled: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    parse: Callable[[str], int],
    most: int,
    bare: bool = True,
) -> NDArray[np.int64]:
    """Numbers at once, as texts too where all are; else each different text once."""
    numbers = _numbers(column) if bare else None
    if numbers is not None:
        blank = np.isnan(numbers)
        values = scaled(np.where(blank, 0, numbers))
        fits = (values >= 0) & (values <= most)
        return np.where(blank, NO_AMOUNT, np.where(fits, values, BAD_AMOUNT)).astype(np.int64)
    text = as_text(column)
    if text is None:
        return np.where(column.is_null().to_numpy(zero_copy_only=False), NO_AMOUNT, BAD_AMOUNT).astype(np.int64)
    encoded = text.dictionary_encode()
    read = np.array([*(parse(cell) for cell in encoded.dictionary.to_pylist()), NO_AMOUNT], dtype=np.int64)
    read[read > most] = BAD_AMOUNT
    return read[pc.fill_null(encoded.indices.cast(pa.int32()), len(read) - 1).to_numpy(zero_copy_only=False)]


def _numbers(column: pa.Array) -> Any:
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    text = as_text(column)
    if text is None:
        return None
    text = pc.utf8_trim(text, WORDS["around"])
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
    try:
        return pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None


@lru_cache(maxsize=1 << 16)
def _capital(unit: MoneyUnit, text: str) -> int:
    plain = _folded(text)
    if not plain or plain in WORDS["blank"]:
        return NO_AMOUNT
    match = _IN_CELL.fullmatch(plain)
    if match is None:
        return BAD_AMOUNT
    own = bool(match["scale"] or match["currency"] or match["before"])
    currency = _currency(match)
    unknown = own and not unit.currency
    if unknown or (currency and currency != unit.currency) or (unit.of_cells and not own):
        return OTHER_CURRENCY
    times = _times(match) if own else unit.times
    return _rounded(float(match["number"]) * _HUNDREDTHS * times)


@lru_cache(maxsize=1 << 16)
def _staff(text: str) -> int:
    plain = _folded(text)
    if not plain or plain in WORDS["blank"]:
        return NO_AMOUNT
    match = _OF_PEOPLE.fullmatch(plain)
    number = float(match["number"]) if match else np.inf
    return _rounded(number) if number == np.rint(number) else BAD_AMOUNT


def _rounded(value: float) -> int:
    return int(np.rint(value)) if 0 <= value < 2**62 else BAD_AMOUNT


def _currency(match: re.Match[str]) -> str:
    """The currency of a cell, "" where it names none."""
    return _CURRENCIES.get(match["currency"] or match["before"] or "", "")


def _times(match: re.Match[str]) -> int:
    return _SCALES.get(match["scale"] or "", 1)


def _folded(text: str) -> str:
    """Half-width, lower case, without blanks, brackets and the commas of thousands."""
    return re.sub(r"[\s,()\[\]:_]+", "", unicodedata.normalize("NFKC", text).lower())
