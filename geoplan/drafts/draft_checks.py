"""Checks of one draft as a patch file holds it: its properties by kind, its geometry, and whether the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

import shapely
from shapely.geometry import shape

from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.layer_schema import IN_FUTURE, PositionMetadata, is_in_future, schema_errors
from geoplan.checks.layers import check_geometry
from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.draft_store import VERTICES
from geoplan.forms.layer_features import rounded_geometry
from geoplan.problem import Problem
from geoplan.text.clean_text import clean_text
from geoplan.text.message import Text, joined, message
from geoplan.text.shorten import shorten
from geoplan.vocabulary import AREA_METHODS, AREA_OF_DOUBT, CONFIDENCES, DATUMS, KINDS, POINT_METHODS

_CATEGORIES: Final = (POSITION, PLACE, NOTE)
_KEYS: Final = frozenset(field.name for field in fields(Draft)) - {"geometry"}
_LENGTHS: Final = {"source": 500, "text": 500, "name_zh": 100, "name_en": 100, "author": 100}  # characters
_LONGEST: Final = 100  # characters of any other text
_OWN_ID: Final = re.compile(r"own-[0-9a-f]{8}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_TYPES: Final = frozenset({"Point", "Polygon", "MultiPolygon"})
_METADATA: Final = ("method", "source", "source_datum", "radius_m", "confidence", "checked_on")
_METHODS: Final = (*AREA_METHODS, *POINT_METHODS, AREA_OF_DOUBT)
_KNOWN: Final = {"method": _METHODS, "source_datum": tuple(DATUMS), "confidence": tuple(CONFIDENCES)}
# What a draft does not have to be: its coordinates are rounded, and its rings turned, when it is read.
_MENDED: Final = frozenset({"ring-order", "precision"})


def read_feature(feature: Any, catalogue: Catalogue) -> tuple[Draft | None, list[Text]]:
    """Make a draft of a GeoJSON feature.

    Returns
    -------
    draft : Draft or None
        EPSG:4326, two dimensions, 7 decimals, areas counter-clockwise; a retired id is led on. None where anything is
        wrong.
    reasons : list of Text
        What is wrong, each with the remedy.
    """
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or feature.get("type") != "Feature":
        return None, [message("place.draft_checks.not_a_feature")]
    reasons = list(_check_types(properties))
    if reasons:
        return None, reasons
    values = {key: clean_text(value) for key, value in properties.items()}
    if values["category"] == POSITION:
        values["draft_id"] = catalogue.current_id(values["draft_id"])
    values["checked_on"] = values.get("checked_on") or values.get("drawn_at", "")[:10]
    geometry = feature.get("geometry")
    reasons = [*_check_values(values, catalogue), *_check_shape(geometry, values)]
    if reasons:
        return None, reasons
    rounded = rounded_geometry(shapely.force_2d(shape(geometry)))
    if rounded.geom_type not in _TYPES or (rounded.area == 0) != (geometry["type"] == "Point"):
        # An area smaller than the last decimal is a point or a line.
        return None, [message("place.draft_checks.no_geometry")]
    return Draft(**values, geometry=rounded), []


def _check_types(properties: dict[str, Any]) -> Iterator[Text]:
    """Every value is a text of bounded length but ``radius_m``, and every key is that of a draft."""
    if unknown := sorted(set(properties) - _KEYS):
        yield message("place.draft_checks.unknown_keys", keys=joined(map(shorten, unknown[:5])))
    for key in sorted((_KEYS & set(properties)) - {"radius_m"}):
        value, most = properties[key], _LENGTHS.get(key, _LONGEST)
        if not isinstance(value, str):
            yield message("place.draft_checks.not_a_text", key=key)
        elif len(value) > most:
            yield message("place.draft_checks.too_long", key=key, n=len(value), most=most)
    category = properties.get("category", "")
    if category not in _CATEGORIES:
        yield message("place.draft_checks.no_category", value=shorten(category), known=joined(_CATEGORIES))
    if not properties.get("draft_id"):
        yield message("place.draft_checks.no_id")


def _check_values(values: dict[str, Any], catalogue: Catalogue) -> Iterator[Text]:
    category, draft_id = values["category"], values["draft_id"]
    if category == POSITION and draft_id not in catalogue.sites.index:
        yield message("place.draft_checks.no_such_site", value=shorten(draft_id))
    if category != POSITION and not _OWN_ID.fullmatch(draft_id):
        yield message("place.draft_checks.no_own_id", value=shorten(draft_id))
    if category == PLACE and not (values.get("name_zh") or values.get("name_en")):
        yield message("place.draft_checks.no_name")
    if category == PLACE and values.get("kind", "") not in KINDS:
        yield message("place.draft_checks.no_kind", value=shorten(values.get("kind", "")), known=joined(KINDS))
    if category == NOTE and not values.get("text"):
        yield message("place.draft_checks.no_text")
    drawn_at = values.get("drawn_at", "")
    if drawn_at and not _is_past_time(drawn_at):
        yield message("place.draft_checks.no_time", value=shorten(drawn_at))
    if category != NOTE:
        yield from _check_metadata(values)


def _is_past_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text)) and not is_in_future(text[:10])
    except ValueError:
        return False


def _check_metadata(values: dict[str, Any]) -> Iterator[Text]:
    """How the position is known: of a site by the rules of layers/, of an own place without need of a source."""
    source = values.get("source", "") or ("-" if values["category"] == PLACE else "")
    metadata = {key: values.get(key, getattr(Draft, key)) for key in _METADATA}
    errors = {
        where: error
        for error, where, _ in schema_errors(
            PositionMetadata, {"site_id": values["draft_id"], **metadata, "source": source}
        )
    }
    if metadata["radius_m"] is None:
        errors["radius_m"] = ""
    for key, error in errors.items():
        if error == IN_FUTURE:
            yield message("place.draft_checks.in_future", value=metadata[key])
        else:
            value = "" if metadata[key] is None else shorten(metadata[key])
            yield message(f"place.draft_checks.bad.{key}", value=value, known=joined(_KNOWN.get(key, ())))


def _check_shape(geometry: Any, values: dict[str, Any]) -> Iterator[Text]:
    """The geometry by the rules of layers/; of a note, a point."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or (isinstance(geometry, dict) and geometry.get("coordinates") == []):
        yield message("place.draft_checks.no_geometry")
        return
    if not isinstance(kind, str) or kind not in _TYPES:
        yield message("place.draft_checks.no_such_type", value=shorten(kind or ""))
        return
    if values["category"] == NOTE and kind != "Point":
        yield message("place.draft_checks.note_without_point")
        return
    try:
        drawn = shape(geometry)
        if drawn.is_empty:
            yield message("place.draft_checks.no_geometry")
            return
        if (n := shapely.get_num_coordinates(drawn)) > VERTICES:
            yield message("place.draft_checks.too_many_vertices", n=n, most=VERTICES)
            return
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        yield message("place.draft_checks.broken_geometry")
        return
    note = {"method": "point", "confidence": "high"} if values["category"] == NOTE else {}
    properties = {"method": "digitised", "confidence": "medium", **values, **note}
    for problem in check_geometry("", 0, geometry, properties):
        if problem.rule not in _MENDED:
            yield as_reason(problem)


def as_reason(problem: Problem) -> Text:
    """The fact and the remedy of a broken rule."""
    fact = message(f"rules.{problem.rule}.fact", **problem.values)
    remedy = message(f"rules.{problem.rule}.remedy", **problem.values)
    return message("place.draft_checks.rule", fact=fact, remedy=remedy)
