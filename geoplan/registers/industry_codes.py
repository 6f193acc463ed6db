"""What a register writes of an industry, as a code of GB/T 4754-2017: a code, a class name or an everyday word.

A class of the strategic emerging industries (2018), by number or name, stands for the narrowest code that all codes of
it lie in: `1.3.1` for 651, and where they lie in several divisions of one section, for the section.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise
from geoplan.registers.strategic_classes import class_codes

WORDS: Final[dict[str, Any]] = tomllib.loads((files("geoplan.registers") / "headings.toml").read_text("utf-8"))
UNKNOWN: Final = -1  # of a cell that says something that nobody knows
NONE: Final = 0  # of a blank cell; also the position of "" in the list of codes
LEVELS: Final = (1, 2, 3, 4)  # section, division, group, class
_CODE: Final = re.compile(r"([a-t])?\W{0,2}(\d{2,4})(?![\d.])")
_STRATEGIC: Final = re.compile(r"\d(?:\.\d{1,2}){1,2}(?![\d.])")  # the number of a strategic class, before its name
_MOST_WORDS: Final = 1 << 16  # remembered


@dataclass(frozen=True)
class IndustryCodes:
    """The codes by position, and what is written for them.

    Attributes
    ----------
    codes : tuple of str
        "" first, then all of four levels in ascending order.
    parents : dict of str
        By code, the code above; "" above a section.
    words : dict of int
        By names and everyday words, folded, the position of the code.
    strategic : dict of int
        By numbers and names of strategic classes, the position of the narrowest code that all of the class lies in.
    """

    codes: tuple[str, ...]
    parents: dict[str, str]
    words: dict[str, int]
    strategic: dict[str, int] = field(default_factory=dict, repr=False)
    _known: dict[str, int] = field(default_factory=dict, repr=False)
    _levels: dict[int, NDArray[np.int32]] = field(default_factory=dict, repr=False)

    def position(self, text: str) -> int:
        """Find the code that a cell means.

        Parameters
        ----------
        text : str
            ``3912``, ``C39``, ``C3912`` with or without its name after it, a name, or a word for one; or a class of
            the strategic emerging industries likewise.

        Returns
        -------
        int
            Its position in `codes`; `NONE` for a blank cell, `UNKNOWN` where nothing is known by that name.
        """
        if text not in self._known:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            self._known[text] = self._found(text, self.strategic)
        return self._known[text]

    def own_position(self, text: str) -> int:
        """Find the code that a text means, as `position` does, but none for a strategic class."""
        return self._found(text, {})

    def _found(self, text: str, strategic: dict[str, int]) -> int:
        # Most cells are codes as they stand in the list: to fold 1,400 of them takes longer than to count 10,000 rows.
        folded = text if text in self.words else normalise(text)
        if not folded or folded in WORDS["blank"]:
            return NONE
        if folded in self.words:
            return self.words[folded]
        if folded in strategic:
            return strategic[folded]
        if number := _STRATEGIC.match(folded):
            return strategic.get(number[0], UNKNOWN)
        match = _CODE.match(folded)
        if match is None:
            return self.words.get(folded[1:], UNKNOWN) if folded[:1].isascii() else UNKNOWN
        section, digits = match[1], match[2]
        known = self.words.get(digits, UNKNOWN)
        return known if not section or self.ancestor(digits, 1) == section.upper() else UNKNOWN

    def ancestor(self, code: str, level: int) -> str:
        """The code of a level that a code lies in, itself where it lies above that level."""
        path = [code]
        while self.parents.get(path[-1]):
            path.append(self.parents[path[-1]])
        return path[-min(level, len(path))]

    def at_level(self, level: int) -> NDArray[np.int32]:
        """By position, the position of the code of a level that each lies in."""
        if level not in self._levels:
            places = {code: i for i, code in enumerate(self.codes)}
            above = [places[self.ancestor(code, level)] if code else NONE for code in self.codes]
            self._levels[level] = np.array(above, dtype=np.int32)
        return self._levels[level]

    def within(self, chosen: list[str]) -> NDArray[np.bool_]:
        """By position, whether a code is one of the chosen ones or lies in one of them."""
        wanted = set(chosen)
        return np.array([bool(code) and any(self.ancestor(code, n) in wanted for n in LEVELS) for code in self.codes])


@lru_cache(maxsize=4)
def industry_codes(catalogue: Catalogue) -> IndustryCodes:
    """Collect the codes of GB/T 4754-2017, their names, and the everyday words for them.

    A name of several levels stands for the highest; a word for several codes stands for what they have in common, and
    where that is nothing it is not known.
    """
    table = catalogue.gbt4754.sort_index()
    codes = ("", *table.index)
    places = {code: i for i, code in enumerate(codes)}
    words = _everyday(catalogue.gbt_words, places)
    suffix = WORDS["manufacturing"]
    by_level = table.sort_values("level", ascending=False, kind="stable")["name_zh"]
    for shorten in (True, False):  # a full name outdoes the same word made of a longer one
        for code, name in by_level.items():
            if not shorten or (name.endswith(suffix) and len(name) > len(suffix) + 1):
                words[normalise(name.removesuffix(suffix) if shorten else name)] = places[code]
    words |= {code.lower(): at for code, at in places.items() if code}
    own = IndustryCodes(codes, table["parent_code"].to_dict(), words)
    return replace(own, strategic=_strategic(catalogue, own, places))


def _strategic(catalogue: Catalogue, codes: IndustryCodes, places: dict[str, int]) -> dict[str, int]:
    """Strategic classes by number and by name, each with the narrowest code that all codes of it lie in."""
    found: dict[str, int] = {}
    for number, members in class_codes(catalogue).items():
        paths = [[codes.ancestor(code, level) for level in LEVELS] for code in members if code in places]
        common = [level[0] for level in zip(*paths, strict=True) if len(set(level)) == 1]
        if not common:
            continue
        if "." in number:  # a digit alone may be anything
            found[number] = places[common[-1]]
        if number in catalogue.classes.index:
            found.setdefault(normalise(catalogue.classes.at[number, "name_zh"]), places[common[-1]])
    return found


def _everyday(words: pd.DataFrame, places: dict[str, int]) -> dict[str, int]:
    found: dict[str, list[str]] = {}
    for code, word in zip(words["gbt_code"], words["word"], strict=True):
        found.setdefault(normalise(word), []).append(code)
    common = {word: _common_prefix(codes) for word, codes in found.items()}
    return {word: places[code] for word, code in common.items() if len(code) > 1 and code in places}


def _common_prefix(codes: list[str]) -> str:
    first, last = min(codes), max(codes)
    return first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
