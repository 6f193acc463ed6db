"""What statements of plans must be: pairs that a plan states, projects with content, each figure once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pandas as pd

from geoplan.plan_text.normalise import normalise
from geoplan.problem import Problem
from geoplan.sources import Sources

_WHAT: Final = ("plan_id", "scope_adcode", "name_zh", "measure", "unit")
_FIGURES: Final = (("base_year", "base_comparator", "base_value"), ("target_year", "comparator", "target_value"))


def check_statements(sources: Sources) -> Iterator[Problem]:
    """Check what the plans are said to state.

    Yields
    ------
    Problem
        Fields and sites multiplied; functions among the industries; programmes among the projects; a figure that a
        plan is said to give twice.
    """
    tables = sources.tables
    yield from _cross_products(tables["designations"])
    yield from _functions(tables["industries"], tables["functions"])
    yield from _projects(tables["projects"], tables["programmes"])
    yield from _repeated(tables["indicators"])


def _cross_products(designations: pd.DataFrame) -> Iterator[Problem]:
    """Sites of one section with the same fields, two or more: a list of sites times a list of fields.

    Basis ``shared`` says that the section truly speaks of each.
    """
    stated = designations[designations["basis"] == "stated"]
    columns = ["plan_id", "section", "site_id", "wording"]
    wordings: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows: dict[tuple[str, str, str], int] = {}
    for row, plan_id, section, site_id, wording in stated[columns].itertuples(name=None):
        wordings[plan_id, section][site_id].add(wording)
        rows.setdefault((plan_id, section, site_id), int(row))
    for (plan_id, section), of_site in wordings.items():
        sites: dict[frozenset[str], list[str]] = defaultdict(list)
        for site_id, own in of_site.items():
            sites[frozenset(own)].append(site_id)
        for same, alike in sites.items():
            if len(alike) > 1 and len(same) > 1:
                values = {"section": section, "n": len(alike), "m": len(same)}
                yield Problem("data/designations.csv", rows[plan_id, section, alike[-1]], "cross-product", values)


def _functions(industries: pd.DataFrame, functions: pd.DataFrame) -> Iterator[Problem]:
    same = industries["industry_id"].isin(functions["function_id"]) | industries["name_zh"].isin(functions["name_zh"])
    for row, value in industries.loc[same, "industry_id"].items():
        yield Problem("data/industries.csv", row, "function-as-industry", {"value": value})


def _projects(projects: pd.DataFrame, programmes: pd.DataFrame) -> Iterator[Problem]:
    names = set(programmes["name_zh"].map(normalise))
    for project in projects.itertuples():
        content = project.number or project.investment or project.builder
        if not content and normalise(str(project.name_zh)) in names:
            yield Problem(
                "data/projects.csv", int(str(project.Index)), "project-is-programme", {"value": project.name_zh}
            )


def _repeated(indicators: pd.DataFrame) -> Iterator[Problem]:
    """A row all of whose figures stand in earlier rows of the same plan, scope, name and measure."""
    known: set[tuple[str, ...]] = set()
    for row, cells in zip(indicators.index, indicators.to_dict("records"), strict=True):
        what = tuple(cells[column] for column in _WHAT)
        figures = {(*what, *(cells[c] for c in columns)) for columns in _FIGURES if cells[columns[-1]]}
        if figures and figures <= known:
            yield Problem("data/indicators.csv", int(row), "figure-twice", {"value": cells["name_zh"]})
        known |= figures
