"""Where plans describe a site differently: what it is part of, its parts, its stated quantities, its name."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import (
    Difference,
    Statement,
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
    """Sites that are part of two wholes, or part of one in a plan and beside it in another."""
    yield from _two_wholes(catalogue)
    yield from _one_name_in_two_wholes(catalogue)
    yield from _part_and_beside(catalogue)


def _two_wholes(catalogue: Catalogue) -> Iterator[Difference]:
    """A site that two statements make part of different wholes, neither of which is part of the other."""
    names = catalogue.sites["name_zh"]
    for site_id, rows in catalogue.memberships.groupby("site_id", sort=False):
        for a, b in combinations(rows.drop_duplicates("parent_id").itertuples(), 2):
            nested = a.parent_id in catalogue.ancestors(b.parent_id) or b.parent_id in catalogue.ancestors(a.parent_id)
            if nested or (a.plan_id, a.section) == (b.plan_id, b.section):
                continue
            wholes = (name_of(catalogue.sites, row.parent_id) for row in (a, b))
            why = message("concordance.site_differences.two_wholes", whole_a=next(wholes), whole_b=next(wholes))
            one, two = (Statement(row.plan_id, row.section, names[row.parent_id]) for row in (a, b))
            yield site_difference(catalogue, "membership", "scope", site_id, one, two, why)


def _one_name_in_two_wholes(catalogue: Catalogue) -> Iterator[Difference]:
    """Two parts of one county that have the same name within their wholes."""
    names, counties = catalogue.sites["name_zh"], catalogue.sites["adcode"]
    rows = catalogue.memberships.drop_duplicates(["site_id", "parent_id"])
    own = [
        name.removeprefix(whole) if name.startswith(whole) else ""
        for name, whole in zip(rows["site_id"].map(names), rows["parent_id"].map(names), strict=True)
    ]
    rows = rows.assign(own_name=own, county=rows["site_id"].map(counties))
    for (own_name, _), parts in rows[rows["own_name"] != ""].groupby(["own_name", "county"], sort=False):
        for a, b in combinations(parts.itertuples(), 2):
            if a.parent_id == b.parent_id:
                continue
            wholes = (name_of(catalogue.sites, row.parent_id) for row in (a, b))
            why = message(
                "concordance.site_differences.one_name", name=own_name, whole_a=next(wholes), whole_b=next(wholes)
            )
            one, two = (Statement(row.plan_id, row.section, names[row.site_id]) for row in (a, b))
            yield site_difference(catalogue, "membership", "scope", a.site_id, one, two, why)


def _part_and_beside(catalogue: Catalogue) -> Iterator[Difference]:
    """Part of something in one plan; in another, named in one section beside parts that bear the name of the whole."""
    names, citations = catalogue.sites["name_zh"], catalogue.citations
    for (site_id, parent), group in catalogue.memberships.groupby(["site_id", "parent_id"], sort=False):
        if names[site_id].startswith(names[parent]):
            continue
        equals = [part for part in catalogue.parts[str(parent)] if names[part].startswith(names[parent])]
        own = citations[(citations["site_id"] == site_id) & ~citations["plan_id"].isin(group["plan_id"])]
        beside = own.merge(citations[citations["site_id"].isin(equals)], on=["plan_id", "section"])
        for plan, rows in beside.groupby("plan_id", sort=False):
            section = rows["section"].value_counts().index[0]
            named = rows.loc[rows["section"] == section, "site_id_y"]
            first = group.iloc[0]
            why = message(
                "concordance.site_differences.membership",
                plan_a=short_title(catalogue, first["plan_id"]),
                plan_b=short_title(catalogue, plan),
                parent=name_of(catalogue.sites, str(parent)),
            )
            a = Statement(first["plan_id"], first["section"], names[parent])
            b = Statement(str(plan), section, words_of(names[s] for s in (*named, site_id)))
            yield site_difference(catalogue, "membership", "scope", site_id, a, b, why)


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
    """A site that two plans call by different names, of which none abbreviates another, nor both a third."""
    names = catalogue.names
    whole = [not any(mark in name for mark in _fragment_marks()) for name in names["name_zh"]]
    names = names[pd.Series(whole, index=names.index, dtype=bool)]
    plans_of = names.groupby("site_id")["plan_id"].nunique()
    for site_id, group in names[names["site_id"].isin(plans_of.index[plans_of > 1])].groupby("site_id", sort=False):
        same = _by_abbreviation(list(dict.fromkeys(group["name_zh"])))
        for (plan_a, a), (plan_b, b) in combinations(group.groupby("plan_id", sort=False), 2):
            if set(a["name_zh"].map(same)) & set(b["name_zh"].map(same)):
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


@lru_cache(maxsize=1)
def _fragment_marks() -> list[str]:
    return tomllib.loads((files("geoplan.concordance") / "words.toml").read_text("utf-8"))["fragments"]["marks"]


def _by_abbreviation(names: list[str]) -> dict[str, int]:
    """A number for each name, the same for those that abbreviations tie to each other."""
    groups: dict[str, int] = {}
    for number, name in enumerate(names):
        tied = {groups[other] for other in names[:number] if _abbreviates(name, other)}
        groups = {other: number if group in tied else group for other, group in groups.items()} | {name: number}
    return groups


def _abbreviates(a: str, b: str) -> bool:
    """Whether every letter of one name, as often as it occurs, is in the other."""
    one, two = (Counter(filter(str.isalnum, name)) for name in (a, b))
    return one <= two or two <= one
