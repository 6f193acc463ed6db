"""A map sheet: what is seen on the map, with everything that a printed map needs, drawn without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files

from geoplan.cartography.paper import FORMATS, sheet_layout
from geoplan.cartography.sheet_drawing import SheetContent, draw_sheet, sheet_files
from geoplan.cartography.sheet_extent import sheet_extent
from geoplan.cartography.sheet_file import compiled
from geoplan.cartography.sheet_legend import class_colours
from geoplan.cartography.sheet_notes import facts
from geoplan.cartography.svg import drawing
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.study_area import Box
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate


def map_sheet(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    lang: str,
    *,
    view: Box,
    paper: str = "A4",
    title: str = "",
    note: str = "",
    orientation: str = "landscape",
    format: str = "pdf",
    approval: str = "",
    classes: Mapping[str, tuple[int, str]] | None = None,
    classes_title: str = "",
    day: date | None = None,
) -> bytes:
    """Draw what is seen on the map as a sheet.

    Parameters
    ----------
    site_ids : sequence of str
        The sites to be shown, as the filters leave them.
    view : Box
        What is seen: west, south, east, north, EPSG:4326. It is widened to the shape of the map.
    paper : str
        A key of `geoplan.cartography.paper.PAPERS`: ``A4``, ``A3`` or ``16:9``.
    title, note : str
        The note stands under the title; it says what is filtered.
    orientation : str
        ``landscape`` or ``portrait``.
    format : str
        ``png`` (300 pixels to an inch; 3840 × 2160 of a screen), ``svg`` or ``pdf``.
    approval : str
        The map's approval number (审图号); "" leaves a blank to be filled in.
    classes : mapping, optional
        Counties by adcode with their class, from 0, and its label: a choropleth under the sites.
    day : date, optional
        The day of the sheet; that of `geoplan.settings.Settings.day` by default.

    Returns
    -------
    bytes
        The same for the same input and day.

    Raises
    ------
    ValueError
        A site is not in the catalogue.
    UserError
        There is no such paper, orientation or format, or nothing of the view lies in the study area.
    """
    unknown = [s for s in site_ids if s not in catalogue.sites.index]
    if unknown:
        raise ValueError(f"site_ids: no site {unknown[0]!r} in the catalogue; geoplan list sites names them")
    if format not in FORMATS:
        raise UserError("cartography.no_format", value=format, known=", ".join(FORMATS))
    layout = sheet_layout(paper, orientation)
    extent = sheet_extent(view, *layout.map[2:])
    day = day or settings().day
    heading = clean_for_document(title).strip() or translate("cartography.sheet.title", lang)
    fills, swatches = class_colours(classes) if classes else ({}, [])
    content = SheetContent(heading, note, facts(catalogue, lang, approval, day), fills, swatches, classes_title)
    drawn = draw_sheet(catalogue, site_ids, lang, layout, extent, content)
    width, height = layout.map[2:]
    pages = {
        **sheet_files(heading, drawn.page["alt"], lang, (layout.width, layout.height), {"sheet": drawn.page}),
        "main.typ": (files("geoplan.cartography") / "sheet.typ").read_bytes(),
        "map.svg": drawing(width, height, [*drawn.ground, *drawn.symbols]).encode(),
    }
    return compiled(pages, format, layout.paper.ppi, heading, day)
