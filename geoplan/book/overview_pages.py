"""The first sheets of a map book: the whole area, and the region that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from geoplan.analysis.carrier_gaps import ANY, HAS, MAY_HAVE, asked_columns, carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.analysis.own_plans import own_plan_note
from geoplan.book.book_page import MapPage, Squares
from geoplan.book.book_tables import Layout, book_columns
from geoplan.book.scope_facts import fact, ways_counted
from geoplan.brief.blocks import Block, Facts, Paragraph, Table
from geoplan.cartography.sheet_extent import view_of_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties, sites_within
from geoplan.geodata.boundaries import counties_in
from geoplan.study_area import Box, study_area
from geoplan.text.message import translate
from geoplan.text.names import name_of

_COUNTIES: Final[Layout] = (
    *(("county", "text", 3.0), ("sites", "integer", 1.1), ("may_more", "integer", 1.3), ("land_area", "number", 1.5)),
)
_COLUMNS: Final[Layout] = (
    *(("industry", "text", 3.0), ("sites", "integer", 1.1), ("counties", "integer", 1.3)),
    ("counties_may", "integer", 1.5),
)  # fmt: skip


def overview_pages(catalogue: Catalogue, site_ids: Sequence[str], local: str, lang: str) -> list[MapPage]:
    """One page for the whole area, if some sites lie beyond a local region, and one for that region.

    A county has its own page elsewhere.
    """
    area = study_area().area
    inside = sites_within(catalogue, list(site_ids), local)
    pages = [_page(catalogue, site_ids, area, "", lang)] if len(inside) < len(site_ids) else []
    if inside and catalogue.regions.at[local, "level"] != "county":
        pages.append(_page(catalogue, inside, local, area, lang))
    return pages


def view_of(catalogue: Catalogue, region: str) -> Box:
    """What a map of a region shows, EPSG:4326."""
    scopes = {scope.adcode: scope.view for scope in study_area().scopes.values()}
    return scopes[region] if region in scopes else view_of_sites(catalogue, [], [region])


def _page(catalogue: Catalogue, site_ids: Sequence[str], region: str, around: str, lang: str) -> MapPage:
    return MapPage(
        code=f"overview-{region}",
        section="overview",
        title=name_of(catalogue.regions, region).text(lang),
        note="",
        site_ids=site_ids,
        view=view_of(catalogue, region),
        around=around,
        panel=partial(_panel, catalogue, site_ids, region, lang),
    )


def _panel(catalogue: Catalogue, site_ids: Sequence[str], region: str, lang: str, _: Squares) -> list[Block]:
    counties = counties_in(region)["adcode"].tolist()
    columns = asked_columns(catalogue, [])
    found = carriers(catalogue, site_ids, columns, region)
    table = carrier_gaps(found, columns, counties)
    note = own_plan_note(catalogue, list(site_ids), region)
    facts = [fact("sites", translate("book.n_sites", lang, n=len(site_ids)), lang)]
    rows = []
    for code in columns:
        states = table.loc[table["industry_id"] == code, "state"]
        if code != ANY and (states != "none").any():
            n = found.loc[found["industry_id"] == code, "site_id"].nunique()
            name = name_of(catalogue.industries, code).text(lang)
            rows.append((name, n, int((states == HAS).sum()), int((states == MAY_HAVE).sum())))
    title = translate("book.tables.industries", lang, n=len(counties))
    return [
        Facts((*facts, *ways_counted(catalogue, site_ids, lang)), translate("book.key_figures", lang)),
        Paragraph(gap_sentence(catalogue, found, table, region).text(lang)),
        Table(title, book_columns(_COLUMNS, lang), tuple(rows), note.text(lang) if note else ""),
        _county_table(catalogue, site_ids, counties, lang),
    ]


def _county_table(catalogue: Catalogue, site_ids: Sequence[str], counties: Sequence[str], lang: str) -> Table:
    """The counties that have sites, those with most first."""
    where = possible_counties(catalogue)
    where = where[where["site_id"].isin(set(site_ids)) & where["adcode"].isin(counties)]
    n = where.groupby("adcode")["certain"].agg(["sum", "size"])
    n = n[n["sum"] > 0].sort_values("sum", ascending=False, kind="stable")
    land = catalogue.regions["land_area_km2"]
    rows = tuple(
        (
            name_of(catalogue.regions, str(code)).text(lang),
            int(row["sum"]),
            int(row["size"] - row["sum"]),
            None if pd.isna(land[code]) else float(land[code]),
        )
        for code, row in n.iterrows()
    )
    return Table(translate("book.tables.counties", lang), book_columns(_COUNTIES, lang), rows)
