"""How strongly the plans give a site the needed industries, and how many of them agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geoplan.analysis.similarity import ROLE_WEIGHTS
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.suitability import scales
from geoplan.suitability.evidence import Evidence, exact_evidence
from geoplan.suitability.relevance import KINSHIPS
from geoplan.suitability.requirements import Requirements
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, LEVELS, ROLES


def designation_strengths(relevant: pd.DataFrame) -> pd.Series:
    """Weigh each relevant designation: role × basis × fit, from 0 to 1."""
    return (_firmness(relevant) * relevant["fit"].astype(float)).rename("strength")


def _firmness(relevant: pd.DataFrame) -> pd.Series:
    return (relevant["role"].map(ROLE_WEIGHTS) * relevant["basis"].map(scales.BASIS_WEIGHTS)).astype(float)


def _bounds(relevant: pd.DataFrame) -> pd.DataFrame:
    """The range of each strength, ``low`` and ``high``: the fit of a term that is not the needed one is a guess.

    It may be as much too high as too low: fit ± min(fit, 1 - fit), so that the value is the middle of its range. A
    broader term at half a fit lies between 0 and 1, an industry without the product at 0.8 between 0.6 and 1; the very
    word, or the needed industry itself, is sure.
    """
    fit = relevant["fit"].astype(float)
    half = np.minimum(fit, 1 - fit)
    return pd.DataFrame({"low": _firmness(relevant) * (fit - half), "high": _firmness(relevant) * (fit + half)})


def designation_strength(
    catalogue: Catalogue, need: Requirements, relevant: pd.DataFrame, candidates: list[str]
) -> Iterator[Evidence]:
    """Grade how strongly each candidate is designated for the needed industries; `relevant` are designations.

    Of each needed industry the strongest designation counts, and the fact names it, and with it the closest one where
    that is another; the value is the mean over the needed industries, one that is not given to the site counting 0. Its
    range is that of the match: where a plan names something broader than what is needed, or only its industry.
    """
    order = ["site_id", "need_id", "strength", "industry_id", "plan_id", "section", "wording"]
    up = [True, True, False, True, True, True, True]
    ranked = relevant.assign(strength=designation_strengths(relevant)).sort_values(order, ascending=up, kind="stable")
    best = {(row.site_id, row.need_id): row for row in ranked.drop_duplicates(["site_id", "need_id"]).itertuples()}
    near = ranked.assign(near=ranked["kinship"].map(list(KINSHIPS).index)).sort_values("near", kind="stable")
    closest = {(row.site_id, row.need_id): row for row in near.drop_duplicates(["site_id", "need_id"]).itertuples()}
    bounds = relevant[["site_id", "need_id"]].join(_bounds(relevant)).groupby(["site_id", "need_id"]).max()
    names = {industry: name_of(catalogue.industries, industry) for industry in need.industries}
    for site_id in candidates:
        rows = {industry: best.get((site_id, industry)) for industry in names}
        facts = [_fact(catalogue, names[industry], row) for industry, row in rows.items()]
        closer = {industry: closest.get((site_id, industry)) for industry in names}
        facts += [
            _fact(catalogue, names[industry], row)
            for industry, row in closer.items()
            if row and (strongest := rows[industry]) and row.kinship != strongest.kinship
        ]
        strengths = [row.strength if row else 0.0 for row in rows.values()]
        low, high = bounds.reindex([(site_id, industry) for industry in names]).fillna(0.0).mean()
        yield Evidence(
            site_id,
            "strength",
            sum(strengths) / len(strengths),
            float(low),
            float(high),
            joined(facts, "punctuation.semicolon"),
            [(row.plan_id, row.section) for row in rows.values() if row],
        )


def _fact(catalogue: Catalogue, industry: Text, row: Any) -> Text:
    if row is None:
        return message("suitability.designation_strength.not_designated", industry=industry)
    kinship = KINSHIPS[row.kinship]
    if row.kinship == "broader":  # what the plan names there need not be what is needed
        broader = name_of(catalogue.industries, row.industry_id)
        kinship = message("suitability.designation_strength.broader", kinship=kinship, industry=broader)
    return message(
        "suitability.designation_strength.designated",
        industry=industry,
        wording=row.wording,
        role=ROLES[row.role],
        basis=BASES[row.basis],
        kinship=kinship,
        citation=cite(catalogue, row.plan_id, row.section),
    )


def agreement(catalogue: Catalogue, relevant: pd.DataFrame, candidates: list[str]) -> Iterator[Evidence]:
    """Grade how many plans, and of how many levels, designate the site itself.

    The mean of min(plans, 3) / 3 and levels / 3: one plan 1/3, two of one level 1/2, two of two levels 2/3. What is
    inherited does not count: no plan said it of the site. One citation a plan.
    """
    own = relevant[relevant["basis"] != "inherited"]
    order = {plan: i for i, plan in enumerate(catalogue.plans.index)}
    own = own.assign(order=own["plan_id"].map(order)).sort_values(["site_id", "order", "section"], kind="stable")
    by_site = dict(iter(own.drop_duplicates(["site_id", "plan_id"]).groupby("site_id")))
    full = scales.PLANS_FULL
    for site_id in candidates:
        if site_id not in by_site:
            yield exact_evidence(site_id, "agreement", 0.0, message("suitability.designation_strength.inherited_only"))
            continue
        rows = by_site[site_id]
        levels = rows["plan_id"].map(catalogue.plans["level"])
        citations = list(zip(rows["plan_id"], rows["section"], strict=True))
        places = [
            message("suitability.designation_strength.of_level", level=LEVELS[level], citation=cite(catalogue, *c))
            for level, c in zip(levels, citations, strict=True)
        ]
        fact = message(
            f"suitability.designation_strength.agreement.{'one' if len(rows) == 1 else 'several'}",
            plans=len(rows),
            levels=levels.nunique(),
            places=joined(places, "punctuation.semicolon"),
        )
        value = (min(len(rows), full) / full + min(levels.nunique(), full) / full) / 2
        yield exact_evidence(site_id, "agreement", value, fact, citations)
