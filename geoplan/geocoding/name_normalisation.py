"""One writing for names and addresses, so that only what they say is compared.

Chinese is normalised by `geoplan.plan_text.normalise` and loses its punctuation; where a mark or a blank stood is
recorded beside it: "软件园 路演中心" is no road called 软件园路. Latin words stay apart by single blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.plan_text.normalise import normalise

_MARKS: Final = re.compile(r"[^\w]|_")
_STAGE: Final = re.compile(r"(?<![0-9a-z])(iii|ii|iv|i|[1-9])\n?期")
_STAGES: Final = {"i": "一", "ii": "二", "iii": "三", "iv": "四"} | dict(
    zip("123456789", "一二三四五六七八九", strict=True)
)
_PHASE: Final = re.compile(r"\b(?:phase (1|2|3|one|two|three)|park (1|2|3|i|ii|iii))\b")
_ROMAN: Final = {"1": "i", "2": "ii", "3": "iii", "one": "i", "two": "ii", "three": "iii"}
_WORDS: Final = {  # as British catalogues write what others shorten or spell otherwise
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
_LONGEST: Final = 400  # characters looked at; no name or address is longer


class NormalisedText(NamedTuple):
    """A text ready for comparing: its characters, and before which of them something stood between."""

    text: str
    breaks: frozenset[int]


@lru_cache(maxsize=65536)
def normalise_chinese(text: str) -> str:
    """Fold a text and drop its punctuation.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        ``软件园（2期）`` becomes ``软件园二期``.
    """
    return normalise_name(text).text


def normalise_name(text: str) -> NormalisedText:
    """Fold a text, drop its punctuation and remember where it stood.

    Parameters
    ----------
    text : str
        Any text; what is beyond 400 characters is not looked at.

    Returns
    -------
    NormalisedText
        The characters and the breaks between them.
    """
    marked = "\n".join(
        normalise(word) for word in text[:_LONGEST].split()
    )  # fold drops white space, which is a break too
    marked = marked.replace("中国科学院", "中科院")  # plans write both
    marked = _STAGE.sub(lambda match: f"{_STAGES[match[1]]}期", marked)
    kept: list[str] = []
    breaks = set()
    for character in marked:
        if _MARKS.match(character):
            breaks.add(len(kept))
        else:
            kept.append(character)
    return NormalisedText("".join(kept), frozenset(breaks))


@lru_cache(maxsize=65536)
def normalise_latin(text: str) -> str:
    """Write a Latin text in plain lower-case words.

    Parameters
    ----------
    text : str
        English or pinyin.

    Returns
    -------
    str
        Words parted by single blanks, without accents and apostrophes; phases in Roman numerals, common abbreviations
        in full, British spelling.
    """
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘`´")
    words = " ".join(_WORDS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain))
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
    """The sounds of a text, one a character.

    Parameters
    ----------
    text : str
        As `chinese` writes it.

    Returns
    -------
    tuple of str
        Pinyin without tones, read as words are (厦门 xia men, not sha men); any other character as it is.
    """
    from pypinyin import lazy_pinyin  # half a second to import, and only geocoding and searching need it

    return tuple(lazy_pinyin(text, errors=list))  # type: ignore[arg-type]  # a list is taken as one a character


@lru_cache(maxsize=16384)
def pinyin(text: str) -> tuple[str, str]:
    """How a name is typed in pinyin.

    Parameters
    ----------
    text : str
        A Chinese name.

    Returns
    -------
    tuple of str
        In full and by initials, lower case, without blanks: ``ruanjianyuanerqi``, ``rjyeq``.
    """
    from pypinyin import Style, lazy_pinyin  # as in `syllables`

    full, initials = lazy_pinyin(text), lazy_pinyin(text, style=Style.FIRST_LETTER)
    return normalise("".join(full)), normalise("".join(initials))
