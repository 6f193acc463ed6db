"""A filled row of a layer as a GeoJSON feature: its geometry in WGS 84, and how its position is known."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import shapely
from pyproj import CRS

from geoplan.checks.layers import DECIMALS
from geoplan.crs.metric import AREA, HOME, STORAGE
from geoplan.crs.systems import parse_system, to_wgs84
from geoplan.errors import UnknownSystemError
from geoplan.geodata.boundaries import counties_in, land_outlines
from geoplan.geodata.equal_area_disc import equal_area_disc
from geoplan.study_area import stem, study_area
from geoplan.text.message import joined
from geoplan.vocabulary import AREA_UNITS, POINT_METHODS

_OUTLINES: Final = ("surveyed", "digitised", "bounding_roads", "poi_hull", "area_of_doubt")
_OFF_LAND: Final = 200.0  # metres: the outlines of land are generalised, a centre on the shore may miss them by so much


class FeatureError(Exception):
    """A row that is no feature: the rule it breaks, the column that shows it, and the values of the rule's texts."""

    def __init__(self, rule: str, column: str, **values: Any) -> None:
        super().__init__(rule)
        self.rule, self.column, self.values = rule, column, values


def placeholder_feature(site_id: str, part: str = "") -> dict[str, Any]:
    """A feature for a row that is not valid, so that its site is not reported as missing too."""
    names = {"part": part, "part_en": part} if part else {}
    row = {"site_id": site_id, **names, "source": "-", "confidence": "low", "checked_on": "2000-01-01"}
    return _feature(row, None, "county")


def make_feature(row: dict[str, str], adcode: str) -> dict[str, Any]:
    """Make a feature of a row.

    Parameters
    ----------
    row : dict of str
        The columns of the form ``features``, each cell valid by the rule of its column.
    adcode : str
        Of the county, city or province the site lies in; "" where it is not known.

    Returns
    -------
    dict
        A GeoJSON feature in WGS 84, 7 decimals at most, areas counter-clockwise.

    Raises
    ------
    FeatureError
        The row breaks a rule.
    """
    return _feature(row, *_geometry(row, adcode))


def _feature(row: dict[str, str], geometry: Any, method: str) -> dict[str, Any]:
    part = {key: row[key] for key in ("part", "part_en") if row.get(key)}
    drawn = None if geometry is None else orjson.loads(shapely.to_geojson(geometry))
    properties = {
        "site_id": row["site_id"],
        **part,
        "method": method,
        "source": row["source"],
        "source_datum": _datum(row.get("system", ""), method),
        "radius_m": _plain(float(row["radius_m"])) if row.get("radius_m") else None,
        "confidence": row["confidence"],
        "checked_on": row["checked_on"],
        **({"licence": row["licence"]} if row.get("licence") else {}),
    }
    return {"type": "Feature", "properties": properties, "geometry": drawn}


def _plain(number: float) -> float:
    return int(number) if number.is_integer() else number


def _datum(system: str, method: str) -> str:
    """The datum of a system; registered ones differ from WGS 84 by less than any position is known."""
    if method == "county" or system == "estimate":
        return "estimate"
    return system if system in ("GCJ-02", "BD-09") else "WGS84"


def _geometry(row: dict[str, str], adcode: str) -> tuple[Any, str]:
    """The geometry and the method it was made by."""
    lon, lat, area = (row.get(key, "") for key in ("lon", "lat", "stated_area"))
    method, has_outline = row.get("method", ""), bool(row.get("wkt"))
    if bool(lon) != bool(lat):
        raise FeatureError("coordinates-half", "lat" if lon else "lon")
    if has_outline and lon:
        raise FeatureError("coordinates-twice", "wkt")
    if bool(area) != bool(row.get("area_unit")):
        raise FeatureError("area-half", "area_unit" if area else "stated_area")
    if area and not lon:
        raise FeatureError("area-without-centre", "lon")
    if (lon or has_outline) and not row.get("system"):
        raise FeatureError("system-missing", "system")
    if has_outline and not method:
        raise FeatureError("method-missing", "method")
    implied = "area_schematic" if area else "point" if lon else "wkt" if has_outline else "county"
    fitting = POINT_METHODS if implied == "point" else (implied,)
    if method and method not in (_OUTLINES if has_outline else fitting):
        raise FeatureError("method-differs", "method", method=method, implied=implied)
    if has_outline:
        return _outline(row), method
    if not lon:
        return None, "county"
    point = _in_wgs84(shapely.Point(float(lon), float(lat)), row["system"], "lon")
    if not area:
        return rounded_geometry(point), method or "point"
    return rounded_geometry(_disc(point, float(area) * AREA_UNITS[row["area_unit"]], adcode)), "area_schematic"


def _outline(row: dict[str, str]) -> Any:
    try:
        drawn = shapely.from_wkt(row["wkt"])
    except shapely.errors.ShapelyError as error:
        raise FeatureError("wkt-broken", "wkt") from error
    if drawn.geom_type not in ("Polygon", "MultiPolygon") or drawn.is_empty or not drawn.is_valid:
        raise FeatureError("wkt-broken", "wkt")
    return rounded_geometry(_in_wgs84(drawn, row["system"], "wkt"))


def _in_wgs84(geometry: Any, system: str, column: str) -> Any:
    try:
        source = parse_system("4326" if system in ("WGS84", "estimate") else system)
    except UnknownSystemError as error:
        raise FeatureError("system-unknown", "system", value=system) from error
    [converted] = to_wgs84([geometry], source)
    west, south, east, north = study_area().boxes.area
    left, bottom, right, top = converted.bounds
    if not (west <= left and south <= bottom and right <= east and top <= north):
        corners = shapely.get_coordinates(geometry)
        raise FeatureError("outside-wgs84", column, x=float(corners[0, 0]), y=float(corners[0, 1]))
    return converted


def rounded_geometry(geometry: Any) -> Any:
    """Round a geometry to the decimals that a layer may have.

    Returns
    -------
    Geometry
        Valid, though rounding can make a ring touch itself; areas counter-clockwise.
    """
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, DECIMALS))
    if not rounded.is_valid:
        rounded = shapely.transform(shapely.make_valid(rounded, method="structure"), lambda xy: np.round(xy, DECIMALS))
    return shapely.orient_polygons(rounded)


def _disc(centre: shapely.Point, square_metres: float, adcode: str) -> Any:
    """The disc of a stated area on the land of its county, drawn in the system its area is measured in."""
    counties = counties_in(adcode)
    outlines = land_outlines()
    land = outlines[outlines["adcode"].isin(counties["adcode"])]
    if land.empty:
        raise FeatureError("site-unknown", "site_id", value=adcode)
    metric: CRS = HOME if adcode.startswith(stem(study_area().home)) else AREA
    ground = land.to_crs(metric).union_all()
    point = gpd.GeoSeries([centre], crs=STORAGE).to_crs(metric).iloc[0]
    away = float(ground.distance(point))
    if away > _OFF_LAND:
        names = joined(land["name_zh"]) if len(land) <= 3 else adcode
        raise FeatureError("centre-off-land", "lon", county=names, metres=round(away))
    if square_metres > ground.area:
        values = {"km2": f"{square_metres / 1e6:g}", "land": f"{ground.area / 1e6:.1f}"}
        raise FeatureError("area-too-large", "stated_area", **values)
    return equal_area_disc(centre, square_metres, land.union_all(), metric)
