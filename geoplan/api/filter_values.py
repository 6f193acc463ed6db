"""What stands in a CQL2 filter beside operators: properties and literals, each with its type."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pandas as pd
import shapely

from geoplan.api.feature_store import FeatureStore
from geoplan.api.provider import CRS84, area_of, to_degrees
from geoplan.errors import InvalidQueryError
from geoplan.text.message import joined, message

GEOMETRY: Final = "geometry"
_DTYPES: Final = {"string": "object", "date": "object", "number": "Float64", "integer": "Float64", "boolean": "boolean"}
_PLAIN: Final = {bool: "boolean", str: "string", int: "number", float: "number"}


class Value(NamedTuple):
    """A column of values, or one value.

    Attributes
    ----------
    type : str
        ``string``, ``number``, ``boolean``, ``date`` (ISO texts) or ``geometry`` (EPSG:4326, longitude first).
    content : Series, ndarray, Geometry, str, float or bool
        A column has one row a feature, missing where it is not known.
    """

    type: str
    content: Any

    @property
    def is_literal(self) -> bool:
        """Whether it is one value rather than a column."""
        return not isinstance(self.content, pd.Series | np.ndarray)


def property_value(store: FeatureStore, name: Any) -> Value:
    """The values of a property.

    Raises
    ------
    InvalidQueryError
        The collection has none of that name.
    """
    if name == GEOMETRY and store.has_geometry:
        return Value(GEOMETRY, store.shapes)
    if not isinstance(name, str) or name not in store.fields:
        known = joined([*store.fields, *([GEOMETRY] if store.has_geometry else [])])
        raise InvalidQueryError("api.filter.no_property", name=str(name), known=known)
    type_ = str(store.fields[name].get("format", store.fields[name]["type"]))
    column = pd.Series([row[name] for row in store.rows], dtype=_DTYPES[type_])
    return Value("number" if type_ == "integer" else type_, column)


def literal_value(node: Any, crs: str) -> Value:
    """The value of a literal.

    Parameters
    ----------
    node : object
        As in CQL2 JSON.
    crs : str
        The system of its coordinates.

    Raises
    ------
    InvalidQueryError
        It is none, or none that the service knows.
    """
    if isinstance(node, dict) and isinstance(node.get("date"), str):
        return as_date(node["date"])
    if isinstance(node, dict) and ("bbox" in node or ("type" in node and len(node) > 1)):
        return Value(GEOMETRY, _geometry(node, crs))
    if type(node) in _PLAIN and (isinstance(node, str | bool) or _is_finite(node)):
        return Value(_PLAIN[type(node)], node)
    raise InvalidQueryError("api.filter.no_value", value=orjson.dumps(node, default=str).decode()[:40])


def as_date(text: str) -> Value:
    """A day written YYYY-MM-DD.

    Raises
    ------
    InvalidQueryError
        No calendar has it.
    """
    try:
        return Value("date", date.fromisoformat(text).isoformat())
    except ValueError as error:
        raise InvalidQueryError("api.filter.no_date", value=text[:40]) from error


def type_name(value: Value) -> Any:
    """What a type is called."""
    return message(f"api.filter.types.{value.type}")


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _geometry(node: dict[str, Any], crs: str) -> shapely.Geometry:
    try:
        if "bbox" in node:
            numbers = [float(number) for number in node["bbox"]]
            if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
                raise ValueError(numbers)
            half = len(numbers) // 2
            box = [numbers[0], numbers[1], numbers[half], numbers[half + 1]]
            if box[1] > box[3] or (crs != CRS84 and box[0] > box[2]):
                raise ValueError(numbers)
            return area_of(box, crs)
        shape = shapely.force_2d(shapely.from_geojson(orjson.dumps(node)))
        moved = shape if crs == CRS84 else to_degrees(shape, crs)
        if moved.is_empty or not all(map(math.isfinite, moved.bounds)) or not moved.is_valid:
            raise ValueError(shapely.is_valid_reason(moved))
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise InvalidQueryError("api.filter.no_geometry", value=orjson.dumps(node).decode()[:60]) from error
    return moved
