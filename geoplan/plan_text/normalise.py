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

_CJK = [chr(code) for code in range(0x4E00, 0xA000)]  # the block of common Chinese characters


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)  # for names that come again and again; tens of thousands of words come once
def normalise(text: str) -> str:
    """Fold a text: simplified characters, half width, no white space, lower case, one kind of quote and dash."""
    half = unicodedata.normalize("NFKC", _simplifier().convert(text))
    return _DROPPED.sub("", half).translate(_SAME).lower()


def simplified(text: str) -> str:
    """A text in simplified characters, otherwise as it is."""
    return str(_simplifier().convert(text))


def simplified_forms(characters: str) -> str:
    """List the traditional characters that `normalise` takes for some characters.

    Parameters
    ----------
    characters : str
        Simplified characters.

    Returns
    -------
    str
        Pairs without anything between them: a traditional character and its simplified form.
    """
    wanted = set(characters)
    pairs = zip(_CJK, _simplifier().convert("\n".join(_CJK))[::2], strict=True)
    return "".join(f"{one}{other}" for one, other in pairs if one != other and other in wanted)
