"""The house stays as it was drawn: imports run one way, files stay small, docstrings say units and errors."""

import ast
import graphlib
import importlib
import inspect
import pkgutil
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from numpydoc.validate import validate

import geoplan

PACKAGE = Path(geoplan.__file__).parent
# From the ground up: a room is a module or package of geoplan/. A room imports from the storeys below its own only,
# never from its neighbours, so that no circle of rooms can come about.
STOREYS = [
    {"files", "text", "worker_process"},
    {"errors", "spreadsheet", "vocabulary"},
    {"settings"},
    {"http_client", "plan_text", "problem", "study_area", "symbology"},
    {"crs", "sources"},
    {"geodata"},
    {"checks", "readers", "streets"},
    {"catalogue", "forms"},
    {"concordance", "geocoding", "plan_files"},
    {"drafts", "query"},
    {"analysis", "writers"},
    {"dossier", "map", "suitability"},
    {"cartography", "registers"},
    {"api", "brief", "publish"},
    {"book"},
    {"cli", "ui"},
]
ONLY_IN = {
    "streamlit": ("ui/", "app.py"),
    "streamlit_folium": ("ui/",),
    "folium": ("map/", "ui/__main__.py"),
    "xyzservices": ("map/",),
    "osmnx": ("streets/",),
    "requests": ("http_client.py", "streets/", "geocoding/services/"),
    "requests_cache": ("http_client.py",),
    "pygeoapi": ("api/",),
    "cql2": ("api/",),
    "distributed": ("registers/",),
}


def room(module: str) -> str:
    """The room of a module by its dotted name; the package itself is none."""
    return module.split(".")[1] if "." in module else ""


def storey(name: str) -> int:
    found = [level for level, rooms in enumerate(STOREYS) if name in rooms]
    assert found, f"the room {name} stands on no storey: give it a place in STOREYS"
    return found[0]


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


@cache
def all_imports() -> list[tuple[Path, str]]:
    return [(path, name) for path in python_files() for name in imports(path)]


def test_a_room_imports_only_from_the_storeys_below() -> None:
    inner = [(dotted(path), name) for path, name in all_imports() if name.startswith("geoplan.")]
    crossing = [
        (module, name)
        for module, name in inner
        if room(module) not in {"", "__main__", room(name)} and name != "geoplan.__version__"
    ]
    assert [(m, n) for m, n in crossing if storey(room(n)) >= storey(room(m))] == []
    assert len(crossing) > 500


def test_a_library_is_known_only_in_its_room() -> None:
    for path, name in all_imports():
        place, allowed = path.relative_to(PACKAGE).as_posix(), ONLY_IN.get(name.split(".")[0])
        assert allowed is None or place.startswith(allowed), f"{place} imports {name}, which belongs in {allowed}"


def test_every_room_stands_on_one_storey_and_no_storey_names_a_room_that_is_gone() -> None:
    there = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()} - {
        "__init__",
        "__main__",
    }
    assert sorted(name for rooms in STOREYS for name in rooms) == sorted(there)


def test_packages_form_no_circle() -> None:
    below: dict[str, set[str]] = {}
    for path in python_files():
        package = dotted(path.parent / "__init__.py") if path.name != "__init__.py" else dotted(path)
        for name in imports(path):
            if name.startswith("geoplan.") and name != "geoplan.__version__":
                parts = name.split(".")
                while not PACKAGE.parent.joinpath(*parts).is_dir():
                    parts = parts[:-1]
                other = ".".join(parts)
                if (
                    other not in (package, "geoplan")
                    and not package.startswith(other + ".")
                    and not other.startswith(package + ".")
                ):
                    below.setdefault(package, set()).add(other)
    graphlib.TopologicalSorter(below).prepare()  # raises CycleError


def test_a_file_name_means_one_thing() -> None:
    names = Counter(path.name for path in python_files() if not path.name.startswith("__"))
    assert [name for name, times in names.items() if times > 1] == []


def test_files_hold_one_idea() -> None:
    lines = {dotted(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    assert {name: n for name, n in lines.items() if n > 320} == {}
    assert statistics.median(lines.values()) <= 110


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


def test_docstrings_are_numpydoc() -> None:
    names = list(public_objects())
    faults = [(name, code, text) for name in names for code, text in validate(name)["errors"] if code in WANTED]
    assert faults == []
    assert len(names) > 300


def test_every_file_of_the_package_is_installed_with_it() -> None:
    described = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    patterns = described["tool"]["setuptools"]["package-data"]["geoplan"]
    there = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts}
    assert there - {p for pattern in patterns for p in PACKAGE.glob(pattern)} == set()
