"""How wide a text is before it is set: good enough to find room for it."""

from __future__ import annotations

import unicodedata


def text_width(text: str) -> float:
    """How many times its letters' size a line is wide; a little too much rather than too little."""
    return sum(_em(sign) for sign in text)


def is_wide(text: str) -> bool:
    """Whether every letter is as wide as a Chinese character."""
    return all(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _em(sign: str) -> float:
    if is_wide(sign):
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    return 0.72 if sign.isupper() or sign in "@%&—mwMW" else 0.3 if sign in " .,:;'|ilj" else 0.58
