"""The files of a catalogue in data/ and layers/, read but not checked."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
from pydantic import BaseModel, Field, ValidationError

from geoplan.errors import UserError
from geoplan.problem import Problem

PACKAGE: Final = "data/datapackage.json"
# The tables that a catalogue has; datapackage.json may describe others.
TABLES: Final = (
    *("gbt4754", "gbt_to_sei", "industry_gbt", "industry_words", "gbt_words"),
    *("plans", "regions", "industries", "classes", "sites", "mentions", "names", "relations", "designations"),
    *("statuses", "functions", "site_functions", "site_facts", "projects", "project_sites", "project_industries"),
    *("indicators", "firms", "programmes", "programme_mentions", "programme_sites", "programme_industries", "fields"),
    *("gateways", "retired_ids", "near_equals", "lists", "damaged_passages"),
)


@dataclass
class Layer:
    """One pair of layers/: the description and the features, either possibly missing."""

    layer_id: str
    description: dict[str, Any] | None = None
    features: list[Any] | None = None
    has_crs: bool = False
    is_readable: bool = True  # what stands in it is not known where it is not

    @property
    def toml(self) -> str:
        """The path of the description."""
        return f"layers/{self.layer_id}.toml"

    @property
    def geojson(self) -> str:
        """The path of the features."""
        return f"layers/{self.layer_id}.geojson"


@dataclass
class Sources:
    """The content of the files.

    Attributes
    ----------
    home : Path
        The folder that holds data/ and layers/.
    package : dict
        The descriptor of the tables; see `read_package`.
    tables : dict of DataFrame
        By table name: every cell a string as printed, empty where blank; the index is the row of the sheet.
    """

    home: Path
    package: dict[str, Any]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Column(BaseModel):
    name: str
    type: str


class _Reference(BaseModel):
    resource: str
    fields: list[str] = Field(min_length=1)


class _ForeignKey(BaseModel):
    fields: list[str] = Field(min_length=1)
    reference: _Reference


class _Schema(BaseModel):
    fields: list[_Column] = Field(min_length=1)
    primaryKey: list[str]  # noqa: N815  (as Frictionless has it)
    foreignKeys: list[_ForeignKey] = []  # noqa: N815


class _Resource(BaseModel):
    name: str
    path: str
    title: str
    schema_: _Schema = Field(alias="schema")


class _Package(BaseModel):
    resources: list[_Resource]


def read_package(home: Path) -> dict[str, Any]:
    """Read data/datapackage.json.

    Raises
    ------
    UserError
        The file is missing or is not UTF-8 or JSON, or describes no package or not all of `TABLES`.
    """
    try:
        package = json.loads((home / PACKAGE).read_text("utf-8"))
        described = {Path(resource.path).stem for resource in _Package.model_validate(package).resources}
    except FileNotFoundError as error:
        raise UserError("sources.package_missing", file=PACKAGE) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError("sources.package_invalid", file=PACKAGE, where=where, why=first["msg"]) from error
    except (ValueError, OSError) as error:  # covers JSONDecodeError and UnicodeDecodeError
        raise UserError("sources.package_unreadable", file=PACKAGE, why=first_line(error)) from error
    if missing := [name for name in TABLES if name not in described]:
        raise UserError("sources.tables_not_described", file=PACKAGE, tables=", ".join(missing))
    return package


def table_columns(package: dict[str, Any]) -> dict[str, list[str]]:
    """Column names of each table, from the package description."""
    return {Path(r["path"]).stem: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}


def data_version(home: Path) -> str:
    """Hash the content of data/ and layers/: eight hex digits."""
    digest = hashlib.sha256()
    for path in _catalogue_files(home):
        digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def _catalogue_files(home: Path) -> Iterator[Path]:
    for folder in ("data", "layers"):
        yield from sorted(p for p in (home / folder).rglob("*") if p.suffix in {".csv", ".json", ".toml", ".geojson"})


def read_sources(home: Path) -> Sources:
    """Read every table and layer.

    Returns
    -------
    Sources
        All that could be read; what could not is in its ``problems``, and stands as an empty table.

    Raises
    ------
    UserError
        data/datapackage.json cannot be read; see `read_package`.
    """
    sources = Sources(home, read_package(home))
    for name, columns in table_columns(sources.package).items():
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
        sources.problems.append(Problem(f"data/{name}.csv", None, "file-unreadable", {"why": first_line(error)}))
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
            sources.problems.append(Problem(layer.toml, None, "file-unreadable", {"why": first_line(error)}))
            layer.description = {}
    if geojson.exists():
        layer.features = []
        try:
            root = json.loads(geojson.read_text("utf-8"))
        except json.JSONDecodeError as error:
            values = {"line": error.lineno, "column": error.colno}
            sources.problems.append(Problem(layer.geojson, None, "json-broken", values))
            layer.is_readable = False
            return layer
        except ValueError as error:  # UnicodeDecodeError
            sources.problems.append(Problem(layer.geojson, None, "file-unreadable", {"why": first_line(error)}))
            layer.is_readable = False
            return layer
        if not isinstance(root, dict) or root.get("type") != "FeatureCollection":
            sources.problems.append(Problem(layer.geojson, None, "geojson-root"))
            return layer
        features = root.get("features")
        layer.features = features if isinstance(features, list) else []
        layer.has_crs = "crs" in root
    return layer


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its type where it has none."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__
