"""The house stays as it was drawn: imports run one way, files stay small, docstrings say units and errors."""

import ast
import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from numpydoc.validate import validate

import geoplan

PACKAGE = Path(geoplan.__file__).parent
# From the ground up; a module may import from its own storey and those below.
STOREYS = [
    {"geoplan.vocabulary", "geoplan.settings", "geoplan.problem", "geoplan.files", "geoplan.errors", "geoplan.catalogue.region_path", "geoplan.crs.metric", "geoplan.crs.offset_datums", "geoplan.crs.systems", "geoplan.plan_text.normalise", "geoplan.plan_text.outline", "geoplan.plan_text.parser"},
    {"geoplan.geodata.boundaries", "geoplan.geodata.equal_area_disc", "geoplan.sources", "geoplan.catalogue.designations"},
    {"geoplan.checks.citations"},
    {"geoplan.checks"},
    {"geoplan.catalogue.assemble", "geoplan.catalogue.catalogue"},
    {"geoplan.streets"},
    {"geoplan.concordance", "geoplan.query.search", "geoplan.query.selection", "geoplan.query.dossier", "geoplan.query.tables", "geoplan.readers.population", "geoplan.analysis", "geoplan.readers", "geoplan.geocoding", "geoplan.forms"},
    {"geoplan.suitability"},
    {"geoplan.writers"},
    {"geoplan.map", "geoplan.brief", "geoplan.api"},
    {"geoplan.fetch"},
    {"geoplan.ui", "geoplan.cli"},
]  # fmt: skip
ONLY_IN = {
    "streamlit": ("ui/", "app.py"),
    "streamlit_folium": ("ui/",),
    "folium": ("map/", "ui/__main__.py"),
    "osmnx": ("streets/", "fetch/"),
    "requests": ("fetch/",),
    "pygeoapi": ("service/",),
}


def storey(module: str) -> int:
    best = [
        (len(name), level)
        for level, names in enumerate(STOREYS)
        for name in names
        if f"{module}.".startswith(f"{name}.")
    ]
    assert best, f"{module} stands on no storey: give it a place in STOREYS"
    return max(best)[1]


def python_files() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", list(python_files()), ids=dotted)
def test_imports_run_one_way(path: Path) -> None:
    if dotted(path) == "geoplan":
        return
    for name in imports(path):
        if name.startswith("geoplan.") and "__version__" not in name:
            assert storey(name) <= storey(dotted(path)), f"{dotted(path)} imports {name} from above it"
        top = name.split(".")[0]
        if top in ONLY_IN:
            place = path.relative_to(PACKAGE).as_posix()
            assert place.startswith(ONLY_IN[top]), f"{place} imports {top}, which belongs in {ONLY_IN[top]}"


def test_a_wrong_import_would_be_found() -> None:
    assert (
        storey("geoplan.ui.pages.map.map_page")
        > storey("geoplan.catalogue.catalogue")
        > storey("geoplan.checks.tables")
    )


@pytest.mark.parametrize("path", [*python_files()], ids=dotted)
def test_no_file_is_longer_than_about_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 330, f"{path.name}: is it still one idea?"


def public_objects() -> Iterator[str]:
    for info in pkgutil.walk_packages([str(PACKAGE)], "geoplan."):
        if ".ui." in info.name or info.name.startswith("geoplan.cli"):
            continue  # shells: their help texts are the docs
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            if (
                not name.startswith("_")
                and getattr(thing, "__module__", "") == info.name
                and (inspect.isfunction(thing))
            ):
                yield f"{info.name}.{name}"


# PR01/RT01: where one sentence says all, a section would only repeat it; YD01 and EX01, SA01, ES01 likewise.
WANTED = {"GL08", "SS03", "PR02", "PR03", "PR04", "PR06", "PR07", "PR10", "RT04", "SS01", "SS02", "SS04"}


@pytest.mark.parametrize("name", list(public_objects()))
def test_docstrings_are_numpydoc(name: str) -> None:
    faults = [f"{code} {text}" for code, text in validate(name)["errors"] if code in WANTED]
    assert not faults


def test_every_file_of_the_package_is_installed_with_it() -> None:
    described = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    patterns = described["tool"]["setuptools"]["package-data"]["geoplan"]
    there = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts}
    assert there - {p for pattern in patterns for p in PACKAGE.glob(pattern)} == set()
