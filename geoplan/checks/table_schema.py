"""Checks of data/ by its schema: frictionless validates what it has not found valid before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from geoplan.problem import Problem
from geoplan.sources import PACKAGE

if TYPE_CHECKING:
    import frictionless

Resource = dict[str, Any]

_MOST_KNOWN: Final = 1_000  # digests: those of a catalogue some thirty times
# Digests of valid tables, each with its schema and the tables that it refers to: few change from check to check.
_valid: set[bytes] = set()


def check_schema(package: dict[str, Any], home: Path) -> Iterator[Problem]:
    """Validate the files of the tables against the package.

    Yields
    ------
    Problem
        Files, columns, cells and keys that break the schema.
    """
    folder = home / "data"

    def content(resource: Resource) -> bytes:
        path = folder / resource["path"]
        return _as_bytes(resource) + (path.read_bytes() if path.is_file() else b"")

    files = {resource["name"]: resource["path"] for resource in package["resources"]}
    yield from _validate(package, content, files, folder)


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
    resources, files = [], {}
    for resource in package["resources"]:
        files[resource["name"]] = resource["path"]
        frame = tables[Path(resource["path"]).stem]
        rows = _Rows([list(frame.columns), *frame.to_numpy().tolist()])
        resources.append({"name": resource["name"], "schema": resource["schema"], "data": rows})
    for problem in _validate({**package, "resources": resources}, _as_bytes, files):
        if problem.row is not None:
            index = tables[Path(problem.file).stem].index
            problem = replace(problem, row=int(index[problem.row - 2]))  # row 1 is the header
        yield problem


def _as_bytes(resource: Resource) -> bytes:
    return json.dumps(resource).encode()


class _Rows(list[list[str]]):
    """Rows that nobody changes: frictionless would copy each cell, several times."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Rows:
        return self


def _validate(
    package: dict[str, Any], content: Callable[[Resource], bytes], files: dict[str, str], folder: Path | None = None
) -> Iterator[Problem]:
    """All problems of a package; `content` gives a resource as bytes, with its rows."""
    import frictionless  # an app that reads checked data does without

    try:
        described = frictionless.Package(package, basepath=str(folder) if folder else None)
        described.to_descriptor(validate=True)
    except frictionless.FrictionlessException as failure:
        yield Problem(PACKAGE, None, "package-invalid", {"why": failure.error.message})
        return
    digests = {r["name"]: sha256(content(r)).digest() for r in package["resources"]}
    for resource, described_resource in zip(package["resources"], described.resources, strict=True):
        keys = resource["schema"].get("foreignKeys", [])
        key = b"".join([digests[resource["name"]], *(digests.get(k["reference"]["resource"], b"") for k in keys)])
        if key in _valid:
            continue
        report = described_resource.validate()
        errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
        yield from (_problem(files[resource["name"]], error) for error in errors)
        if not errors:
            if len(_valid) >= _MOST_KNOWN:
                _valid.clear()
            _valid.add(key)


def _problem(file: str, error: frictionless.Error) -> Problem:
    """The rule of the catalogue that an error of frictionless is about."""
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
