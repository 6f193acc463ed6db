"""The part of a brief about the ranking: its table, what each criterion adds, what would change it, side by side."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan.brief.blocks import Bars, Block, Column, Heading, Layout, Paragraph, Table, columns
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_report import SiteReport
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, translate
from geoplan.text.names import column

_RANKING: Final[Layout] = (
    *(("number", "integer", 0.5), ("site", "text", 2.6), ("rank", "integer", 0.6), ("score", "score", 0.8)),
    *(("score_low", "score", 0.8), ("score_high", "score", 0.8), ("rank_range", "text", 1), ("topsis", "integer", 0.8)),
)


def ranking_part(report: SiteReport, result: SiteSelection, names: dict[str, Text], lang: str) -> list[Block]:
    """Tell how the sites rank, on what grounds, and what would make the next overtake.

    Returns
    -------
    list of Block
        A table, bars for each site, and a sentence for each pair of neighbours in rank.
    """
    ranked = result.ranking.set_index("site_id")
    rows = [(number, *_row(ranked, s, name.text(lang))) for number, (s, name) in enumerate(names.items(), start=1)]
    note = translate("brief.ranking_section.compared", lang, n=len(ranked))
    return [
        Heading(translate("brief.ranking_section.ranking_and_grounds", lang), 1),
        Table(translate("brief.ranking_section.ranking", lang), columns(_RANKING, lang), tuple(rows), note=note),
        *(_grounds(result, s, name, lang) for s, name in names.items() if s in ranked.index),
        *(Paragraph(reversal.text(names[reversal.a], names[reversal.b]).text(lang)) for reversal in report.reversals),
    ]


def _row(ranked: pd.DataFrame, site_id: str, name: str) -> tuple[str | float | int | None, ...]:
    if site_id not in ranked.index:
        return (name, None, None, None, None, None, None)
    row = ranked.loc[site_id]
    scores = (float(row[column]) for column in ("score", "score_low", "score_high"))
    return (name, int(row["rank"]), *scores, f"{row['rank_best']}–{row['rank_worst']}", int(row["topsis_rank"]))


def _grounds(result: SiteSelection, site_id: str, name: Text, lang: str) -> Bars:
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = column(result.criteria[result.criteria["site_id"] == site_id].set_index("criterion"), "fact", lang)
    rows = []
    for code, criterion in CRITERIA.items():
        if code not in parts.index or not parts.at[code, "share"]:
            continue
        value = float(parts.at[code, "contribution"])
        share = float(parts.at[code, "share"])
        label = translate("brief.ranking_section.criterion", lang, criterion=criterion.title, share=share)
        rows.append((label, value, str(facts[code])))
    title = translate("brief.ranking_section.contributions", lang, site=name)
    return Bars(title, tuple(rows), float(parts["share"].max()))


def side_by_side(comparison: pd.DataFrame, names: dict[str, Text], lang: str) -> list[Block]:
    """Set the sites beside each other in a table, fact by fact; ≠ marks what differs.

    Parameters
    ----------
    names : dict of Text
        By site id, in the order of the shortlist.
    """
    rows = []
    for _, fact in comparison.groupby("fact", sort=False):
        mark = " ≠" if bool(fact["differs"].iloc[0]) else ""
        values = column(fact.set_index("site_id"), "value", lang)
        rows.append((f"{column(fact, 'title', lang).iloc[0]}{mark}", *(str(values[s]) for s in names)))
    heads = (
        *columns((("fact", "text", 1.1),), lang),
        *(Column(name.text(lang), weight=1.6) for name in names.values()),
    )
    heading = translate("brief.ranking_section.side_by_side", lang)
    note = translate("brief.ranking_section.differs", lang)
    return [Heading(heading, 1), Table(heading, heads, tuple(rows), note=note)]
