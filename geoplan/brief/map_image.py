"""The map of a brief as a picture, drawn without a browser or the internet; the same sites give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

import geopandas as gpd

from geoplan.brief.blocks import Figure
from geoplan.cartography.fonts import SANS
from geoplan.cartography.label_placement import Sheet
from geoplan.cartography.map_extent import WIDTH, Extent, extent_of
from geoplan.cartography.map_ground import MapGround
from geoplan.cartography.map_names import place_marks, place_names
from geoplan.cartography.map_symbols import EM, Symbol, draw_symbols, label_symbols, legend_of, symbols_of
from geoplan.cartography.svg import drawing, path
from geoplan.cartography.typesetting import typeset
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.site_place import place_name
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.drafts.draft_marks import draft_count, drawn_drafts
from geoplan.geodata.base_files import base_credit
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import study_area
from geoplan.symbology import symbology
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import Text, joined, message, translate
from geoplan.text.names import name_of

_PAGE: Final = 165.0  # millimetres, the picture's width
_MARGINS: Final = 6.0  # millimetres beside the map
_PPI: Final = 254.0
_SHAPE: Final = (0.58, 0.74)
_AIR, _SURROUNDINGS = 0.14, 0.45  # left free on each side, of what is shown
_BAR: Final = 34.0  # millimetres, the longest scale bar


def map_picture(
    catalogue: Catalogue,
    site_ids: Sequence[str],
    lang: str,
    *,
    scope: str = "",
    approval: str = "",
    width_mm: float = _PAGE,
    shape: tuple[float, float] = _SHAPE,
    number: int = 0,
    credits: bool = True,
    ppi: float = _PPI,
) -> bytes:
    """Draw some sites on a map.

    Parameters
    ----------
    site_ids : sequence of str
        They are numbered from 1 in this order; one that is not drawn keeps its number.
    scope : str
        The adcode of a region to be shown whole; "" for as much as the sites need.
    approval : str
        The map's approval number (审图号); "" says that it is pending.
    width_mm : float
        How wide it is printed.
    shape : tuple of float
        The least and the greatest height of the map, of its width.
    number : int
        Of the one site of a map with its surroundings, which says no more than its lines mean; 0 for a map of all.
    credits : bool
        Whether it names its system and its sources.
    ppi : float
        Pixels to an inch of print.

    Returns
    -------
    bytes
        A PNG.

    Raises
    ------
    ValueError
        A site or the scope is not in the catalogue.
    """
    unknown = [s for s in site_ids if s not in catalogue.sites.index]
    if unknown:
        raise ValueError(f"site_ids: no site {unknown[0]!r} in the catalogue; geoplan list sites names them")
    rows = _rows(catalogue, site_ids)
    extent = _extent(rows, scope, width_mm - _MARGINS, shape, _SURROUNDINGS if number else _AIR)
    symbols = symbols_of(catalogue, rows, site_ids, lang, extent)
    if number:
        symbols = [replace(symbol, number=number) if symbol.number else symbol for symbol in symbols]
    notes = [] if number else _notes(catalogue, site_ids, lang, extent, approval, credits)
    pages = _lay_out(catalogue, symbols, lang, extent, notes, is_close=bool(number))
    return typeset(pages, "png", ppi=ppi)


def map_figure(
    catalogue: Catalogue, site_ids: Sequence[str], lang: str, *, caption: str = "", number: int = 0, **how: Any
) -> Figure:
    """Draw some sites on a map, with a description and a caption; as `map_picture`.

    Returns
    -------
    Figure
        Its caption names the sites that are not on the map. A single such site (``number``) has a map of the region
        that it is known to lie in.
    """
    places: tuple[list[Text], list[Text]] = ([], [])
    for at, site in enumerate(site_ids, start=number or 1):
        named = {"number": at, "name": name_of(catalogue.sites, site)}
        if site in catalogue.placed:
            places[0].append(message("brief.map_image.site", **named))
        else:
            region, code = place_name(catalogue, site), regions_of(catalogue)[site][0]
            places[1].append(message("brief.map_image.site_in_region", region=region, **named))
            if number and code in catalogue.regions.index:
                how["scope"] = code
    drawn, hidden = (joined(names) if names else None for names in places)
    km = _extent(_rows(catalogue, site_ids), how.get("scope", "")).metres / 1000
    alt = translate("brief.map_image.alt", lang, km=km, names=drawn or message("brief.map_image.no_site"))
    undrawn = translate("brief.map_image.undrawn", lang, names=hidden) if hidden else ""
    picture = map_picture(catalogue, site_ids, lang, number=number, **how)
    return Figure(picture, alt, " ".join(filter(None, (caption, undrawn))), how.get("width_mm", _PAGE))


def _rows(catalogue: Catalogue, site_ids: Sequence[str]) -> gpd.GeoDataFrame:
    """The places of the sites, of the parts of those that have none, the largest of a site first.

    Returns
    -------
    GeoDataFrame
        With ``number``, that of the site.
    """
    places = catalogue.places[catalogue.places.geometry.notna()]
    features = []
    for number, site in enumerate(site_ids, start=1):
        own = [site] if catalogue.sites.at[site, "drawn"] else catalogue.located_descendants(site)
        at = [at for part in own for at in places.index[places["site_id"] == part]]
        features += [(number, one) for one in sorted(at, key=lambda one: -places.geometry.at[one].area)]
    rows = places.loc[[at for _, at in features]]
    return rows.assign(number=[number for number, _ in features])


def _extent(
    rows: gpd.GeoDataFrame,
    scope: str,
    width: float = WIDTH,
    shape: tuple[float, float] = _SHAPE,
    air: float = _AIR,
) -> Extent:
    """What the map must show: the places with their radius, and the scope."""
    shown = rows.geometry
    if len(rows):
        metric = rows.to_crs(metric_crs_for(rows))
        shown = metric.geometry.buffer(metric["radius_m"].fillna(0).clip(lower=1)).to_crs(STORAGE)
        if not scope:
            return extent_of(shown, air, width, shape)
    region = counties_in(scope or study_area().area).geometry
    if not len(region):
        raise ValueError(
            f"scope: no county of the study area has a code like {scope!r}; give an adcode such as {study_area().home}"
        )
    return extent_of(gpd.GeoSeries([*shown, *region], crs=STORAGE), 0.03, width, shape)


def _notes(
    catalogue: Catalogue, site_ids: Sequence[str], lang: str, extent: Extent, approval: str, credits: bool
) -> list[str]:
    """What stands under a map: that it is schematic, its system and its sources, and how many drafts it shows."""
    epsg, drafts = extent.crs.to_epsg(), len(drawn_drafts(catalogue, site_ids))
    slot = clean_for_document(approval) or message("common.approval_pending")
    crs = f"EPSG:{epsg}" if epsg else message("brief.map_image.conic")
    datum = translate("brief.map_image.datum", lang, crs=crs, base=base_credit(catalogue.home))
    return [
        translate("brief.map_image.note", lang, approval=slot),
        *([datum] if credits else []),
        *([draft_count(drafts).text(lang)] if drafts else []),
    ]


def _lay_out(
    catalogue: Catalogue, symbols: list[Symbol], lang: str, extent: Extent, notes: list[str], *, is_close: bool
) -> dict[str, bytes]:
    """The files typst sets: the template, the drawing, and every text with its place."""
    sheet = Sheet(extent.width, extent.height)
    length = extent.round_length(_BAR)
    sheet.take((0, extent.height - 9, length * extent.per_metre + 9, extent.height))
    sheet.take((extent.width - 9, 0, extent.width, 12))
    labels = label_symbols(sheet, symbols)
    ground = MapGround(catalogue, extent)
    names = [*ground.names(sheet, lang), *place_names(catalogue.home, extent, sheet, lang)]
    grid = extent.graticule()
    page = {
        "sans": SANS,
        "lang": lang,
        "page": extent.width + _MARGINS,
        "width": extent.width,
        "height": extent.height,
        "labels": [
            {"number": p.number, "lines": label.lines, "x": label.box[0], "y": label.box[1]}
            for p, label in zip(symbols, labels, strict=True)
            if label
        ],
        "em": EM,
        "colours": symbology().colours,
        "names": [vars(name) for name in names],
        "ticks": [{"text": at.name, "edge": at.edge, "at": at.at} for at in grid if at.edge],
        "scale": {"text": f"{length / 1000:g} km", "width": length * extent.per_metre},
        "legend": legend_of(catalogue, symbols, lang, is_close),
        "notes": notes,
    }
    elements = [
        *ground.elements(),
        *(path(at.line, fill="none", stroke=symbology().ground["graticule"], stroke_width=0.12) for at in grid),
        *place_marks(names),
        *draw_symbols(symbols, labels),
    ]
    return {
        "main.typ": (files("geoplan.brief") / "picture.typ").read_bytes(),
        "map_parts.typ": (files("geoplan.cartography") / "map_parts.typ").read_bytes(),
        "map.svg": drawing(extent.width, extent.height, elements).encode(),
        "page.json": json.dumps(page, ensure_ascii=False).encode(),
    }
