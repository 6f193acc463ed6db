"""How wide a text is before it is set: good enough to find room for it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_CLOSING: Final = "）》」』”’、，。；：！？…)]},.;:!? "
_OPENING: Final = "（《「『“‘([{"
# Of Noto Sans SC at weight 500, rounded up; capitals and all others below.
_WIDTHS: Final = {
    **dict.fromkeys("mwMW@%", 0.94),
    **dict.fromkeys("bdghnopqu", 0.63),
    **dict.fromkeys("frt()-/", 0.42),
    **dict.fromkeys(" .,:;'|ilj", 0.31),
    "–": 0.58,
    "—": 1.0,
}
_ENDING: Final = " -–·"


def text_width(text: str) -> float:
    """How many times its letters' size a line is wide; a little too much rather than too little."""
    return sum(_em(sign) for sign in text)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two signs: at a blank or a Chinese character, never before a closing sign."""
    if after in _CLOSING or before in _OPENING:
        return False
    return before in _ENDING or is_wide(before) or is_wide(after)


def is_wide(text: str) -> bool:
    """Whether every letter is as wide as a Chinese character."""
    return all(unicodedata.east_asian_width(sign) in "WF" for sign in text)


@lru_cache(maxsize=8192)
def _em(sign: str) -> float:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WFA":  # what is ambiguous is wide in the Chinese face
        return 1.0
    return 0.76 if sign.isupper() else 0.58
