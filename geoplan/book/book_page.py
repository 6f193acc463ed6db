"""A page of a map book with a map, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from geoplan.brief.blocks import Block
from geoplan.study_area import Box

Squares = Mapping[str, str]  # by site the square of a map in which it is drawn


@dataclass(frozen=True)
class MapPage:
    """A page with a map and a panel.

    Attributes
    ----------
    code : str
        By which links find it: the section's name and what it is about.
    section : str
        A key of ``book.sections``.
    title, note : str
        The note stands under the title.
    site_ids : sequence of str
        The sites on the map.
    view : Box
        What is to be seen, EPSG:4326.
    around : str
        Adcode of the region of the locator; "" for none.
    panel : callable
        Makes the blocks beside the map, given the squares of its sites.
    focus, region : frozenset of str, str
        See `geoplan.cartography.sheet_drawing.SheetContent`.
    fills, swatches, classes_title
        A choropleth, see there.
    is_counted : bool
        See there.
    """

    code: str
    section: str
    title: str
    note: str
    site_ids: Sequence[str]
    view: Box
    around: str
    panel: Callable[[Squares], Sequence[Block]]
    focus: frozenset[str] = frozenset()
    region: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    swatches: Sequence[tuple[str, str]] = ()
    classes_title: str = ""
    is_counted: bool = True
