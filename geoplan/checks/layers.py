"""Checks of layers/: descriptions, position metadata and geometries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from geoplan.checks.layer_schema import IN_FUTURE, PART_NAMES, LayerDescription, PositionMetadata, schema_errors
from geoplan.crs.metric import AREA, STORAGE
from geoplan.geodata.boundaries import metric_counties_in
from geoplan.problem import Problem
from geoplan.sources import Layer, Sources
from geoplan.study_area import study_area
from geoplan.vocabulary import AREA_METHODS, AREA_OF_DOUBT, POINT_METHODS

DECIMALS: Final = 7
TOLERANCE: Final = 60.0  # metres: a point this near the border of its county counts as inside


def check_layers(sources: Sources) -> Iterator[Problem]:
    """Check every layer pair and, together, that each site stands in exactly one.

    Yields
    ------
    Problem
        ``row`` counts the features of a file from 1.
    """
    sites = sources.tables["sites"]
    site_ids = set(sites["site_id"])
    layer_of: dict[str, str] = {}
    for layer in sources.layers:
        yield from _check_pair(layer)
        for number, feature in enumerate(layer.features or [], start=1):
            yield from _check_feature(layer, number, feature, site_ids, layer_of)
    if all(layer.is_readable for layer in sources.layers):  # else a site may stand in one that is not
        yield from _check_all_stand(sources, layer_of)
    yield from _check_counties(sources)


def _check_all_stand(sources: Sources, layer_of: dict[str, str]) -> Iterator[Problem]:
    for layer in sources.layers:
        for site_id in (layer.description or {}).get("also", []):
            if site_id not in layer_of:
                yield Problem(layer.toml, None, "layer-shows-unknown", {"value": site_id})
    for row, site_id in sources.tables["sites"]["site_id"].items():
        if site_id and site_id not in layer_of:
            yield Problem("data/sites.csv", row, "site-nowhere", {"site_id": site_id})


def _check_pair(layer: Layer) -> Iterator[Problem]:
    if layer.description is None:
        yield Problem(layer.geojson, None, "layer-pair", {"other": layer.toml})
    if layer.features is None:
        yield Problem(layer.toml, None, "layer-pair", {"other": layer.geojson})
    if layer.has_crs:
        yield Problem(layer.geojson, None, "geojson-crs")
    if layer.description:
        for _, where, why in schema_errors(LayerDescription, layer.description):
            yield Problem(layer.toml, None, "layer-key", {"where": where, "why": why})


def _check_feature(
    layer: Layer, number: int, feature: Any, site_ids: set[str], layer_of: dict[str, str]
) -> Iterator[Problem]:
    """Check one feature and enter its site into `layer_of`."""
    file = layer.geojson
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        yield Problem(file, number, "passport", {"where": "properties", "why": "properties"})
        return
    for error, where, why in schema_errors(PositionMetadata, properties):
        rule = error if error in (IN_FUTURE, PART_NAMES) else "passport"
        yield Problem(file, number, rule, {"where": where, "why": f"{where}: {why}"} if rule == "passport" else {})
    site_id = properties.get("site_id")
    if isinstance(site_id, str) and site_id:
        if site_id not in site_ids:
            yield Problem(file, number, "site-unknown", {"value": site_id})
        if layer_of.setdefault(site_id, layer.layer_id) != layer.layer_id:
            yield Problem(file, number, "site-twice", {"value": site_id, "other": layer_of[site_id]})
    yield from check_geometry(file, number, feature.get("geometry"), properties)


_AREAS = {"Polygon", "MultiPolygon"}
_FITS = {
    "county": {"none"},
    **{method: {"Point"} for method in POINT_METHODS},
    **dict.fromkeys((*AREA_METHODS, AREA_OF_DOUBT), _AREAS),
}


def check_geometry(file: str, number: int, geometry: Any, properties: dict[str, Any]) -> Iterator[Problem]:
    """Check the geometry of a feature by itself, and whether its method and confidence suit it.

    Parameters
    ----------
    number : int
        Of the feature in the file, from 1.
    geometry : dict or None
        As GeoJSON has it, EPSG:4326.
    properties : dict
        With ``method`` and ``confidence``.

    Yields
    ------
    Problem
        One for each broken rule.
    """
    if geometry is not None and not isinstance(geometry, dict):
        yield Problem(file, number, "geometry-broken", {"why": type(geometry).__name__})
        return
    geometry_type = "none" if geometry is None else str(geometry.get("type"))
    method = properties.get("method")
    if method in _FITS and geometry_type not in _FITS[method]:
        yield Problem(file, number, "method-geometry", {"method": method, "geometry": geometry_type})
    is_low, is_doubt = properties.get("confidence") == "low", method == AREA_OF_DOUBT
    if is_low and geometry is not None and not is_doubt:
        yield Problem(file, number, "low-as-spot")
    if is_doubt and not is_low:
        yield Problem(file, number, "doubt-not-low")
    if geometry is None:
        return
    try:
        drawn = shape(geometry)
        coordinates = shapely.get_coordinates(drawn)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        yield Problem(file, number, "geometry-broken", {"why": str(error) or type(error).__name__})
        return
    stray = _outside(coordinates)
    if stray.any() or not len(coordinates):
        x, y = coordinates[stray][0] if stray.any() else (float("nan"), float("nan"))
        yield Problem(file, number, "outside-wgs84", {"x": x, "y": y})
        return
    if not shapely.is_valid(drawn):
        yield Problem(file, number, "geometry-invalid", {"why": shapely.is_valid_reason(drawn)})
    elif geometry_type in _AREAS and not shapely.equals_exact(drawn, shapely.orient_polygons(drawn)):
        yield Problem(file, number, "ring-order")
    if not np.array_equal(coordinates, coordinates.round(DECIMALS)):
        yield Problem(file, number, "precision")


def _outside(coordinates: np.ndarray) -> np.ndarray:
    """Mask over (n, 2) coordinates: outside the box of the study area; NaN is outside too."""
    west, south, east, north = study_area().boxes.area
    within = (coordinates >= (west, south)) & (coordinates <= (east, north))
    return np.asarray(~within.all(axis=1))


def _check_counties(sources: Sources) -> Iterator[Problem]:
    """Every representative point lies inside the county, city or province its site claims."""
    adcode = sources.tables["sites"].drop_duplicates("site_id").set_index("site_id")["adcode"]
    points = []
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
                points.append((layer.geojson, number, claim, point))
    if not points:
        return
    frame = gpd.GeoDataFrame(
        pd.DataFrame(points, columns=["file", "row", "claim", "geometry"]), geometry="geometry", crs=STORAGE
    ).to_crs(AREA)
    for claim, group in frame.groupby("claim"):
        claimed = metric_counties_in(str(claim))
        if claimed.empty:
            continue  # an unknown adcode is an orphan, reported with the table
        _, away = shapely.STRtree(claimed.geometry.to_numpy()).query_nearest(
            group.geometry.to_numpy(), return_distance=True, all_matches=False
        )
        name = claimed["name_zh"].iloc[0] if len(claimed) == 1 else str(claim)
        for file, row, metres in zip(group["file"], group["row"], away, strict=True):
            if metres > TOLERANCE:
                yield Problem(file, row, "outside-county", {"county": name, "metres": round(float(metres))})
