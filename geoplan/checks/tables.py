"""Checks of data/: what a schema cannot express."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from geoplan.problem import Problem
from geoplan.sources import Sources
from geoplan.text.message import joined
from geoplan.vocabulary import AREA_UNITS, MONEY_UNITS, RANK_UNIT

_UNTIDY = re.compile(r"^\s|\s$|[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]")
_NUMERIC_PROPERTIES: dict[str, tuple[str, ...]] = {
    "land_area": tuple(AREA_UNITS),
    "floor_area": tuple(AREA_UNITS),
    "investment": tuple(MONEY_UNITS),
}


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
