"""Bases and targets of indicators as single statements, and where they differ."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import Difference, Statement, sections_of, short_title
from geoplan.text.message import Text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import COUNT_UNITS

_COUNTS: Final = {*COUNT_UNITS, ""}
_SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "about": "≈"}
_EXCLUSIVE: Final = ({"=", ">"}, {"=", "<"})  # of one number: no value meets both
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
    """Bases and targets of one indicator and scope that differ, each pair of figures of two plans once."""
    said = statements(catalogue)
    for (_, name), group in said.groupby(["scope_adcode", "name_zh"], sort=False):
        if len(group) < 2:
            continue
        rows = group.drop_duplicates(["what", "year", "value", "comparator", "plan_id", "measure"]).to_dict("records")
        subject = _subject(catalogue, group)
        seen: set[tuple[object, ...]] = set()
        for a, b in combinations(rows, 2):
            if verdict := _verdict(catalogue, a, b, rows):
                kind, severity, why = verdict
                figures = ("plan_id",) if kind == "target" else ("plan_id", "year", "value")
                pair = (kind, a["what"], *(row[key] for row in (a, b) for key in figures))
                if pair not in seen:
                    yield Difference(kind, severity, str(name), subject, _statement(a), _statement(b), why)
                seen.add(pair)
    yield from _multiples(catalogue, said)


def _subject(catalogue: Catalogue, rows: pd.DataFrame) -> Text:
    """The name of the region and of the indicator that rows share."""
    first = rows.iloc[0]
    return message(
        "concordance.indicator_differences.subject",
        region=name_of(catalogue.regions, str(first["scope_adcode"])),
        indicator=name_of(rows.head(1).set_index("name_zh", drop=False), str(first["name_zh"])),
    )


def _multiples(catalogue: Catalogue, said: pd.DataFrame) -> Iterator[Difference]:
    """Targets in words that multiply the base, such as 双倍增, against the figures of the same year.

    The implied target is the base that the same plan prints times the multiple of the words; see words.toml.
    """
    rows = catalogue.indicators[catalogue.indicators["words"].isin(list(_multiples_by_words()))]
    for _, own in rows.groupby(["scope_adcode", "name_zh", "plan_id", "words", "target_year"], sort=False):
        row = own.iloc[0]
        of_subject = said[(said["scope_adcode"] == row["scope_adcode"]) & (said["name_zh"] == row["name_zh"])]
        bases = of_subject[(of_subject["what"] == "base") & (of_subject["plan_id"] == row["plan_id"])]
        targets = of_subject[(of_subject["what"] == "target") & (of_subject["year"] == row["target_year"])]
        for base in bases.head(1).to_dict("records"):
            implied = base["value"] * _multiples_by_words()[row["words"]]
            for target in targets[targets["value"] != implied].drop_duplicates(["plan_id", "value"]).to_dict("records"):
                why = message(
                    "concordance.indicator_differences.multiple",
                    words=row["words"], base=f"{base['value']:g}", implied=f"{implied:g}",
                    target=_figure(target), year=target["year"],
                )  # fmt: skip
                a = Statement(row["plan_id"], sections_of(own["section"]), f"{row['target_year']}: {row['printed']}")
                subject = _subject(catalogue, of_subject)
                yield Difference("value", "contradiction", str(row["name_zh"]), subject, a, _statement(target), why)


@lru_cache(maxsize=1)
def _multiples_by_words() -> dict[str, float]:
    return tomllib.loads((files("geoplan.concordance") / "words.toml").read_text("utf-8"))["multiples"]


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(row["plan_id"], row["section"], f"{row['year']}: {_figure(row)} {row['unit']}".strip())


def _verdict(
    catalogue: Catalogue, a: dict[str, Any], b: dict[str, Any], rows: list[dict[str, Any]]
) -> tuple[str, str, Text] | None:
    """Kind, severity and reason of a difference; None where the two agree or speak of different things."""
    if a["what"] != b["what"] or a["measure"] != b["measure"] or not _same_unit(a["unit"], b["unit"]):
        return None
    if _repeats(a, b, rows) or _repeats(b, a, rows):
        return None
    if a["year"] != b["year"]:
        if a["what"] != "target" or a["plan_id"] == b["plan_id"] or a["value"] == b["value"]:
            return None
        one, two = (short_title(catalogue, row["plan_id"]) for row in (a, b))
        years = {"year_a": a["year"], "year_b": b["year"]}
        return (
            "target",
            "scope",
            message("concordance.indicator_differences.target_moved", plan_a=one, plan_b=two, **years),
        )
    if a["value"] == b["value"] and {a["comparator"], b["comparator"]} not in _EXCLUSIVE:
        return None
    figures = {"year": a["year"], "what": message(f"concordance.indicator_differences.what.{a['what']}")}
    if a["value"] == b["value"]:
        return (
            "value",
            "scope",
            message("concordance.indicator_differences.exclusive", a=_figure(a), b=_figure(b), **figures),
        )
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


def _repeats(a: dict[str, Any], b: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Whether the plan of `a` gives the figure of `b` elsewhere: then it differs from itself, not from another plan."""
    keys = ["what", "year", "value", "measure", *(["comparator"] if a["value"] == b["value"] else [])]
    same = [row for row in rows if row["plan_id"] == a["plan_id"] and all(row[key] == b[key] for key in keys)]
    return a["plan_id"] != b["plan_id"] and bool(same)


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
