"""A layer from geocoding results: of a whole table, or of the rows accepted in a review.

Each feature has the position metadata of all layers: method, source, source_datum, radius_m, confidence and
checked_on, which stays empty until someone enters the day of a check. Where only the region is known the geometry is
null.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geoplan.crs.metric import STORAGE
from geoplan.errors import GeocodingError
from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.name_patterns import words
from geoplan.geocoding.result_table import ACCEPT, COUNTY, POINT, others
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.text.message import joined, message

YES: Final = frozenset(words("review.yes"))
NO: Final = frozenset(words("review.no"))
CHINA_BOX: Final = (73.0, 3.0, 136.0, 54.0)  # degrees west, south, east, north
CONFIDENCES: Final = ("high", "medium", "low")
_REQUIRED: Final = (
    ACCEPT, "geo_name", "geo_lon", "geo_lat", "geo_radius_m", "geo_method", "geo_confidence", "geo_source",
)  # fmt: skip
_FARTHEST: Final = 500_000.0  # metres; no region of a province reaches farther
_SHOWN: Final = 5  # errors listed one by one


@dataclass(frozen=True)
class RowPosition:
    """The position of a row and its metadata; ``lon`` and ``lat`` (WGS 84) are None where only the region is known."""

    name: str = ""
    site_id: str = ""
    adcode: str = ""
    method: str | None = None
    source: str = ""
    source_datum: str = ""
    radius_m: float | None = None
    confidence: str = ""
    lon: float | None = None
    lat: float | None = None


def result_position(answer: GeocodingResult, lang: str = "zh") -> RowPosition:
    """Return the position that a result gives a row; empty where nothing was found."""
    if answer.place is None:
        return RowPosition()
    position = rival_position(answer.place, lang)
    return replace(position, radius_m=answer.radius_m, confidence=answer.confidence)


def rival_position(place: Place, lang: str = "zh") -> RowPosition:
    """Return the position that a chosen place gives a row, with the confidence of the place: a person chose it."""
    lon, lat = (place.lon, place.lat) if place.is_located else (None, None)
    site_id, method = place.id if place.kind == "site" else "", POINT if place.is_located else COUNTY
    return RowPosition(
        place.name(lang), site_id, place.adcode, method, place.source, place.source_datum, place.radius_m,
        place.confidence, lon, lat,
    )  # fmt: skip


def layer(frame: pd.DataFrame, positions: Sequence[RowPosition]) -> gpd.GeoDataFrame:
    """Build a layer of rows and their positions.

    Parameters
    ----------
    frame : DataFrame
        The rows; columns of an earlier run are left out, one named as position metadata is renamed
        ``input_…``.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, a point or None a row.
    """
    metadata = ["name", "site_id", "adcode", "method", "source", "source_datum", "radius_m", "confidence", "checked_on"]
    inputs = others(frame.columns)
    taken = {*metadata, *inputs, "geometry"}
    renamed = {column: _free(f"input_{column}", taken) for column in inputs if column in {*metadata, "geometry"}}
    table = frame[inputs].rename(columns=renamed).reset_index(drop=True)
    for column in metadata[:-1]:
        table[column] = [getattr(position, column) for position in positions]
    table["checked_on"] = ""
    points = gpd.points_from_xy([p.lon for p in positions], [p.lat for p in positions])
    geometry = [point if p.lon is not None else None for point, p in zip(points, positions, strict=True)]
    return gpd.GeoDataFrame(table, geometry=geometry, crs=STORAGE)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"{name}_"
    return name


def accepted(frame: pd.DataFrame, gazetteer: dict[str, Place], lang: str = "zh") -> gpd.GeoDataFrame:
    """Build a layer of the rows accepted in a review.

    Parameters
    ----------
    frame : DataFrame
        A reviewed table, all text; the index numbers its rows as the spreadsheet does. ``geo_accept`` says ``yes``,
        ``no`` (or nothing), or the number of the rival that is meant; longitude, latitude and radius may have been
        corrected by hand.
    gazetteer : dict of str to Place
        The catalogue's places, by which rivals are found again.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; only the rows accepted.

    Raises
    ------
    GeocodingError
        Columns of the review are missing, nothing is accepted, or cells cannot be used; rows are named.
    """
    if missing := [column for column in _REQUIRED if column not in frame.columns]:
        raise GeocodingError("geocoding.review.missing_columns", columns=joined(missing))
    rows, positions, errors = [], [], []
    for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
        try:
            position = _decided(row, gazetteer, lang)
        except GeocodingError as error:
            errors.append((number, error))
            continue
        if position is not None:
            rows.append(number)
            positions.append(position)
    if errors:
        raise _invalid_rows(errors)
    if not rows:
        raise GeocodingError("geocoding.review.nothing_accepted", column=ACCEPT)
    return layer(frame.loc[rows], positions)


def _decided(row: dict[Any, str], gazetteer: dict[str, Place], lang: str) -> RowPosition | None:
    decision = row[ACCEPT].strip().lower().removesuffix(".0")
    if decision in NO:
        return None
    if decision in YES:
        return _as_written(row)
    ref = row.get(f"geo_rival_{decision}_ref", "") if decision.isdigit() else None
    if ref is None:
        raise GeocodingError("geocoding.review.not_understood", column=ACCEPT, value=row[ACCEPT])
    if not ref:
        raise GeocodingError("geocoding.review.no_rival", number=decision)
    place = gazetteer.get(ref) or online_place(ref, row.get(f"geo_rival_{decision}", ""))
    if place is None:
        raise GeocodingError("geocoding.review.unknown_rival", number=decision, ref=ref)
    return rival_position(place, lang)


def _as_written(row: dict[Any, str]) -> RowPosition:
    """The answer as it stands in the row, corrected or not."""
    radius = _number(row, "geo_radius_m", 0.0, _FARTHEST)
    confidence = row["geo_confidence"].strip()
    if radius is None or confidence not in CONFIDENCES:
        raise GeocodingError("geocoding.review.no_answer")
    lon = _number(row, "geo_lon", CHINA_BOX[0], CHINA_BOX[2])
    lat = _number(row, "geo_lat", CHINA_BOX[1], CHINA_BOX[3])
    if (lon is None) != (lat is None):
        raise GeocodingError("geocoding.review.half_position")
    site_id = row.get("geo_id", "") if row.get("geo_kind", "") == "site" else ""
    return RowPosition(
        row["geo_name"], site_id, row.get("geo_adcode", ""), COUNTY if lon is None else POINT, row["geo_source"],
        row.get("geo_datum", ""), radius, confidence, lon, lat,
    )  # fmt: skip


def _number(row: dict[Any, str], column: str, least: float, most: float) -> float | None:
    text = row[column].strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise GeocodingError("geocoding.review.not_in_range", column=column, text=text[:30], least=least, most=most)
    return value


def _invalid_rows(errors: list[tuple[Any, GeocodingError]]) -> GeocodingError:
    rows = [message("geocoding.review.row", row=row, error=error.what) for row, error in errors[:_SHOWN]]
    if len(errors) > _SHOWN:
        rows.append(message("geocoding.review.more_rows", number=len(errors) - _SHOWN))
    return GeocodingError("geocoding.review.invalid_rows", rows=joined(rows, "punctuation.semicolon"))


def online_ref(service: str, lon: float, lat: float, radius_m: float) -> str:
    """Encode a service's answer for a review, so that `online_place` can read it: ``amap@118.1,24.5,100``."""
    return f"{service}@{lon:.6f},{lat:.6f},{radius_m:.0f}"


def online_place(ref: str, name: str) -> Place | None:
    """Read what `online_ref` wrote; None where the text is something else, or the position lies outside China."""
    service, at, numbers = ref.partition("@")
    try:
        lon, lat, radius = (float(number) for number in numbers.split(","))
    except ValueError:
        return None
    west, south, east, north = CHINA_BOX
    if not at or not (west <= lon <= east and south <= lat <= north and 0 < radius <= _FARTHEST):
        return None
    datum = "GCJ-02" if service == "amap" else "WGS84"
    return Place(
        ref, "online", "", "", name, name, "", frozenset(), True, lon, lat, radius, radius, "medium", service, datum
    )
