"""A layer out of answers: of a whole table, or of the rows someone has accepted.

Each feature carries the passport the project's own layers carry: method, source, source_datum, radius_m, confidence
and checked_on, which stays empty until someone writes the day on which they looked. Where only the region is known the
geometry is null.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geoplan.crs.metric import STORAGE
from geoplan.errors import GeocodingError
from geoplan.geocoding.gazetteer import Place
from geoplan.geocoding.result_table import ACCEPT, COUNTY, POINT, others
from geoplan.geocoding.scoring import GeocodingResult
from geoplan.text.message import local_text

YES: Final = frozenset({"yes", "y", "true", "是", "√", "✓", "接受"})
NO: Final = frozenset({"", "no", "n", "false", "否", "×", "不"})
CHINA_BOX: Final = (73.0, 3.0, 136.0, 54.0)  # degrees west, south, east, north
CONFIDENCES: Final = ("high", "medium", "low")
_NEEDED: Final = (
    ACCEPT,
    "geo_name",
    "geo_lon",
    "geo_lat",
    "geo_radius_m",
    "geo_method",
    "geo_confidence",
    "geo_source",
)
_FARTHEST: Final = 500_000.0  # metres; no region of Fujian reaches farther
_SHOWN: Final = 5  # faults told one by one


@dataclass(frozen=True)
class GeocodedLayer:
    """Where a row is, with its passport; ``lon`` and ``lat`` (WGS 84) None where only the region is known."""

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


def geocoded_layer(answer: GeocodingResult, lang: str = "zh") -> GeocodedLayer:
    """Where an answer puts a row.

    Parameters
    ----------
    answer : GeocodingResult
        Of the row.
    lang : {"zh", "en"}
        The language of the name.

    Returns
    -------
    GeocodedLayer
        Empty where nothing was found.
    """
    place = answer.place
    if place is None:
        return GeocodedLayer()
    return GeocodedLayer(
        place.name(lang), place.id if place.kind == "site" else "", place.adcode, POINT if answer.is_spot else COUNTY,
        place.source, place.source_datum, answer.radius_m, answer.confidence, answer.lon, answer.lat,
    )  # fmt: skip


def placed_at(place: Place, lang: str = "zh") -> GeocodedLayer:
    """Where a rival that someone chose puts a row.

    Parameters
    ----------
    place : Place
        The rival.
    lang : {"zh", "en"}
        The language of the name.

    Returns
    -------
    GeocodedLayer
        As sure as the position of the place is: which place is meant was decided by a person.
    """
    lon, lat = (place.lon, place.lat) if place.is_spot else (None, None)
    return GeocodedLayer(
        place.name(lang), place.id if place.kind == "site" else "", place.adcode, POINT if place.is_spot else COUNTY,
        place.source, place.source_datum, place.radius_m, place.confidence, lon, lat,
    )  # fmt: skip


def layer(frame: pd.DataFrame, positions: Sequence[GeocodedLayer]) -> gpd.GeoDataFrame:
    """Make a layer of rows and their positions.

    Parameters
    ----------
    frame : DataFrame
        The rows; columns of an earlier run are left out, one that bears a name of the passport is renamed
        ``input_…``.
    positions : sequence of GeocodedLayer
        One a row.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, a point or None a row.
    """
    ours = ["name", "site_id", "adcode", "method", "source", "source_datum", "radius_m", "confidence", "checked_on"]
    kept = others(frame.columns)
    taken = {*ours, *kept, "geometry"}
    renamed = {column: _free(f"input_{column}", taken) for column in kept if column in {*ours, "geometry"}}
    made = frame[kept].rename(columns=renamed).reset_index(drop=True)
    for column in ours[:-1]:
        made[column] = [getattr(position, column) for position in positions]
    made["checked_on"] = ""
    points = gpd.points_from_xy([p.lon for p in positions], [p.lat for p in positions])
    geometry = [point if p.lon is not None else None for point, p in zip(points, positions, strict=True)]
    return gpd.GeoDataFrame(made, geometry=geometry, crs=STORAGE)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"{name}_"
    return name


def accepted(frame: pd.DataFrame, gazetteer: dict[str, Place], lang: str = "zh") -> gpd.GeoDataFrame:
    """Make a layer of the rows someone has accepted.

    Parameters
    ----------
    frame : DataFrame
        A reviewed table, all text; the index numbers its rows as the spreadsheet does. ``geo_accept`` says ``yes``,
        ``no`` (or nothing), or the number of the rival that is meant; longitude, latitude and radius may have been
        corrected by hand.
    gazetteer : dict of str to Place
        The catalogue's places, by which rivals are found again.
    lang : {"zh", "en"}
        The language of the names of rivals.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; only the rows accepted.

    Raises
    ------
    GeocodingError
        Columns of the review are missing, nothing is accepted, or cells cannot be used; rows are named.
    """
    if missing := [column for column in _NEEDED if column not in frame.columns]:
        raise GeocodingError(
            "geocoding.review.no_review_columns_missing_make",
            missing=local_text("、".join(missing), ", ".join(missing)),
        )
    rows, positions, faults = [], [], []
    for number, row in zip(frame.index, frame.to_dict("records"), strict=True):
        try:
            position = _decided(row, gazetteer, lang)
        except GeocodingError as fault:
            faults.append((number, fault))
            continue
        if position is not None:
            rows.append(number)
            positions.append(position)
    if faults:
        raise _listed(faults)
    if not rows:
        raise GeocodingError("geocoding.review.no_row_accepted_write_yes", accept=ACCEPT)
    return layer(frame.loc[rows], positions)


def _decided(row: dict[Any, str], gazetteer: dict[str, Place], lang: str) -> GeocodedLayer | None:
    said = row[ACCEPT].strip().lower().removesuffix(".0")
    if said in NO:
        return None
    if said in YES:
        return _as_written(row)
    ref = row.get(f"geo_rival_{said}_ref", "") if said.isdigit() else None
    if ref is None:
        raise GeocodingError("geocoding.review.not_understood", accept=ACCEPT, row=row[ACCEPT])
    if not ref:
        raise GeocodingError("geocoding.review.there_no_rival", said=said)
    place = gazetteer.get(ref) or online_place(ref, row.get(f"geo_rival_{said}", ""))
    if place is None:
        raise GeocodingError("geocoding.review.rival_no_longer_known", said=said, ref=ref)
    return placed_at(place, lang)


def _as_written(row: dict[Any, str]) -> GeocodedLayer:
    """The answer as it stands in the row, corrected or not."""
    radius = _number(row, "geo_radius_m", 0.0, _FARTHEST)
    confidence = row["geo_confidence"].strip()
    if radius is None or confidence not in CONFIDENCES:
        raise GeocodingError("geocoding.review.there_no_answer_accept_geo")
    lon = _number(row, "geo_lon", CHINA_BOX[0], CHINA_BOX[2])
    lat = _number(row, "geo_lat", CHINA_BOX[1], CHINA_BOX[3])
    if (lon is None) != (lat is None):
        raise GeocodingError("geocoding.review.one_geo_lon_geo_lat")
    site_id = row.get("geo_id", "") if row.get("geo_kind", "") == "site" else ""
    return GeocodedLayer(
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
        raise GeocodingError("geocoding.review.no_number_from", column=column, text=text[:30], least=least, most=most)
    return value


def _listed(faults: list[tuple[Any, GeocodingError]]) -> GeocodingError:
    more = len(faults) - _SHOWN
    zh = "；".join(f"第 {row} 行：{fault.zh}" for row, fault in faults[:_SHOWN]) + (
        f"；另有 {more} 行" if more > 0 else ""
    )
    en = "; ".join(f"row {row}: {fault.en}" for row, fault in faults[:_SHOWN]) + (f"; {more} more" if more > 0 else "")
    return GeocodingError("geocoding.review.correct_review_try_again", zh=local_text(zh, en))


def online_ref(service: str, lon: float, lat: float, radius_m: float) -> str:
    """How a service's answer is written into a review, so that it can be found again.

    Parameters
    ----------
    service : str
        Its name.
    lon, lat : float
        Degrees, WGS 84.
    radius_m : float
        Metres.

    Returns
    -------
    str
        ``amap@118.1,24.5,100``.
    """
    return f"{service}@{lon:.6f},{lat:.6f},{radius_m:.0f}"


def online_place(ref: str, name: str) -> Place | None:
    """A service's answer out of a review.

    Parameters
    ----------
    ref : str
        As `online_ref` wrote it.
    name : str
        What it is called.

    Returns
    -------
    Place or None
        None where the text is no such reference, or lies outside China.
    """
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
