"""Reading a request: what is asked for, or why it cannot be answered. Nonsense is refused before pygeoapi sees it.

pygeoapi 0.21 answers some nonsense with a crash (an empty ``sortby``, ``q=0`` in the Accept header, CSV of a feature
without a place, a date beyond the year 9999) and passes other nonsense over in silence (a filter by a property that
is not there, an unknown ``resulttype``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import shapely
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from geoplan.api.feature_store import FeatureStore, equal
from geoplan.api.parameters import FORMATS, MEDIA_TYPES, Parameter, parameters
from geoplan.api.provider import CRS84, ground_of, phrases
from geoplan.api.request_limits import MOST_PHRASES
from geoplan.errors import InvalidQueryError
from geoplan.text.message import joined, languages

_WHOLE: Final = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class ApiRequest:
    """A request as it was understood.

    Attributes
    ----------
    format : str
        One of `FORMATS`.
    lang : {"zh", "en"}
        Of what people read.
    params : dict
        For pygeoapi, each well formed.
    ground : Geometry or None
        The ground asked for, EPSG:4326.
    """

    format: str
    lang: str
    params: dict[str, str]
    ground: shapely.Geometry | None = None


def language_of(given: Sequence[tuple[str, str]], accept: str, default: str) -> str:
    """The language wanted: by ``lang``, else by the Accept-Language header, else the default."""
    said = dict(given).get("lang", "").lower()
    if said[:2] in languages():
        return said[:2]
    offered = sorted(languages(), key=lambda language: language != default)
    best = parse_accept_header(accept, LanguageAccept).best_match(offered)
    return best or default


def format_of(given: Sequence[tuple[str, str]], accept: str, kind: str) -> str:
    """The format wanted: by ``f``, else by the Accept header; JSON where neither names one there is."""
    offered = FORMATS.get(kind, FORMATS["document"])
    if (said := dict(given).get("f")) in offered:
        return str(said)
    types = [*(MEDIA_TYPES[f] for f in offered), MEDIA_TYPES["geojson"]]
    best = parse_accept_header(accept, MIMEAccept).best_match(types)
    return next((f for f in offered if MEDIA_TYPES[f] == best), "json")


def read_request(
    given: Sequence[tuple[str, str]],
    format_: str,
    lang: str,
    kind: str,
    held: FeatureStore | None = None,
    crs: tuple[str, ...] = (),
) -> ApiRequest:
    """Understand a request.

    Parameters
    ----------
    format_, lang : str
        As `format_of` and `language_of` found.
    kind : str
        As of `geoplan.api.parameters.parameters`.
    held : FeatureStore, optional
        The collection it is about.

    Raises
    ------
    InvalidQueryError
        A parameter is not known, is there twice, or its value is not of its kind; the message names it.
    """
    known = {parameter.name: parameter for parameter in parameters(kind, held, crs)}
    params: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            raise InvalidQueryError("api.request.no_parameter", name=name, known=joined(known))
        if name in params:
            raise InvalidQueryError("api.request.twice", name=name)
        params[name] = _well_formed(known[name], value, held)
    ground = _ground(params)
    said = {name: value for name, value in params.items() if name != "f"}
    return ApiRequest(format_, lang, {**said, "f": "jsonld" if format_ == "jsonld" else "json"}, ground)


def _well_formed(parameter: Parameter, value: str, held: FeatureStore | None) -> str:
    name, schema = parameter.name, parameter.schema
    if held is not None and name in held.fields:
        return _of_type(name, held.fields[name], value)
    if name == "lang":
        if value.lower()[:2] not in languages() or not re.fullmatch(r"[A-Za-z]{2}([-_][A-Za-z0-9]{2,8})*", value):
            raise _not_one_of(name, value, languages())
        return value.lower()[:2]
    if name == "skipGeometry" and value not in {"true", "false"}:
        raise _not_one_of(name, value, ["true", "false"])
    if "enum" in schema and value not in schema["enum"]:
        raise _not_one_of(name, value, schema["enum"])
    if name in {"limit", "offset"}:
        return _whole(name, value, schema["minimum"])
    if name == "datetime":
        _check_time(value)
    if name == "sortby":
        return _sort_keys(value.split(","), held)
    if name == "properties":
        chosen = list(dict.fromkeys(value.split(",")))
        if other := [p for p in chosen if p not in schema["items"]["enum"]]:
            raise _not_one_of(name, other[0], schema["items"]["enum"])
        return ",".join(chosen)
    if name == "q" and len(phrases(value)) > MOST_PHRASES:
        raise InvalidQueryError("api.request.phrases", most_phrases=MOST_PHRASES)
    return value


def _of_type(name: str, schema: dict[str, Any], value: str) -> str:
    try:
        equal(schema, value)
    except (ValueError, OverflowError) as error:
        raise InvalidQueryError("api.request.type", name=name, type=schema["type"], value=value) from error
    return value


def _whole(name: str, value: str, least: int) -> str:
    if not _WHOLE.fullmatch(value) or int(value) < least:
        raise InvalidQueryError("api.request.whole_number", name=name, least=least, value=value)
    return str(int(value))


def _sort_keys(given: list[str], held: FeatureStore | None) -> str:
    keys = [key.removeprefix("+").strip() for key in given]  # an unescaped + in an address arrives as a space
    names = [key.removeprefix("-") for key in keys]
    fields = list(held.fields) if held else []
    if other := [name for name in names if name not in fields]:
        raise _not_one_of("sortby", other[0], fields)
    most, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise InvalidQueryError("api.request.sort_twice", most=most, times=times)
    return ",".join(keys)


def _check_time(value: str) -> None:
    ends = value.split("/")
    try:
        if len(ends) > 2:
            raise ValueError(value)
        known = [_instant(end) for end in ends if not (len(ends) == 2 and end in {"", ".."})]
        if len(known) == 2 and known[0] > known[1]:
            raise ValueError(value)
    except ValueError as error:
        raise InvalidQueryError("api.request.datetime", value=value) from error


def _instant(text: str) -> float:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return float(date.fromisoformat(text).toordinal())
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", text, re.ASCII):
        raise ValueError(text)
    at = datetime.fromisoformat(re.sub(r"\.\d+", "", text.upper()))
    return at.toordinal() + (at.hour * 3600 + at.minute * 60 + at.second) / 86400


def _ground(params: dict[str, str]) -> shapely.Geometry | None:
    crs = params.get("bbox-crs", CRS84)
    if "bbox" not in params:
        if "bbox-crs" in params:
            raise InvalidQueryError("api.request.bbox_crs_alone")
        return None
    try:
        numbers = [float(part) for part in params["bbox"].split(",")]
        if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
            raise ValueError(params["bbox"])
        half = len(numbers) // 2
        box = [numbers[0], numbers[1], numbers[half], numbers[half + 1]]
        if box[1] > box[3] or (crs != CRS84 and box[0] > box[2]):
            raise ValueError(params["bbox"])
        return ground_of(box, crs)
    except ValueError as error:
        raise InvalidQueryError("api.request.bbox", bbox=params["bbox"]) from error


def _not_one_of(name: str, value: str, known: Sequence[str]) -> InvalidQueryError:
    return InvalidQueryError("api.request.not_one_of", name=name, value=value, known=joined(known))
