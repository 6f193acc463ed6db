"""A collection as the service holds it: every feature ready, with an index over its place.

pygeoapi's own providers were tried and do not do: GeoJSON reads its file anew for every request, counts a feature
without a place into every box and ignores ``sortby``; SQLite/GeoPackage needs the library mod_spatialite, which PyPI
does not have, and counts nothing; OGR needs GDAL's own bindings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import shapely

from geoplan.crs.systems import parse_system
from geoplan.geodata.transform import in_system
from geoplan.text.clean_text import plain_columns
from geoplan.writers.feature_collections import Collection
from geoplan.writers.field_dictionary import Field

# Columns of codes, whose schema lists the codes that occur.
_CODES: Final = ("kind", "status", "method", "confidence", "role", "basis", "property", "level", "code_confidence")
# The columns a person knows a row by, best first, in either language.
_NAMES: Final = ("name_{}", "title_{}", "site", "wording")
_READ: Final[dict[str, Callable[[str], Any]]] = {"string": str, "number": float, "integer": int}
# Python also reads other scripts' digits, gaps around a number and 1_000.
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, eq=False)
class FeatureStore:
    """What the service holds of one collection, in one language.

    Attributes
    ----------
    key : str
        The property that is the feature's id.
    name_field : str
        The property a feature is known by.
    rows : list of dict
        The properties of every feature, ready for JSON.
    shapes : ndarray of Geometry
        EPSG:4326, longitude first; None where no place is known.
    has_geometry : bool
        Whether its features have places at all, rather than being rows of a table.
    members : list of dict
        Further members of each feature, such as ``links``; empty for none.
    """

    name: str
    title: str
    description: str
    key: str
    name_field: str
    fields: dict[str, dict[str, Any]]
    rows: list[dict[str, Any]]
    shapes: np.ndarray
    has_geometry: bool
    members: list[dict[str, Any]] = field(default_factory=list)

    def __deepcopy__(self, _: dict[int, Any]) -> FeatureStore:
        """Itself: pygeoapi copies its configuration, and nothing here ever changes."""
        return self

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of every feature by its id."""
        return {str(row[self.key]): at for at, row in enumerate(self.rows)}

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The index over the places."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def geometries(self) -> list[dict[str, Any] | None]:
        """GeoJSON geometries in EPSG:4326, longitude first."""
        return [None if text is None else orjson.loads(text) for text in shapely.to_geojson(self.shapes)]

    @property
    def placed_count(self) -> int:
        """How many features have a place."""
        return int((~shapely.is_missing(self.shapes)).sum())

    @property
    def box(self) -> list[float]:
        """West, south, east, north of all places, degrees."""
        return [round(float(edge), 6) for edge in shapely.total_bounds(self.shapes)]


def build_feature_store(collection: Collection, lang: str) -> FeatureStore:
    """Make a collection ready.

    Parameters
    ----------
    collection : Collection
        Its frame in EPSG:4326.
    """
    frame = collection.frame
    shapes = in_system(frame.geometry, parse_system("4326")) if collection.has_places else np.full(len(frame), None)
    columns = plain_columns(pd.DataFrame(frame.drop(columns="geometry", errors="ignore")))
    days = {f.name for f in collection.fields if f.format}
    rows = [
        {name: _plain(value, name in days) for name, value in zip(columns.columns, row, strict=True)}
        for row in columns.itertuples(index=False, name=None)
    ]
    names = [name.format(lang) for name in _NAMES]
    return FeatureStore(
        collection.name,
        collection.title.text(lang),
        collection.meaning.text(lang),
        collection.key,
        next((name for name in names if name in columns), collection.key),
        {f.name: _schema(f, lang, rows) for f in collection.fields},
        rows,
        shapes,
        collection.has_places,
    )


def _plain(value: Any, is_day: bool) -> Any:
    """A value JSON has: what is missing is null, also a day, whose format a text without letters has not."""
    if is_day and value == "":
        return None
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _schema(field_: Field, lang: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": field_.title.text(lang), "type": field_.type}
    if field_.unit:
        schema["x-ogc-unit"] = field_.unit
    if field_.format:
        schema["format"] = field_.format
    if field_.name in _CODES:
        schema["enum"] = sorted({row[field_.name] for row in rows} - {"", None}, key=str)
    return schema


def parse_value(schema: dict[str, Any], text: str) -> Any:
    """The value of a text by the type of a property.

    Raises
    ------
    ValueError
        The text is not of the property's type.
    """
    if schema["type"] == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(text)
        return text == "true"
    if schema["type"] != "string" and not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = _READ[schema["type"]](text)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(text)
    return value
