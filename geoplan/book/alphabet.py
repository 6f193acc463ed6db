"""The order of an index: Chinese by its pinyin, English by its letters."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from unicodedata import category

from pypinyin import lazy_pinyin

from geoplan.text.message import DEFAULT


@lru_cache(maxsize=4096)
def spelling(name: str, lang: str) -> str:
    """What a name is sorted by."""
    letters = "".join(lazy_pinyin(name)) if lang == DEFAULT else name
    signs = len([*takewhile(lambda sign: category(sign).startswith("P"), letters)])
    return letters[signs:].casefold()


def initial(name: str, lang: str) -> str:
    """The letter under which it stands; ``#`` for a digit or a sign."""
    first = spelling(name, lang)[:1].upper()
    return first if "A" <= first <= "Z" else "#"
