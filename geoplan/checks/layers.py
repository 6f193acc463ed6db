"""Checks of layers/: descriptions, position passports and geometries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from shapely.geometry import shape

from geoplan.crs.metric import PROVINCE, STORAGE
from geoplan.geodata.boundaries import counties_in
from geoplan.problem import Problem
from geoplan.sources import Layer, Sources
from geoplan.study_area import study_area

DECIMALS = 7
_TOUCH = 60.0  # metres: a point this near the border of the county it claims is taken for inside

Text = Annotated[str, Field(min_length=1)]


class LayerDescription(BaseModel):
    """What a layer's .toml says; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title_zh: Text
    title_en: Text
    meaning_zh: Text
    meaning_en: Text
    scope: Text
    order: int
    licence: Text
    sources: Annotated[list[Text], Field(min_length=1)]
    also: list[Text] = []

    @field_validator("scope")
    @classmethod
    def _is_a_scope(cls, value: str) -> str:
        if value not in (known := study_area().scopes):
            raise ValueError(f"Input should be {' or '.join(map(repr, known))}")
        return value


class Passport(BaseModel):
    """How a feature's position is known; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site_id: Text
    method: Literal["surveyed", "digitised", "poi_hull", "area_schematic", "point", "county"]
    source: Text
    source_datum: Literal["WGS84", "GCJ-02", "BD-09", "estimate"]
    radius_m: Annotated[float, Field(gt=0, le=200_000)] | Annotated[int, Field(gt=0, le=200_000)] | None
    confidence: Literal["high", "medium", "low"]
    checked_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    part: Text | None = None
    part_en: Text | None = None

    @model_validator(mode="after")
    def _a_part_has_both_names(self) -> Passport:
        if (self.part is None) != (self.part_en is None):
            raise ValueError("part and part_en go together")
        return self

    @field_validator("checked_on")
    @classmethod
    def _is_a_past_day(cls, value: str) -> str:
        if dt.date.fromisoformat(value) > dt.date.today() + dt.timedelta(days=1):
            raise ValueError("checked_on lies in the future")
        return value


def check_layers(sources: Sources) -> Iterator[Problem]:
    """Check every layer pair and, together, that each site stands in exactly one.

    Parameters
    ----------
    sources : Sources
        The files as read.

    Yields
    ------
    Problem
        ``row`` counts the features of a file from 1.
    """
    sites = sources.tables["sites"]
    known = set(sites["site_id"])
    home: dict[str, str] = {}
    for layer in sources.layers:
        yield from _check_pair(layer)
        for number, feature in enumerate(layer.features or [], start=1):
            yield from _check_feature(layer, number, feature, known, home)
    for layer in sources.layers:
        for site_id in (layer.description or {}).get("also", []):
            if site_id not in home:
                yield Problem(layer.toml, None, "layer-shows-unknown", {"value": site_id})
    for row, site_id in sites["site_id"].items():
        if site_id and site_id not in home:
            yield Problem("data/sites.csv", row, "site-nowhere", {"site_id": site_id})
    yield from _check_counties(sources)


def _check_pair(layer: Layer) -> Iterator[Problem]:
    if layer.description is None:
        yield Problem(layer.geojson, None, "layer-pair", {"other": layer.toml})
    if layer.features is None:
        yield Problem(layer.toml, None, "layer-pair", {"other": layer.geojson})
    if layer.has_crs:
        yield Problem(layer.geojson, None, "geojson-crs")
    if layer.description:
        for where, why in _faults(LayerDescription, layer.description):
            yield Problem(layer.toml, None, "layer-key", {"where": where, "why": why})


def _faults(model: type[BaseModel], value: Any) -> Iterator[tuple[str, str]]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        seen = set()
        for fault in error.errors():
            where = str(fault["loc"][0]) if fault["loc"] else "properties"
            if where not in seen:  # a union reports each of its branches
                seen.add(where)
                yield where, fault["msg"]


def _check_feature(layer: Layer, number: int, feature: Any, known: set[str], home: dict[str, str]) -> Iterator[Problem]:
    """Check one feature and enter its site into `home`."""
    place = layer.geojson
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        yield Problem(place, number, "passport", {"why": "properties"})
        return
    for where, why in _faults(Passport, properties):
        yield Problem(place, number, "passport", {"why": f"{where}: {why}"})
    site_id = properties.get("site_id")
    if isinstance(site_id, str) and site_id:
        if site_id not in known:
            yield Problem(place, number, "site-unknown", {"value": site_id})
        if home.setdefault(site_id, layer.layer_id) != layer.layer_id:
            yield Problem(place, number, "site-twice", {"value": site_id, "other": home[site_id]})
    yield from _check_geometry(place, number, feature.get("geometry"), properties)


_FITS = {"point": {"Point"}, "county": {"none"}}
_AREAS = {"Polygon", "MultiPolygon"}


def _check_geometry(place: str, number: int, geometry: Any, passport: dict[str, Any]) -> Iterator[Problem]:
    found = "none" if geometry is None else str(geometry.get("type"))
    method = passport.get("method")
    if method in {"surveyed", "digitised", "poi_hull", "area_schematic", *_FITS} and found not in _FITS.get(
        method, _AREAS
    ):
        yield Problem(place, number, "method-geometry", {"method": method, "found": found})
    if passport.get("confidence") == "low" and found == "Point":
        yield Problem(place, number, "low-as-spot")
    if geometry is None:
        return
    try:
        drawn = shape(geometry)
        coordinates = shapely.get_coordinates(drawn)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        yield Problem(place, number, "geometry-broken", {"why": str(error) or type(error).__name__})
        return
    stray = _outside(coordinates)
    if stray.any() or not len(coordinates):
        x, y = coordinates[stray][0] if stray.any() else (float("nan"), float("nan"))
        yield Problem(place, number, "outside-wgs84", {"x": x, "y": y})
        return
    if not shapely.is_valid(drawn):
        yield Problem(place, number, "geometry-invalid", {"why": shapely.is_valid_reason(drawn)})
    elif found in _AREAS and not shapely.equals_exact(drawn, shapely.orient_polygons(drawn)):
        yield Problem(place, number, "ring-order")
    if not np.array_equal(coordinates, coordinates.round(DECIMALS)):
        yield Problem(place, number, "precision")


def _outside(coordinates: np.ndarray) -> np.ndarray:
    """Mask over (n, 2) coordinates: not a longitude and latitude of Fujian; NaN is outside too."""
    west, south, east, north = study_area().boxes.area
    within = (coordinates >= (west, south)) & (coordinates <= (east, north))
    return np.asarray(~within.all(axis=1))


def _check_counties(sources: Sources) -> Iterator[Problem]:
    """Every representative point lies inside the county, city or province its site claims."""
    adcode = sources.tables["sites"].drop_duplicates("site_id").set_index("site_id")["adcode"]
    spots = []
    for layer in sources.layers:
        for number, feature in enumerate(layer.features or [], start=1):
            try:
                drawn = shape(feature["geometry"])
                if _outside(shapely.get_coordinates(drawn)).any():
                    continue  # reported above
                point = shapely.point_on_surface(drawn)
                claim = adcode[feature["properties"]["site_id"]]
            except (TypeError, KeyError, ValueError, AttributeError, shapely.errors.ShapelyError):
                continue  # reported above
            if re.fullmatch(r"35\d{4}", claim) and shapely.is_valid(point) and not point.is_empty:
                spots.append((layer.geojson, number, claim, point))
    if not spots:
        return
    frame = gpd.GeoDataFrame(
        pd.DataFrame(spots, columns=["file", "row", "claim", "geometry"]), geometry="geometry", crs=STORAGE
    ).to_crs(PROVINCE)
    for claim, group in frame.groupby("claim"):
        claimed = counties_in(str(claim)).to_crs(PROVINCE)
        if claimed.empty:
            continue  # an unknown adcode is an orphan, reported with the table
        away = np.column_stack([group.distance(c) for c in claimed.geometry]).min(axis=1)
        name = claimed["name_zh"].iloc[0] if len(claimed) == 1 else str(claim)
        for file, row, metres in zip(group["file"], group["row"], away, strict=True):
            if metres > _TOUCH:
                yield Problem(file, row, "outside-county", {"county": name, "metres": round(float(metres))})
