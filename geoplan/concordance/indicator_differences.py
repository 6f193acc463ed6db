"""Bases and targets of indicators as single statements, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import difference, short
from geoplan.text.message import message

# Units that count the same things.
_COUNTS: Final = {"家", "个", "所", "项", "位", ""}


def statements(catalogue: Catalogue) -> pd.DataFrame:
    """Every base and target as one statement each, for a chart over time.

    Returns
    -------
    DataFrame
        ``scope_adcode``, ``name_zh``, ``name_en``, ``unit``, ``measure``, ``what`` (base or target), ``year``,
        ``comparator``, ``value``, ``plan_id``, ``section``.
    """
    shared = ["scope_adcode", "name_zh", "name_en", "unit", "measure", "plan_id", "section"]
    frame = catalogue.indicators
    base = frame.assign(what="base", year=frame["base_year"], value=frame["base_value"], comparator="=")
    target = frame.assign(what="target", year=frame["target_year"], value=frame["target_value"])
    both = pd.concat([base, target])[[*shared, "what", "year", "comparator", "value"]]
    return both[both["value"].notna() & both["year"].notna()].reset_index(drop=True)


def indicator_differences(catalogue: Catalogue) -> Iterator[list[Any]]:
    """Bases and targets of one indicator and scope that differ, each pair once."""
    said = statements(catalogue)
    regions = catalogue.regions
    for (scope, name), group in said.groupby(["scope_adcode", "name_zh"], sort=False):
        rows = group.drop_duplicates(["what", "year", "value", "comparator", "plan_id", "measure"]).to_dict("records")
        subject = (
            str(name),
            f"{regions.at[scope, 'name_zh']}：{name}",
            f"{regions.at[scope, 'name_en']}: {rows[0]['name_en']}",
        )
        for a, b in combinations(rows, 2):
            yield from _compare(catalogue, subject, a, b)


def _compare(
    catalogue: Catalogue, subject: tuple[str, str, str], a: dict[str, Any], b: dict[str, Any]
) -> Iterator[list[Any]]:
    if a["what"] != b["what"] or a["measure"] != b["measure"] or not _same_unit(a["unit"], b["unit"]):
        return
    sides = [
        {
            "plan": r["plan_id"],
            "section": r["section"],
            "says": f"{r['year']}: {_sign(r)}{r['value']:g} {r['unit']}".strip(),
        }
        for r in (a, b)
    ]
    what = (
        message("concordance.indicator_differences.base")
        if a["what"] == "base"
        else message("concordance.indicator_differences.target")
    )
    one, two = (short(catalogue, r["plan_id"]) for r in (a, b))
    if a["year"] != b["year"]:
        if a["what"] == "target" and a["plan_id"] != b["plan_id"] and a["value"] != b["value"]:
            why = message(
                "concordance.indicator_differences.sets_target_moved_no_conflict",
                one=one,
                year=a["year"],
                two=two,
                year2=b["year"],
            )
            yield difference("target", "scope", subject, sides[0], sides[1], why)
        return
    if a["value"] == b["value"]:
        return
    if _compatible(a, b):
        says = [f"{_sign(row)}{row['value']:g}" for row in (a, b)]
        why = message(
            "concordance.indicator_differences.both_one_says_other_they",
            year=a["year"],
            what=what,
            says=says[0],
            says2=says[1],
        )
        yield difference("value", "scope", subject, sides[0], sides[1], why)
        return
    where = (
        message("concordance.indicator_differences.within_one_plan")
        if a["plan_id"] == b["plan_id"]
        else message("concordance.indicator_differences.between_two_plans")
    )
    why = message(
        "concordance.indicator_differences.same_indicator_scope_year_yet",
        year=a["year"],
        what=what,
        where=where,
        value=a["value"],
        value2=b["value"],
    )
    yield difference("value", "contradiction", subject, sides[0], sides[1], why)


def _same_unit(a: str, b: str) -> bool:
    return a == b or {a, b} <= _COUNTS


def _sign(row: dict[str, Any]) -> str:
    return {">=": "≥", ">": ">", "<=": "≤", "<": "<", "about": "≈"}.get(row["comparator"] or "", "")


def _compatible(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether one value could satisfy both statements."""

    def bounds(row: dict[str, Any]) -> tuple[float, float]:
        value, sign = float(row["value"]), row["comparator"]
        if sign in {">", ">="}:
            return value, float("inf")
        if sign in {"<", "<="}:
            return float("-inf"), value
        if sign == "about":
            return value * 0.95, value * 1.05
        return value, value

    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return max(low_a, low_b) <= min(high_a, high_b)
