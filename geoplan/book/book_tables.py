"""Tables of sites beside a map: what each is to do, by which section of which plan, and where on the map it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from geoplan.book.book_page import Squares
from geoplan.brief.blocks import Column, Kind, Table
from geoplan.brief.site_facts import few
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.query.lead_industries import lead_industries
from geoplan.text.message import Text, joined, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import ROLE_WEIGHTS, ROLES

Layout = tuple[tuple[str, Kind, float], ...]  # key of the texts, what the column holds, its share of the width

_BY_INDUSTRY: Final[Layout] = (
    ("site", "text", 3.0), ("role", "text", 1.3), ("source", "text", 3.2), ("square", "text", 0.95),
)  # fmt: skip
_BY_SITE: Final[Layout] = (
    ("site", "text", 2.5), ("industries", "text", 2.6), ("source", "text", 2.6), ("square", "text", 0.95),
)  # fmt: skip
_NAMED: Final = 4  # industries that a row names
_CITED: Final = 2  # sections that it cites


def book_columns(layout: Layout, lang: str) -> tuple[Column, ...]:
    """The columns of a layout, with titles (``book.columns``) in a language."""
    return tuple(Column(translate(f"book.columns.{key}", lang), kind, weight) for key, kind, weight in layout)


def carrier_table(
    catalogue: Catalogue, site_ids: Sequence[str], industry: str, squares: Squares, lang: str
) -> Table:  # fmt: skip
    """One row a carrier of an industry: its weightiest role, and the section that gives it."""
    rows = catalogue.all_designations
    takes_in = rows["industry_id"].map(catalogue.industries["path"]).map(lambda path: industry in path)
    rows = rows[takes_in & rows["site_id"].isin(set(site_ids))]
    weight = rows["role"].map(ROLE_WEIGHTS) - (rows["basis"] == "inherited")
    rows = rows.assign(weight=weight).sort_values("weight", ascending=False, kind="stable")
    cells = []
    for site in dict.fromkeys(rows["site_id"]):
        own = rows[rows["site_id"] == site]
        cells.append((site, _role(own), _sources(catalogue, own[own["role"] == own["role"].iloc[0]])))
    return _table("carriers", _BY_INDUSTRY, catalogue, cells, squares, lang)


def site_table(catalogue: Catalogue, site_ids: Sequence[str], squares: Squares, lang: str) -> Table:
    """One row a site: the industries that stand for it, and the sections that designate it for them."""
    every = catalogue.all_designations
    cells = []
    for site in site_ids:
        own = every[every["site_id"] == site]
        codes, _ = lead_industries(own)
        told = own[own["industry_id"].isin(codes[:_NAMED])]
        names = few([name_of(catalogue.industries, code) for code in codes], _NAMED) if codes else None
        cited = told if codes else catalogue.citations[catalogue.citations["site_id"] == site]
        cells.append((site, names, _sources(catalogue, cited)))
    return _table("sites", _BY_SITE, catalogue, cells, squares, lang)


def _role(rows: pd.DataFrame) -> Text:
    first = rows.iloc[0]
    if first["basis"] == "inherited":
        return message("book.inherited", role=ROLES[first["role"]])
    return ROLES[first["role"]]


def _sources(catalogue: Catalogue, rows: pd.DataFrame) -> Text:
    cited = dict.fromkeys(zip(rows["plan_id"], rows["section"], strict=True))
    texts = [cite(catalogue, plan, section) for plan, section in [*cited][:_CITED]]
    told = joined(texts, "punctuation.semicolon")
    return message("book.more_sections", sections=told, n=len(cited)) if len(cited) > _CITED else told


def _table(
    code: str,
    layout: Layout,
    catalogue: Catalogue,
    cells: Sequence[tuple[str, Text | None, Text]],
    squares: Squares,
    lang: str,
) -> Table:
    rows = tuple(
        (
            name_of(catalogue.sites, site).text(lang),
            told.text(lang) if told else None,
            source.text(lang) or None,
            squares.get(site),
        )
        for site, told, source in cells
    )
    return Table(translate(f"book.tables.{code}", lang, n=len(rows)), book_columns(layout, lang), rows)
