"""What frictionless says of a table, remembered: in the copies that tests break, most tables are as they were.

Of the tables that a table refers to, it asks for nothing but the cells referred to.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import frictionless
import pytest

from geoplan.checks import tables

_SAID: dict[str, frictionless.Report] = {}
_SAID_OF_ALL: dict[str, list[tuple[str, frictionless.Error]]] = {}
_SCHEMAS: tuple[Any, dict[str, str]] = (None, {})  # of the package validated last


def remember(patch: pytest.MonkeyPatch) -> None:
    """Have each table validated once for each of its contents and of the cells that it refers to."""
    validate = frictionless.Resource.validate

    def known(resource: frictionless.Resource, *args: Any, **how: Any) -> frictionless.Report:
        key = _key(resource)
        if not key:
            return validate(resource, *args, **how)
        if key not in _SAID:
            _SAID[key] = validate(resource, *args, **how)
        return _SAID[key]

    validate_all = tables._validate

    def all_known(package: dict[str, Any], folder: Path | None = None) -> list[tuple[str, frictionless.Error]]:
        key = _key_of_all(package, folder)
        if not key:
            return list(validate_all(package, folder))
        if key not in _SAID_OF_ALL:
            _SAID_OF_ALL[key] = list(validate_all(package, folder))
        return _SAID_OF_ALL[key]

    patch.setattr(frictionless.Resource, "validate", known)
    patch.setattr(tables, "_validate", all_known)


def _key_of_all(package: dict[str, Any], folder: Path | None) -> str:
    """Of the package and all its files; empty where the tables are in memory or a file is not there."""
    paths = [folder / str(resource.get("path")) for resource in package["resources"]] if folder else []
    if not paths or not all(path.is_file() for path in paths):
        return ""
    digest = hashlib.sha256(json.dumps(package).encode())
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _key(resource: frictionless.Resource) -> str:
    """Of all that the validation depends on; empty where it is not known."""
    package = resource.package
    if package is None:
        return ""
    others = [key["reference"] for key in resource.schema.foreign_keys]
    others = [other for other in others if other["resource"] not in ("", resource.name)]
    digest = hashlib.sha256()
    for other in (None, *others):
        if other and not package.has_resource(other["resource"]):
            continue
        one = package.get_resource(other["resource"]) if other else resource
        if one.path is None:
            content = repr(one.data).encode()
        elif (path := Path(one.basepath or "") / one.path).is_file():
            content = path.read_bytes()
            content = _cells(content, tuple(other["fields"])) if other else content
        else:
            return ""
        described = json.dumps([one.name, one.path, _schemas(package)[one.name]], sort_keys=True).encode()
        digest.update(b"%d %d " % (len(described), len(content)) + described + content)
    return digest.hexdigest()


@lru_cache(maxsize=512)
def _cells(content: bytes, columns: tuple[str, ...]) -> bytes:
    """Of a table that another refers to, what it may refer to; all of it where it cannot be read so."""
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        if not set(columns) <= set(rows.fieldnames or ()):
            return content
        return repr(sorted({tuple(str(row[column]) for column in columns) for row in rows})).encode()
    except (UnicodeDecodeError, csv.Error):
        return content


def _schemas(package: frictionless.Package) -> dict[str, str]:
    """The schema of each table as JSON; made once for all tables of a package."""
    global _SCHEMAS
    if _SCHEMAS[0] is not package:
        _SCHEMAS = package, {one.name: json.dumps(one.schema.to_descriptor()) for one in package.resources}
    return _SCHEMAS[1]
