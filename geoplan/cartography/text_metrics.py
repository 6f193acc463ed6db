"""How wide a text is before it is set: good enough to find room for it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_CLOSING: Final = "）》」』”’、，。；：！？…)]},.;:!? "
_OPENING: Final = "（《「『“‘([{"
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
    if is_wide(sign):
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    return 0.72 if sign.isupper() or sign in "@%&—mwMW" else 0.3 if sign in " .,:;'|ilj" else 0.58
