"""The part of a brief about the ranking: its table, what each criterion adds, what would change it, side by side."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pandas as pd

from geoplan.brief.blocks import Bars, Block, Column, Heading, Kind, Paragraph, Table
from geoplan.brief.words import label, pick_language
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.comparison import differences_between
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.vocabulary import Term

# Title, kind, meaning, share of the width.
_COLUMNS: Final[tuple[tuple[Term, Kind, Term, float], ...]] = (
    (Term("编号", "No."), "integer", Term("图上编号", "Number on the map"), 0.5),
    (Term("场址", "Site"), "text", Term("", ""), 2.6),
    (Term("名次", "Rank"), "integer", Term("加权和的名次", "By the weighted sum"), 0.6),
    (Term("得分", "Score"), "score", Term("加权和，0–1", "Weighted sum, 0 to 1"), 0.8),
    (Term("下限", "Low"), "score", Term("缺失按 0，误差取低", "Missing as 0, errors at their low"), 0.8),
    (Term("上限", "High"), "score", Term("缺失按 1，误差取高", "Missing as 1, errors at their high"), 0.8),
    (Term("名次范围", "Range"), "text", Term("改动权重与位置后", "Under other weights and positions"), 1.0),
    (Term("TOPSIS", "TOPSIS"), "integer", Term("另一种方法的名次", "Rank by another method"), 0.8),
)


def ranking_part(result: SiteSelection, ids: list[str], names: dict[str, Term], lang: str) -> list[Block]:
    """Tell how the sites rank, on what grounds, and what would make the next overtake.

    Parameters
    ----------
    result : Result
        The ranking they were chosen from.
    ids : list of str
        The shortlist, in order.
    names : dict of Term
        By site id.
    lang : {"zh", "en"}
        Of the texts.

    Returns
    -------
    list of Block
        A table, bars for each site, and a sentence for each pair of neighbours in rank.
    """
    ranked = result.ranking.set_index("site_id")
    rows = [(number, *_row(ranked, s, label(names[s], lang))) for number, s in enumerate(ids, start=1)]
    columns = tuple(Column(label(t, lang), kind, label(m, lang), weight) for t, kind, m, weight in _COLUMNS)
    note = pick_language(
        lang,
        f"共比较 {len(ranked)} 处；分值量表固定，别处进出不改变得分。",
        f"{len(ranked)} sites compared; scales are fixed, so no score moves when another site joins or leaves.",
    )
    blocks: list[Block] = [
        Heading(pick_language(lang, "排序与依据", "Ranking and its grounds"), 1),
        Table(pick_language(lang, "排序", "Ranking"), columns, tuple(rows), note=note),
    ]
    inside = [s for s in ids if s in ranked.index]
    blocks += [_grounds(result, s, names[s], lang) for s in inside]
    inside.sort(key=lambda s: (int(ranked.at[s, "rank"]), s))
    for a, b in pairwise(inside):
        told = find_reversal(result.matrix, result.need.weights, a, b).text(names[a], names[b])
        blocks.append(Paragraph(label(told, lang)))
    return blocks


def _row(ranked: pd.DataFrame, site_id: str, called: str) -> tuple[str | float | int | None, ...]:
    if site_id not in ranked.index:
        return (called, None, None, None, None, None, None)
    row = ranked.loc[site_id]
    scores = (float(row[column]) for column in ("score", "score_low", "score_high"))
    return (called, int(row["rank"]), *scores, f"{row['rank_best']}–{row['rank_worst']}", int(row["topsis_rank"]))


def _grounds(result: SiteSelection, site_id: str, called: Term, lang: str) -> Bars:
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    rows = []
    for code, criterion in CRITERIA.items():
        if code not in parts.index or not parts.at[code, "share"]:
            continue
        value = float(parts.at[code, "contribution"]) if pd.notna(parts.at[code, "value"]) else None
        weight = f"{float(parts.at[code, 'share']):.0%}"
        label = pick_language(lang, f"{criterion.zh}（{weight}）", f"{criterion.en} ({weight})")
        rows.append((label, value, str(facts.at[code, f"fact_{lang}"])))
    title = pick_language(lang, f"{called.zh}：各项贡献", f"{called.en}: what each criterion adds")
    return Bars(title, tuple(rows), float(parts["share"].max()))


def side_by_side(
    catalogue: Catalogue, result: SiteSelection | None, ids: list[str], names: dict[str, Term], lang: str
) -> list[Block]:
    """Set the sites beside each other, fact by fact.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    result : Result, optional
        Adds rank, score and values.
    ids : list of str
        The shortlist, in order.
    names : dict of Term
        By site id.
    lang : {"zh", "en"}
        Of the texts.

    Returns
    -------
    list of Block
        A heading and a table; ≠ marks what differs.
    """
    cells = differences_between(catalogue, ids, result=result)
    rows = []
    for _, fact in cells.groupby("fact", sort=False):
        title = str(fact[f"title_{lang}"].iloc[0]) + (" ≠" if bool(fact["differs"].iloc[0]) else "")
        by_site = fact.set_index("site_id")[f"value_{lang}"]
        rows.append((title, *(str(by_site[s]) for s in ids)))
    columns = (
        Column(pick_language(lang, "项目", "What"), weight=1.1),
        *(Column(label(names[s], lang), weight=1.6) for s in ids),
    )
    heading = pick_language(lang, "并列比较", "Side by side")
    note = pick_language(lang, "≠ 表示各处不同。", "≠ marks where they differ.")
    return [Heading(heading, 1), Table(heading, columns, tuple(rows), note=note)]
