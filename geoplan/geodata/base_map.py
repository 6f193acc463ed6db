"""The drawn base under the sites: land, later land, the province, county borders and names. No tiles, no internet."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.errors import UserError
from geoplan.geodata.boundaries import counties, read_counties
from geoplan.study_area import study_area

_TOLERANCE: Final = 0.0006  # degrees, about 60 m: how far a drawn border may stray from the true one
_DECIMALS: Final = 5  # about 1 m, finer than a pixel at the deepest zoom


def base_map(home: Path, regions: Any) -> dict[str, Any]:
    """Draw the base.

    Returns
    -------
    dict
        ``box`` (west, south, east, north of the drawn coast); GeoJSON geometries ``land``, ``later`` (land beyond
        the old coast), ``province``, ``borders`` (between counties), ``city_borders``; and ``names``: lon, lat,
        level, zh, en and ``box`` of every county and city.
    """
    coast, land = _coast(home), drawn_land(home)
    fine = counties()
    later = shapely.difference(land, coast)
    return {
        "box": list(coast.bounds),
        "land": _geojson(coast),
        "later": _geojson(later),
        "province": _geojson(shapely.intersection(shapely.simplify(fine.union_all(), _TOLERANCE), land)),
        "borders": _geojson(shapely.intersection(_shared_edges(fine), land)),
        "city_borders": _geojson(shapely.intersection(_shared_edges(fine.dissolve("city_adcode")), land)),
        "names": _names(fine, coast, regions),
    }


@lru_cache(maxsize=1)
def _coast(home: Path) -> shapely.Geometry:
    coast = study_area().boundaries.coast
    if not coast:
        return read_counties(study_area().boundaries.land).union_all()
    try:
        return gpd.read_file(home / "data" / coast).geometry.iloc[0]
    except (RuntimeError, IndexError) as error:  # pyogrio's DataSourceError is a RuntimeError
        raise UserError("study_area.coast_unreadable", file=f"data/{coast}") from error


@lru_cache(maxsize=1)
def drawn_land(home: Path) -> shapely.Geometry:
    """The land as the base shows it: the coast and what was gained since, EPSG:4326."""
    return shapely.union(_coast(home), read_counties(study_area().boundaries.land).union_all())


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


def _names(frame: gpd.GeoDataFrame, coast: shapely.Geometry, regions: Any) -> list[dict[str, Any]]:
    rows = []
    for level, groups in (("city", frame.dissolve("city_adcode")), ("county", frame.set_index("adcode"))):
        for adcode, shape in groups.geometry.items():
            on_land = shapely.intersection(shape, coast)
            biggest = max(shapely.get_parts(on_land if not on_land.is_empty else shape), key=lambda part: part.area)
            centre = shapely.maximum_inscribed_circle(biggest, 0.005).coords[0]
            rows.append(
                {
                    "adcode": adcode,
                    "level": level,
                    "lon": round(centre[0], _DECIMALS),
                    "lat": round(centre[1], _DECIMALS),
                    "box": [round(edge, _DECIMALS) for edge in shape.bounds],
                    "zh": regions.at[adcode, "name_zh"],
                    "en": regions.at[adcode, "name_en"],
                }
            )
    return rows


def _geojson(geometry: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, _DECIMALS))
    result: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return result
