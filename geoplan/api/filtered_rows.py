"""The rows of a collection for which a CQL2 filter is true.

What is not known is neither equal to anything nor unequal, as in SQL: the rows where a property is missing are in
neither a condition nor its opposite. Without this, "not planned" would find the sites whose status nobody knows.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from geoplan.api.feature_store import FeatureStore
from geoplan.api.filter_values import GEOMETRY, Value, as_date, literal_value, property_value, type_name
from geoplan.errors import InvalidQueryError
from geoplan.text.message import joined

_Condition = Callable[[FeatureStore, list[Any], str], pd.Series]
_ORDER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SPATIAL: Final[dict[str, Callable[..., Any]]] = {
    f"s_{name}": getattr(shapely, name)
    for name in ("intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains")
}
_WILD: Final = re.compile(r"\\(.)|([%_])|(\\)$", re.DOTALL)


def filtered_rows(store: FeatureStore, expression: Any, crs: str) -> np.ndarray:
    """Find the rows for which a filter is true.

    Parameters
    ----------
    expression : object
        As `geoplan.api.cql2_filter.read_filter` read it.
    crs : str
        The system of the coordinates in it.

    Returns
    -------
    ndarray of bool
        One a feature.

    Raises
    ------
    InvalidQueryError
        It names a property or an operator that there is not, or compares what cannot be compared.
    """
    return _truth(store, expression, crs).fillna(False).to_numpy(dtype=bool)


def _truth(store: FeatureStore, node: Any, crs: str) -> pd.Series:
    """True, false or not known, for every row."""
    name = node.get("op") if isinstance(node, dict) else None
    if isinstance(name, str) and name in _CONDITIONS:
        arguments = node.get("args")
        return _CONDITIONS[name](store, arguments if isinstance(arguments, list) else [arguments], crs)
    value = _value(store, node, crs)
    if value.type != "boolean":
        raise InvalidQueryError("api.filter.no_condition", type=type_name(value))
    return _column(store, value.content)


def _value(store: FeatureStore, node: Any, crs: str) -> Value:
    if not isinstance(node, dict):
        return literal_value(node, crs)
    if "property" in node:
        return property_value(store, node["property"])
    if node.get("op") == "casei":
        (text,) = _arguments("casei", node.get("args"), 1)
        value = _of_type(_value(store, text, crs), "string", "casei")
        return Value("string", value.content.casefold() if value.is_literal else value.content.str.casefold())
    if "op" in node:
        known = joined([*_CONDITIONS, "casei"])
        raise InvalidQueryError("api.filter.no_operator", operator=str(node["op"])[:40], known=known)
    return literal_value(node, crs)


def _column(store: FeatureStore, content: Any) -> pd.Series:
    """A condition that holds, fails or is not known, of every row."""
    if isinstance(content, pd.Series):
        return content.astype("boolean")
    return pd.Series(np.broadcast_to(content, len(store.rows)), dtype="boolean")


def _arguments(name: str, arguments: Any, count: int) -> list[Any]:
    if not isinstance(arguments, list) or len(arguments) != count:
        raise InvalidQueryError("api.filter.arguments", operator=name, count=count)
    return arguments


def _of_type(value: Value, type_: str, name: str) -> Value:
    if value.type != type_:
        wanted = type_name(Value(type_, None))
        raise InvalidQueryError("api.filter.wrong_type", operator=name, wanted=wanted, given=type_name(value))
    return value


def _and(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    every = _column(store, True)
    for argument in arguments:
        every &= _truth(store, argument, crs)
    return every


def _or(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    some = _column(store, False)
    for argument in arguments:
        some |= _truth(store, argument, crs)
    return some


def _not(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    (argument,) = _arguments("not", arguments, 1)
    return ~_truth(store, argument, crs)


def _is_null(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    (argument,) = _arguments("isNull", arguments, 1)
    return _column(store, pd.isna(_value(store, argument, crs).content))


def _compared(store: FeatureStore, first: Value, second: Value, name: str) -> pd.Series:
    """Compare two values of one type; a text beside a day is read as a day."""
    if {first.type, second.type} == {"date", "string"}:
        first, second = (as_date(v.content) if v.type == "string" and v.is_literal else v for v in (first, second))
    ordered = name in {"=", "<>"} or first.type != "boolean"
    if first.type != second.type or first.type == GEOMETRY or not ordered:
        raise InvalidQueryError("api.filter.types_differ", operator=name, a=type_name(first), b=type_name(second))
    known = pd.Series(~_missing(store, first) & ~_missing(store, second))
    a, b = (np.broadcast_to(v.content, len(known)) if v.is_literal else v.content for v in (first, second))
    truth = pd.Series(pd.NA, index=known.index, dtype="boolean")
    pairs = zip(np.asarray(a, dtype=object)[known], np.asarray(b, dtype=object)[known], strict=True)
    truth[known] = [_ORDER[name](x, y) for x, y in pairs]
    return truth


def _missing(store: FeatureStore, value: Value) -> np.ndarray:
    return np.broadcast_to(np.asarray(pd.isna(value.content)), len(store.rows))


def _comparison(name: str) -> _Condition:
    def compare(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
        first, second = (_value(store, argument, crs) for argument in _arguments(name, arguments, 2))
        return _compared(store, first, second, name)

    return compare


def _between(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    value, least, most = (_value(store, argument, crs) for argument in _arguments("between", arguments, 3))
    return _compared(store, value, least, ">=") & _compared(store, value, most, "<=")


def _in(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    value, options = _arguments("in", arguments, 2)
    if not isinstance(options, list):
        raise InvalidQueryError("api.filter.no_list")
    some, first = _column(store, False), _value(store, value, crs)
    for option in options:
        some |= _compared(store, first, _value(store, option, crs), "=")
    return some


def _like(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
    first, second = (_of_type(_value(store, a, crs), "string", "like") for a in _arguments("like", arguments, 2))
    if not second.is_literal:
        raise InvalidQueryError("api.filter.no_pattern")
    matches = _pattern(second.content).fullmatch
    if first.is_literal:
        return _column(store, matches(first.content) is not None)
    return _column(store, first.content.map(lambda t: pd.NA if pd.isna(t) else matches(t) is not None))


def _pattern(like: str) -> re.Pattern[str]:
    """The regular expression of a pattern with % and _; after a backslash either stands for itself.

    Each stretch after a % is looked for once and kept (an atomic group), for the first place it stands at is as good
    as any further one: no pattern takes longer than the text is long.
    """
    stretches, at = [""], 0
    for found in _WILD.finditer(like):
        stretches[-1] += re.escape(like[at : found.start()])
        at = found.end()
        if found[2] == "%":
            stretches.append("")
        else:
            stretches[-1] += "." if found[2] else re.escape(found[1] or found[3])
    stretches[-1] += re.escape(like[at:])
    first, *middle = stretches
    if not middle:
        return re.compile(first, re.DOTALL)
    *middle, last = middle
    return re.compile(first + "".join(f"(?>.*?{part})" for part in middle) + f".*{last}", re.DOTALL)


def _spatial(name: str) -> _Condition:
    def relate(store: FeatureStore, arguments: list[Any], crs: str) -> pd.Series:
        first, second = (_of_type(_value(store, a, crs), GEOMETRY, name) for a in _arguments(name, arguments, 2))
        missing = _missing(store, first) | _missing(store, second)
        return _column(store, _SPATIAL[name](first.content, second.content)).mask(missing)

    return relate


_CONDITIONS: Final[dict[str, _Condition]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    **{name: _comparison(name) for name in _ORDER},
    "isNull": _is_null,
    "between": _between,
    "in": _in,
    "like": _like,
    **{name: _spatial(name) for name in _SPATIAL},
}
