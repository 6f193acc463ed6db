"""The whole brief: the need, the map, the ranking with its grounds, the sites side by side, and each site in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from geoplan.brief.blocks import Block, Brief, Column, Heading, PageBreak, Paragraph, Table
from geoplan.brief.map_image import map_figure
from geoplan.brief.ranking_section import ranking_part, side_by_side
from geoplan.brief.site_section import site_part
from geoplan.brief.words import label, pick_language
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, local_text, message, translate
from geoplan.vocabulary import GATEWAY_KINDS, KINDS, STATUSES


def compose(
    catalogue: Catalogue,
    sites: Mapping[str, str],
    lang: str = "zh",
    result: SiteSelection | None = None,
    approval: str = "",
    made_on: str = "",
) -> Brief:
    """Compose a brief about one site or a shortlist.

    Parameters
    ----------
    catalogue : Catalogue
        Where everything comes from.
    sites : mapping of str to str
        Notes by site id, in the order of the shortlist.
    lang : {"zh", "en"}
        Of the texts.
    result : SiteSelection, optional
        The ranking they were chosen from; without it the brief only describes.
    approval : str
        The map's approval number (审图号); "" leaves its slot open.
    made_on : str
        ISO date; today by default.

    Returns
    -------
    Brief
        The same for the same input and day.

    Raises
    ------
    KeyError
        A site the catalogue does not know.
    """
    ids = list(sites)
    names = {s: local_text(*catalogue.sites.loc[s, ["name_zh", "name_en"]]) for s in ids}
    made = made_on or date.today().isoformat()
    blocks: list[Block] = []
    if result is not None:
        blocks += [
            Heading(translate("brief.brief_content.need", lang), 1),
            Paragraph(need_in_words(catalogue, result.need, lang)),
        ]
        blocks += [Paragraph(label(remark, lang)) for remark in result.remarks]
    blocks.append(map_figure(catalogue, ids, lang, approval=approval))
    if result is not None:
        blocks += ranking_part(result, ids, names, lang)
    if len(ids) > 1:
        blocks += side_by_side(catalogue, result, ids, names, lang)
    for number, site_id in enumerate(ids, start=1):
        blocks += [PageBreak()] if len(ids) > 1 or result is not None else []
        blocks += site_part(catalogue, site_id, sites[site_id], lang, number)
    blocks += _sources(catalogue, result, lang)
    called = translate("brief.brief_content.text", lang).join(label(names[s], lang) for s in ids)
    title = (
        message("brief.brief_content.site_profile")
        if result is None
        else message("brief.brief_content.site_recommendation")
    )
    slot = approval or translate("brief.brief_content.pending", lang)
    foot = translate(
        "brief.brief_content.geoplan_data_version_schematic_no", lang, made=made, version=catalogue.version, slot=slot
    )
    return Brief(lang, label(title, lang), called, foot, made, tuple(blocks))


def need_in_words(catalogue: Catalogue, need: Requirements, lang: str) -> str:
    """Say a need in one sentence.

    Parameters
    ----------
    catalogue : Catalogue
        For the names.
    need : Requirements
        What is asked for.
    lang : {"zh", "en"}
        Of the sentence.

    Returns
    -------
    str
        Industries, then every condition.
    """
    between = translate("brief.brief_content.text", lang)

    def list_of(frame: pd.DataFrame, codes: tuple[str, ...], stem: str = "name") -> str:
        return between.join(str(frame.at[code, f"{stem}_{lang}"]) for code in codes)

    def terms_of(known: Mapping[str, Text], codes: tuple[str, ...]) -> str:
        return between.join(label(known[code], lang) for code in codes)

    area = f"{need.min_area_km2:g} km²" if need.min_area_km2 else ""
    every = set(need.gateway_kinds) == set(GATEWAY_KINDS)
    conditions = (
        ("产业：", "industry: ", list_of(catalogue.industries, need.industries)),
        ("地区：", "area: ", list_of(catalogue.regions, need.regions)),
        ("规划用地不小于 ", "stated area at least ", area),
        ("类型：", "kind: ", terms_of(KINDS, need.kinds)),
        ("状态：", "status: ", terms_of(STATUSES, need.statuses)),
        ("排除：", "leave out: ", terms_of(EXCLUSIONS, need.exclude)),
        ("只看规划：", "plans heeded: ", list_of(catalogue.plans, need.plans, "short")),
        ("枢纽：", "gateways: ", "" if every else terms_of(GATEWAY_KINDS, need.gateway_kinds)),
        ("另行排除：", "ruled out: ", list_of(catalogue.sites, need.without)),
    )
    parts = [pick_language(lang, zh, en) + words for zh, en, words in conditions if words]
    return translate("brief.brief_content.text_2", lang).join(parts) + translate("brief.brief_content.text_3", lang)


_METHOD: Final = message("brief.brief_content.coordinates_wgs_84_distances_areas")


def _sources(catalogue: Catalogue, result: SiteSelection | None, lang: str) -> list[Block]:
    plans = [
        f"{row[f'title_{lang}']}（{row[f'issuer_{lang}']}，{row['period_start']}–{row['period_end']}）"
        for _, row in catalogue.plans.iterrows()
    ]
    blocks: list[Block] = [
        Heading(translate("brief.brief_content.sources_method", lang), 1),
        Paragraph(
            translate("brief.brief_content.plans", lang) + translate("brief.brief_content.text_2", lang).join(plans),
            small=True,
        ),
        Paragraph(label(_METHOD, lang), small=True),
    ]
    if result is None:
        return blocks
    weighed = [
        (
            pick_language(lang, c.zh, c.en),
            float(result.need.weights.get(code, 0.0)),
            pick_language(lang, c.meaning_zh, c.meaning_en),
        )
        for code, c in CRITERIA.items()
    ]
    columns = (
        Column(translate("brief.brief_content.criterion", lang), weight=1.3),
        Column(
            translate("brief.brief_content.weight", lang), "integer", translate("brief.brief_content.0_100", lang), 0.6
        ),
        Column(translate("brief.brief_content.how_graded", lang), weight=4.5),
    )
    blocks.append(Table(translate("brief.brief_content.criteria_weights", lang), columns, tuple(weighed)))
    reasons = sorted(result.excluded[f"reason_{lang}"].value_counts().items(), key=lambda r: (-r[1], r[0]))
    why = (
        Column(translate("brief.brief_content.reason", lang), weight=5),
        Column(translate("brief.brief_content.parks", lang), "integer", weight=0.8),
    )
    rows = tuple((str(reason), int(n)) for reason, n in reasons)
    return [*blocks, Table(translate("brief.brief_content.parks_left_out", lang), why, rows)]
