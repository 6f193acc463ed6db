"""A table is validated once as it is: not again while nothing of it changes, and again when what it refers to does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

from geoplan.checks import table_schema
from geoplan.checks.table_schema import check_schema, check_tables
from geoplan.problem import Problem

Check = Callable[[str, str], list[Problem]]


def _resource(name: str, *fields: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "schema": {"fields": [{"name": f, "type": "string"} for f in fields], **schema},
    }


KEY = {"fields": ["town"], "reference": {"resource": "towns", "fields": ["town"]}}
PACKAGE = {
    "name": "parks",
    "resources": [
        _resource("towns", "town", primaryKey=["town"]),
        _resource("parks", "park", "town", foreignKeys=[KEY]),
    ],
}
TOWNS, PARKS = "town\nA\nB\n", "park,town\none,A\ntwo,B\n"


@pytest.fixture(params=["files", "memory"])
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    """Check the two tables, as files or in memory."""
    (tmp_path / "data").mkdir()
    package = json.loads(json.dumps(PACKAGE))

    def run(towns: str, parks: str) -> list[Problem]:
        texts = {"towns": towns, "parks": parks}
        if request.param == "files":
            for name, text in texts.items():
                (tmp_path / "data" / f"{name}.csv").write_text(text, "utf-8")
            return list(check_schema(package, tmp_path))
        rows = {name: [line.split(",") for line in text.splitlines()] for name, text in texts.items()}
        tables = {name: pd.DataFrame(of[1:], columns=of[0], index=range(2, len(of) + 1)) for name, of in rows.items()}
        return list(check_tables(package, tables))

    return run


@pytest.fixture(autouse=True)
def validated(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the tables that frictionless validates."""
    names: list[str] = []
    validate = frictionless.Resource.validate

    def noted(resource: frictionless.Resource, *args: Any, **how: Any) -> frictionless.Report:
        names.append(str(resource.name))
        return validate(resource, *args, **how)

    monkeypatch.setattr(table_schema, "_valid", set())
    monkeypatch.setattr(frictionless.Resource, "validate", noted)
    yield names


def test_what_is_valid_is_validated_once(check: Check, validated: list[str]) -> None:
    assert check(TOWNS, PARKS) == check(TOWNS, PARKS) == []
    assert validated == ["towns", "parks"]


def test_a_table_that_changes_is_validated_again_alone(check: Check, validated: list[str]) -> None:
    check(TOWNS, PARKS)
    validated.clear()
    (problem,) = check(TOWNS, PARKS + "three,C\n")
    assert (problem.file, problem.row, problem.rule, problem.values["value"]) == ("data/parks.csv", 4, "orphan", "C")
    assert validated == ["parks"]


def test_a_table_is_validated_again_when_the_one_it_refers_to_changes(check: Check) -> None:
    assert check(TOWNS, PARKS) == []
    (problem,) = check("town\nA\n", PARKS)
    assert (problem.file, problem.row, problem.rule) == ("data/parks.csv", 3, "orphan")
    assert check(TOWNS, PARKS) == []


def test_what_is_wrong_is_told_each_time(check: Check) -> None:
    first = check("town\nA\nA\nB\n", PARKS)
    assert [(p.file, p.row, p.rule) for p in first] == [("data/towns.csv", 3, "key-duplicate")]
    assert check("town\nA\nA\nB\n", PARKS) == first
