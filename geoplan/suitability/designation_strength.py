"""How strongly the plans give a site the needed industries, and how many of them agree."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability import scales
from geoplan.suitability.evidence import Evidence, cited, row_name
from geoplan.suitability.relevance import KINSHIPS
from geoplan.suitability.requirements import Requirements
from geoplan.vocabulary import BASES, LEVELS, ROLES


def designation_strengths(said: pd.DataFrame) -> pd.Series:
    """Weigh each designation: role × basis × fit, from 0 to 1.

    Parameters
    ----------
    said : DataFrame
        As from `geoplan.suitability.relevance.relevant_designations`.

    Returns
    -------
    Series
        By row.
    """
    weight = said["role"].map(scales.ROLES) * said["basis"].map(scales.BASES) * said["fit"]
    return weight.astype(float).rename("strength")


def designation_strength(
    catalogue: Catalogue, need: Requirements, said: pd.DataFrame, candidates: list[str]
) -> Iterator[Evidence]:
    """Grade how strongly each candidate is designated for what is needed.

    Of each needed industry the strongest designation counts; the value is the mean over the needed industries, one
    that is not given to the site counting 0.

    Parameters
    ----------
    catalogue : Catalogue
        Names.
    need : Requirements
        Its industries.
    said : DataFrame
        The relevant designations.
    candidates : list of str
        Site ids.

    Yields
    ------
    Evidence
        One a candidate; the fact names the strongest designation for each industry.
    """
    order = ["site_id", "need_id", "strength", "industry_id", "plan_id", "section", "wording"]
    up = [True, True, False, True, True, True, True]
    ranked = said.assign(strength=designation_strengths(said)).sort_values(order, ascending=up, kind="stable")
    best = {(row.site_id, row.need_id): row for row in ranked.drop_duplicates(["site_id", "need_id"]).itertuples()}
    asked = {industry: row_name(catalogue.industries, industry) for industry in need.industries}
    for site_id in candidates:
        zh, en, values, citations = [], [], [], []
        for industry, name in asked.items():
            row = best.get((site_id, industry))
            if row is None:
                values.append(0.0)
                zh.append(f"{name.zh}：未指定")
                en.append(f"{name.en}: not designated")
                continue
            role, basis, kinship = ROLES[row.role], BASES[row.basis], KINSHIPS[row.kinship]
            place = cited(catalogue, row.plan_id, row.section)
            values.append(row.strength)
            citations.append((row.plan_id, row.section))
            zh.append(f"{name.zh}：“{row.wording}”（{role.zh}，{basis.zh}，{kinship.zh}；{place.zh}）")
            en.append(f"{name.en}: “{row.wording}” ({role.en}, {basis.en}, {kinship.en}; {place.en})")
        value = sum(values) / len(values)
        told = "；".join(zh), "; ".join(en)
        yield Evidence(site_id, "strength", value, value, value, *told, list(dict.fromkeys(citations)))


def agreement(catalogue: Catalogue, said: pd.DataFrame, candidates: list[str]) -> Iterator[Evidence]:
    """Grade how many plans, and of how many levels, say so of the site itself.

    The mean of min(plans, 3) / 3 and levels / 3: one plan 1/3, two of one level 1/2, two of two levels 2/3. What is
    inherited does not count: no plan said it of the site.

    Parameters
    ----------
    catalogue : Catalogue
        The plans.
    said : DataFrame
        The relevant designations.
    candidates : list of str
        Site ids.

    Yields
    ------
    Evidence
        One a candidate; a citation a plan.
    """
    own = said[said["basis"] != "inherited"]
    place = {plan: i for i, plan in enumerate(catalogue.plans.index)}
    own = own.assign(place=own["plan_id"].map(place)).sort_values(["site_id", "place", "section"], kind="stable")
    by_site = dict(iter(own.drop_duplicates(["site_id", "plan_id"]).groupby("site_id")))
    for site_id in candidates:
        if site_id not in by_site:
            fact = "没有规划就此处本身这样说，只承自上级", "no plan says so of the site itself; inherited only"
            yield Evidence(site_id, "agreement", 0.0, 0.0, 0.0, *fact, [])
            continue
        rows = by_site[site_id]
        levels = rows["plan_id"].map(catalogue.plans["level"])
        full = scales.PLANS_FULL
        value = (min(len(rows), full) / full + min(levels.nunique(), full) / full) / 2
        citations = list(zip(rows["plan_id"], rows["section"], strict=True))
        told = [(LEVELS[level], cited(catalogue, *c)) for level, c in zip(levels, citations, strict=True)]
        zh = f"{len(rows)} 部规划、{levels.nunique()} 级：" + "；".join(f"{lv.zh}{c.zh}" for lv, c in told)
        plans = "plan" if len(rows) == 1 else "plans"
        en = f"{len(rows)} {plans}, levels: {levels.nunique()}: " + "; ".join(f"{lv.en} {c.en}" for lv, c in told)
        yield Evidence(site_id, "agreement", value, value, value, zh, en, citations)
