"""The clauses of a line of need, and which of them say what is made or done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.suitability.need_tokens import line_words

_HAN: Final = "\u4e00-\u9fff"
# A space parts Chinese words, one within English does not.
_ENDS: Final = re.compile(rf"[,，;；。、：:|\n!！?？]+|\s{{2,}}|(?<=[{_HAN}])\s+(?=[{_HAN}])")
_ASKED: Final = 2.0  # what a clause tells that is a question
_MARKS: Final = " .,，。的：:"


class Clause(NamedTuple):
    """A piece of a line between marks.

    Attributes
    ----------
    start, end : int
        Its span in the line.
    whole : (int, int)
        Its span with the words that only say that something is wanted.
    asks : bool
        Whether it only says what the place must have: "needs dual power feeds".
    """

    text: str
    start: int
    end: int
    whole: tuple[int, int]
    asks: bool


def clauses(line: str, read: list[tuple[int, int]], cuts: Callable[[str, int], bool]) -> list[Clause]:
    """Part a line into clauses, without words that only say that something is wanted.

    Parameters
    ----------
    line : str
        What is read of it is blanked.
    read : list of (int, int)
        Spans that are read as something else. What follows one at once goes on asking: "needs 5,000 sq m of yard".
    cuts : callable
        Whether a text is cut within a known word at a place: 在 is no part of 在线问诊 that may go.
    """
    after = {end for _, end in read}
    lead, tail, asking, place = _patterns()
    found, at, goes_on = list[Clause](), 0, False
    for piece in re.split(f"({_ENDS.pattern})", line):
        if _ENDS.fullmatch(piece):
            at += len(piece)
            continue
        asks = bool(found and asking.match(piece)) or bool(place.search(piece))
        asks = asks or bool(found and goes_on and at + len(piece) - len(piece.lstrip()) in after)
        said, text = (
            piece.strip(_MARKS),
            tail.sub("", _without_lead(piece, lead, cuts)).strip(_MARKS).rstrip("(（").lstrip(")）").strip(_MARKS),
        )
        goes_on = asks if piece.strip() else goes_on
        if text:
            start, first = at + piece.index(text), at + piece.index(said)
            found.append(Clause(text, start, start + len(text), (first, first + len(said)), asks))
        at += len(piece)
    return found


def _without_lead(text: str, lead: re.Pattern[str], cuts: Callable[[str, int], bool]) -> str:
    while (found := lead.match(text)) and found.end() and not cuts(text, found.end()):
        text = text[found.end() :]
    return text


def product_clauses(
    found: list[Clause], read: list[tuple[int, int]], tells: Callable[[str], float]
) -> tuple[Clause, ...]:
    """The clauses side by side that say what is made or done: a list of products is one need.

    Parameters
    ----------
    found : list of Clause
        As from `clauses`.
    read : list of (int, int)
        Spans of the line that are read as something else; no list runs across them.
    tells : callable
        How much a text tells of what is made: from 3, an industry is meant surely, to 0, nothing.
    """
    if not found:
        return ()
    told = [0.0 if clause.asks else tells(clause.text) for clause in found]
    if max(told) == _ASKED:  # what is made is a question: the parts that it has tell more of it
        told = [
            tells(_parts().sub("", clause.text)) if clause.asks and _parts().match(clause.text) else one
            for clause, one in zip(found, told, strict=True)
        ]
        found = [clause._replace(asks=clause.asks and not one) for clause, one in zip(found, told, strict=True)]
    if not any(told):
        return (next((clause for clause in found if not clause.asks), found[0]),)
    best = max(range(len(found)), key=lambda i: (told[i], -i))
    first = last = best
    for i in range(best - 1, -1, -1):
        if found[i].asks or _between(read, found[i].end, found[i + 1].start):
            break
        first = i if told[i] else first
    for i in range(best + 1, len(found)):
        if found[i].asks or _between(read, found[i - 1].end, found[i].start):
            break
        last = i if told[i] else last
    return tuple(found[first : last + 1])


def _between(read: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= a and b <= end for a, b in read)


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    return re.compile(line_words()["phrases"]["parts"] + r"\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    phrases = line_words()["phrases"]

    def either(words: str) -> str:
        kept = sorted(words.split("|"), key=len, reverse=True)
        chinese, latin = ("|".join(w for w in kept if w.isascii() is plain) for plain in (False, True))
        return rf"(?:{chinese}|(?:{latin})(?![a-z-]))"

    team = "|".join(phrases[form] for form in ("count_zh", "team_zh", "team_en"))
    lead = rf"\s*(?:{phrases['serving']}|{phrases['quantity']}|{team}|{either(phrases['wanted'])})\s*"
    ends = phrases["wanted_after"].split("|")
    chinese = "|".join(w for w in ends if not w.isascii())
    latin = "|".join(w for w in ends if w.isascii())
    tail = rf"(?:\s+(?:{latin})|\s*(?:{chinese}))+\s*$"
    asking = rf"^\s*{either(phrases['asking'])}(?!{phrases['making']})"
    place = rf"(?:{phrases['after_zh']}|\bnearby)\s*$"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (lead, tail, asking, place))
