"""Bases and targets of indicators as single statements, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import Difference, Statement, short_title
from geoplan.text.message import Text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import COUNT_UNITS

_COUNTS: Final = {*COUNT_UNITS, ""}
_SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "about": "≈"}
_ABOUT: Final = 0.05  # of a value, on either side of one that is given as about


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
    base = frame.assign(
        what="base", year=frame["base_year"], value=frame["base_value"], comparator=frame["base_comparator"]
    )
    target = frame.assign(what="target", year=frame["target_year"], value=frame["target_value"])
    both = pd.concat([base, target])[[*shared, "what", "year", "comparator", "value"]]
    return both[both["value"].notna() & both["year"].notna()].reset_index(drop=True)


def indicator_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Bases and targets of one indicator and scope that differ, each pair once."""
    for (scope, name), group in statements(catalogue).groupby(["scope_adcode", "name_zh"], sort=False):
        rows = group.drop_duplicates(["what", "year", "value", "comparator", "plan_id", "measure"])
        indicator = name_of(rows.head(1).set_index("name_zh", drop=False), str(name))
        subject = message(
            "concordance.indicator_differences.subject",
            region=name_of(catalogue.regions, str(scope)),
            indicator=indicator,
        )
        for a, b in combinations(rows.to_dict("records"), 2):
            if verdict := _verdict(catalogue, a, b):
                kind, severity, why = verdict
                yield Difference(kind, severity, str(name), subject, _statement(a), _statement(b), why)


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(row["plan_id"], row["section"], f"{row['year']}: {_figure(row)} {row['unit']}".strip())


def _verdict(catalogue: Catalogue, a: dict[str, Any], b: dict[str, Any]) -> tuple[str, str, Text] | None:
    """Kind, severity and reason of a difference; None where the two rows agree or speak of different things."""
    if a["what"] != b["what"] or a["measure"] != b["measure"] or not _same_unit(a["unit"], b["unit"]):
        return None
    if a["value"] == b["value"]:
        return None
    if a["year"] != b["year"]:
        if a["what"] != "target" or a["plan_id"] == b["plan_id"]:
            return None
        one, two = (short_title(catalogue, row["plan_id"]) for row in (a, b))
        years = {"year_a": a["year"], "year_b": b["year"]}
        return (
            "target",
            "scope",
            message("concordance.indicator_differences.target_moved", plan_a=one, plan_b=two, **years),
        )
    figures = {"year": a["year"], "what": message(f"concordance.indicator_differences.what.{a['what']}")}
    if _compatible(a, b):
        return (
            "value",
            "scope",
            message("concordance.indicator_differences.compatible", a=_figure(a), b=_figure(b), **figures),
        )
    where = message(
        "concordance.indicator_differences.one_plan"
        if a["plan_id"] == b["plan_id"]
        else "concordance.indicator_differences.two_plans"
    )
    why = message("concordance.indicator_differences.contradiction", a=a["value"], b=b["value"], where=where, **figures)
    return "value", "contradiction", why


def _same_unit(a: str, b: str) -> bool:
    return a == b or {a, b} <= _COUNTS


def _figure(row: dict[str, Any]) -> str:
    return f"{_SIGNS.get(row['comparator'], '')}{row['value']:g}"


def _compatible(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether one value could satisfy both statements."""

    def bounds(row: dict[str, Any]) -> tuple[float, float]:
        value, sign = float(row["value"]), row["comparator"]
        if sign in {">", ">="}:
            return value, float("inf")
        if sign in {"<", "<="}:
            return float("-inf"), value
        if sign == "about":
            return value * (1 - _ABOUT), value * (1 + _ABOUT)
        return value, value

    (low_a, high_a), (low_b, high_b) = bounds(a), bounds(b)
    return max(low_a, low_b) <= min(high_a, high_b)
