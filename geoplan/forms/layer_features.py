"""A filled row of a layer as the feature it describes: placed, drawn and with its passport."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import orjson
import shapely
from pyproj import CRS

from geoplan.checks.layers import DECIMALS
from geoplan.crs.metric import PROVINCE, STORAGE, XIAMEN
from geoplan.crs.systems import parse_system, to_wgs84
from geoplan.errors import UnknownSystemError
from geoplan.geodata.boundaries import counties_in, land_outlines
from geoplan.geodata.equal_area_disc import equal_area_disc
from geoplan.study_area import stem, study_area
from geoplan.vocabulary import AREA_UNITS

_OUTLINES: Final = ("surveyed", "digitised", "poi_hull")
_OFF_LAND: Final = 200.0  # metres: the outlines of land are generalised, a centre on the shore may miss them by so much


class FeatureResult(NamedTuple):
    """A feature, or the rule its row breaks, the column that shows it, and what fills the rule's texts."""

    feature: dict[str, Any]
    rule: str = ""
    column: str = ""
    values: dict[str, Any] = {}  # noqa: RUF012  (never changed)


class _BrokenError(Exception):
    """The row cannot become a feature: rule, column, values."""

    def __init__(self, rule: str, column: str, **values: Any) -> None:
        super().__init__(rule)
        self.rule, self.column, self.values = rule, column, values


def placeholder_feature(site_id: str, part: str = "") -> dict[str, Any]:
    """A feature for a row that is not sound, so that its site is not called missing as well.

    Parameters
    ----------
    site_id, part : str
        Whose feature.

    Returns
    -------
    dict
        Known by its county alone.
    """
    named = {"part": part, "part_en": part} if part else {}
    row = {"site_id": site_id, **named, "source": "-", "confidence": "low", "checked_on": "2000-01-01"}
    return _feature(row, None, "county")


def make_feature(row: dict[str, str], adcode: str) -> FeatureResult:
    """Make a feature of a row.

    Parameters
    ----------
    row : dict of str
        The columns of the form ``features``, each cell as its column's type asks for.
    adcode : str
        Of the county, city or province the site lies in; "" where it is not known.

    Returns
    -------
    FeatureResult
        The feature in WGS 84, 7 decimals at most, areas counter-clockwise; where the row breaks a rule, its stand-in.
    """
    try:
        geometry, method = _placed(row, adcode)
    except _BrokenError as broken:
        return FeatureResult(
            placeholder_feature(row["site_id"], row.get("part", "")), broken.rule, broken.column, broken.values
        )
    return FeatureResult(_feature(row, geometry, method))


def _feature(row: dict[str, str], geometry: Any, method: str) -> dict[str, Any]:
    part = {key: row[key] for key in ("part", "part_en") if row.get(key)}
    drawn = None if geometry is None else orjson.loads(shapely.to_geojson(geometry))
    passport = {
        "site_id": row["site_id"],
        **part,
        "method": method,
        "source": row["source"],
        "source_datum": _datum(row.get("system", ""), method),
        "radius_m": _plain(float(row["radius_m"])) if row.get("radius_m") else None,
        "confidence": row["confidence"],
        "checked_on": row["checked_on"],
    }
    return {"type": "Feature", "properties": passport, "geometry": drawn}


def _plain(number: float) -> float:
    return int(number) if number.is_integer() else number


def _datum(called: str, method: str) -> str:
    """What the passport calls the system: registered ones differ from WGS 84 by less than any position is known."""
    if method == "county" or called == "estimate":
        return "estimate"
    return called if called in ("GCJ-02", "BD-09") else "WGS84"


def _placed(row: dict[str, str], adcode: str) -> tuple[Any, str]:
    """The geometry and the method it was made by."""
    lon, lat, area = (row.get(key, "") for key in ("lon", "lat", "stated_area"))
    said, outlined = row.get("method", ""), bool(row.get("wkt"))
    if bool(lon) != bool(lat):
        raise _BrokenError("coordinates-half", "lat" if lon else "lon")
    if outlined and lon:
        raise _BrokenError("coordinates-twice", "wkt")
    if bool(area) != bool(row.get("area_unit")):
        raise _BrokenError("area-half", "area_unit" if area else "stated_area")
    if area and not lon:
        raise _BrokenError("area-without-centre", "lon")
    if (lon or outlined) and not row.get("system"):
        raise _BrokenError("system-missing", "system")
    if outlined and not said:
        raise _BrokenError("method-missing", "method")
    found = "area_schematic" if area else "point" if lon else "wkt" if outlined else "county"
    if said and (said not in _OUTLINES if outlined else said != found):
        raise _BrokenError("method-differs", "method", method=said, found=found)
    if outlined:
        return _outline(row), said
    if not lon:
        return None, "county"
    point = _in_wgs84(shapely.Point(float(lon), float(lat)), row["system"], "lon")
    if not area:
        return _rounded(point), "point"
    return _rounded(_disc(point, float(area) * AREA_UNITS[row["area_unit"]], adcode)), "area_schematic"


def _outline(row: dict[str, str]) -> Any:
    try:
        drawn = shapely.from_wkt(row["wkt"])
    except shapely.errors.ShapelyError as error:
        raise _BrokenError("wkt-broken", "wkt") from error
    if drawn.geom_type not in ("Polygon", "MultiPolygon") or drawn.is_empty or not drawn.is_valid:
        raise _BrokenError("wkt-broken", "wkt")
    return _rounded(_in_wgs84(drawn, row["system"], "wkt"))


def _in_wgs84(geometry: Any, called: str, column: str) -> Any:
    try:
        given = parse_system("4326" if called in ("WGS84", "estimate") else called)
    except UnknownSystemError as error:
        raise _BrokenError("system-unknown", "system", value=called) from error
    [placed] = to_wgs84([geometry], given)
    west, south, east, north = study_area().boxes.area
    left, bottom, right, top = placed.bounds
    if not (west <= left and south <= bottom and right <= east and top <= north):
        spots = shapely.get_coordinates(geometry)
        raise _BrokenError("outside-wgs84", column, x=float(spots[0, 0]), y=float(spots[0, 1]))
    return placed


def _rounded(geometry: Any) -> Any:
    """To the decimals a layer may have, and still valid: rounding can make a ring touch itself."""
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
        raise _BrokenError("site-unknown", "site_id", value=adcode)
    metric: CRS = XIAMEN if adcode.startswith(stem(study_area().home)) else PROVINCE
    ground = land.to_crs(metric).union_all()
    spot = gpd.GeoSeries([centre], crs=STORAGE).to_crs(metric).iloc[0]
    away = float(ground.distance(spot))
    if away > _OFF_LAND:
        names = "、".join(land["name_zh"].head(3)) if len(land) <= 3 else adcode
        raise _BrokenError("centre-off-land", "lon", county=names, metres=round(away))
    if square_metres > ground.area:
        values = {"km2": f"{square_metres / 1e6:g}", "land": f"{ground.area / 1e6:.1f}"}
        raise _BrokenError("area-too-large", "stated_area", **values)
    return equal_area_disc(centre, square_metres, land.union_all(), metric)
