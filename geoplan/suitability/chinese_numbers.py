"""Numbers as people write them: 1,200; 1.5万; 两百; 二十."""

from __future__ import annotations

import re
from typing import Final

NUMBER: Final = r"(?:\d[\d,]*(?:\.\d+)?\s*[百千万]?|[一二两三四五六七八九十百千万]+)"
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def number(text: str) -> float | None:
    """Read a number in digits, Chinese numerals or both; None where it is none."""
    text = re.sub(r"[,\s]", "", text)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)([百千万]?)", text):
        return float(found[1]) * _UNITS.get(found[2], 1)
    total, part, digit = 0, 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        elif character in _UNITS:
            part, digit = part + (digit or 1) * _UNITS[character], 0
        else:
            return None
    return float(total + part + digit) or None
