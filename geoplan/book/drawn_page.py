"""A page with a map as drawn, and where on it its sites are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geoplan.book.book_page import MapPage, Squares
from geoplan.book.edition import Edition
from geoplan.book.locator import locator
from geoplan.book.page_frames import PageFrames
from geoplan.book.reference_grid import square_crosses, square_names, square_of
from geoplan.brief.block_data import block_data
from geoplan.cartography.map_extent import Extent
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.sheet_drawing import SheetContent, draw_sheet
from geoplan.cartography.sheet_extent import sheet_extent
from geoplan.cartography.sheet_legend import Section
from geoplan.cartography.sheet_notes import facts
from geoplan.cartography.svg import drawing
from geoplan.catalogue.catalogue import Catalogue


@dataclass(frozen=True)
class DrawnPage:
    """A page, the squares of its sites, its legend without its choropleth, and the data that ``book.typ`` sets."""

    page: MapPage
    squares: Squares
    legend: Sequence[Section]
    data: dict[str, Any]


@dataclass
class Pictures:
    """The drawings of a book by name, each once."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, svg: bytes) -> str:
        """Keep a drawing and name it."""
        name = f"{hashlib.sha256(svg).hexdigest()[:16]}.svg"
        self.files[name] = svg
        return name


def draw_page(
    catalogue: Catalogue,
    page: MapPage,
    edition: Edition,
    frames: PageFrames,
    pictures: Pictures,
    grounds: dict[Extent, MapGround],
) -> DrawnPage:
    """Draw a page.

    Parameters
    ----------
    pictures : Pictures
        To which its drawings are added.
    grounds : dict
        The grounds of extents that were drawn before, to which its own is added.
    """
    layout, lang = frames.sheet, edition.lang
    width, height = layout.map[2:]
    extent = sheet_extent(page.view, width, height)
    ground = grounds.setdefault(extent, grounds.get(extent) or MapGround(catalogue, extent))
    content = SheetContent(
        page.title,
        page.note,
        facts(catalogue, lang, edition.approval, edition.day),
        fills=page.fills,
        swatches=page.swatches,
        classes_title=page.classes_title,
        focus=page.focus,
        region=page.region,
        is_counted=page.is_counted,
        own=edition.own,
    )
    drawn = draw_sheet(catalogue, page.site_ids, lang, layout, extent, content, ground)
    places = reversed(drawn.shown.places)  # of several places of a site the first counts
    squares = {site: square_of(*place.at, width, height) for place in places for site in place.sites}
    symbols = [square_crosses(width, height), *drawn.symbols]
    small = locator(page.around, extent, *frames.locator[2:]) if page.around else None
    return DrawnPage(
        page,
        squares,
        [of for of in drawn.legend if of[0] != page.classes_title],
        {
            "is": "map",
            "code": page.code,
            "section": page.section,
            "title": page.title,
            "sheet": drawn.page,
            "pictures": [
                pictures.add(drawing(width, height, drawn.ground).encode()),
                pictures.add(drawing(width, height, symbols).encode()),
            ],
            "squares": square_names(width, height),
            "locator": pictures.add(small) if small else "",
            "panel": [block_data(block, lang, frames.panel[2]) for block in page.panel(squares)],
        },
    )
