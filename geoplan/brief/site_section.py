"""The part of a brief about one site: all that is known of it, each line with its citation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import pandas as pd

from geoplan.brief.blocks import Block, Heading, Layout, Paragraph, Table, columns
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.catalogue.validity import cite
from geoplan.drafts.draft_marks import draft_note, method_label
from geoplan.suitability.site_report import SiteProfile
from geoplan.text.message import Text, joined, local_text, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import (
    BASES,
    CONFIDENCES,
    DATUMS,
    GATEWAY_KINDS,
    KINDS,
    PROGRAMME_KINDS,
    PROPERTIES,
    ROLES,
    STATUSES,
)

Row = tuple[str | float | int | Text | None, ...]

_DISTANCES: Final[Layout] = (("distance", "km", 1), ("distance_low", "km", 0.9), ("distance_high", "km", 0.9))
_SOURCE: Final[Layout] = (("source", "text", 2),)
_LAYOUTS: Final[dict[str, Layout]] = {
    "designations": (
        *(("industry", "text", 2), ("wording", "text", 2.2), ("role", "text", 1.1), ("basis", "text", 1.6)),
        ("source", "text", 2.6),
    ),
    "functions": (("function", "text", 1.4), ("wording", "text", 2.6), *_SOURCE),
    "facts": (("fact", "text", 1.2), ("stated", "text", 2), *_SOURCE),
    "projects": (("project", "text", 3), ("investment", "number", 1.2), ("finish_year", "year", 0.9), *_SOURCE),
    "programmes": (("programme", "text", 3), ("kind", "text", 1.2), *_SOURCE),
    "neighbours": (("park", "text", 2.6), ("branch", "text", 2), *_DISTANCES),
    "access": (("kind", "text", 1.2), ("nearest", "text", 3), *_DISTANCES),
    "differences": (("one_says", "text", 2), ("other_says", "text", 2), ("why", "text", 2.4)),
    "position": (
        *(("part", "text", 1), ("method", "text", 1.2), ("radius", "integer", 0.8), ("confidence", "text", 0.8)),
        *(("datum", "text", 1.1), ("origin", "text", 3), ("checked_on", "text", 1)),
    ),
}
_KINDS: Final = {**KINDS, **GATEWAY_KINDS}
_NOTES: Final = {key: message(f"brief.site_section.notes.{key}") for key in ("neighbours", "access")}


def site_part(catalogue: Catalogue, profile: SiteProfile, note: str, lang: str, number: int) -> list[Block]:
    """Describe a site under its number on the map: what it is, the note about it, and a table of each kind of fact."""
    name = name_of(catalogue.sites, profile.dossier.site_id).text(lang)
    blocks: list[Block] = [Heading(f"{number}　{name}", 1), Paragraph(_description(catalogue, profile).text(lang))]
    if note.strip():
        blocks.append(Paragraph(translate("brief.site_section.note", lang, note=note)))
    for key, rows in _ROWS.items():
        title = translate(f"brief.site_section.titles.{key}", lang)
        cells = tuple(
            tuple(c.text(lang) if isinstance(c, Text) else c for c in row) for row in rows(catalogue, profile)
        )
        if cells:
            table_note = _NOTES[key].text(lang) if key in _NOTES else ""
            blocks.append(Table(title, columns(_LAYOUTS[key], lang), tuple(dict.fromkeys(cells)), table_note))
        else:
            blocks.append(Paragraph(translate("brief.site_section.none", lang, title=title), small=True))
    return blocks


def _description(catalogue: Catalogue, profile: SiteProfile) -> Text:
    site = profile.dossier.site
    region = county_name(catalogue.regions, site["adcode"])
    kind, status = KINDS[site["kind"]], STATUSES[site["status"]]
    sentences = [message("brief.site_section.what", region=region, kind=kind, status=status)]
    if len(site["aliases"]):
        sentences.append(message("brief.site_section.also", names=joined(site["aliases"])))
    for relation, rows in profile.dossier.parents.groupby("relation", sort=False):
        names = joined(name_of(catalogue.sites, s) for s in dict.fromkeys(rows["site_id"]))
        sentences.append(message(f"brief.site_section.{relation}", sites=names))
    if profile.dossier.site_id in catalogue.drafted:
        place = profile.dossier.places.iloc[0]
        sentences.append(draft_note(place["author"], place["drawn_at"]))
    return joined(sentences, "punctuation.between_sentences")


def _designations(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.dossier.designations.itertuples():
        basis = BASES[row.basis]
        if row.from_site != profile.dossier.site_id:
            parent = name_of(catalogue.sites, row.from_site)
            basis = message("brief.site_section.inherited", basis=basis, site=parent)
        industry = name_of(catalogue.industries, row.industry_id)
        yield industry, row.wording, ROLES[row.role], basis, cite(catalogue, row.plan_id, row.section)


def _functions(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.dossier.functions.itertuples():
        yield name_of(catalogue.functions, row.function_id), row.wording, cite(catalogue, row.plan_id, row.section)


def _facts(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.dossier.facts.itertuples():
        figure = f"{row.value} {row.unit}".strip()
        stated = local_text(figure, row.value_en) if row.value_en else figure
        yield PROPERTIES[row.property], stated, cite(catalogue, row.plan_id, row.section)


def _projects(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    projects = profile.dossier.projects
    for row in projects.itertuples():
        source = cite(catalogue, row.plan_id, row.section)
        yield name_of(projects, row.Index), _number(row.investment), _number(row.finish_year), source


def _programmes(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    programmes = profile.dossier.programmes
    for row in programmes.itertuples():
        name = local_text(row.name_zh, row.name_en)
        yield name, PROGRAMME_KINDS[row.kind], cite(catalogue, row.plan_id, row.section)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _neighbours(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for site_id, *distances in profile.neighbours.itertuples(index=False):
        branch = str(catalogue.sites.at[site_id, "branch"])
        industry = name_of(catalogue.industries, branch) if branch in catalogue.industries.index else branch
        yield name_of(catalogue.sites, site_id), industry, *distances


def _access(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.access.itertuples():
        name = local_text(row.name_zh, row.name_en)
        yield _KINDS[row.kind], name, row.distance_km, row.distance_low_km, row.distance_high_km


def _differences(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.differences.itertuples():
        sides = ((row.plan_a, row.section_a, row.says_a), (row.plan_b, row.section_b, row.says_b))
        one, other = (
            message("brief.site_section.statement", citation=cite(catalogue, plan, section), says=says)
            for plan, section, says in sides
        )
        yield one, other, local_text(row.why_zh, row.why_en)


def _position(catalogue: Catalogue, profile: SiteProfile) -> Iterable[Row]:
    for row in profile.dossier.places.itertuples():
        part = local_text(row.part, row.part_en) if row.part else message("brief.site_section.itself")
        datum = DATUMS.get(row.source_datum, str(row.source_datum))
        confidence, radius = CONFIDENCES[row.confidence], _number(row.radius_m)
        method = method_label(row.method, row.site_id in catalogue.drafted)
        yield part, method, radius, confidence, datum, str(row.source), str(row.checked_on)


_ROWS: Final[dict[str, Callable[[Catalogue, SiteProfile], Iterable[Row]]]] = {
    "designations": _designations,
    "functions": _functions,
    "facts": _facts,
    "projects": _projects,
    "programmes": _programmes,
    "neighbours": _neighbours,
    "access": _access,
    "differences": _differences,
    "position": _position,
}
