"""How a layer looks in a GIS: colour by main industry, broken outlines for schematic shapes, labels."""

from __future__ import annotations

from typing import Final, NamedTuple

from geoplan.vocabulary import BRANCH_COLOURS, NO_INDUSTRY_COLOUR

# As on the app's map: a hull of points of interest dashed, an equal-area shape dotted.
PEN_OF_METHOD: Final = {"poi_hull": "dash", "area_schematic": "dot"}
FONT: Final = "Noto Sans CJK SC"
_PLAIN: Final = "#7A868E"  # what has no industry: counties, gateways


class LayerStyle(NamedTuple):
    """What a style depends on.

    Attributes
    ----------
    form : str
        ``area``, ``line`` or ``point``.
    label : str
        The column written beside it, or "".
    branches : dict of str
        What each main industry is called, by its id, in the order of the legend; empty where none is to colour by.
    no_branch : str
        What the rest is called.
    aliases : dict of str
        What columns are called.
    schematic : bool
        Whether outlines are broken by ``method``.
    """

    form: str
    label: str
    branches: dict[str, str]
    no_branch: str
    aliases: dict[str, str]
    schematic: bool

    @property
    def classes(self) -> list[tuple[str, str]]:
        """The legend's entries: value of ``branch`` and title; one empty entry where nothing is to colour by."""
        return [*self.branches.items(), ("", self.no_branch)] if self.branches else [("", "")]

    def colour(self, branch: str) -> str:
        """The colour of a legend's entry, ``#RRGGBB``."""
        return BRANCH_COLOURS.get(branch, NO_INDUSTRY_COLOUR if self.branches else _PLAIN)
