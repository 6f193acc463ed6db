"""The tables of one site: designations, projects, what is around, differences between plans, and what else is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

import pandas as pd

from geoplan.brief.blocks import Column, Layout, Table, columns
from geoplan.brief.site_facts import capital
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.query.stated_quantities import is_foreign, unit_text
from geoplan.suitability.site_report import NEAR_KM, REACH_KM, SiteProfile
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, joined, local_text, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, GATEWAY_KINDS, KINDS, PROGRAMME_KINDS, PROPERTIES, ROLES

Cell = str | float | int | None
Row = tuple[Text | float | int | None, ...]

_SOURCE: Final[Layout] = (("source", "text", 3.7),)
_DESIGNATIONS: Final[Layout] = (("role", "text", 1.2), ("industries", "text", 4.2), *_SOURCE)
_PROJECTS: Final[Layout] = (
    ("project", "text", 3.4),
    ("investment", "number", 1.2),
    ("finish_year", "year", 1),
    *_SOURCE,
)
_SURROUNDINGS: Final[Layout] = (
    *(("gateway", "text", 2.9), ("distance", "km", 1), ("distance_range", "text", 1.3)),
    *(("park", "text", 2.7), ("distance", "km", 1), ("distance_range", "text", 1.3)),
)
_DIFFERENCES: Final[Layout] = (("difference", "text", 5.4), *_SOURCE)
_CONTENTS: Final[Layout] = (("fact", "text", 1.2), ("stated", "text", 4.2), *_SOURCE)
_KINDS: Final = {**KINDS, **GATEWAY_KINDS}


def designations(catalogue: Catalogue, profile: SiteProfile, result: SiteSelection | None, lang: str) -> Table:
    """One row a section, role and basis, those first that the ranking goes by."""
    keys = ["plan_id", "section", "role", "basis", "from_site"]
    groups = [(key, rows) for key, rows in profile.dossier.designations.groupby(keys, sort=False)]
    counted = _counted(result, profile.dossier.site_id)
    rows = []
    for (plan, section, role, basis, from_site), group in sorted(groups, key=lambda g: g[0][:2] not in counted):
        given = ROLES[role]
        if from_site != profile.dossier.site_id:
            given = message("brief.site_tables.role", role=given, basis=name_of(catalogue.sites, from_site))
        elif basis != "stated":
            given = message("brief.site_tables.role", role=given, basis=BASES[basis])
        named = joined(dict.fromkeys(_industries(catalogue, group)))
        rows.append((given, named, cite(catalogue, plan, section)))
    return _table("designations", _DESIGNATIONS, rows, lang)


def projects(catalogue: Catalogue, profile: SiteProfile, lang: str) -> Table:
    """One row a project, with its investment and the year in which it is finished, where any has them."""
    frame = profile.dossier.projects
    rows = [
        (
            name_of(frame, at),
            _number(row.investment),
            _number(row.finish_year),
            cite(catalogue, row.plan_id, row.section),
        )
        for at, row in zip(frame.index, frame.itertuples(), strict=True)
    ]
    table = _table("projects", _PROJECTS, rows, lang)
    kept = [
        at for at, of in enumerate(table.columns) if of.kind == "text" or any(r[at] is not None for r in table.rows)
    ]
    cells = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return Table(table.title, tuple(table.columns[at] for at in kept), cells)


def surroundings(catalogue: Catalogue, profile: SiteProfile, most: int, lang: str) -> Table:
    """The nearest gateways and places of knowledge within their reach, and beside them the parks around.

    A gateway that is beyond its reach says so.
    """
    near = profile.neighbours
    gateways = [_gateway(row) for row in profile.access.itertuples()]
    parks = [
        (name_of(catalogue.sites, str(row.site_id)), row.distance_km, _range(row))
        for row in near.head(most).itertuples()
    ]
    nothing: Row = (None, None, None)
    rows = [(*one, *other) for one, other in zip_longest(gateways, parks, fillvalue=nothing)]
    if not rows:
        return _table("surroundings", _SURROUNDINGS, [], lang)
    counted = f"parks_{'none' if near.empty else 'all' if len(near) <= most else 'some'}"
    notes = [message("brief.site_tables.straight"), message(f"brief.site_tables.{counted}", km=NEAR_KM, n=len(near))]
    table = _table("surroundings", _SURROUNDINGS, rows, lang, joined(notes, "punctuation.between_sentences"))
    return table if parks else Table(table.title, table.columns[:3], tuple(r[:3] for r in table.rows), table.note)


def _gateway(row: Any) -> Row:
    kind = _KINDS[row.kind]
    if row.distance_km > REACH_KM[row.kind]:
        return message("brief.site_tables.beyond", kind=kind, km=REACH_KM[row.kind]), None, None
    name = message("brief.site_tables.gateway", kind=kind, name=local_text(row.name_zh, row.name_en))
    return name, row.distance_km, _range(row)


def _range(row: Any) -> Text:
    return joined([f"{row.distance_low_km:.1f}–{row.distance_high_km:.1f}"])


def differences(catalogue: Catalogue, profile: SiteProfile, lang: str) -> Table:
    """What plans say of the site that does not agree, and where both say it."""
    rows = []
    for row in profile.differences.itertuples():
        sides = ((row.plan_a, row.section_a), (row.plan_b, row.section_b))
        cited = dict.fromkeys(cite(catalogue, plan, section) for plan, section in sides)
        rows.append((local_text(row.why_zh, row.why_en), joined(cited, "punctuation.semicolon")))
    table = _table("differences", _DIFFERENCES, rows, lang)
    return replace(table, rows=tuple((capital(str(why)), cited) for why, cited in table.rows))


def contents(catalogue: Catalogue, profile: SiteProfile, lang: str) -> Table:
    """What else the plans say: figures, honours and programmes, functions."""
    return _table("contents", _CONTENTS, _contents(catalogue, profile, lang), lang)


def _contents(catalogue: Catalogue, profile: SiteProfile, lang: str) -> Iterator[Row]:
    """A value that the data have in another language only is left out."""
    for row in profile.dossier.facts.itertuples():
        if not row.value_en and is_foreign(str(row.value), lang):
            continue
        value = local_text(row.value, row.value_en or row.value)
        stated = message("brief.site_tables.quantity", value=value, unit=unit_text(row.unit)) if row.unit else value
        yield PROPERTIES[row.property], stated, cite(catalogue, row.plan_id, row.section)
    for row in profile.dossier.programmes.itertuples():
        name = local_text(row.name_zh, row.name_en)
        yield PROGRAMME_KINDS[row.kind], name, cite(catalogue, row.plan_id, row.section)
    for row in profile.dossier.functions.itertuples():
        name = name_of(catalogue.functions, row.function_id)
        yield message("brief.columns.function"), name, cite(catalogue, row.plan_id, row.section)


def _industries(catalogue: Catalogue, rows: pd.DataFrame) -> Iterator[Text]:
    """Each industry, in Chinese with the plan's own words where they are others."""
    for row in rows.itertuples():
        name = name_of(catalogue.industries, row.industry_id)
        if row.wording in ("", name.text("zh")):
            yield name
        else:
            yield message("brief.site_tables.industry", industry=name, wording=row.wording)


def _counted(result: SiteSelection | None, site_id: str) -> set[tuple[str, str]]:
    """The sections by which the ranking grades the site's designation."""
    if result is None:
        return set()
    rows = result.criteria[(result.criteria["site_id"] == site_id) & (result.criteria["criterion"] == "strength")]
    return {citation for cited in rows["citations"] for citation in cited}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _table(code: str, layout: Layout, rows: Iterable[Row], lang: str, note: Text | None = None) -> Table:
    """A table in a language; rows that only their source tells apart are one, with all sources."""
    titles: tuple[Column, ...] = columns(layout, lang)
    cells = [tuple(cell.text(lang).strip() if isinstance(cell, Text) else cell for cell in row) for row in rows]
    if layout[-1][0] == "source":
        sources: dict[tuple[Cell, ...], dict[str, None]] = {}
        for *row, source in cells:
            sources.setdefault(tuple(row), {})[str(source)] = None
        between = translate("punctuation.semicolon", lang)
        cells = [(*row, between.join(cited)) for row, cited in sources.items()]
    title = translate(f"brief.site_tables.titles.{code}", lang)
    return Table(title, titles, tuple(dict.fromkeys(cells)), note.text(lang) if note else "")
