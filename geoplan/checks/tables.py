"""Checks of data/: the schema by frictionless, then what a schema cannot express."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geoplan.problem import Problem
from geoplan.sources import PACKAGE, Sources
from geoplan.text.message import joined
from geoplan.vocabulary import AREA_UNITS, MONEY_UNITS, RANK_UNIT

if TYPE_CHECKING:
    import frictionless

_UNTIDY = re.compile(r"^\s|\s$|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]")
_NUMERIC_PROPERTIES: dict[str, tuple[str, ...]] = {
    "land_area": tuple(AREA_UNITS),
    "floor_area": tuple(AREA_UNITS),
    "investment": tuple(MONEY_UNITS),
}


def check_schema(package: dict[str, Any], home: Path) -> Iterator[Problem]:
    """Validate the files of the tables against the package.

    Yields
    ------
    Problem
        Files, columns, cells and keys that break the schema.
    """
    for file, error in _validate(package, home / "data"):
        yield _problem(file, error)


def check_tables(package: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Validate tables in memory against the package.

    Parameters
    ----------
    tables : dict of DataFrame
        By table name; every cell a string, the index the row that a problem names.

    Yields
    ------
    Problem
        Cells and keys that break the schema.
    """
    resources = []
    for resource in package["resources"]:
        frame = tables[Path(resource["path"]).stem]
        rows = _Rows([list(frame.columns), *frame.to_numpy().tolist()])
        resources.append({"name": resource["name"], "schema": resource["schema"], "data": rows})
    stems = {resource["name"]: Path(resource["path"]).stem for resource in package["resources"]}
    for name, error in _validate({**package, "resources": resources}):
        problem = _problem(f"{stems.get(name, name)}.csv", error)
        if problem.row is not None:
            problem = replace(problem, row=int(tables[stems[name]].index[problem.row - 2]))  # row 1 is the header
        yield problem


class _Rows(list[list[str]]):
    """Rows that nobody changes: frictionless would copy each cell, several times."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Rows:
        return self


def _validate(package: dict[str, Any], folder: Path | None = None) -> Iterator[tuple[str, frictionless.Error]]:
    """All errors of a package, each with its file, or the name of its table where the tables are in memory."""
    import frictionless  # and pyogrio below: an app that reads checked data needs neither

    try:
        described = frictionless.Package(package, basepath=str(folder) if folder else None)
    except frictionless.FrictionlessException as failure:
        yield Path(PACKAGE).name, failure.error
        return
    report = described.validate()
    yield from ((Path(PACKAGE).name, error) for error in report.errors)
    for task in report.tasks:
        yield from ((Path(task.place).name if folder else task.name, error) for error in task.errors)


def _problem(file: str, error: frictionless.Error) -> Problem:
    """The rule of the catalogue that an error of frictionless is about."""
    place = f"data/{file}"
    if place == PACKAGE:
        return Problem(place, None, "package-invalid", {"why": error.message})
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
            untidy = [value for value in frame[column].unique().tolist() if _UNTIDY.search(value)]
            for row, value in frame.loc[frame[column].isin(untidy), column].items() if untidy else ():
                yield Problem(f"data/{name}.csv", row, "cell-untidy", {"column": column, "value": value})


def check_relations(sources: Sources) -> Iterator[Problem]:
    """Check what ties rows to each other: parents, names, periods and units."""
    tables = sources.tables
    yield from _circles("industries", tables["industries"], "industry_id")
    yield from _circles("relations", tables["relations"], "site_id")
    yield from _same_names(tables["sites"])
    yield from _ids_in_use(tables["retired_ids"], tables["sites"])
    yield from _without_subject(tables)
    yield from _periods(tables["plans"])
    yield from _units(tables["site_facts"])
    yield from _figures(tables["indicators"])


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


def _ids_in_use(retired: pd.DataFrame, sites: pd.DataFrame) -> Iterator[Problem]:
    for row, site_id in retired.loc[retired["retired_id"].isin(sites["site_id"]), "retired_id"].items():
        yield Problem("data/retired_ids.csv", row, "retired-id-in-use", {"value": site_id})


def _without_subject(tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """A status is that of a site or of a programme, which no foreign key can say."""
    known = {*tables["sites"]["site_id"], *tables["programmes"].get("programme_id", ())}
    statuses = tables["statuses"]
    for row, site_id in statuses.loc[~statuses["site_id"].isin(known), "site_id"].items():
        yield Problem("data/statuses.csv", row, "orphan", {"column": "site_id", "value": site_id})


def _periods(plans: pd.DataFrame) -> Iterator[Problem]:
    start, end = (pd.to_numeric(plans[c], errors="coerce") for c in ("period_start", "period_end"))
    for row in plans.index[end < start]:
        values = {"start": plans.at[row, "period_start"], "end": plans.at[row, "period_end"]}
        yield Problem("data/plans.csv", row, "period-reversed", values)


def _figures(indicators: pd.DataFrame) -> Iterator[Problem]:
    """A row has a figure or words, each figure its comparator; a figure in places is a rank."""
    file, figures = "data/indicators.csv", (("base_value", "base_comparator"), ("target_value", "comparator"))
    for row, cells in zip(indicators.index, indicators.to_dict("records"), strict=True):
        if not (cells["base_value"] or cells["target_value"] or cells["words"]):
            yield Problem(file, row, "figure-missing", {"value": cells["name_zh"]})
        for value, comparator in figures:
            if bool(cells[value]) != bool(cells[comparator]):
                yield Problem(file, row, "comparator-alone", {"value": value, "comparator": comparator})
        if (cells["unit"] == RANK_UNIT) != (cells["measure"] == "rank"):
            yield Problem(file, row, "rank-measure", {"value": cells["name_zh"], "unit": RANK_UNIT})


def _units(facts: pd.DataFrame) -> Iterator[Problem]:
    for row, fact in zip(facts.index, facts.to_dict("records"), strict=True):
        units = _NUMERIC_PROPERTIES.get(fact["property"])
        if units is None:
            continue
        values = {"property": fact["property"], "unit": fact["unit"], "value": fact["value"]}
        if pd.isna(pd.to_numeric(fact["value"], errors="coerce")):
            yield Problem("data/site_facts.csv", row, "number-expected", values)
        if fact["unit"] not in units:
            yield Problem("data/site_facts.csv", row, "unit-unknown", {**values, "allowed": joined(units)})
