"""Normalise names and addresses for comparison.

Chinese is normalised by `geoplan.plan_text.normalise` and loses its punctuation; where a mark or a blank stood is
recorded beside it: "软件园 路演中心" is no road called 软件园路. Latin words stay apart by single blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.geocoding.name_patterns import pattern, table, word
from geoplan.plan_text.normalise import normalise

_MARKS: Final = re.compile(r"[^\w]|_")
_STAGE: Final = pattern("normalisation.stage")
_STAGE_NUMERALS: Final = table("normalisation")["stage_numerals"]
_STAGE_SUFFIX: Final = word("normalisation.stage_suffix")
_ABBREVIATIONS: Final = table("normalisation")["abbreviations"]
_PHASE: Final = re.compile(r"\b(?:phase (1|2|3|one|two|three)|park (1|2|3|i|ii|iii))\b")
_ROMAN: Final = {"1": "i", "2": "ii", "3": "iii", "one": "i", "two": "ii", "three": "iii"}
LATIN_WORDS: Final = {  # as British catalogues write what others shorten or spell otherwise
    "univ": "university",
    "intl": "international",
    "inst": "institute",
    "lab": "laboratory",
    "dist": "district",
    "center": "centre",
    "harbor": "harbour",
    "hightech": "high tech",
    "hitech": "high tech",
    "rwy": "railway",
}
_HI_TECH: Final = re.compile(r"\bhi tech\b")
_LONGEST: Final = 400  # characters read; no name or address is longer


class NormalisedText(NamedTuple):
    """A text ready for comparing: its characters, and before which of them something stood between."""

    text: str
    breaks: frozenset[int]


@lru_cache(maxsize=65536)
def normalise_chinese(text: str) -> str:
    """Normalise a text and drop its punctuation: ``软件园（2期）`` becomes ``软件园二期``."""
    return normalise_name(text).text


def normalise_name(text: str) -> NormalisedText:
    """Normalise a text, drop its punctuation and record where it stood; only the first 400 characters are read."""
    # `normalise` drops white space, which is a break too.
    marked = "\n".join(normalise(part) for part in text[:_LONGEST].split())
    for name, abbreviation in _ABBREVIATIONS.items():
        marked = marked.replace(name, abbreviation)
    marked = _STAGE.sub(lambda match: f"{_STAGE_NUMERALS[match[1]]}{_STAGE_SUFFIX}", marked)
    characters: list[str] = []
    breaks = set()
    for character in marked:
        if _MARKS.match(character):
            breaks.add(len(characters))
        else:
            characters.append(character)
    return NormalisedText("".join(characters), frozenset(breaks))


@lru_cache(maxsize=65536)
def normalise_latin(text: str) -> str:
    """Normalise English or pinyin to plain lower-case words.

    Returns
    -------
    str
        Words separated by single blanks, without accents and apostrophes; phases in Roman numerals, common
        abbreviations in full, British spelling.
    """
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘`´")
    words = " ".join(LATIN_WORDS.get(token, token) for token in re.findall(r"[a-z0-9]+", plain))
    words = _HI_TECH.sub("high tech", words)
    return _PHASE.sub(_in_roman, words)


def _in_roman(match: re.Match[str]) -> str:
    number = match[1] or match[2]
    return f"{'phase' if match[1] else 'park phase'} {_ROMAN.get(number, number)}"


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin syllables of a text, without tones, one per character, read as words are (厦门 xia men)."""
    from pypinyin import lazy_pinyin  # half a second to import, and only geocoding and searching need it

    return tuple(lazy_pinyin(text, errors=list))  # type: ignore[arg-type]  # a list is taken as one a character


@lru_cache(maxsize=16384)
def pinyin(text: str) -> tuple[str, str]:
    """Return the pinyin of a name, in full and by initials: ``ruanjianyuanerqi``, ``rjyeq``."""
    from pypinyin import Style, lazy_pinyin  # as in `syllables`

    full, initials = lazy_pinyin(text), lazy_pinyin(text, style=Style.FIRST_LETTER)
    return normalise("".join(full)), normalise("".join(initials))
