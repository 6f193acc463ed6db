"""What a map book holds: which sites, on which paper, on which day and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geoplan.brief.blocks import Letterhead
from geoplan.cartography.own_layer_symbols import OwnLayer
from geoplan.query.selection import Selection
from geoplan.study_area import study_area

PAPERS: Final = ("A3", "A4")


@dataclass(frozen=True)
class Edition:
    """One map book to be made.

    Attributes
    ----------
    day : date
        On which plans are in force or ended, and which every page names.
    lang : str
        The language it is in.
    paper : str
        One of `PAPERS`, which lies on its long side.
    selection : Selection
        The sites that it holds; all by default.
    letterhead : Letterhead
        Who makes it, for the cover.
    approval : str
        The approval number of the maps; "" leaves a blank to be filled in.
    own : tuple of OwnLayer
        Layers of the user's own, on every map.
    """

    day: date
    lang: str = "zh"
    paper: str = PAPERS[0]
    selection: Selection = field(default_factory=Selection)
    letterhead: Letterhead = field(default_factory=Letterhead)
    approval: str = ""
    own: tuple[OwnLayer, ...] = ()

    @property
    def local(self) -> str:
        """Adcode of the region that the closer maps show: the one that is chosen, if it is one, or the home city."""
        regions = self.selection.regions
        return regions[0] if len(regions) == 1 and regions[0] != study_area().area else study_area().home
