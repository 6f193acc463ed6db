"""Requests validated against the API's document: the values they set, or why they cannot be answered.

pygeoapi 0.21 answers some invalid requests with a crash (an empty ``sortby``, ``q=0`` in the Accept header, CSV of a
feature without a place, a date beyond the year 9999) and ignores others (a filter by a property that does not exist,
an unknown ``resulttype``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import shapely
from jsonschema import Draft4Validator, ValidationError
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from geoplan.api.cql2_filter import LANGUAGES, read_filter
from geoplan.api.feature_store import FeatureStore, parse_value
from geoplan.api.filtered_rows import filtered_rows
from geoplan.api.openapi import FORMATS, MEDIA_TYPES, MOST_PHRASES
from geoplan.api.provider import CRS84, area_of, phrases
from geoplan.errors import InvalidQueryError
from geoplan.text.message import joined, languages

Query = Sequence[tuple[str, str]]  # names and values in the order of the address
FILTER_PARAMETERS: Final = ("filter", "filter-lang", "filter-crs")
_INTEGER: Final = re.compile(r"[0-9]{1,15}")
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2}([-_][A-Za-z0-9]{2,8})*")
_BOOLEANS: Final = {"true": True, "false": False}


@dataclass(frozen=True)
class ApiRequest:
    """A valid request.

    Attributes
    ----------
    area : Geometry or None
        The area of the bounding box, EPSG:4326.
    filtered : ndarray of bool or None
        The rows that the filter is true for.
    """

    format: str
    parameters: dict[str, str]
    area: shapely.Geometry | None = None
    filtered: np.ndarray | None = None


def language_of(query: Query, accept: str, default: str) -> str:
    """The language of an answer: by ``lang``, else by the Accept-Language header, else the default."""
    lang = dict(query).get("lang", "").lower()[:2]
    if lang in languages():
        return lang
    offered = sorted(languages(), key=lambda language: language != default)
    return parse_accept_header(accept, LanguageAccept).best_match(offered) or default


def format_of(query: Query, accept: str, kind: str) -> str:
    """The format of an answer: by ``f``, else by the Accept header; JSON where neither names an offered one."""
    offered = FORMATS[kind]
    if (format_ := dict(query).get("f")) in offered:
        return str(format_)
    types = [*(MEDIA_TYPES[f] for f in offered), MEDIA_TYPES["geojson"]]
    best = parse_accept_header(accept, MIMEAccept).best_match(types)
    return next((f for f in offered if MEDIA_TYPES[f] == best), "json")


def read_request(
    query: Query, format_: str, operation: dict[str, Any], store: FeatureStore | None = None
) -> ApiRequest:
    """Validate a request.

    Raises
    ------
    InvalidQueryError
        A parameter does not exist or is there twice, or its value is invalid; the message names it.
    """
    schemas = {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == "query"}
    fields = store.fields if store else {}
    parameters: dict[str, str] = {}
    for name, text in query:
        if name not in schemas:
            raise InvalidQueryError("api.request.no_parameter", name=name, known=joined(schemas))
        if name in parameters:
            raise InvalidQueryError("api.request.twice", name=name)
        if name in fields:
            parameters[name] = _filter_value(name, text, fields[name])
        else:
            parameters[name] = _valid_text(name, text, schemas[name], list(fields))
    area, filtered = _area(parameters), _filtered(parameters, store)
    parameters.pop("f", None)
    return ApiRequest(format_, {**parameters, "f": "jsonld" if format_ == "jsonld" else "json"}, area, filtered)


def _filter_value(name: str, text: str, schema: dict[str, Any]) -> str:
    try:
        parse_value(schema, text)
    except (ValueError, OverflowError) as error:
        raise InvalidQueryError("api.request.type", name=name, type=schema["type"], value=text) from error
    return text


def _valid_text(name: str, text: str, schema: dict[str, Any], fields: list[str]) -> str:
    """Validate the value of a parameter against its schema and return it as pygeoapi reads it."""
    if name == "bbox":  # valid together with its system only
        return text
    value = _decoded(name, text, schema["type"])
    # pygeoapi lowers a limit above the maximum, as the standard wants.
    validator = Draft4Validator({key: part for key, part in schema.items() if key != "maximum"})
    for error in validator.iter_errors(value):
        raise _refusal(name, text, error, fields)
    if name == "datetime":
        _check_dates(text)
    if name == "q" and len(phrases(text)) > MOST_PHRASES:
        raise InvalidQueryError("api.request.phrases", most_phrases=MOST_PHRASES)
    if name == "sortby":
        most, times = Counter(key.removeprefix("-") for key in value).most_common(1)[0]
        if times > 1:
            raise InvalidQueryError("api.request.sort_twice", most=most, times=times)
    if isinstance(value, list):
        return ",".join(dict.fromkeys(value))
    return text if isinstance(value, bool) else str(value)


def _decoded(name: str, text: str, type_: str) -> Any:
    """The value of a text by the type of its schema; the text itself where it is not of that type."""
    if name == "lang" and _LANGUAGE_TAG.fullmatch(text) and text.lower()[:2] in languages():
        return text.lower()[:2]
    if type_ == "array":  # of sort keys, an unescaped + in an address arrives as a space
        return [part.removeprefix("+").strip() if name == "sortby" else part for part in text.split(",")]
    if type_ == "boolean":
        return _BOOLEANS.get(text, text)
    return int(text) if type_ == "integer" and _INTEGER.fullmatch(text) else text


def _refusal(name: str, text: str, error: ValidationError, fields: list[str]) -> InvalidQueryError:
    if name == "datetime":
        return InvalidQueryError("api.request.datetime", value=text)
    if error.schema["type"] == "integer":
        return InvalidQueryError("api.request.whole_number", name=name, least=error.schema["minimum"], value=text)
    value = error.instance.removeprefix("-") if name == "sortby" else error.instance
    known = error.schema.get("enum") or (_BOOLEANS if error.schema["type"] == "boolean" else fields)
    return InvalidQueryError("api.request.not_one_of", name=name, value=value, known=joined(known))


def _check_dates(text: str) -> None:
    """Refuse days and times that no calendar has, and intervals that end before they begin."""
    ends = [end for end in text.upper().split("/") if end not in {"", ".."}]
    try:
        moments = [datetime.fromisoformat(end).replace(tzinfo=None, microsecond=0) for end in ends]
        if moments != sorted(moments):
            raise ValueError(text)
    except ValueError as error:
        raise InvalidQueryError("api.request.datetime", value=text) from error


def _filtered(parameters: dict[str, str], store: FeatureStore | None) -> np.ndarray | None:
    if store is None or "filter" not in parameters:
        if alone := [name for name in FILTER_PARAMETERS if name in parameters]:
            raise InvalidQueryError("api.filter.alone", name=alone[0])
        return None
    expression = read_filter(parameters["filter"], parameters.get("filter-lang", LANGUAGES[0]))
    return filtered_rows(store, expression, parameters.get("filter-crs", CRS84))


def _area(parameters: dict[str, str]) -> shapely.Geometry | None:
    crs = parameters.get("bbox-crs", CRS84)
    if "bbox" not in parameters:
        if "bbox-crs" in parameters:
            raise InvalidQueryError("api.request.bbox_crs_alone")
        return None
    try:
        numbers = [float(part) for part in parameters["bbox"].split(",")]
        if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
            raise ValueError(parameters["bbox"])
        half = len(numbers) // 2
        box = [numbers[0], numbers[1], numbers[half], numbers[half + 1]]
        if box[1] > box[3] or (crs != CRS84 and box[0] > box[2]):
            raise ValueError(parameters["bbox"])
        return area_of(box, crs)
    except ValueError as error:
        raise InvalidQueryError("api.request.bbox", bbox=parameters["bbox"]) from error
