"""What stands first of a site: its key figures, and how sure they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geoplan.analysis.site_area import site_area, with_source
from geoplan.brief.blocks import Facts
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.site_place import place_name
from geoplan.catalogue.validity import state_of
from geoplan.query.lead_industries import lead_industries
from geoplan.query.source_titles import source_titles
from geoplan.suitability.evidence import lowercase
from geoplan.suitability.site_criteria import position_facts
from geoplan.suitability.site_report import SiteProfile
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, local_text, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS, STATUSES

_NAMED: Final = 6  # industries, parts and names that are told one by one
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")

Fact = tuple[str, Text]


def key_facts(catalogue: Catalogue, profile: SiteProfile, result: SiteSelection | None, lang: str) -> Facts:
    """District, stage, area, lead industries, the plans with their periods, and how the site ranks."""
    site_id, site = profile.dossier.site_id, profile.dossier.site
    rows: list[Fact] = []
    if result is not None:
        rows.append(("match", rank_text(result, site_id)))
    rows.append(("county", place_text(catalogue, site_id)))
    rows.append(
        (
            "kind",
            message(
                "brief.site_facts.kind_and_status", kind=KINDS[site["kind"]], status=lowercase(STATUSES[site["status"]])
            ),
        )
    )
    rows.append(("area", with_source(site_area(catalogue, site_id))))
    codes, how = lead_industries(profile.dossier.designations)
    if codes:
        rows.append((f"industries_{how}", few([name_of(catalogue.industries, code) for code in codes])))
    if len(profile.dossier.namings):
        rows.append(("plans", joined(_plans(catalogue, profile), "punctuation.semicolon")))
    rows += _relations(catalogue, profile)
    names = (
        [name for name in site["aliases"] if bool(_HAN.search(name)) == bool(_HAN.search(str(site[f"name_{lang}"])))]
        if f"name_{lang}" in site
        else []
    )
    if names:
        rows.append(("also", few([joined([name]) for name in names])))
    return _facts(rows, lang)


def certainty_facts(catalogue: Catalogue, profile: SiteProfile, lang: str) -> Facts:
    """How sure the position is, where it is from, and what no plan publishes."""
    site_id, places = profile.dossier.site_id, profile.dossier.places
    rows: list[Fact] = [("position", position_facts(catalogue, [site_id])[site_id])]
    titles = {t.text("zh"): t for note in places["source"] for t in source_titles(catalogue, str(note))}
    if titles:
        days = sorted({str(day) for day in places["checked_on"] if str(day)})
        sources = few(list(titles.values()))
        rows.append(("origin", message("brief.site_facts.checked", sources=sources, day=days[-1]) if days else sources))
    if missing := not_published(catalogue, site_id):
        rows.append(("not_published", joined(missing)))
    return _facts(rows, lang, translate("brief.site_facts.certainty", lang))


def not_published(catalogue: Catalogue, site_id: str) -> list[Text]:
    """What no plan publishes of a site: its position, its outline, its area."""
    found = []
    if site_id not in catalogue.placed:
        found.append("position")
    elif catalogue.ways[site_id] != "outline":
        found.append("outline")
    if site_area(catalogue, site_id).m2 is None:
        found.append("area")
    return [message(f"brief.site_facts.missing.{code}") for code in found]


def rank_text(result: SiteSelection, site_id: str) -> Text:
    """Rank and score with their ranges, or why the site is not ranked."""
    ranked = result.ranking.set_index("site_id")
    if site_id in ranked.index:
        row = ranked.loc[site_id]
        names = ("rank", "rank_best", "rank_worst", "score", "score_low", "score_high")
        return message("brief.site_facts.rank", **{name: row[name] for name in names})
    excluded = result.excluded.set_index("site_id")
    if site_id in excluded.index:
        reason = local_text(*excluded.loc[site_id, ["reason_zh", "reason_en"]])
        return message("suitability.comparison.not_ranked", reason=reason)
    return message("suitability.comparison.no_park")


def place_text(catalogue: Catalogue, site_id: str) -> Text:
    """The counties in which a site stands, and their city."""
    regions, county, adcode = catalogue.regions, place_name(catalogue, site_id), regions_of(catalogue)[site_id][0]
    parent = str(regions.at[adcode, "parent_adcode"]) if adcode in regions.index else ""
    if parent not in regions.index or not str(regions.at[parent, "parent_adcode"]):
        return county
    return message("brief.site_facts.county_of_city", county=county, city=name_of(regions, parent))


def few(names: list[Text], most: int = _NAMED, code: str = "items") -> Text:
    """Some by name, the rest by number, as so many ``sites`` or ``items``."""
    if len(names) <= most:
        return joined(names)
    return message(f"brief.site_facts.more_{code}", names=joined(names[:most]), total=len(names))


def _plans(catalogue: Catalogue, profile: SiteProfile) -> Iterator[Text]:
    """The plans that name the site, those of one period together."""
    named = set(profile.dossier.namings["plan_id"])
    frame = catalogue.plans[catalogue.plans.index.isin(named)]
    for (start, end), rows in frame.groupby(["period_start", "period_end"], sort=False):
        state = state_of(catalogue.plans, str(rows.index[0]))
        titles = joined([plan_title(name_of(catalogue.plans, str(plan), "short")) for plan in rows.index])
        code = "plan" if state is None else "plan_with_state"
        yield message(f"brief.site_facts.{code}", title=titles, state=state, start=start, end=end)


def _relations(catalogue: Catalogue, profile: SiteProfile) -> Iterator[Fact]:
    for relation, rows in profile.dossier.parents.groupby("relation", sort=False):
        yield str(relation), few([name_of(catalogue.sites, s) for s in dict.fromkeys(rows["site_id"])], code="sites")
    parts = profile.dossier.children.query("relation == 'part_of'")["site_id"]
    if len(parts):
        yield "parts", few([name_of(catalogue.sites, s) for s in dict.fromkeys(parts)], code="sites")


def _facts(rows: list[Fact], lang: str, title: str = "") -> Facts:
    told = tuple(
        (
            translate(f"brief.site_facts.labels.{code}", lang),
            text.text(lang) if code == "origin" else capital(text.text(lang)),
        )
        for code, text in rows
    )
    return Facts(told, title)


def capital(text: str) -> str:
    """A text as it begins a line."""
    return text[:1].upper() + text[1:]
