"""The drawn base under the sites: land, water, borders and names. No tiles, no internet."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.geodata.base_files import base_credit, passport, read_names, read_vector, read_water
from geoplan.geodata.boundaries import counties, land_outlines
from geoplan.study_area import study_area

_TOLERANCE: Final = 0.0006  # degrees, about 60 m: how far a drawn border may stray from the true one
_STRIP: Final = 0.01  # degrees, about 1 km: half the width of a strip of shore
_DECIMALS: Final = 5  # about 1 m, finer than a pixel at the deepest zoom


def base_map(home: Path, regions: Any) -> dict[str, Any]:
    """Draw the base.

    Returns
    -------
    dict
        ``box`` (west, south, east, north of the drawn land); GeoJSON geometries ``land``, ``outside`` (land beyond the
        study area), ``former_sea``, ``runways``, ``borders`` (between counties), ``city_borders``; ``water``, a list of
        ``class``, ``rank``, ``maxzoom`` and ``geometry``; ``names``: lon, lat, level, zh, en and ``box`` of every
        county and city; ``relief``, its ``bounds`` or None; ``credit``, the sources to be named.
    """
    land, relief = drawn_land(home), study_area().base.relief
    outside, borders, city_borders = _lines(home)
    return {
        "box": list(land.bounds),
        "land": _geojson(land),
        "outside": _geojson(outside),
        "former_sea": _geojson(former_sea(home)),
        "runways": _geojson(runways(home)),
        "borders": _geojson(borders),
        "city_borders": _geojson(city_borders),
        "water": [
            {"class": row["class"], "rank": row["rank"], "maxzoom": row["maxzoom"], "geometry": _geojson(row.geometry)}
            for _, row in read_water(home).iterrows()
        ],
        "names": [
            {**place, "zh": regions.at[place["adcode"], "name_zh"], "en": regions.at[place["adcode"], "name_en"]}
            for place in _label_places(home)
        ],
        "relief": {"bounds": passport(home, relief)["bounds"]} if relief else None,
        "credit": base_credit(home),
    }


def base_places(home: Path) -> list[list[Any]]:
    """List the names of places for the browser, the most important first: class, rank, lon, lat, zh, en."""
    return read_names(home)[["class", "rank", "lon", "lat", "name_zh", "name_en"]].to_numpy().tolist()


@lru_cache(maxsize=1)
def drawn_land(home: Path) -> shapely.Geometry:
    """The land as the base shows it, EPSG:4326: the coast, or the county polygons where there is no file of it."""
    coast = study_area().base.coast
    if not coast:
        return land_outlines().union_all()
    return shapely.union_all(read_vector(home, coast).geometry.to_numpy())


@lru_cache(maxsize=1)
def former_sea(home: Path) -> shapely.Geometry:
    """What older charts show as sea, EPSG:4326: a tint of the ground, which says nothing of water today."""
    return shapely.union_all(read_vector(home, study_area().base.former_sea).geometry.to_numpy())


@lru_cache(maxsize=1)
def runways(home: Path) -> shapely.Geometry:
    """The runways' centre lines, EPSG:4326."""
    return shapely.union_all(read_vector(home, study_area().base.runways).geometry.to_numpy())


@lru_cache(maxsize=1)
def _lines(home: Path) -> tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]:
    """The land beyond the study area, the borders between counties and those between cities, EPSG:4326."""
    land, fine = drawn_land(home), counties()
    return (
        _outside(land, shapely.simplify(fine.union_all(), _TOLERANCE)),
        shapely.intersection(_shared_edges(fine), land),
        shapely.intersection(_shared_edges(fine.dissolve("city_adcode")), land),
    )


def _outside(land: shapely.Geometry, area: shapely.Geometry) -> shapely.Geometry:
    """The land beyond the study area, without strips along its shore that county polygons miss."""
    parts = shapely.get_parts(shapely.difference(land, area))
    is_strip = shapely.intersects(parts, area) & shapely.is_empty(shapely.buffer(parts, -_STRIP))
    return shapely.multipolygons(parts[~is_strip & (shapely.get_dimensions(parts) == 2)])


def _shared_edges(frame: gpd.GeoDataFrame) -> shapely.Geometry:
    """The edges that two polygons of a coverage have in common."""
    rings = shapely.get_rings(shapely.get_parts(frame.geometry.to_numpy()))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[:-1] == ring[1:]
    ends = np.hstack([xy[:-1][inside], xy[1:][inside]])
    backward = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[backward] = ends[backward][:, [2, 3, 0, 1]]
    edges, times = np.unique(ends, axis=0, return_counts=True)
    lines = shapely.linestrings(edges[times > 1].reshape(-1, 2, 2))
    return shapely.simplify(shapely.line_merge(shapely.multilinestrings(lines)), _TOLERANCE)


@lru_cache(maxsize=1)
def _label_places(home: Path) -> list[dict[str, Any]]:
    """Where the names of cities and counties are written, with their boxes."""
    frame, land, rows = counties(), drawn_land(home), []
    for level, groups in (("city", frame.dissolve("city_adcode")), ("county", frame.set_index("adcode"))):
        for adcode, shape in groups.geometry.items():
            on_land = shapely.intersection(shape, land)
            biggest = max(shapely.get_parts(on_land if not on_land.is_empty else shape), key=lambda part: part.area)
            centre = shapely.maximum_inscribed_circle(biggest, 0.005).coords[0]
            rows.append(
                {
                    "adcode": adcode,
                    "level": level,
                    "lon": round(centre[0], _DECIMALS),
                    "lat": round(centre[1], _DECIMALS),
                    "box": [round(edge, _DECIMALS) for edge in shape.bounds],
                }
            )
    return rows


def _geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, _DECIMALS))
    result: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return result
