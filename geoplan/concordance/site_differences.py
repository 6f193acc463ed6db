"""Where plans describe a site differently: what it is part of, its parts, its stated quantities, its name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import (
    Difference,
    Statement,
    sections_of,
    short_title,
    site_difference,
    words_of,
)
from geoplan.text.message import message
from geoplan.text.names import name_of
from geoplan.vocabulary import AREA_UNITS, MONEY_UNITS, PROPERTIES

_MEASURES: Final = {"land_area": "extent", "floor_area": "extent", "investment": "value", "finish_year": "timing"}
_OTHER_UNITS: Final = {**MONEY_UNITS, "": 1.0}  # in CNY or years


def membership_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Part of something in one plan; in another, which knows both, named on its own."""
    citations, names = catalogue.citations, catalogue.sites["name_zh"]
    sites_of_plan = citations.groupby("plan_id")["site_id"].agg(set).to_dict()
    designated = set(zip(catalogue.designations["site_id"], catalogue.designations["plan_id"], strict=True))
    for (site_id, parent), group in catalogue.memberships.groupby(["site_id", "parent_id"], sort=False):
        first, members = group.iloc[0], set(group["plan_id"])
        a = Statement(first["plan_id"], first["section"], names[parent])
        family = {parent, *catalogue.parts.get(str(parent), [])} - {site_id}
        for plan, sites in sites_of_plan.items():
            if plan in members or site_id not in sites or not family & sites or (site_id, plan) not in designated:
                continue
            place = citations[(citations["plan_id"] == plan) & (citations["site_id"] == site_id)].iloc[0]
            why = message(
                "concordance.site_differences.membership",
                plan_a=short_title(catalogue, a.plan),
                plan_b=short_title(catalogue, plan),
                parent=name_of(catalogue.sites, str(parent)),
            )
            b = Statement(str(plan), place["section"], names[site_id])
            yield site_difference(catalogue, "membership", "scope", site_id, a, b, why)


def extent_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """A site whose parts differ between plans."""
    names = catalogue.sites["name_zh"]
    for parent, group in catalogue.memberships.groupby("parent_id", sort=False):
        for (plan_a, a), (plan_b, b) in combinations(group.groupby("plan_id", sort=False), 2):
            parts_a, parts_b = set(a["site_id"]), set(b["site_id"])
            if parts_a == parts_b:
                continue
            one, other = (
                Statement(str(plan), sections_of(rows["section"]), words_of(names[s] for s in rows["site_id"]))
                for plan, rows in ((plan_a, a), (plan_b, b))
            )
            why = message(
                "concordance.site_differences.parts",
                plan_a=short_title(catalogue, plan_a),
                n_a=len(parts_a),
                plan_b=short_title(catalogue, plan_b),
                n_b=len(parts_b),
                common=len(parts_a & parts_b),
            )
            yield site_difference(catalogue, "extent", "scope", parent, one, other, why)


def fact_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """One property of a site, stated differently."""
    facts = catalogue.site_facts[catalogue.site_facts["property"].isin(list(_MEASURES))]
    for (site_id, code), group in facts.groupby(["site_id", "property"], sort=False):
        for a, b in combinations(group.to_dict("records"), 2):
            size_a, size_b = _size(a), _size(b)
            if size_a is None or size_b is None or abs(size_a - size_b) <= 1e-6 * max(size_a, size_b):
                continue
            one, other = (
                Statement(row["plan_id"], row["section"], f"{row['value']} {row['unit']}".strip()) for row in (a, b)
            )
            why = message("concordance.site_differences.fact", term=PROPERTIES[str(code)], a=one.says, b=other.says)
            yield site_difference(catalogue, _MEASURES[str(code)], "contradiction", site_id, one, other, why)


def _size(row: dict[str, Any]) -> float | None:
    unit = AREA_UNITS.get(row["unit"], _OTHER_UNITS.get(row["unit"]))
    return None if unit is None else float(row["value"]) * unit


def name_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """A site that two plans call by different names only."""
    for site_id, group in catalogue.names.groupby("site_id", sort=False):
        for (plan_a, a), (plan_b, b) in combinations(group.groupby("plan_id", sort=False), 2):
            if set(a["name_zh"]) & set(b["name_zh"]):
                continue
            one, other = (
                Statement(str(plan), rows["section"].iloc[0], words_of(rows["name_zh"]))
                for plan, rows in ((plan_a, a), (plan_b, b))
            )
            why = message(
                "concordance.site_differences.name",
                plan_a=short_title(catalogue, plan_a),
                a=one.says,
                plan_b=short_title(catalogue, plan_b),
                b=other.says,
            )
            yield site_difference(catalogue, "name", "variant", site_id, one, other, why)
