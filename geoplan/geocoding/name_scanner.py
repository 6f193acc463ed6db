"""Find the names of places in a text: all of them, the longest first, without overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from geoplan.geocoding.name_variants import NameVariant

_HEAD: Final = 2  # elements a name is looked up by


class Span(NamedTuple):
    """A part of a text that is a name: its start and end, and all that bear the name."""

    start: int
    end: int
    known: tuple[NameVariant, ...]


class NameScanner:
    """An index of names for finding them in texts."""

    def __init__(self, names: Iterable[NameVariant], spell: Callable[[str], Sequence[str]] = tuple) -> None:
        by_name: dict[tuple[str, ...], list[NameVariant]] = defaultdict(list)
        for known in names:
            by_name[tuple(spell(known.text))].append(known)
        self.names = {key: tuple(bearers) for key, bearers in by_name.items()}
        self.heads: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for key in by_name:
            self.heads[key[:_HEAD]].append(key)
        for keys in self.heads.values():
            keys.sort(key=len, reverse=True)

    def find(self, text: Sequence[str], fits: Callable[[Span], bool] = lambda span: True) -> list[Span]:
        """Find names in a sequence of characters, words or syllables.

        Parameters
        ----------
        fits : callable
            Whether a name may be meant at its position; where not, shorter names there are tried.

        Returns
        -------
        list of Span
            In the order of the text, without overlaps, longer names before shorter ones.
        """
        elements = tuple(text)
        spans = []
        for start in range(len(elements)):
            for width in (1, _HEAD):
                for key in self.heads.get(elements[start : start + width], ()):
                    if len(key) >= width and elements[start : start + len(key)] == key:
                        spans.append(Span(start, start + len(key), self.names[key]))
        chosen: list[Span] = []
        for span in sorted(set(spans), key=lambda span: (span.start - span.end, span.start)):
            if all(span.end <= other.start or span.start >= other.end for other in chosen) and fits(span):
                chosen.append(span)
        return sorted(chosen, key=lambda span: span.start)
