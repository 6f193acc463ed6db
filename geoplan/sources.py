"""The catalogue's files as they lie in data/ and layers/, read without judging them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geoplan.problem import Problem


@dataclass
class Layer:
    """One pair of layers/: the description and the features, either possibly missing."""

    layer_id: str
    description: dict[str, Any] | None = None
    features: list[Any] | None = None
    has_crs: bool = False

    @property
    def toml(self) -> str:
        """The description's path."""
        return f"layers/{self.layer_id}.toml"

    @property
    def geojson(self) -> str:
        """The features' path."""
        return f"layers/{self.layer_id}.geojson"


@dataclass
class Sources:
    """What lies in the files.

    Attributes
    ----------
    home : Path
        The folder that holds data/ and layers/.
    tables : dict of DataFrame
        By table name: every cell a string as printed, empty where blank; the index is the row of the sheet.
    layers : list of Layer
        In file order.
    problems : list of Problem
        Files that could not be read.
    """

    home: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_package(home: Path) -> dict[str, Any]:
    """Read data/datapackage.json."""
    return json.loads((home / "data" / "datapackage.json").read_text("utf-8"))


def table_columns(package: dict[str, Any]) -> dict[str, list[str]]:
    """Column names of each table, from the package description."""
    return {Path(r["path"]).stem: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}


def data_version(home: Path) -> str:
    """Name the state of data/ and layers/ by their content: eight hex digits that change with any byte."""
    digest = hashlib.sha256()
    for path in _catalogue_files(home):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def _catalogue_files(home: Path) -> Iterator[Path]:
    for folder in ("data", "layers"):
        yield from sorted(p for p in (home / folder).rglob("*") if p.suffix in {".csv", ".json", ".toml", ".geojson"})


def read_sources(home: Path) -> Sources:
    """Read every table and layer.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.

    Returns
    -------
    Sources
        All that could be read; what could not is in its ``problems``, and stands as an empty table.

    Raises
    ------
    FileNotFoundError
        There is no data/datapackage.json, so this is no catalogue.
    """
    sources = Sources(home)
    for name, columns in table_columns(read_package(home)).items():
        sources.tables[name] = _read_table(sources, name, columns)
    stems = {p.stem for p in (home / "layers").glob("*.toml")} | {p.stem for p in (home / "layers").glob("*.geojson")}
    sources.layers = [_read_layer(sources, stem) for stem in sorted(stems)]
    return sources


def _read_table(sources: Sources, name: str, columns: list[str]) -> pd.DataFrame:
    path = sources.home / "data" / f"{name}.csv"
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except FileNotFoundError:
        frame = pd.DataFrame(columns=columns, dtype=str)  # frictionless reports it
    except (UnicodeDecodeError, ValueError) as error:  # ParserError and EmptyDataError are ValueErrors
        sources.problems.append(Problem(f"data/{name}.csv", None, "file-unreadable", {"why": _first_line(error)}))
        frame = pd.DataFrame(columns=columns, dtype=str)
    frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
    return frame.fillna("").reindex(columns=columns, fill_value="")


def _read_layer(sources: Sources, stem: str) -> Layer:
    layer = Layer(stem)
    toml, geojson = sources.home / layer.toml, sources.home / layer.geojson
    if toml.exists():
        try:
            layer.description = tomllib.loads(toml.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            sources.problems.append(Problem(layer.toml, None, "file-unreadable", {"why": _first_line(error)}))
            layer.description = {}
    if geojson.exists():
        layer.features = []
        try:
            root = json.loads(geojson.read_text("utf-8"))
        except ValueError as error:  # covers JSONDecodeError and UnicodeDecodeError
            sources.problems.append(Problem(layer.geojson, None, "file-unreadable", {"why": _first_line(error)}))
            return layer
        if not isinstance(root, dict) or root.get("type") != "FeatureCollection":
            sources.problems.append(Problem(layer.geojson, None, "geojson-root"))
            return layer
        features = root.get("features")
        layer.features = features if isinstance(features, list) else []
        layer.has_crs = "crs" in root
    return layer


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
