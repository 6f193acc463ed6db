"""What is installed: pinned by hash, no more than is needed, under licences that are known."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).parents[2]
NOT_INSTALLED = {"django", "asgiref", "sqlparse"}  # of django-leaflet, of which files are read alone
ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)?(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.MULTILINE)  # fmt: skip


@pytest.fixture(scope="module")
def lock() -> str:
    return (HOME / "requirements.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def sign_in() -> str:
    return (HOME / "deploy" / "requirements-sign-in.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dependency_licences", HOME / "docs" / "dependency_licences.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def direct() -> set[str]:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    return {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}


def test_every_package_is_pinned_by_version_and_hash(lock: str) -> None:
    entries = list(ENTRY.finditer(lock))
    assert len(entries) == len(re.findall(r"^[A-Za-z]", lock, re.MULTILINE)) > 100
    assert all(entry["hashes"] for entry in entries)


def test_no_registry_is_named(lock: str, sign_in: str) -> None:
    for text in (lock, sign_in):
        assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_what_sign_in_needs_is_pinned_too_and_fits(lock: str, sign_in: str) -> None:
    pinned = {entry["name"]: entry["version"] for entry in ENTRY.finditer(sign_in) if entry["hashes"]}
    assert len(pinned) == len(re.findall(r"^[A-Za-z]", sign_in, re.MULTILINE)) > 5
    for entry in ENTRY.finditer(lock):
        assert pinned.get(entry["name"], entry["version"]) == entry["version"]
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    asked = (HOME / "deploy" / "requirements-sign-in.in").read_text("utf-8").splitlines()[1:]
    assert asked == project["optional-dependencies"]["sign-in"]
    # Streamlit's own list of what its sign-in takes.
    needed = [Requirement(text) for text in requires("streamlit") or [] if "extra ==" in text]
    auth = {canonicalize_name(r.name) for r in needed if r.marker and r.marker.evaluate({"extra": "auth"})}
    assert auth and auth <= set(pinned)


def test_what_is_locked_is_what_is_asked_for_and_no_more(lock: str) -> None:
    needed, todo = set(), sorted(direct())
    while todo:
        name = todo.pop()
        if name in needed or name in NOT_INSTALLED:
            continue
        needed.add(name)
        asked = [Requirement(text) for text in requires(name) or []]
        todo += [canonicalize_name(r.name) for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})]
    windows_only = {"colorama"}
    assert {entry["name"] for entry in ENTRY.finditer(lock)} - windows_only == needed


def test_setup_checks_the_hashes(lock: str) -> None:
    rules = (HOME / "Makefile").read_text("utf-8")
    assert "--require-hashes --no-deps -r requirements.txt" in rules and "\nlock:" in rules


def test_every_licence_is_listed_and_of_a_kind_that_is_expected(licences: ModuleType) -> None:
    assert licences.TARGET.read_text("utf-8") == licences.page(), "run make licences"
    assert {licences.kind(licences.licence(name)) for name in licences.locked()} == set(licences.KINDS)
    assert licences.kind("GNU General Public License v3 (GPLv3)") == licences.kind("Proprietary") == ""
