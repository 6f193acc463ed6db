"""The sheets of counties: every site in each, with what it is to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from geoplan.book.book_page import MapPage, Squares
from geoplan.book.book_tables import site_table
from geoplan.book.scope_facts import fact, sites_counted, ways_counted
from geoplan.brief.blocks import Block, Facts
from geoplan.cartography.sheet_extent import view_of_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.query.selection import Selection, possible_sites, select
from geoplan.text.message import translate
from geoplan.text.names import name_of


def county_pages(catalogue: Catalogue, selection: Selection, site_ids: Sequence[str], lang: str) -> list[MapPage]:
    """One page a county that has sites, in the order of their codes; of a selection of regions only those within."""
    regions, held = catalogue.regions, set(site_ids)
    pages = []
    for code in regions.index[regions["level"] == "county"]:
        if selection.regions and not set(region_path(regions, str(code))) & set(selection.regions):
            continue
        there = replace(selection, regions=(str(code),))
        inside = [site for site in select(catalogue, there) if site in held]
        if inside:
            pages.append(_page(catalogue, there, inside, str(code), lang))
    return pages


def _page(catalogue: Catalogue, there: Selection, site_ids: list[str], county: str, lang: str) -> MapPage:
    city = str(catalogue.regions.at[county, "parent_adcode"])
    return MapPage(
        code=f"counties-{county}",
        section="counties",
        title=name_of(catalogue.regions, county).text(lang),
        note=name_of(catalogue.regions, city).text(lang) if city in catalogue.regions.index else "",
        site_ids=site_ids,
        view=view_of_sites(catalogue, site_ids, [county]),
        around=city,
        panel=partial(_panel, catalogue, there, site_ids, county, lang),
        region=county,
    )


def _panel(
    catalogue: Catalogue, there: Selection, site_ids: list[str], county: str, lang: str, squares: Squares
) -> list[Block]:
    area = catalogue.regions.at[county, "land_area_km2"]
    known = translate("book.not_published", lang) if pd.isna(area) else translate("book.km2", lang, n=f"{area:,.2f}")
    return [
        Facts(
            (
                fact("land_area", known, lang),
                fact("sites", sites_counted(len(site_ids), len(possible_sites(catalogue, there)), lang), lang),
                *ways_counted(catalogue, site_ids, lang),
            ),
            translate("book.key_figures", lang),
        ),
        site_table(catalogue, site_ids, squares, lang),
    ]
