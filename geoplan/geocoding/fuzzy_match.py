"""Fuzzy match of misspelt names: other characters of the same sound, and names nearly equal.

A similarity counts only where the errors spare what distinguishes a name from its neighbours: 新墟工业区 is four
fifths 新阳工业区 and yet another place. So the *head* of a name, what stands before its generic end, must be spelt
right, sound right, or be long enough to bear one error.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from geoplan.geocoding.name_normalisation import syllables
from geoplan.geocoding.name_patterns import pattern, word
from geoplan.geocoding.name_variants import FRAGMENT, NameVariant

_ALIKE: Final = 75  # rapidfuzz ratio, 0-100
_ALIKE_HEAD: Final = 66  # where both are a kind of place by the same head: 杏北工业区 for 杏北工业组团
_SHORTEST: Final = 4  # characters a name needs for an error to leave enough of it
_LONG_HEAD: Final = 5  # a head this long may itself have one error
_MOST: Final = 4
_DISTINCTIVE: Final = frozenset(word("fuzzy.distinctive"))
_GENERIC_END: Final = pattern("fuzzy.generic_end")
_CUT: Final = pattern("fuzzy.cut")
_INDUSTRY: Final = word("fuzzy.industry")


class FuzzyIndex:
    """Names ready to be compared with misspelt ones."""

    def __init__(self, names: Iterable[NameVariant]) -> None:
        self.by_text: dict[str, list[NameVariant]] = {}
        for known in names:
            if known.grade != FRAGMENT and len(known.text) >= _SHORTEST:
                self.by_text.setdefault(known.text, []).append(known)
        self.texts = list(self.by_text)

    def like(self, text: str) -> list[tuple[NameVariant, float]]:
        """Find names similar to an address without its regions, streets and numbers.

        Returns
        -------
        list of (NameVariant, float)
            Names and similarity, 0-1, best first; empty where nothing is similar enough.
        """
        similarity: dict[str, float] = {}
        for piece in pieces(text):
            for name, ratio, _ in process.extract(
                piece, self.texts, scorer=fuzz.ratio, score_cutoff=_ALIKE_HEAD, limit=2 * _MOST
            ):
                if (ratio >= _ALIKE and keeps_head(piece, name)) or _is_same_head(piece, name):
                    similarity[name] = max(similarity.get(name, 0.0), ratio / 100)
        ranked = sorted(similarity.items(), key=lambda item: (-item[1], item[0]))
        return [(known, ratio) for name, ratio in ranked for known in self.by_text[name]]


def pieces(text: str) -> list[str]:
    """List the parts of a text that may be a name: all of it, and what ends in 园, 区, 港 …, of 4 to 40 characters."""
    cut = [0, *(match.start() for match in _CUT.finditer(text)), len(text)]
    parts = [text, *(text[:end] for end in cut[1:]), *(text[a:b] for a, b in pairwise(cut))]
    return [piece for piece in dict.fromkeys(parts) if _SHORTEST <= len(piece) <= 40]


def keeps_head(written: str, name: str) -> bool:
    """Whether the errors of a misspelt text spare the head of a name.

    Returns
    -------
    bool
        True where the head is spelt right, sounds right, or is long and has one error at most; never where one number
        or bearing stands for another, 第二 for 第三.
    """
    head = head_of(name)
    errors = 0
    sounds = syllables(name), syllables(written)
    for edit in Levenshtein.editops(name, written):
        if edit.tag == "replace" and {name[edit.src_pos], written[edit.dest_pos]} <= _DISTINCTIVE:
            return False
        if edit.src_pos >= head and not (edit.tag == "insert" and edit.src_pos == 0):
            continue
        same_sound = edit.tag == "replace" and sounds[0][edit.src_pos] == sounds[1][edit.dest_pos]
        errors += not same_sound
    return errors == 0 or (errors == 1 and head >= _LONG_HEAD)


def _is_same_head(written: str, name: str) -> bool:
    """Whether both have one head of two characters or more, and industry in both kinds: parks are called by many."""
    head = head_of(name)
    kinds = written[head:], name[head:]
    return (
        head > 1
        and head == head_of(written)
        and written[:head] == name[:head]
        and all(_INDUSTRY in kind for kind in kinds)
    )


def head_of(name: str) -> int:
    """How many characters of a normalised name stand before its generic end: 2 of 火炬高新区, at least 1."""
    match = _GENERIC_END.search(name)
    return max(1, match.start() if match else len(name))
