"""A text cut into tokens that two writings of one word share."""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from geoplan.plan_text.normalise import normalise

_PIECES: Final = re.compile(r"[a-z0-9]+(?:\.[0-9]+[a-z]*)?|[\u4e00-\u9fff]")
_ISE: Final = re.compile(r"([a-z]{3,})iz(e|ed|er|ing|ation)$")


@lru_cache(maxsize=1)
def need_words() -> dict[str, Any]:
    """The word lists of ``need_words.toml``: ``stop``, ``after``, ``spelling``."""
    return tomllib.loads(Path(__file__).with_name("need_words.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def line_words() -> dict[str, Any]:
    """The words and units of ``need_line.toml``."""
    return tomllib.loads(Path(__file__).with_name("need_line.toml").read_text("utf-8"))


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Cut a text into single Chinese characters, simplified, and Latin words and numbers, in their singular.

    Hyphens, slashes and marks part words; capitals, accents, full width and British or American spelling do not matter.
    """
    flat = " ".join(normalise(piece) for piece in _parted(text).split())
    flat = "".join(c for c in unicodedata.normalize("NFD", flat) if not unicodedata.combining(c))
    pieces = (piece if "\u4e00" <= piece <= "\u9fff" else _singular(piece) for piece in _PIECES.findall(flat))
    return tuple(map(sys.intern, pieces))  # the same few thousand characters in a hundred thousand places


def _parted(text: str) -> str:
    return re.sub(r"[-–—/_&+,;:()（）、，。；|]", " ", text).replace("’", "'").replace("'s", "").replace("'", "")


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    spelling = need_words()["spelling"]
    if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = f"{word[:-3]}y"
        elif word.endswith(("sses", "xes", "ches", "shes", "zes")):
            word = word[:-2]
        else:
            word = word[:-1]
    word = _ISE.sub(r"\1is\2", word)
    return str(spelling.get(word, word))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[tuple[str, ...]]:
    """Words that name no industry by themselves, as tokens."""
    lists = need_words()["stop"]
    return frozenset(cut for word in (lists["zh"] + lists["en"]).split() if (cut := tokens(word)))


@lru_cache(maxsize=1)
def use_words() -> frozenset[tuple[str, ...]]:
    """Chinese words after which what something is for follows, as tokens."""
    return frozenset(tokens(word) for word in need_words()["use"]["zh"].split())


@lru_cache(maxsize=1)
def place_words() -> tuple[str, ...]:
    """Ends of Chinese words for places of retail, catering, teaching and personal services."""
    return tuple(need_words()["places"]["zh"].split())


@lru_cache(maxsize=1)
def english_place_words() -> frozenset[str]:
    """English words for such places, as tokens."""
    return frozenset(token for word in need_words()["places"]["en"].split() for token in tokens(word))


def is_workshop(before: str, word: str) -> bool:
    """Whether a token is a shop in which things are worked on and not sold, by the token before it."""
    return word == "shop" and before in need_words()["places"]["workshops"].split()


def things(text: str) -> list[str]:
    """The things of a list: "A, B and C", "A、B和C"."""
    return [thing for thing in re.split(need_words()["between"]["things"], text) if len(thing.strip()) > 1]


@lru_cache(maxsize=1)
def prepositions() -> frozenset[str]:
    """English prepositions that end the head of a need."""
    return frozenset(need_words()["after"]["en"].split())
