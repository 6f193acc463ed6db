"""The sheets of named parks: a close map, the key figures, and every designation with its section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import geopandas as gpd
import shapely

from geoplan.analysis.measures import PARK_KINDS
from geoplan.book.book_page import MapPage, Squares
from geoplan.book.overview_pages import view_of
from geoplan.brief import site_tables
from geoplan.brief.blocks import Block
from geoplan.brief.site_facts import certainty_facts, key_facts
from geoplan.cartography.sheet_extent import view_of_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.region_path import region_path
from geoplan.catalogue.site_place import place_name
from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.study_area import Box, study_area
from geoplan.suitability.site_report import site_report
from geoplan.text.message import joined, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS

_NOT_AROUND: Final = ("county", "area_of_doubt")  # ways of sites that say nothing of the ground around another
_PARKS: Final = 5  # around a park that are listed
_CLOSEST: Final = 6_000.0  # metres across: what is nearer shows no coast and no name of a place


def park_pages(catalogue: Catalogue, site_ids: Sequence[str], lang: str) -> list[MapPage]:
    """One page a park, by region and in the order of the catalogue.

    A park that is drawn, itself or through its parts or as an area of doubt, is seen with what is around it; of any
    other the region is seen in which it stands.
    """
    parks = [site for site in site_ids if catalogue.sites.at[site, "kind"] in PARK_KINDS]
    where = regions_of(catalogue)
    around = [site for site in site_ids if catalogue.ways[site] not in _NOT_AROUND]
    return [_page(catalogue, around, park, lang) for park in sorted(parks, key=lambda park: where[park][0])]


def close_view(catalogue: Catalogue, site_id: str) -> Box:
    """A view of one site with what is around it, EPSG:4326; an area of doubt is seen whole."""
    doubt = catalogue.areas_of_doubt[catalogue.areas_of_doubt["site_id"] == site_id].geometry
    box = tuple(map(float, doubt.total_bounds)) if len(doubt) else view_of_sites(catalogue, [site_id])
    shown = gpd.GeoSeries([shapely.box(*box)], crs=STORAGE)
    crs = metric_crs_for(shown)
    west, south, east, north = shown.to_crs(crs).total_bounds
    air = max(0.0, _CLOSEST - max(east - west, north - south)) / 2
    wide = gpd.GeoSeries([shapely.box(west - air, south - air, east + air, north + air)], crs=crs).to_crs(STORAGE)
    left, low, right, high = map(float, wide.total_bounds)
    return left, low, right, high


def _page(catalogue: Catalogue, around: Sequence[str], park: str, lang: str) -> MapPage:
    path = region_path(catalogue.regions, regions_of(catalogue)[park][0])
    is_drawn = catalogue.ways[park] != "county"
    kind = KINDS[catalogue.sites.at[park, "kind"]]
    parts = frozenset([park, *catalogue.located_descendants(park)])
    return MapPage(
        code=f"parks-{park}",
        section="parks",
        title=name_of(catalogue.sites, park).text(lang),
        note=joined([place_name(catalogue, park), kind], "punctuation.dot").text(lang),
        site_ids=list(dict.fromkeys([park, *around])) if is_drawn else [park],
        view=close_view(catalogue, park) if is_drawn else view_of(catalogue, path[0]),
        around=path[1] if len(path) > 1 else study_area().area,
        panel=partial(_panel, catalogue, park, lang),
        focus=parts if catalogue.ways[park] == "parts" else frozenset([park]),
        region="" if is_drawn else path[0],
        is_counted=False,
    )


def _panel(catalogue: Catalogue, park: str, lang: str, _: Squares) -> list[Block]:
    profile = site_report(catalogue, [park]).profiles[0]
    tables = [
        site_tables.designations(catalogue, profile, None, lang),
        site_tables.projects(catalogue, profile, lang),
        site_tables.differences(catalogue, profile, lang),
        site_tables.surroundings(catalogue, profile, _PARKS, lang),
        site_tables.contents(catalogue, profile, lang),
    ]
    return [
        replace(key_facts(catalogue, profile, None, lang), title=translate("book.key_figures", lang)),
        *(table for table in tables if table.rows),
        certainty_facts(catalogue, profile, lang),
    ]
