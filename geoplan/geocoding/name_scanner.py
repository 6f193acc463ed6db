"""Finding the names of places inside a text: all of them, the longest first, none overlapping another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from geoplan.geocoding.name_variants import NameVariant

_HEAD: Final = 2  # elements a name is looked up by


class Span(NamedTuple):
    """A stretch of a text that is a name: from, to, and all that bear the name."""

    start: int
    end: int
    known: tuple[NameVariant, ...]


class NameScanner:
    """Names ready to be found in texts.

    Parameters
    ----------
    names : iterable of NameVariant
        The names.
    spell : callable
        Turns a name's text into a sequence of elements: characters, words or sounds. The texts searched must be
        spelled alike.
    """

    def __init__(self, names: Iterable[NameVariant], spell: Callable[[str], Sequence[str]] = tuple) -> None:
        by_name: dict[tuple[str, ...], list[NameVariant]] = defaultdict(list)
        for known in names:
            by_name[tuple(spell(known.text))].append(known)
        self.whole = {key: tuple(bearers) for key, bearers in by_name.items()}
        self.heads: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for key in by_name:
            self.heads[key[:_HEAD]].append(key)
        for keys in self.heads.values():
            keys.sort(key=len, reverse=True)

    def find(self, text: Sequence[str], fits: Callable[[Span], bool] = lambda span: True) -> list[Span]:
        """Find names in a text.

        Parameters
        ----------
        text : sequence of str
            Characters, words or sounds.
        fits : callable
            Whether a name may be meant where it was found; where not, shorter ones under it get their turn.

        Returns
        -------
        list of Span
            In the order of the text, none overlapping another, longer ones before shorter ones.
        """
        elements = tuple(text)
        found = []
        for start in range(len(elements)):
            for width in (1, _HEAD):
                for key in self.heads.get(elements[start : start + width], ()):
                    if len(key) >= width and elements[start : start + len(key)] == key:
                        found.append(Span(start, start + len(key), self.whole[key]))
        chosen: list[Span] = []
        for span in sorted(set(found), key=lambda span: (span.start - span.end, span.start)):
            if all(span.end <= other.start or span.start >= other.end for other in chosen) and fits(span):
                chosen.append(span)
        return sorted(chosen, key=lambda span: span.start)
