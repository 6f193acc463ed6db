"""The sheets of industries: where their carriers stand, and which counties have none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from geoplan.analysis.carrier_gaps import HAS, MAY_HAVE, asked_columns, carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.analysis.own_plans import own_plan_note
from geoplan.book.book_page import MapPage, Squares
from geoplan.book.book_tables import carrier_table
from geoplan.book.overview_pages import view_of
from geoplan.book.scope_facts import fact, ways_counted
from geoplan.brief.blocks import Block, Facts, Paragraph
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import sites_within
from geoplan.geodata.boundaries import counties_in
from geoplan.map.carrier_classes import class_of, classes
from geoplan.query.selection import Selection, select
from geoplan.study_area import study_area
from geoplan.text.message import translate
from geoplan.text.names import name_of

_WORTH_A_SHEET: Final = 10  # carriers of an industry below a main one


def industry_pages(
    catalogue: Catalogue, site_ids: Sequence[str], asked: Sequence[str], local: str, lang: str
) -> list[MapPage]:
    """Two pages a main industry, the whole area and a local region; one an industry below it that has many carriers.

    Parameters
    ----------
    asked : sequence of str
        Ids of the industries that the book is about; all where there are none.
    local : str
        Adcode of a city or county.
    """
    area = study_area().area
    pages = []
    for code, of in catalogue.industries.iterrows():
        industry = str(code)
        if asked and not set(of["path"]) & set(asked):
            continue
        own = set(select(catalogue, Selection(industries=(industry,))))
        every = [site for site in site_ids if site in own]
        inside = sites_within(catalogue, every, local)
        is_main = of["depth"] == 0 or industry in asked
        if not every or (not is_main and len(every) < _WORTH_A_SHEET):
            continue
        is_beyond = len(inside) < len(every)
        mostly_inside = 2 * len(inside) >= len(every)
        if is_beyond and (is_main or not mostly_inside):
            pages.append(_page(catalogue, every, industry, area, lang))
        if inside and (is_main or mostly_inside):
            pages.append(_page(catalogue, inside, industry, local, lang))
    return pages


def _page(catalogue: Catalogue, site_ids: Sequence[str], industry: str, region: str, lang: str) -> MapPage:
    counties = counties_in(region)["adcode"].tolist()
    columns = asked_columns(catalogue, [industry])
    found = carriers(catalogue, site_ids, columns, region)
    table = carrier_gaps(found, columns, counties)
    own = table[table["industry_id"] == industry]
    # One county alone is not shaded: there is none to compare it with.
    by_county = {row.adcode: class_of(row.low, row.high) for row in own.itertuples() if len(own) > 1}
    legend = classes(lang)
    name = name_of(catalogue.industries, industry).text(lang)
    return MapPage(
        code=f"industries-{industry}-{region}",
        section="industries",
        title=translate("book.industry_in", lang, industry=name, region=name_of(catalogue.regions, region)),
        note="",
        site_ids=site_ids,
        view=view_of(catalogue, region),
        around=study_area().area if region != study_area().area else "",
        panel=partial(_panel, catalogue, site_ids, industry, region, lang),
        fills={adcode: legend[of]["c"] for adcode, of in by_county.items()},
        swatches=[(legend[of]["c"], legend[of]["t"]) for of in sorted(set(by_county.values()))],
        classes_title=translate("book.carriers_by_county", lang),
    )


def _panel(
    catalogue: Catalogue, site_ids: Sequence[str], industry: str, region: str, lang: str, squares: Squares
) -> list[Block]:
    counties = counties_in(region)["adcode"].tolist()
    columns = asked_columns(catalogue, [industry])
    found = carriers(catalogue, site_ids, columns, region)
    table = carrier_gaps(found, columns, counties)
    states = table.loc[table["industry_id"] == industry, "state"]
    note = own_plan_note(catalogue, list(site_ids), region)
    has, may, all_ = int((states == HAS).sum()), int((states == MAY_HAVE).sum()), len(counties)
    return [
        Facts(
            (
                fact("sites", translate("book.n_sites", lang, n=len(site_ids)), lang),
                *(
                    [fact("counties", translate("book.counties_of", lang, n=has, may=may, all=all_), lang)]
                    if all_ > 1
                    else []
                ),
                *ways_counted(catalogue, site_ids, lang),
            ),
            translate("book.key_figures", lang),
        ),
        Paragraph(gap_sentence(catalogue, found, table, region).text(lang)),
        *([Paragraph(note.text(lang), small=True)] if note else []),
        carrier_table(catalogue, site_ids, industry, squares, lang),
    ]
