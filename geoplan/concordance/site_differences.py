"""Where plans draw a site differently: what it is part of, its parts, its stated quantities, its name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import difference, short, subject_of
from geoplan.text.message import local_text, message
from geoplan.vocabulary import AREA_UNITS, PROPERTIES


def membership_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """Part of something in one plan; in another, which knows both, named on its own."""
    named = catalogue.namings
    by_plan = named.groupby("plan_id")["site_id"].agg(set).to_dict()
    for (site_id, parent), group in catalogue.memberships.groupby(["site_id", "parent_id"], sort=False):
        members = set(group["plan_id"])
        first = group.iloc[0]
        a = {"plan": first["plan_id"], "section": first["section"], "says": catalogue.sites.at[parent, "name_zh"]}
        family = {parent, *catalogue.parts.get(str(parent), [])} - {site_id}
        for plan, sites in by_plan.items():
            own_words = catalogue.designations
            speaks = ((own_words["site_id"] == site_id) & (own_words["plan_id"] == plan)).any()
            if plan in members or site_id not in sites or not family & sites or not speaks:
                continue
            place = named[(named["plan_id"] == plan) & (named["site_id"] == site_id)].iloc[0]
            b = {"plan": plan, "section": place["section"], "says": catalogue.sites.at[site_id, "name_zh"]}
            one, two, whole = (
                short(catalogue, a["plan"]),
                short(catalogue, str(plan)),
                subject_of(catalogue, str(parent)),
            )
            why = message(
                "concordance.site_differences.counts_part_names_own_beside",
                one=one,
                two=two,
                whole=local_text(whole[1], whole[2]),
            )
            yield difference("membership", "scope", subject_of(catalogue, str(site_id)), a, b, why)


def extent_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """A whole whose parts the plans draw differently."""
    names = catalogue.sites["name_zh"]
    for parent, group in catalogue.memberships.groupby("parent_id", sort=False):
        plans = group.groupby("plan_id", sort=False)["site_id"].agg(lambda s: list(dict.fromkeys(s)))
        for (plan_a, parts_a), (plan_b, parts_b) in combinations(plans.items(), 2):
            if set(parts_a) == set(parts_b):
                continue
            sides = [
                {
                    "plan": plan,
                    "section": "；".join(dict.fromkeys(group.loc[group["plan_id"] == plan, "section"])),
                    "says": "、".join(names[p] for p in parts),
                }
                for plan, parts in ((plan_a, parts_a), (plan_b, parts_b))
            ]
            one, two = short(catalogue, str(plan_a)), short(catalogue, str(plan_b))
            common = len(set(parts_a) & set(parts_b))
            why = message(
                "concordance.site_differences.names_parts_same",
                one=one,
                n=len(parts_a),
                two=two,
                n2=len(parts_b),
                common=common,
            )
            yield difference("extent", "scope", subject_of(catalogue, str(parent)), sides[0], sides[1], why)


def fact_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """One property of a site, stated differently."""
    facts = catalogue.site_facts
    facts = facts[facts["property"].isin(["land_area", "floor_area", "investment", "finish_year"])]
    for (site_id, prop), group in facts.groupby(["site_id", "property"], sort=False):
        rows = [{**r, "size": _size(r)} for r in group.to_dict("records")]
        for a, b in combinations(rows, 2):
            if a["size"] is None or b["size"] is None or abs(a["size"] - b["size"]) <= 1e-6 * max(a["size"], b["size"]):
                continue
            kind = {"finish_year": "timing", "investment": "value"}.get(str(prop), "extent")
            sides = [
                {"plan": r["plan_id"], "section": r["section"], "says": f"{r['value']} {r['unit']}".strip()}
                for r in (a, b)
            ]
            term = PROPERTIES[str(prop)]
            why = message(
                "concordance.site_differences.stated_twice_differs",
                term=term,
                says=sides[0]["says"],
                says2=sides[1]["says"],
            )
            yield difference(kind, "contradiction", subject_of(catalogue, str(site_id)), sides[0], sides[1], why)


def _size(row: dict[str, Any]) -> float | None:
    unit = AREA_UNITS.get(row["unit"], {"亿元": 1e8, "万元": 1e4, "": 1.0}.get(row["unit"]))
    return None if unit is None else float(row["value"]) * unit


def name_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """A site that two plans call by different names only."""
    for site_id, group in catalogue.names.groupby("site_id", sort=False):
        plans = dict(iter(group.groupby("plan_id", sort=False)))
        for (plan_a, a), (plan_b, b) in combinations(plans.items(), 2):
            if set(a["name_zh"]) & set(b["name_zh"]):
                continue
            sides = [
                {"plan": plan, "section": rows["section"].iloc[0], "says": "、".join(rows["name_zh"])}
                for plan, rows in ((plan_a, a), (plan_b, b))
            ]
            one, two = short(catalogue, str(plan_a)), short(catalogue, str(plan_b))
            why = message(
                "concordance.site_differences.one_place_calls",
                one=one,
                says=sides[0]["says"],
                two=two,
                says2=sides[1]["says"],
            )
            yield difference("name", "variant", subject_of(catalogue, str(site_id)), sides[0], sides[1], why)
