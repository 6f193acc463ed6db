"""Checks of data/gateways.csv: where each stands, how sure that is, and that it is where its county and site are."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from geoplan.checks.layer_schema import IN_FUTURE, is_in_future
from geoplan.checks.layers import DECIMALS
from geoplan.crs.metric import AREA, STORAGE
from geoplan.geodata.boundaries import metric_counties_in
from geoplan.problem import Problem
from geoplan.sources import Sources
from geoplan.study_area import study_area

FILE = "data/gateways.csv"


def check_gateways(sources: Sources) -> Iterator[Problem]:
    """Check what the schema of the gateways cannot say.

    Yields
    ------
    Problem
        Repeated names; positions of low confidence, outside the study area, with too many decimals, further outside
        their county than their radius, or further from their site than both radii; days in the future.
    """
    rows = sources.tables["gateways"]
    yield from _same_names(rows)
    for row in rows.index[rows["confidence"] == "low"]:
        yield Problem(FILE, row, "gateway-unsure")
    for row, day in rows["checked_on"].items():
        if _is_in_future(day):
            yield Problem(FILE, row, IN_FUTURE)
    yield from _coordinates(rows)
    points = _as_points(rows)
    yield from _outside_county(points)
    yield from _off_site(points, sources)


def _same_names(rows: pd.DataFrame) -> Iterator[Problem]:
    for _, group in rows[rows["name_zh"] != ""].groupby(["name_zh", "adcode"], sort=False):
        for row, name in group["name_zh"].iloc[1:].items():
            yield Problem(FILE, row, "name-duplicate", {"value": name, "other": group["gateway_id"].iloc[0]})


def _is_in_future(day: str) -> bool:
    try:
        return is_in_future(day)
    except ValueError:
        return False  # the schema reports it


def _coordinates(rows: pd.DataFrame) -> Iterator[Problem]:
    """Where both cells hold a number: in the study area, with no more than `DECIMALS`."""
    written = rows["lon"].map(_is_number).astype(bool) & rows["lat"].map(_is_number).astype(bool)
    for row in rows.index[written & ~_in_area(_lonlat(rows))]:
        yield Problem(FILE, row, "outside-wgs84", {"x": rows.at[row, "lon"], "y": rows.at[row, "lat"]})
    finer = rows[["lon", "lat"]].apply(lambda cells: cells.str.partition(".")[2].str.len() > DECIMALS)
    for row in rows.index[written & finer.any(axis=1)]:
        yield Problem(FILE, row, "precision")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False  # the schema reports it
    return True


def _lonlat(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["lon", "lat"]].apply(pd.to_numeric, errors="coerce")


def _in_area(lonlat: pd.DataFrame) -> pd.Series:
    west, south, east, north = study_area().boxes.area
    return lonlat["lon"].between(west, east) & lonlat["lat"].between(south, north)


def _as_points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """The rows that can be placed, in metres, with a radius in numbers."""
    lonlat, radius = _lonlat(rows), pd.to_numeric(rows["radius_m"], errors="coerce")
    valid = _in_area(lonlat) & (radius > 0)
    placed = rows[["adcode", "site_id"]].assign(radius_m=radius)[valid]
    geometry = gpd.points_from_xy(lonlat.loc[valid, "lon"], lonlat.loc[valid, "lat"])
    return gpd.GeoDataFrame(placed, geometry=geometry, crs=STORAGE).to_crs(AREA)


def _outside_county(points: gpd.GeoDataFrame) -> Iterator[Problem]:
    for adcode, group in points.groupby("adcode"):
        county = metric_counties_in(str(adcode))
        if len(county) != 1:
            continue  # not a county: the schema reports it
        away = group.distance(county.geometry.iloc[0])
        for row in group.index[away > group["radius_m"]]:
            values = {"metres": round(float(away[row])), "radius": round(float(group.at[row, "radius_m"]))}
            yield Problem(FILE, row, "gateway-outside-county", {"county": county["name_zh"].iloc[0], **values})


def _off_site(points: gpd.GeoDataFrame, sources: Sources) -> Iterator[Problem]:
    with_site = points[points["site_id"] != ""]
    drawn = _drawn(sources, set(with_site["site_id"]))
    for row, point in with_site.iterrows():
        site = drawn[drawn["site_id"] == point["site_id"]]
        if site.empty:
            continue  # known by its county alone: nothing to compare with
        away = float(site.distance(point.geometry).min())
        allowed = float(point["radius_m"] + site["radius_m"].max())
        if away > allowed:
            values = {"site_id": point["site_id"], "metres": round(away), "radius": round(allowed)}
            yield Problem(FILE, int(row), "gateway-off-site", values)


def _drawn(sources: Sources, site_ids: set[str]) -> gpd.GeoDataFrame:
    """The features of some sites, in metres; what is no valid feature is reported with its layer."""
    features = []
    for feature in (f for layer in sources.layers for f in layer.features or []):
        try:
            properties = feature["properties"]
            if properties["site_id"] in site_ids and feature["geometry"]:
                features.append((properties["site_id"], float(properties["radius_m"] or 0), shape(feature["geometry"])))
        except (TypeError, KeyError, ValueError, AttributeError, shapely.errors.ShapelyError):
            continue
    frame = gpd.GeoDataFrame(features, columns=["site_id", "radius_m", "geometry"], geometry="geometry", crs=STORAGE)
    valid = (
        shapely.within(frame.geometry.to_numpy(), shapely.box(*study_area().boxes.area))
        & frame.geometry.is_valid.to_numpy()
    )
    return frame[np.asarray(valid, dtype=bool)].to_crs(AREA)
