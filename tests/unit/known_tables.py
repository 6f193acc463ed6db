"""What frictionless says of a table, remembered: in the copies that tests break, most tables are as they were."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

_SAID: dict[str, frictionless.Report] = {}


def remember(patch: pytest.MonkeyPatch) -> None:
    """Have each table validated once for each of its contents and those of the tables that it refers to."""
    validate = frictionless.Resource.validate

    def known(resource: frictionless.Resource, *args: Any, **how: Any) -> frictionless.Report:
        key = _key(resource)
        if not key:
            return validate(resource, *args, **how)
        if key not in _SAID:
            _SAID[key] = validate(resource, *args, **how)
        return _SAID[key]

    patch.setattr(frictionless.Resource, "validate", known)


def _key(resource: frictionless.Resource) -> str:
    """Of all that the validation depends on; empty where it is not known."""
    package = resource.package
    if package is None:
        return ""
    others = {key["reference"]["resource"] for key in resource.schema.foreign_keys} - {"", resource.name}
    digest = hashlib.sha256()
    for one in (resource, *(package.get_resource(name) for name in sorted(others) if package.has_resource(name))):
        if one.path is None:
            content = repr(one.data).encode()
        elif (path := Path(one.basepath or "") / one.path).is_file():
            content = path.read_bytes()
        else:
            return ""
        described = json.dumps([one.name, one.path, one.schema.to_descriptor()], sort_keys=True).encode()
        digest.update(b"%d %d " % (len(described), len(content)) + described + content)
    return digest.hexdigest()
