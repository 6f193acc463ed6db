"""The part of a brief about one site: everything the catalogue knows of it, each line with its citation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from geoplan.analysis import measures
from geoplan.analysis.access import DESTINATION_KINDS, access_table, destinations
from geoplan.analysis.site_geometry import site_geometry
from geoplan.brief.blocks import Block, Column, Heading, Paragraph, Table
from geoplan.brief.words import label, pick_language
from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences
from geoplan.crs.metric import PROVINCE, XIAMEN
from geoplan.query.dossier import Dossier, dossier
from geoplan.text.message import Text
from geoplan.vocabulary import BASES, CONFIDENCES, DATUMS, KINDS, METHODS, PROPERTIES, ROLES, STATUSES

NEIGHBOURS = 8  # of the parks around, the nearest


def site_part(catalogue: Catalogue, site_id: str, note: str, lang: str, number: int) -> list[Block]:
    """Tell all that is known of a site.

    Parameters
    ----------
    catalogue : Catalogue
        Where to look.
    site_id : str
        The site.
    note : str
        What someone noted about it; "" for nothing.
    lang : {"zh", "en"}
        Of the texts.
    number : int
        Its number on the map and in the shortlist.

    Returns
    -------
    list of Block
        Heading, what it is, designations, quantities, projects, neighbours, gateways, differences, position.
    """
    about = dossier(catalogue, site_id)
    say = _Words(lang)
    called = str(about.site[f"name_{lang}"])
    blocks: list[Block] = [Heading(f"{number}　{called}", 1), Paragraph(_what(catalogue, about, say))]
    if note.strip():
        blocks.append(Paragraph(say(f"备注：{note}", f"Note: {note}")))
    for table in (
        _designations(catalogue, about, say),
        _facts(catalogue, about, say),
        _projects(catalogue, about, say),
        _neighbours(catalogue, site_id, say),
        _gateways(catalogue, site_id, say),
        _differences(catalogue, about, say),
        _position(about, say),
    ):
        if table.rows:
            blocks.append(table)
        else:
            blocks.append(Paragraph(say(f"{table.title}：无。", f"{table.title}: none."), small=True))
    return blocks


class _Words:
    """Picks a language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str) -> str:
        return pick_language(self.lang, zh, en)

    def term(self, word: Text) -> str:
        return label(word, self.lang)

    def name(self, frame: pd.DataFrame, code: str, stem: str = "name") -> str:
        return str(frame.at[code, f"{stem}_{self.lang}"]) if code in frame.index else code


def _what(catalogue: Catalogue, about: Dossier, say: _Words) -> str:
    site = about.site
    where = say.name(catalogue.regions, str(site["adcode"]))
    kind, status = say.term(KINDS[site["kind"]]), say.term(STATUSES[site["status"]])
    other = "、".join(site["aliases"])
    wholes = [say.name(catalogue.sites, s) for s in dict.fromkeys(about.parents["site_id"])]
    zh = f"{where}，{kind}，{status}。" + (f"又称{other}。" if other else "")
    en = f"{where}; {kind}; {status}." + (f" Also {other}." if other else "")
    if wholes:
        zh += f"属于{'、'.join(wholes)}。"
        en += f" Part of {', '.join(wholes)}."
    return say(zh, en)


def _cite(catalogue: Catalogue, plan_id: str, section: str, say: _Words) -> str:
    short = say.name(catalogue.plans, plan_id, "short")
    return say(f"《{short}》{section}", f"{short}, {section}")


def _designations(catalogue: Catalogue, about: Dossier, say: _Words) -> Table:
    rows = []
    for row in about.designations.itertuples():
        origin = "" if row.from_site == about.site_id else say.name(catalogue.sites, row.from_site)
        basis = say.term(BASES[row.basis]) + (say(f"（{origin}）", f" ({origin})") if origin else "")
        industry = say.name(catalogue.industries, row.industry_id)
        cite = _cite(catalogue, row.plan_id, row.section, say)
        rows.append((industry, row.wording, say.term(ROLES[row.role]), basis, cite))
    return Table(
        say("产业定位", "Designations"),
        (
            Column(say("产业", "Industry"), weight=2),
            Column(say("规划用词", "The plan's term"), meaning=say("规划原文用词", "As the plan words it"), weight=2.2),
            Column(say("角色", "Role"), weight=1.1),
            Column(say("依据", "Basis"), weight=1.6),
            Column(say("出处", "Source"), weight=2.6),
        ),
        tuple(dict.fromkeys(rows)),
    )


def _facts(catalogue: Catalogue, about: Dossier, say: _Words) -> Table:
    rows = tuple(
        (
            say.term(PROPERTIES[row.property]),
            f"{row.value} {row.unit}".strip(),
            _cite(catalogue, row.plan_id, row.section, say),
        )
        for row in about.facts.itertuples()
    )
    columns = (
        Column(say("项目", "What"), weight=1.2),
        Column(say("规划所写", "As stated"), weight=2),
        Column(say("出处", "Source"), weight=2),
    )
    return Table(say("规划写明的数字", "Stated quantities"), columns, rows)


