"""The coordinate systems people hand over and ask for: registered ones by EPSG code, and the offset datums by name.

GCJ-02 and BD-09 have no code, and no file of theirs may pass for WGS 84: as a CRS they are an engineering system,
which no tool will reproject in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geoplan.crs import offset_datums
from geoplan.crs.metric import STORAGE
from geoplan.errors import UnknownSystemError
from geoplan.study_area import study_area
from geoplan.text.message import Text, message

_FIRST_ZONE: Final = (75, 4534)  # CGCS2000 / 3-degree Gauss-Kruger CM 75E; one code a zone up to CM 135E
_AXES: Final = 2  # heights are not carried, so geocentric, vertical and three-dimensional systems are refused
_NAMED: Final = (4326, 4490, 3857)  # with names of their own; any other is called as PROJ calls it
_ENGINEERING: Final = (
    'ENGCRS["{0} (displaced from WGS 84)",EDATUM["{0}"],CS[Cartesian,2],'
    'AXIS["longitude (X)",east,ORDER[1]],AXIS["latitude (Y)",north,ORDER[2]],'
    'LENGTHUNIT["degree of longitude or latitude",1]]'
)
_OFFSETS: Final[dict[str, tuple[Callable[..., Any], Callable[..., Any]]]] = {
    "GCJ-02": (offset_datums.to_gcj02, offset_datums.from_gcj02),
    "BD-09": (offset_datums.to_bd09, offset_datums.from_bd09),
}


@dataclass(frozen=True)
class CoordinateSystem:
    """A coordinate system as it is asked for.

    Attributes
    ----------
    code : str
        ``EPSG:4326`` or ``GCJ-02``.
    crs : pyproj.CRS
        The registered system; for an offset datum an engineering system that nothing converts.
    """

    code: str
    label: Text
    crs: CRS

    @property
    def title_zh(self) -> str:
        """What it is called in Chinese."""
        return self.label.text("zh")

    @property
    def title_en(self) -> str:
        """What it is called in English."""
        return self.label.text("en")

    @property
    def is_offset(self) -> bool:
        """Whether this is a web map's offset datum rather than a registered system."""
        return self.code in _OFFSETS

    @property
    def in_degrees(self) -> bool:
        """Whether coordinates are longitude and latitude."""
        return self.is_offset or self.crs.is_geographic

    @property
    def slug(self) -> str:
        """For file and column names: ``4548``, ``gcj02``; empty for WGS 84."""
        return "" if self.code == "EPSG:4326" else self.code.removeprefix("EPSG:").replace("-", "").lower()

    def title(self, lang: str) -> str:
        """What it is called in a language."""
        return self.label.text(lang)


def supported_systems() -> list[CoordinateSystem]:
    """The systems offered for exports, the usual first.

    Returns
    -------
    list of CoordinateSystem
        WGS 84, CGCS2000, its 3-degree zones from 117E outwards through China, Web Mercator, GCJ-02, BD-09.
    """
    near_first = sorted(range(75, 136, 3), key=lambda meridian: (abs(meridian - 117), meridian))
    zones = [str(_FIRST_ZONE[1] + (meridian - _FIRST_ZONE[0]) // 3) for meridian in near_first]
    return [parse_system(code) for code in ("4326", "4490", *zones, "3857", *_OFFSETS)]


@lru_cache(maxsize=64)
def parse_system(text: str) -> CoordinateSystem:
    """Find a coordinate system.

    Parameters
    ----------
    text : str
        An EPSG code with or without its authority (``4548``, ``EPSG:4548``), or an offset datum (``GCJ-02``,
        ``gcj02``, ``BD-09``, ``bd09ll``).

    Raises
    ------
    UnknownSystemError
        Nothing known by that name, or not a system of two axes.
    """
    folded = text.strip().upper().replace("_", "-")
    for offset in _OFFSETS:
        if folded.replace("-", "").removesuffix("LL") in {offset.replace("-", ""), offset.replace("-0", "")}:
            return CoordinateSystem(offset, message(f"crs.offsets.{offset}"), CRS.from_wkt(_ENGINEERING.format(offset)))
    code = folded.removeprefix("EPSG:").strip()
    try:
        number = int(code)
        crs = CRS.from_epsg(number)
    except (ValueError, CRSError) as error:
        raise UnknownSystemError("crs.unknown", text=text, home=_home_code()) from error
    if len(crs.axis_info) != _AXES or not (crs.is_geographic or crs.is_projected):
        raise UnknownSystemError("crs.no_map_system", number=number, name=crs.name, home=_home_code())
    return CoordinateSystem(f"EPSG:{number}", _label(number, crs), crs)


def _home_code() -> str:
    return study_area().crs.home.removeprefix("EPSG:")


def _label(code: int, crs: CRS) -> Text:
    zone = code - _FIRST_ZONE[1]
    if 0 <= zone <= 20:
        return message("crs.zone", meridian=_FIRST_ZONE[0] + 3 * zone, code=code)
    return message("crs.epsg", name=message(f"crs.named.{code}") if code in _NAMED else crs.name, code=code)


def transform(geometries: Any, to: CoordinateSystem) -> np.ndarray:
    """Take geometries from WGS 84 to a system.

    Parameters
    ----------
    geometries : array_like of Geometry
        EPSG:4326, longitude first; None stays None, heights are dropped.

    Returns
    -------
    ndarray of Geometry
        In the units of `to`, easting or longitude first.
    """
    if to.is_offset:
        return _moved(geometries, _OFFSETS[to.code][0])
    if to.crs == STORAGE:
        shapes = np.asarray(geometries, dtype=object)
        return shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes  # a copy of each takes its time
    return _moved(geometries, transformer(STORAGE, to.crs).transform)


def to_wgs84(geometries: Any, system: CoordinateSystem) -> np.ndarray:
    """Bring geometries of a system to WGS 84.

    Parameters
    ----------
    geometries : array_like of Geometry
        In the units of `system`, easting or longitude first; None stays None, heights are dropped.

    Returns
    -------
    ndarray of Geometry
        EPSG:4326, longitude first; a coordinate that the projection cannot take back is infinite.
    """
    if system.crs == STORAGE and not system.is_offset:
        return shapely.force_2d(np.asarray(geometries, dtype=object))
    return _moved(geometries, _to_degrees(system))


def _to_degrees(system: CoordinateSystem) -> Callable[..., Any]:
    if system.is_offset:
        return _OFFSETS[system.code][1]
    return transformer(system.crs, STORAGE).transform


@lru_cache(maxsize=256)  # PROJ looks a twentieth of a second for the way from one system to another
def transformer(source: CRS, target: CRS) -> Transformer:
    """The way from one system to another, easting or longitude first in both.

    Raises
    ------
    pyproj.exceptions.ProjError
        There is none.
    """
    return Transformer.from_crs(source, target, always_xy=True)


def _moved(geometries: Any, move: Callable[..., Any]) -> np.ndarray:
    return shapely.transform(np.asarray(geometries, dtype=object), move, interleaved=False)


def degrees_of_points(x: np.ndarray, y: np.ndarray, system: CoordinateSystem) -> tuple[np.ndarray, np.ndarray]:
    """Bring coordinates of a system to longitude and latitude of WGS 84, without making points of them.

    Parameters
    ----------
    x, y : ndarray of float
        In the units of `system`, easting or longitude first.

    Returns
    -------
    tuple of ndarray
        Degrees; not finite where the projection cannot take a coordinate back.
    """
    if system.crs == STORAGE and not system.is_offset:
        return x, y
    lon, lat = _to_degrees(system)(x, y)
    return lon, lat
