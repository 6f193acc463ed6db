"""Fold the ways one Chinese term is written into one, for comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_DROPPED = re.compile(r"[\s·・﹒\u200b-\u200f\ufeff]+")
# Left alone by NFKC, though plans use them for one another.
_SAME = str.maketrans(
    {"“": '"', "”": '"', "「": '"', "」": '"', "—": "-", "–": "-", "－": "-", "～": "~", "、": ",", "〇": "零"}
)


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Fold a text: simplified characters, half width, no white space, lower case, one kind of quote and dash."""
    half = unicodedata.normalize("NFKC", _simplifier().convert(text))
    return _DROPPED.sub("", half).translate(_SAME).lower()