def _projects(catalogue: Catalogue, about: Dossier, say: _Words) -> Table:
    rows = tuple(
        (
            str(row[f"name_{say.lang}"]),
            _number(row["investment"]),
            _whole(row["finish_year"]),
            _cite(catalogue, row["plan_id"], row["section"], say),
        )
        for _, row in about.projects.iterrows()
    )
    columns = (
        Column(say("项目", "Project"), weight=3),
        Column(say("总投入（亿元）", "Investment (10⁸ CNY)"), "number", say("规划所列总投入", "As listed"), 1.2),
        Column(say("计划完成", "Finish"), "year", weight=0.9),
        Column(say("出处", "Source"), weight=2),
    )
    return Table(say("重点项目", "Projects"), columns, rows)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _neighbours(catalogue: Catalogue, site_id: str, say: _Words) -> Table:
    here = site_geometry(catalogue, [site_id], PROVINCE)
    rows: list[tuple[str | float | int | None, ...]] = []
    if len(here):
        kin = {site_id, *catalogue.wholes(site_id), *_below(catalogue, site_id)}
        parks = catalogue.sites.index[catalogue.sites["kind"].isin(measures.PARK_KINDS)]
        others = site_geometry(catalogue, [s for s in parks if s not in kin], PROVINCE)
        others = others.assign(km=others.distance(here.geometry.iloc[0]) / 1000)
        slack = (others["radius_m"] + float(here["radius_m"].iloc[0])) / 1000
        others = others.assign(low=(others["km"] - slack).clip(lower=0), high=others["km"] + slack)
        for row in others.sort_values(["km", "site_id"]).head(NEIGHBOURS).itertuples():
            branch = say.name(catalogue.industries, str(catalogue.sites.at[row.site_id, "branch"]))
            rows.append((say.name(catalogue.sites, row.site_id), branch, row.km, row.low, row.high))
    return Table(
        say("相邻园区", "Neighbouring parks"),
        (
            Column(say("园区", "Park"), weight=2.6),
            Column(say("主要产业", "Main industry"), weight=2),
            *_distances(say),
        ),
        tuple(rows),
        note=say("直线距离；整体与部分不计。", "Straight lines; a whole and its parts are not counted."),
    )


def _below(catalogue: Catalogue, site_id: str) -> Iterator[str]:
    for part in catalogue.parts.get(site_id, []):
        yield part
        yield from _below(catalogue, part)


def _distances(say: _Words) -> tuple[Column, Column, Column]:
    meaning = say("直线公里数，± 两处位置半径", "Straight kilometres, ± both radii")
    return (
        Column(say("距离", "Distance"), "km", meaning, 1),
        Column(say("下限", "Low"), "km", meaning, 0.9),
        Column(say("上限", "High"), "km", meaning, 0.9),
    )


def _gateways(catalogue: Catalogue, site_id: str, say: _Words) -> Table:
    system = XIAMEN if str(catalogue.sites.at[site_id, "adcode"]).startswith("3502") else PROVINCE
    here = site_geometry(catalogue, [site_id], system)
    rows: list[tuple[str | float | int | None, ...]] = []
    if len(here):
        ends = destinations(catalogue, system)
        names = ends.set_index("destination_id")[f"name_{say.lang}"]
        for row in access_table(here, ends).itertuples():
            if row.destination_id:
                kind = say.term(DESTINATION_KINDS[row.kind])
                figures = (row.distance_km, row.distance_low_km, row.distance_high_km)
                rows.append((kind, str(names[row.destination_id]), *figures))
    return Table(
        say("枢纽与科教", "Gateways and knowledge"),
        (Column(say("类型", "Kind"), weight=1.2), Column(say("最近", "Nearest"), weight=3), *_distances(say)),
        tuple(rows),
        note=say("只计已有的；直线距离，不是行程。", "What exists only; straight lines, not journeys."),
    )


def _differences(catalogue: Catalogue, about: Dossier, say: _Words) -> Table:
    found = differences(catalogue)
    found = found[found["subject"] == about.site_id]
    rows = tuple(
        (
            f"{_cite(catalogue, row.plan_a, row.section_a, say)}：{row.says_a}",
            f"{_cite(catalogue, row.plan_b, row.section_b, say)}：{row.says_b}",
            str(getattr(row, f"why_{say.lang}")),
        )
        for row in found.itertuples()
    )
    columns = (
        Column(say("一处说", "One says"), weight=2),
        Column(say("另一处说", "The other says"), weight=2),
        Column(say("为何不一致", "Why they differ"), weight=2.4),
    )
    return Table(say("规划之间的不一致", "Differences between plans"), columns, rows)


def _position(about: Dossier, say: _Words) -> Table:
    rows = tuple(
        (
            str((row.part_en if say.lang == "en" else row.part) or "") or say("本体", "itself"),
            say.term(METHODS[row.method]),
            _number(row.radius_m),
            say.term(CONFIDENCES[row.confidence]),
            say.term(DATUMS[row.source_datum]) if row.source_datum in DATUMS else str(row.source_datum),
            str(row.source),
            str(row.checked_on),
        )
        for row in about.places.itertuples()
    )
    columns = (
        Column(say("部分", "Part"), weight=1),
        Column(say("方法", "Method"), weight=1.2),
        Column(say("半径（米）", "Radius (m)"), "integer", say("位置在此半径内", "The position is this sure"), 0.8),
        Column(say("置信度", "Confidence"), weight=0.8),
        Column(say("来源坐标系", "Source datum"), weight=1.1),
        Column(say("来源", "Source"), weight=3),
        Column(say("核对日期", "Checked"), weight=1),
    )
    return Table(say("位置有多可靠", "How sure the position is"), columns, rows)
