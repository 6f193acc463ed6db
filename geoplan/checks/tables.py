"""Checks of data/: the schema by frictionless, then what a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import frictionless
import pandas as pd

from geoplan.problem import Problem
from geoplan.sources import Sources
from geoplan.vocabulary import AREA_UNITS

_UNTIDY = re.compile(r"^\s|\s$|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]")
_MONEY_UNITS = ("亿元", "万元")
_NUMERIC_PROPERTIES: dict[str, tuple[str, ...]] = {
    "land_area": tuple(AREA_UNITS),
    "floor_area": tuple(AREA_UNITS),
    "investment": _MONEY_UNITS,
}


def check_schema(home: Path) -> Iterator[Problem]:
    """Validate every table against data/datapackage.json.

    Parameters
    ----------
    home : Path
        The folder that holds data/.

    Yields
    ------
    Problem
        Files, columns, cells and keys that break the schema.
    """
    try:
        package = frictionless.Package(str(home / "data" / "datapackage.json"))
    except frictionless.FrictionlessException as refusal:
        yield Problem("data/datapackage.json", None, "package-invalid", {"why": refusal.error.message})
        return
    report = package.validate()
    for error in report.errors:
        yield Problem("data/datapackage.json", None, "package-invalid", {"why": error.message})
    for task in report.tasks:
        for error in task.errors:
            yield _translate(Path(task.place).name, error)


def _translate(file: str, error: frictionless.Error) -> Problem:
    """Turn a frictionless error into a problem that names the remedy."""
    place = f"data/{file}"
    row = getattr(error, "row_number", None)
    column = getattr(error, "field_name", "") or getattr(error, "label", "")
    value = getattr(error, "cell", "")
    match error.type:
        case "missing-label" | "incorrect-label" | "blank-label":
            return Problem(place, None, "column-missing", {"column": column or error.note})
        case "extra-label" | "duplicate-label":
            return Problem(place, None, "column-unknown", {"column": column})
        case "blank-row":
            return Problem(place, row, "row-blank")
        case "missing-cell" | "extra-cell":
            return Problem(place, row, "cell-count")
        case "type-error":
            expected = re.sub(r'^type is "(.*?)".*', r"\1", error.note)
            return Problem(place, row, "cell-type", {"column": column, "value": value, "expected": expected})
        case "constraint-error" if "required" in error.note:
            return Problem(place, row, "cell-required", {"column": column})
        case "constraint-error":
            return Problem(place, row, "cell-constraint", {"column": column, "value": value, "expected": error.note})
        case "unique-error" | "primary-key":
            cells = getattr(error, "cells", [])
            return Problem(place, row, "key-duplicate", {"value": value or " / ".join(map(str, cells[:4]))})
        case "foreign-key":
            field = ", ".join(getattr(error, "field_names", []))
            missing = ", ".join(map(str, getattr(error, "field_cells", [])))
            return Problem(place, row, "orphan", {"column": field, "value": missing})
        case "source-error" | "scheme-error" | "resource-error" if "No such file" in error.note:
            return Problem(place, None, "file-missing")
        case _:
            return Problem(place, row, "file-unreadable", {"why": error.note or error.message})


def check_tidiness(sources: Sources) -> Iterator[Problem]:
    """Find cells with stray blanks or control characters."""
    for name, frame in sources.tables.items():
        for column in frame.columns:
            untidy = frame[column].str.contains(_UNTIDY)
            for row, value in frame.loc[untidy, column].items():
                yield Problem(f"data/{name}.csv", row, "cell-untidy", {"column": column, "value": value})


def check_relations(sources: Sources) -> Iterator[Problem]:
    """Check what ties rows to each other: parents, names, periods and units."""
    tables = sources.tables
    yield from _circles("industries", tables["industries"], "industry_id")
    yield from _circles("memberships", tables["memberships"], "site_id")
    yield from _same_names(tables["sites"])
    yield from _periods(tables["plans"])
    yield from _units(tables["site_facts"])


def _circles(name: str, frame: pd.DataFrame, child: str) -> Iterator[Problem]:
    """Report one row of each circle of parents."""
    edges = frame[(frame[child] != "") & (frame["parent_id"] != "")]
    while True:
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for node, parent in zip(edges[child], edges["parent_id"], strict=True):
            sorter.add(node, parent)
        try:
            sorter.prepare()
        except CycleError as error:
            circle = error.args[1]
        else:
            return
        inside = edges[edges[child].isin(circle) & edges["parent_id"].isin(circle)]
        yield Problem(f"data/{name}.csv", int(inside.index[-1]), "circular-parent", {"chain": " → ".join(circle)})
        edges = edges.drop(inside.index[-1])


def _same_names(sites: pd.DataFrame) -> Iterator[Problem]:
    named = sites[sites["name_zh"] != ""]
    for _, group in named.groupby(["name_zh", "adcode"], sort=False):
        first = group["site_id"].iloc[0]
        for row, name in group["name_zh"].iloc[1:].items():
            yield Problem("data/sites.csv", row, "name-duplicate", {"value": name, "other": first})


def _periods(plans: pd.DataFrame) -> Iterator[Problem]:
    start, end = (pd.to_numeric(plans[c], errors="coerce") for c in ("period_start", "period_end"))
    for row in plans.index[end < start]:
        values = {"start": plans.at[row, "period_start"], "end": plans.at[row, "period_end"]}
        yield Problem("data/plans.csv", row, "period-reversed", values)


def _units(facts: pd.DataFrame) -> Iterator[Problem]:
    for row, fact in facts.iterrows():
        units = _NUMERIC_PROPERTIES.get(fact["property"])
        if units is None:
            continue
        values = {"property": fact["property"], "unit": fact["unit"], "value": fact["value"]}
        if pd.isna(pd.to_numeric(fact["value"], errors="coerce")):
            yield Problem("data/site_facts.csv", row, "number-expected", values)
        if fact["unit"] not in units:
            yield Problem("data/site_facts.csv", row, "unit-unknown", {**values, "allowed": "、".join(units)})
