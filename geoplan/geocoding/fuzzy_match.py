"""Names with slips of the pen: other characters of the same sound, and names nearly alike.

A likeness counts only where the slip spares what tells a name from its neighbours: 新墟工业区 is four fifths 新阳工业区
and yet another place. So the *head* of a name, what stands before its generic end, must be spelt right, sound right, or
be long enough to stand one slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from geoplan.geocoding.name_normalisation import syllables
from geoplan.geocoding.name_variants import FRAGMENT, NameVariant

_ALIKE: Final = 75  # rapidfuzz ratio, 0-100
_ALIKE_HEAD: Final = 66  # where both are a kind of place by the same head: 杏北工业区 for 杏北工业组团
_SHORTEST: Final = 4  # characters a name needs for a slip to leave enough of it
_LONG_HEAD: Final = 5  # a head this long may itself hold one slip
_MOST: Final = 4
_TELLING: Final = frozenset("一二三四五六七八九十0123456789东西南北")
_GENERIC: Final = re.compile(
    "(国家)?(省级)?(高新技术|高新|科技|工业|产业|经济|开发|集中|文化|创意|文创|创新|示范|试验|综合|片|新|健康|组团|软件|双创|机场|大学|国际)*"
    "(产业园|工业园区|工业园|工业区|开发区|高新区|园区|片区|园|区|城|港|湾|谷|镇|基地|中心|组团|实验室|研究院|学院|大学|机场|站|院|所|平台)"
    "[一二三四]?期?$"
)
_CUT: Final = re.compile("(?<=[园区港城湾谷镇院])(?=[一-龥])")


class FuzzyIndex:
    """Names ready to be compared with misspelt ones.

    Parameters
    ----------
    names : iterable of NameVariant
        The names.
    """

    def __init__(self, names: Iterable[NameVariant]) -> None:
        self.by_text: dict[str, list[NameVariant]] = {}
        for known in names:
            if known.grade != FRAGMENT and len(known.text) >= _SHORTEST:
                self.by_text.setdefault(known.text, []).append(known)
        self.texts = list(self.by_text)

    def like(self, text: str) -> list[tuple[NameVariant, float]]:
        """Find names much like a text.

        Parameters
        ----------
        text : str
            What is left of an address without its regions, streets and numbers.

        Returns
        -------
        list of (Known, float)
            Names and likeness, 0-1, best first; empty where nothing is near enough.
        """
        found: dict[str, float] = {}
        for piece in pieces(text):
            for name, ratio, _ in process.extract(
                piece, self.texts, scorer=fuzz.ratio, score_cutoff=_ALIKE_HEAD, limit=2 * _MOST
            ):
                if (ratio >= _ALIKE and keeps_head(piece, name)) or _is_same_head(piece, name):
                    found[name] = max(found.get(name, 0.0), ratio / 100)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [(known, ratio) for name, ratio in ranked for known in self.by_text[name]]


def pieces(text: str) -> list[str]:
    """The stretches of a text that may be a name: all of it, and what ends in 园, 区, 港 ….

    Parameters
    ----------
    text : str
        Without regions, streets and numbers.

    Returns
    -------
    list of str
        Each long enough to be told apart.
    """
    cut = [0, *(match.start() for match in _CUT.finditer(text)), len(text)]
    found = [text, *(text[:end] for end in cut[1:]), *(text[a:b] for a, b in pairwise(cut))]
    return [piece for piece in dict.fromkeys(found) if _SHORTEST <= len(piece) <= 40]


def keeps_head(written: str, name: str) -> bool:
    """Whether the slips of a text spare the head of a name.

    Parameters
    ----------
    written : str
        With slips.
    name : str
        Without.

    Returns
    -------
    bool
        True where the head is spelt right, sounds right, or is long and holds one slip at most; never where one number
        or bearing stands for another, 第二 for 第三.
    """
    head = head_of(name)
    slips = 0
    sounds = syllables(name), syllables(written)
    for edit in Levenshtein.editops(name, written):
        if edit.tag == "replace" and {name[edit.src_pos], written[edit.dest_pos]} <= _TELLING:
            return False
        if edit.src_pos >= head and not (edit.tag == "insert" and edit.src_pos == 0):
            continue
        same_sound = edit.tag == "replace" and sounds[0][edit.src_pos] == sounds[1][edit.dest_pos]
        slips += not same_sound
    return slips == 0 or (slips == 1 and head >= _LONG_HEAD)


def _is_same_head(written: str, name: str) -> bool:
    """Whether both have one head of two characters or more, and industry in both kinds: parks are called by many."""
    head = head_of(name)
    kinds = written[head:], name[head:]
    return head > 1 and head == head_of(written) and written[:head] == name[:head] and all("工业" in k for k in kinds)


def head_of(name: str) -> int:
    """How many characters of a name stand before its generic end.

    Parameters
    ----------
    name : str
        As `geoplan.geocoding.name_normalisation.normalise_chinese` writes it.

    Returns
    -------
    int
        2 for 火炬高新区, at least 1.
    """
    match = _GENERIC.search(name)
    return max(1, match.start() if match else len(name))
