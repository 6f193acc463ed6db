"""The whole brief: the need, the map, the ranking with its grounds, the sites side by side, and each site in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from geoplan.brief.blocks import Block, Brief, Heading, Layout, PageBreak, Paragraph, Table, columns
from geoplan.brief.map_image import map_figure
from geoplan.brief.ranking_section import ranking_part, side_by_side
from geoplan.brief.site_section import site_part
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.drafts.draft_marks import draft_count, drawn_drafts
from geoplan.geodata.base_files import base_credit
from geoplan.study_area import study_area
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_report import SiteReport
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, joined, local_text, message, translate
from geoplan.text.names import column, name_of
from geoplan.vocabulary import GATEWAY_KINDS, KINDS, STATUSES, VALIDITY

_CRITERIA: Final[Layout] = (("criterion", "text", 1.3), ("weight", "integer", 0.6), ("grading", "text", 4.5))
_EXCLUDED: Final[Layout] = (("reason", "text", 5), ("parks", "integer", 0.8))


def compose(
    catalogue: Catalogue,
    report: SiteReport,
    notes: Mapping[str, str],
    lang: str = "zh",
    approval: str = "",
    made_on: str = "",
) -> Brief:
    """Compose a brief about one site or a shortlist.

    Parameters
    ----------
    report : SiteReport
        All it prints of the sites; without a ranking the brief only describes.
    approval : str
        The map's approval number (审图号); "" leaves its slot open.
    made_on : str
        ISO date; today by default.
    """
    ids, result = [profile.dossier.site_id for profile in report.profiles], report.result
    names = {s: name_of(catalogue.sites, s) for s in ids}
    day = made_on or date.today().isoformat()
    blocks: list[Block] = []
    if result is not None:
        blocks += [
            Heading(translate("brief.brief_content.need", lang), 1),
            Paragraph(need_in_words(catalogue, result.need, lang)),
        ]
        blocks += [Paragraph(remark.text(lang)) for remark in result.remarks]
    blocks.append(map_figure(catalogue, ids, lang, approval=approval))
    if result is not None:
        blocks += ranking_part(report, result, names, lang)
    if len(ids) > 1:
        blocks += side_by_side(report.comparison, names, lang)
    for number, profile in enumerate(report.profiles, start=1):
        blocks += [PageBreak()] if len(ids) > 1 or result is not None else []
        blocks += site_part(catalogue, profile, notes.get(ids[number - 1], ""), lang, number)
    blocks += _sources(catalogue, ids, result, lang)
    title = translate(f"brief.brief_content.title.{'profile' if result is None else 'recommendation'}", lang)
    slot = approval or message("common.approval_pending")
    foot = translate("brief.brief_content.foot", lang, day=day, version=catalogue.version, approval=slot)
    return Brief(lang, title, joined(names.values()).text(lang), foot, day, tuple(blocks))


def need_in_words(catalogue: Catalogue, need: Requirements, lang: str) -> str:
    """Say a need in one sentence: industries, then every condition."""
    every_gateway = set(need.gateway_kinds) == set(GATEWAY_KINDS)
    conditions: dict[str, list[Text | str]] = {
        "industries": [name_of(catalogue.industries, code) for code in need.industries],
        "regions": [name_of(catalogue.regions, code) for code in need.regions],
        "area": [f"{need.min_area_km2:g} km²"] if need.min_area_km2 else [],
        "kinds": [KINDS[code] for code in need.kinds],
        "statuses": [STATUSES[code] for code in need.statuses],
        "exclude": [EXCLUSIONS[code] for code in need.exclude],
        "plans": [name_of(catalogue.plans, code, "short") for code in need.plans],
        "gateways": [] if every_gateway else [GATEWAY_KINDS[code] for code in need.gateway_kinds],
        "without": [name_of(catalogue.sites, code) for code in need.without],
    }
    parts = [
        message(f"brief.brief_content.conditions.{code}", values=joined(values))
        for code, values in conditions.items()
        if values
    ]
    return translate("brief.brief_content.sentence", lang, parts=joined(parts, "punctuation.semicolon"))


def _sources(catalogue: Catalogue, site_ids: list[str], result: SiteSelection | None, lang: str) -> list[Block]:
    states = validity_today(catalogue.plans)
    plans = [
        message(
            f"brief.brief_content.{'plan_with_state' if states[plan] else 'plan'}",
            title=name_of(catalogue.plans, plan, "title"),
            issuer=local_text(row["issuer_zh"], row["issuer_en"]),
            start=row["period_start"],
            end=row["period_end"],
            **({"state": VALIDITY[states[plan]]} if states[plan] else {}),
        )
        for plan, row in catalogue.plans.iterrows()
    ]
    listed = translate("brief.brief_content.plans", lang, plans=joined(plans, "punctuation.semicolon"))
    blocks: list[Block] = [
        Heading(translate("brief.brief_content.sources", lang), 1),
        Paragraph(listed, small=True),
        Paragraph(
            translate("brief.brief_content.method", lang, **study_area().labels, base=base_credit(catalogue.home)),
            small=True,
        ),
    ]
    if drafts := drawn_drafts(catalogue, site_ids):
        blocks.append(Paragraph(draft_count(len(drafts)).text(lang), small=True))
    if result is None:
        return blocks
    weights = tuple(
        (criterion.title.text(lang), float(result.need.weights.get(code, 0.0)), criterion.meaning.text(lang))
        for code, criterion in CRITERIA.items()
    )
    blocks.append(Table(translate("brief.brief_content.weights", lang), columns(_CRITERIA, lang), weights))
    counts = column(result.excluded, "reason", lang).value_counts()
    reasons = tuple((str(reason), int(n)) for reason, n in sorted(counts.items(), key=lambda r: (-r[1], r[0])))
    return [*blocks, Table(translate("brief.brief_content.excluded", lang), columns(_EXCLUDED, lang), reasons)]
