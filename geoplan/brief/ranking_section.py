"""The part of a brief about the ranking: its table, what each criterion adds, what would change it, side by side."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pandas as pd

from geoplan.brief.blocks import Bars, Block, Column, Heading, Kind, Paragraph, Table
from geoplan.brief.words import label
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.comparison import differences_between
from geoplan.suitability.rank_reversal import find_reversal
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, message, translate

# Title, kind, meaning, share of the width.
_COLUMNS: Final[tuple[tuple[Text, Kind, Text, float], ...]] = (
    (message("brief.ranking_section.no"), "integer", message("brief.ranking_section.number_map"), 0.5),
    (message("brief.ranking_section.site"), "text", message("brief.ranking_section.text"), 2.6),
    (message("brief.ranking_section.rank"), "integer", message("brief.ranking_section.weighted_sum"), 0.6),
    (message("brief.ranking_section.score"), "score", message("brief.ranking_section.weighted_sum_0_1"), 0.8),
    (message("brief.ranking_section.low"), "score", message("brief.ranking_section.missing_0_errors_their_low"), 0.8),
    (message("brief.ranking_section.high"), "score", message("brief.ranking_section.missing_1_errors_their_high"), 0.8),
    (
        message("brief.ranking_section.range"),
        "text",
        message("brief.ranking_section.under_other_weights_positions"),
        1.0,
    ),
    (message("brief.ranking_section.topsis"), "integer", message("brief.ranking_section.rank_another_method"), 0.8),
)


def ranking_part(result: SiteSelection, ids: list[str], names: dict[str, Text], lang: str) -> list[Block]:
    """Tell how the sites rank, on what grounds, and what would make the next overtake.

    Parameters
    ----------
    result : SiteSelection
        The ranking they were chosen from.
    ids : list of str
        The shortlist, in order.
    names : dict of Text
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
    note = translate("brief.ranking_section.sites_compared_scales_fixed_no", lang, n=len(ranked))
    blocks: list[Block] = [
        Heading(translate("brief.ranking_section.ranking_grounds", lang), 1),
        Table(translate("brief.ranking_section.ranking", lang), columns, tuple(rows), note=note),
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


def _grounds(result: SiteSelection, site_id: str, called: Text, lang: str) -> Bars:
    parts = result.contributions[result.contributions["site_id"] == site_id].set_index("criterion")
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    rows = []
    for code, criterion in CRITERIA.items():
        if code not in parts.index or not parts.at[code, "share"]:
            continue
        value = float(parts.at[code, "contribution"]) if pd.notna(parts.at[code, "value"]) else None
        weight = f"{float(parts.at[code, 'share']):.0%}"
        label = translate("brief.ranking_section.text_2", lang, criterion=criterion, weight=weight)
        rows.append((label, value, str(facts.at[code, f"fact_{lang}"])))
    title = translate("brief.ranking_section.what_each_criterion_adds", lang, called=called)
    return Bars(title, tuple(rows), float(parts["share"].max()))


def side_by_side(
    catalogue: Catalogue, result: SiteSelection | None, ids: list[str], names: dict[str, Text], lang: str
) -> list[Block]:
    """Set the sites beside each other, fact by fact.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    result : SiteSelection, optional
        Adds rank, score and values.
    ids : list of str
        The shortlist, in order.
    names : dict of Text
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
        Column(translate("brief.ranking_section.what", lang), weight=1.1),
        *(Column(label(names[s], lang), weight=1.6) for s in ids),
    )
    heading = translate("brief.ranking_section.side_side", lang)
    note = translate("brief.ranking_section.marks_where_they_differ", lang)
    return [Heading(heading, 1), Table(heading, columns, tuple(rows), note=note)]
