"""The sites beside one another: a summary on the first page, then scores, conditions and facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from geoplan.analysis.site_area import site_area
from geoplan.brief.blocks import Block, Column, Heading, Layout, Paragraph, Part, Table, columns
from geoplan.brief.conclusion import ranked_order
from geoplan.brief.site_facts import few, place_text
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.lead_industries import lead_industries
from geoplan.suitability.conditions import M2
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_report import SiteReport
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, message, translate
from geoplan.text.names import column, name_of
from geoplan.vocabulary import STATUSES

_INDUSTRIES: Final = 3  # that the summary names
_UPRIGHT: Final = 3  # sites that a page on its short side holds beside one another
# The columns of a summary, the fullest first.
SUMMARIES: Final[dict[str, Layout]] = {
    "industries": (
        *(("site", "text", 2.2), ("county", "text", 1.6), ("industries", "text", 2.4), ("area", "km2", 1.1)),
        *(("conditions", "text", 1.4), ("rank", "integer", 0.8), ("score", "score", 0.95)),
    ),
    "plain": (
        *(("site", "text", 2.5), ("county", "text", 1.8), ("status", "text", 1.2), ("area", "km2", 1.1)),
        *(
            ("conditions", "text", 1.5),
            ("rank", "integer", 0.8),
            ("rank_range", "text", 1.15),
            ("score", "score", 0.95),
        ),
    ),
    "bare": (
        *(("site", "text", 4.4), ("area", "km2", 1.8), ("conditions", "text", 2.2)),
        *(("rank", "integer", 0.8), ("score", "score", 0.95)),
    ),
}
# One site's criteria.
_ALONE: Final[Layout] = (("criterion", "text", 1.5), ("score", "score", 0.7), ("ground", "text", 4.3))
_OF_RANKING: Final = frozenset({"conditions", "rank", "rank_range", "score"})
# Facts that the page of a site tells, and those that a criterion tells with its ground.
_TOLD: Final = frozenset({"county", "status", "part_of", "parts", "projects"})
_GRADED: Final = frozenset({"plans", "rank", "score", "area", "position"})
# A criterion whose ground the page of a site tells.
_GROUND_TOLD: Final = "room"


def numbered(names: dict[str, Text], lang: str) -> dict[str, str]:
    """The names of the sites with their numbers on the map."""
    pairs = enumerate(names.items(), start=1)
    return {s: translate("brief.site_section.heading", lang, number=number, name=name) for number, (s, name) in pairs}


def summary_table(
    catalogue: Catalogue, result: SiteSelection | None, names: dict[str, Text], lang: str, kind: str
) -> Table:
    """One row a site, with the columns of one of `SUMMARIES`; those of a ranking only where there is one."""
    layout = [c for c in SUMMARIES[kind] if result is not None or c[0] not in _OF_RANKING]
    if result is not None and result.conditions.empty:
        layout = [c for c in layout if c[0] != "conditions"]
    rows = []
    for site_id, title in numbered(names, lang).items():
        cells = _summary(catalogue, result, site_id, title)
        told = (cells[key] for key, _, _ in layout)
        rows.append(tuple(c.text(lang) if isinstance(c, Text) else c for c in told))
    note = (
        translate("brief.comparison_section.scored", lang, n=len(result.ranking))
        if result is not None and len(result.ranking)
        else ""
    )
    return Table(translate("brief.comparison_section.summary", lang), columns(tuple(layout), lang), tuple(rows), note)


def _summary(
    catalogue: Catalogue, result: SiteSelection | None, site_id: str, title: str
) -> dict[str, Text | str | float | int | None]:
    site, m2 = catalogue.sites.loc[site_id], site_area(catalogue, site_id).m2
    rows = catalogue.all_designations
    codes, _ = lead_industries(rows[rows["site_id"] == site_id])
    cells: dict[str, Text | str | float | int | None] = {
        "site": title,
        "county": place_text(catalogue, site_id),
        "status": STATUSES[site["status"]],
        "area": None if m2 is None else m2 / M2,
        "industries": few([name_of(catalogue.industries, code) for code in codes], _INDUSTRIES) if codes else None,
        **dict.fromkeys(_OF_RANKING),
    }
    if result is None:
        return cells
    ranked = result.ranking.set_index("site_id")
    if site_id not in ranked.index:
        return {**cells, "conditions": message("brief.comparison_section.groups.excluded")}
    row = ranked.loc[site_id]
    return {
        **cells,
        "conditions": message(f"brief.comparison_section.groups.{row['group']}"),
        "rank": int(row["rank"]),
        "rank_range": f"{row['rank_best']}–{row['rank_worst']}",
        "score": float(row["score"]),
    }


def comparison_part(report: SiteReport, names: dict[str, Text], sheet: str, lang: str) -> Part | None:
    """Criteria, conditions and facts side by side, on the long side of the page where there are many sites.

    Returns
    -------
    Part or None
        None where there is nothing to compare.
    """
    titles = numbered(names, lang)
    result = report.result
    is_ranked = result is not None and bool(ranked_order(result, list(names)))
    blocks: list[Block] = []
    alone = len(names) == 1
    if result is not None and is_ranked:
        blocks.append(_score_and_grounds(result, next(iter(names)), lang) if alone else _scores(result, titles, lang))
    facts = [*_facts(report, result, list(names), is_ranked, lang)]
    if result is not None and is_ranked and not alone:
        facts += _grounds(result, list(names), lang)
    if facts:
        key = "grounds" if alone else "facts"
        heads = (
            *columns((("fact", "text", _label(len(names))),), lang),
            *(Column(title, weight=1.6) for title in titles.values()),
        )
        blocks.append(Table(translate(f"brief.comparison_section.{key}", lang), heads, tuple(facts)))
    blocks += [
        Paragraph(reversal.text(names[reversal.a], names[reversal.b]).text(lang), small=True)
        for reversal in report.reversals[: _UPRIGHT - 1]
    ]
    if not blocks:
        return None
    heading = translate(f"brief.comparison_section.{'heading' if len(names) > 1 else 'heading_one'}", lang)
    return Part(sheet, (Heading(heading, 1), *blocks), landscape=len(names) > _UPRIGHT, on_first=True)


def _scores(result: SiteSelection, titles: dict[str, str], lang: str) -> Table:
    """The value of each criterion, and the score."""
    ranked = result.ranking.set_index("site_id")
    rows: list[tuple[str | float | None, ...]] = [
        (label, *(_value(result.matrix, s, code) for s in titles)) for code, label in _weighed(result, lang)
    ]
    rows.append((translate("brief.columns.score", lang), *(_value(ranked, s, "score") for s in titles)))
    heads = (
        *columns((("criterion", "text", _label(len(titles))),), lang),
        *(Column(title, "score", 1.6) for title in titles.values()),
    )
    note = translate("brief.comparison_section.scores_note", lang)
    return Table(translate("brief.comparison_section.scores", lang), heads, tuple(rows), note)


def _score_and_grounds(result: SiteSelection, site_id: str, lang: str) -> Table:
    """The value of each criterion of one site with its ground, and the score."""
    grounds = _told(result, lang)
    rows: list[tuple[str | float | None, ...]] = [
        (label, _value(result.matrix, site_id, code), grounds.get((site_id, code)) if code != _GROUND_TOLD else None)
        for code, label in _weighed(result, lang)
    ]
    ranked = result.ranking.set_index("site_id")
    rows.append((translate("brief.columns.score", lang), _value(ranked, site_id, "score"), None))
    note = translate("brief.comparison_section.scores_note", lang)
    return Table(translate("brief.comparison_section.scores", lang), columns(_ALONE, lang), tuple(rows), note)


def _weighed(result: SiteSelection, lang: str) -> Iterator[tuple[str, str]]:
    """The criteria that count, each with its name and weight."""
    shares = result.contributions.drop_duplicates("criterion").set_index("criterion")["share"]
    for code, criterion in CRITERIA.items():
        if shares.get(code):
            yield (
                code,
                translate("brief.comparison_section.criterion", lang, criterion=criterion.title, share=shares[code]),
            )


def _label(sites: int) -> float:
    """The weight of the column of labels beside so many sites of 1.6."""
    return 0.27 * (sites + 2)


def _value(frame: pd.DataFrame, site_id: str, code: str) -> float | None:
    return float(frame.at[site_id, code]) if site_id in frame.index and pd.notna(frame.at[site_id, code]) else None


def _facts(
    report: SiteReport, result: SiteSelection | None, ids: list[str], is_ranked: bool, lang: str
) -> Iterator[tuple[str, ...]]:
    """Conditions first, then what the plans say."""
    if result is not None:
        yield from _conditions(result, ids, lang)
    for code, fact in report.comparison.groupby("fact", sort=False):
        if code in _TOLD or (len(ids) > _UPRIGHT and str(code).startswith("gateway:")):
            continue
        if is_ranked and (
            str(code) in _GRADED or str(code).startswith(("criterion:", "role:")) or _is_gateway(result, str(code))
        ):
            continue
        values = column(fact.set_index("site_id"), "value", lang)
        yield (str(column(fact, "title", lang).iloc[0]), *(str(values[s]) for s in ids))


def _is_gateway(result: SiteSelection | None, code: str) -> bool:
    return result is not None and code.removeprefix("gateway:") in result.need.gateway_kinds


def _conditions(result: SiteSelection, ids: list[str], lang: str) -> Iterator[tuple[str, ...]]:
    for code, rows in result.conditions.groupby("condition", sort=False):
        rows = rows.set_index("site_id")
        facts, told = column(rows, "fact", lang), []
        for site_id in ids:
            if site_id not in rows.index:
                told.append(translate("suitability.comparison.none", lang))
                continue
            outcome = message(f"brief.comparison_section.outcomes.{rows.at[site_id, 'outcome']}")
            told.append(translate("brief.comparison_section.outcome", lang, outcome=outcome, fact=facts[site_id]))
        yield (translate(f"brief.comparison_section.conditions.{str(code).split(':')[0]}", lang), *told)


def _grounds(result: SiteSelection, ids: list[str], lang: str) -> Iterator[tuple[str, ...]]:
    told = _told(result, lang)
    for code, criterion in CRITERIA.items():
        if result.need.weights.get(code) and code != _GROUND_TOLD:
            missing = translate("suitability.comparison.none", lang)
            yield (criterion.title.text(lang), *(str(told.get((s, code), missing)) for s in ids))


def _told(result: SiteSelection, lang: str) -> dict[tuple[str, str], str]:
    """The ground of each criterion of each site, in words."""
    rows = result.criteria
    return dict(zip(zip(rows["site_id"], rows["criterion"], strict=True), column(rows, "fact", lang), strict=True))
