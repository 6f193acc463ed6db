"""How much of the world a printed map shows, and how it is laid on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

from geoplan.crs.metric import STORAGE, metric_crs_for

WIDTH: Final = 159.0  # millimetres of map in a document
_SHAPE: Final = (0.58, 0.74)  # the least and the greatest height, of the width
_CLOSEST: Final = 8_000.0  # metres across, at least
_PIXEL: Final = 156543.03  # metres of a pixel of zoom 0 at the equator
_PIXEL_ON_PAPER: Final = 0.22  # millimetres
_STEPS: Final = (2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)  # degrees between lines
_FINE: Final = 64  # pieces of a line of the graticule
_CORNER: Final = 7.0  # millimetres from a corner within which a line has no name


@dataclass(frozen=True)
class Extent:
    """A rectangle of a metric system and the paper it fills; x to the right, y down, millimetres.

    Attributes
    ----------
    crs : pyproj.CRS
        The system drawn in, metres.
    west, north : float
        The upper left corner, in `crs`.
    per_metre : float
        Millimetres on paper to a metre in `crs`.
    height, width : float
        Of the paper.
    """

    crs: CRS
    west: float
    north: float
    per_metre: float
    height: float
    width: float = WIDTH

    @property
    def metres(self) -> float:
        """How far it is across."""
        return self.width / self.per_metre

    def zoom(self) -> float:
        """The zoom of the web map at which as much is seen on as many letters: a pixel there is 0.22 mm here."""
        south, north = self.box()[1::2]
        return math.log2(_PIXEL * math.cos(math.radians((south + north) / 2)) * self.per_metre / _PIXEL_ON_PAPER)

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:4326, to hold the whole rectangle."""
        return self._box

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        south = self.north - self.height / self.per_metre
        east = self.west + self.metres
        return self._projection.transform_bounds(self.west, south, east, self.north, 41, direction="INVERSE")

    @cached_property
    def _projection(self) -> Transformer:
        return to_metric(self.crs)

    def on_paper(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """Project a geometry in EPSG:4326 and cut it at the edge of the paper."""
        west, south, east, north = self.box()
        air_x, air_y = (east - west) * 0.2, (north - south) * 0.2
        near = shapely.clip_by_rect(geometry, west - air_x, south - air_y, east + air_x, north + air_y)
        flat = shapely.transform(near, self._projection.transform, interleaved=False)
        laid = shapely.transform(flat, lambda xy: (xy - (self.west, self.north)) * (self.per_metre, -self.per_metre))
        return shapely.clip_by_rect(shapely.make_valid(laid), 0, 0, self.width, self.height)

    def graticule(self) -> list[Meridian]:
        """The lines of longitude and latitude that cross the rectangle."""
        west, south, east, north = self.box()
        step = next((s for s in _STEPS if (east - west) / s >= 4), _STEPS[-1])
        decimals = max(0, -math.floor(math.log10(step)))
        lines = []
        for lon in _multiples(west, east, step):
            at = self._line(np.full(_FINE, lon), np.linspace(south, north, _FINE))
            lines += self._named(at, f"{lon:.{decimals}f}°E", "bottom")
        for lat in _multiples(south, north, step):
            at = self._line(np.linspace(west, east, _FINE), np.full(_FINE, lat))
            lines += self._named(at, f"{lat:.{decimals}f}°N", "left")
        return lines

    def _line(self, lon: np.ndarray, lat: np.ndarray) -> shapely.Geometry:
        return self.on_paper(shapely.linestrings(np.column_stack([lon, lat])))

    def _named(self, line: shapely.Geometry, name: str, edge: str) -> list[Meridian]:
        xy = shapely.get_coordinates(line)
        if not len(xy):
            return []
        is_bottom = edge == "bottom"
        along = float(xy[xy[:, 1].argmax(), 0] if is_bottom else xy[xy[:, 0].argmin(), 1])
        length = self.width if is_bottom else self.height
        reaches = xy[:, 1].max() > self.height - 0.5 if is_bottom else xy[:, 0].min() < 0.5
        return [Meridian(line, name, edge if reaches and _CORNER < along < length - _CORNER else "", along)]

    def round_length(self, longest: float) -> float:
        """The length of a scale bar of at most so many mm on paper, metres: 1, 2 or 5 of something."""
        rounds = [digit * 10.0**power for power in range(7) for digit in (1, 2, 5)]
        return max(length for length in rounds if length * self.per_metre <= longest)


@dataclass(frozen=True)
class Meridian:
    """A line of the graticule on paper; its name stands at an edge (bottom, left; "" = nowhere), so many mm along."""

    line: shapely.Geometry
    name: str
    edge: str
    at: float


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [float(i * step) for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


@lru_cache(maxsize=16)
def to_metric(crs: CRS) -> Transformer:
    """From EPSG:4326 to a metric system; making one takes a tenth of a second."""
    return Transformer.from_crs(STORAGE, crs, always_xy=True)


def extent_of(
    shown: gpd.GeoSeries, air: float = 0.14, width: float = WIDTH, shape: tuple[float, float] = _SHAPE
) -> Extent:
    """Choose the part of the world that shows all of some places.

    Parameters
    ----------
    shown : GeoSeries
        What is to be seen, EPSG:4326; not empty.
    air : float
        How much is left free on each side, of what is shown.
    width : float
        Of the paper, millimetres.
    shape : tuple of float
        The least and the greatest height of the paper, of its width.

    Returns
    -------
    Extent
        At least 8 km across.
    """
    crs = metric_crs_for(shown)
    west, south, east, north = shown.to_crs(crs).total_bounds
    metres = max((east - west) * (1 + 2 * air), _CLOSEST)
    high = max((north - south) * (1 + 2 * air), _CLOSEST * shape[0])
    proportion = min(shape[1], max(shape[0], high / metres))
    metres = max(metres, high / proportion)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    corner = middle_x - metres / 2, middle_y + metres * proportion / 2
    return Extent(crs, *corner, width / metres, width * proportion, width)
