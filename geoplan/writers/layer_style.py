"""How a layer looks in a GIS: colours and markers of the main industries and kinds, broken outlines, labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from geoplan.symbology import Marker, Symbology, symbology


class Variant(NamedTuple):
    """A part of a layer that is drawn alike: rows with one of some values, or with none of them.

    Attributes
    ----------
    column : str
        ``method`` or ``kind``; "" where all rows are drawn alike.
    others : bool
        Whether the rows with any other value are meant.
    style : str
        The name of a line style or of a marker of `geoplan.symbology`.
    """

    column: str
    values: tuple[str, ...]
    others: bool
    style: str


@dataclass(frozen=True)
class LayerStyle:
    """What a style depends on.

    Attributes
    ----------
    geometry_type : str
        ``area``, ``line`` or ``point``; "" of a plain table.
    label : str
        The column written beside it, or "".
    branches : dict of str
        The names of the main industries by id, in the order of the legend; empty where none is to colour by.
    no_branch : str
        The name of the entry for the other rows.
    aliases : dict of str
        The titles of the columns by name.
    columns : frozenset of str
        Its columns: by ``method`` outlines are broken, by ``kind`` markers are chosen.
    kinds : frozenset of str
        The values of ``kind`` that occur.
    """

    geometry_type: str
    label: str
    branches: dict[str, str]
    no_branch: str
    aliases: dict[str, str]
    columns: frozenset[str]
    kinds: frozenset[str]
    symbology: Symbology = field(default_factory=symbology)

    @property
    def classes(self) -> list[tuple[str, str]]:
        """The legend's entries: value of ``branch`` and title; one empty entry where nothing is to colour by."""
        return [*self.branches.items(), ("", self.no_branch)] if self.branches else [("", "")]

    def colour(self, branch: str) -> str:
        """The colour of a legend's entry, ``#RRGGBB``."""
        return self.symbology.branch_colour(branch) if self.branches else self.symbology.colours["neutral"]

    @property
    def variants(self) -> list[Variant]:
        """The line styles of areas and the markers of points; the last variant is that of all other rows."""
        if self.geometry_type == "area" and "method" in self.columns:
            broken = {name: line.methods for name, line in self.symbology.lines.items() if line.dash}
            return _variants("method", broken, "solid")
        if self.geometry_type == "point" and self.branches and "kind" in self.columns:
            *shapes, others = self.symbology.markers
            return _variants("kind", {name: self.symbology.markers[name].kinds for name in shapes}, others)
        return [Variant("", (), True, "circle" if self.geometry_type == "point" else "solid")]

    @property
    def occurring_variants(self) -> list[Variant]:
        """The variants without the markers of kinds that do not occur."""
        return [v for v in self.variants if v.others or v.column != "kind" or self.kinds.intersection(v.values)]

    def marker(self, variant: Variant) -> Marker:
        """The marker of a variant of points."""
        return self.symbology.markers[variant.style]


def _variants(column: str, values: dict[str, tuple[str, ...]], others: str) -> list[Variant]:
    every = tuple(value for some in values.values() for value in some)
    variants = [Variant(column, some, False, name) for name, some in values.items()]
    return [*variants, Variant(column, every, True, others)]
