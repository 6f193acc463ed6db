"""The whole brief: the conclusion, a page a site, the sites side by side, method and sources; or all on one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from geoplan.analysis.site_area import area_text
from geoplan.brief.blocks import Block, Brief, Letterhead, Paragraph, Part
from geoplan.brief.comparison_section import SUMMARIES, comparison_part, summary_table
from geoplan.brief.conclusion import conclusion
from geoplan.brief.map_image import map_figure
from geoplan.brief.method_section import method_part
from geoplan.brief.page_room import PAGE_HEIGHT, TEXT_WIDTH, block_height, head_height
from geoplan.brief.site_section import site_part
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.region_path import region_path
from geoplan.geodata.base_files import base_credit
from geoplan.suitability.conditions import M2
from geoplan.suitability.evidence import lowercase
from geoplan.suitability.nearness import near_what
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.site_report import SiteReport
from geoplan.text.message import Message, Text, joined, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS, KINDS, STATUSES

_OVERVIEW: Final = (0.24, 0.66)  # the least and the greatest height of the map of all sites, of its width
_LEGEND: Final = 22.0  # millimetres under a map
_SPARE: Final = 6.0  # millimetres that an estimate may be short of


def compose(
    catalogue: Catalogue,
    report: SiteReport,
    notes: Mapping[str, str],
    lang: str = "zh",
    approval: str = "",
    made_on: str = "",
    *,
    line: str = "",
    letterhead: Letterhead = Letterhead(),  # noqa: B008 - frozen
    one_page: bool = False,
) -> Brief:
    """Compose a brief about one site or a shortlist.

    Parameters
    ----------
    report : SiteReport
        All it prints of the sites; without a ranking the brief only describes.
    approval : str
        The map's approval number (审图号); "" says that it is pending.
    made_on : str
        ISO date; today by default.
    line : str
        The need in the client's words, for the title; "" for the industries.
    one_page : bool
        Only what a first look needs.
    """
    ids, result = [profile.dossier.site_id for profile in report.profiles], report.result
    names = {s: name_of(catalogue.sites, s) for s in ids}
    day = made_on or date.today().isoformat()
    slot = approval or message("common.approval_pending")
    told = [letterhead.author, day, letterhead.contact]
    brief = Brief(
        lang,
        _title(catalogue, report, names, line, lang),
        joined([text for text in told if text], "punctuation.dot").text(lang),
        translate("brief.brief_content.foot", lang, day=day, version=catalogue.version, approval=slot),
        day,
        letterhead=letterhead,
    )
    sheet = translate(f"brief.brief_content.sheets.{'profile' if result is None else 'recommendation'}", lang)
    first: list[Block] = []
    if result is not None:
        first.append(Paragraph(need_in_words(catalogue, result.need, lang)))
        first.append(conclusion(catalogue, result, ids, lang))
        first += [Paragraph(remark.text(lang), small=True) for remark in result.remarks if not _is_told(remark)]
    if one_page:
        source = translate("brief.brief_content.sources", lang, base=base_credit(catalogue.home))
        page = _first_page(catalogue, report, names, brief, sheet, first, approval, source=source)
        return replace(brief, parts=(page,))
    parts: list[Part] = []
    if len(ids) > 1 or result is not None:
        parts.append(_first_page(catalogue, report, names, brief, sheet, first, approval))
        taken = 0.0
    else:
        taken = head_height(brief)
    for number, profile in enumerate(report.profiles, start=1):
        part = site_part(catalogue, profile, result, notes.get(ids[number - 1], ""), lang, number, taken)
        parts.append(part)
    compared = comparison_part(report, names, sheet, lang)
    parts += [compared] if compared else []
    landscape = bool(compared and compared.landscape)
    method = translate("brief.method_section.heading", lang)
    parts.append(method_part(catalogue, ids, result, method, lang, landscape=landscape, follows=bool(compared)))
    return replace(brief, parts=tuple(parts))


def _title(catalogue: Catalogue, report: SiteReport, names: dict[str, Text], line: str, lang: str) -> str:
    if report.result is None:
        return translate("brief.brief_content.title.profile", lang, sites=joined(names.values()))
    said = " ".join(line.split()) or joined(name_of(catalogue.industries, i) for i in report.result.need.industries)
    return translate("brief.brief_content.title.recommendation", lang, need=said)


def _is_told(remark: Text) -> bool:
    """Whether the conclusion says it: that plans have ended."""
    return isinstance(remark, Message) and remark.code == "suitability.site_selection.ended"


def _overview(catalogue: Catalogue, ids: list[str], lang: str, approval: str, taken: float) -> Block:
    """The map of all sites, of one with its whole city, as high as the page has room for."""
    room = (PAGE_HEIGHT - taken - _LEGEND) / TEXT_WIDTH
    shape = (_OVERVIEW[0], max(_OVERVIEW[0], min(_OVERVIEW[1], room)))
    scope = ""
    if len(ids) == 1 and (path := region_path(catalogue.regions, regions_of(catalogue)[ids[0]][0])):
        scope = path[-2] if len(path) > 1 else path[0]
    return map_figure(catalogue, ids, lang, approval=approval, shape=shape, scope=scope, credits=False)


def _first_page(
    catalogue: Catalogue,
    report: SiteReport,
    names: dict[str, Text],
    brief: Brief,
    sheet: str,
    first: list[Block],
    approval: str,
    *,
    source: str = "",
) -> Part:
    """What is told first, the map of all sites and the fullest table of them that the page has room for.

    Parameters
    ----------
    source : str
        A last line, for a brief that has no other page; industries are then told too.
    """
    tail: list[Block] = [Paragraph(source, small=True)] if source else []
    kinds = [kind for kind in SUMMARIES if source or kind != "industries"]
    least = _SPARE + _OVERVIEW[0] * TEXT_WIDTH + _LEGEND + head_height(brief)
    for blocks, kind in [*((first, kind) for kind in kinds), (first[1:], kinds[-1])]:  # the title tells the need too
        table = summary_table(catalogue, report.result, names, brief.lang, kind)
        taken = sum(block_height(block, brief.lang) for block in [*blocks, table, *tail])
        if taken + least <= PAGE_HEIGHT:
            break
    overview = _overview(catalogue, list(names), brief.lang, approval, taken + _SPARE + head_height(brief))
    return Part(sheet, (*blocks, overview, table, *tail))


def need_in_words(catalogue: Catalogue, need: Requirements, lang: str) -> str:
    """Say a need in one sentence: industries, then every condition."""
    every_gateway = set(need.gateway_kinds) == set(GATEWAY_KINDS)
    conditions: dict[str, list[Text | str]] = {
        "industries": [name_of(catalogue.industries, code) for code in need.industries],
        "regions": [name_of(catalogue.regions, code) for code in need.regions],
        "area": [area_text(need.min_area_km2 * M2)] if need.min_area_km2 else [],
        "floor": [f"{need.min_floor_m2:,.0f} m²"] if need.min_floor_m2 else [],
        "near": [
            message(
                "brief.brief_content.near",
                what=near_what(catalogue, n) if n.name else lowercase(near_what(catalogue, n)),
                km=n.reach_km,
            )
            for n in need.near
        ],
        "kinds": [KINDS[code] for code in need.kinds],
        "statuses": [STATUSES[code] for code in need.statuses],
        "exclude": [EXCLUSIONS[code] for code in need.exclude],
        "plans": [name_of(catalogue.plans, code, "short") for code in need.plans],
        "gateways": [] if every_gateway else [lowercase(GATEWAY_KINDS[code]) for code in need.gateway_kinds],
        "without": [name_of(catalogue.sites, code) for code in need.without],
    }
    parts = [
        message(f"brief.brief_content.conditions.{code}", values=joined(values))
        for code, values in conditions.items()
        if values
    ]
    return translate("brief.brief_content.sentence", lang, parts=joined(parts, "punctuation.semicolon"))
