"""The conclusion of a brief in three sentences: the first choice, why, and what must be checked before signing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from geoplan.brief.blocks import Facts
from geoplan.brief.site_facts import few, place_text
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.suitability.conditions import MET, NOT_PUBLISHED
from geoplan.suitability.evidence import lowercase
from geoplan.suitability.ranking import shares
from geoplan.suitability.scales import CRITERIA, UNKNOWN
from geoplan.suitability.site_criteria import position_facts
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, local_text, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS, STATUSES

_NEXT: Final = 3  # sites after the first that are named
_REASONS: Final = 3  # criteria that are named
_UNSURE_M: Final = 1000.0  # an error of position from which it must be checked


def ranked_order(result: SiteSelection, site_ids: Sequence[str]) -> list[str]:
    """Those of some sites that are ranked, best first: the group that meets every condition before the other."""
    ranked = result.ranking.set_index("site_id")
    inside = [s for s in site_ids if s in ranked.index]
    return sorted(inside, key=lambda s: (ranked.at[s, "group"] != MET, ranked.at[s, "rank"], s))


def conclusion(catalogue: Catalogue, result: SiteSelection, site_ids: Sequence[str], lang: str) -> Facts:
    """Say which site comes first, why, and what must be checked; of sites that are not ranked, only that."""
    order = ranked_order(result, site_ids)
    if not order:
        names = joined(name_of(catalogue.sites, s) for s in site_ids)
        rows = [("first", message("brief.conclusion.none", sites=names))]
    else:
        first = order[0]
        rows = [
            ("first", _first(catalogue, result, order)),
            ("why", _why(catalogue, result, order)),
            ("check", _check(catalogue, result, first)),
        ]
    told = tuple((translate(f"brief.conclusion.labels.{code}", lang), text.text(lang)) for code, text in rows)
    return Facts(told, large=True)


def _first(catalogue: Catalogue, result: SiteSelection, order: list[str]) -> Text:
    first, *others = order
    site, row = catalogue.sites.loc[first], result.ranking.set_index("site_id").loc[first]
    n = int((result.ranking["group"] == row["group"]).sum())
    group = row["group"] if len(result.conditions) else "any"
    place = {"rank": row["rank"], "best": row["rank_best"], "worst": row["rank_worst"], "n": n}
    return message(
        f"brief.conclusion.first.{'several' if others else 'one'}",
        site=name_of(catalogue.sites, first),
        place=place_text(catalogue, first),
        kind=lowercase(KINDS[site["kind"]]),
        status=lowercase(STATUSES[site["status"]]),
        rank=message(f"brief.conclusion.ranks.{group}{'' if n > 1 else '_only'}", **place),
        score=row["score"],
        others=few([name_of(catalogue.sites, s) for s in others], _NEXT, "sites"),
    )


def _why(catalogue: Catalogue, result: SiteSelection, order: list[str]) -> Text:
    """The designation it goes by, and the criteria on which it leads the next, or that add most to its score."""
    first, weights = order[0], shares(result.need.weights, list(result.matrix.columns))
    facts = result.criteria[result.criteria["site_id"] == first].set_index("criterion")
    share = pd.Series(weights, index=result.matrix.columns)
    value = result.matrix.loc[first].fillna(UNKNOWN)
    ground = local_text(*facts.loc["strength", ["fact_zh", "fact_en"]])
    if len(order) > 1:
        other = result.matrix.loc[order[1]].fillna(UNKNOWN)
        leads = ((value - other) * share).round(9)
        best = leads[leads > 0].sort_values(ascending=False, kind="stable").index[:_REASONS]
        items = [
            message("brief.conclusion.item", criterion=CRITERIA[c].title, value=value[c], other=other[c]) for c in best
        ]
        if items:
            second = name_of(catalogue.sites, order[1])
            return message("brief.conclusion.leads", ground=ground, second=second, items=joined(items))
    most = (value * share).sort_values(ascending=False, kind="stable")
    items = [
        message("brief.conclusion.own", criterion=CRITERIA[c].title, value=value[c])
        for c in most[most > 0].index[:_REASONS]
    ]
    return message("brief.conclusion.scores", ground=ground, items=joined(items))


def _check(catalogue: Catalogue, result: SiteSelection, site_id: str) -> Text:
    checks = list(dict.fromkeys(checks_of(catalogue, result, site_id)))
    if not checks:
        return message("brief.conclusion.complete")
    return message("brief.conclusion.check", checks=joined(checks, "punctuation.semicolon"))


def checks_of(catalogue: Catalogue, result: SiteSelection, site_id: str) -> Iterator[Text]:
    """What is not known of a site: conditions that are open, missing criteria, an unsure position, ended plans."""
    conditions = result.conditions[result.conditions["site_id"] == site_id]
    is_open = conditions[conditions["outcome"] == NOT_PUBLISHED]
    for row in is_open.itertuples():
        yield local_text(row.fact_zh, row.fact_en)
    facts = result.criteria[result.criteria["site_id"] == site_id].set_index("criterion")
    for code, row in facts.iterrows():
        asked = code == "room" and "area" in set(is_open["condition"])
        if pd.isna(row["value"]) and result.need.weights.get(str(code)) and not asked:
            yield message("brief.conclusion.unknown", criterion=CRITERIA[str(code)].title)
    places = catalogue.places[catalogue.places["site_id"].isin([site_id, *catalogue.located_descendants(site_id)])]
    if site_id not in catalogue.placed:
        yield message("brief.conclusion.unplaced", county=place_text(catalogue, site_id))
    elif (places["confidence"] == "low").any() or (places["radius_m"] > _UNSURE_M).any():
        yield position_facts(catalogue, [site_id])[site_id]
    cited = {plan for cell in facts["citations"] for plan, _ in cell}
    states = validity_today(catalogue.plans)
    if ended := [
        plan_title(name_of(catalogue.plans, p, "short"))
        for p in catalogue.plans.index
        if p in cited and states[p] == "ended"
    ]:
        yield message("brief.conclusion.ended", plans=joined(ended))
