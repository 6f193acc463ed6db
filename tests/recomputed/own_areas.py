"""The ground under sites, every square metre once: polygon after polygon, only what no earlier one covers is added."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import shapely

from recomputed.own_counts import Cell, memberships
from recomputed.raw_ground import LAT, LON, PROVINCE_LAT, PROVINCE_LON, counties, equal_area
from recomputed.raw_places import RawPlaces

KM2 = 1e6
SOURCE = {"boundary": "amap", "published": "amap", "land": "land"}


class OwnAreas:
    """Areas in a scope, in Lambert's equal-area projection about its middle."""

    def __init__(self, places: RawPlaces, scope: str, denominator: str):
        self.places, self.raw, self.scope, self.denominator = places, places.raw, scope, denominator
        self.centre = (LON, LAT) if scope.startswith("3502") else (PROVINCE_LON, PROVINCE_LAT)

    @cached_property
    def zones(self) -> dict[str, shapely.Geometry]:
        found = counties(SOURCE[self.denominator])
        return {code: self._metres(shape) for code, shape in found.items() if self.raw.in_scope(code, self.scope)}

    def _metres(self, shape: shapely.Geometry) -> shapely.Geometry:
        metres = equal_area(shape, *self.centre)
        shapely.prepare(metres)
        return metres

    @cached_property
    def footprints(self) -> dict[str, shapely.Geometry]:
        """By site its own polygons."""
        found = {}
        for site, features in self.places.drawn.items():
            polygons = [f.geometry for f in features if f.geometry.geom_type in ("Polygon", "MultiPolygon")]
            if polygons:
                found[site] = equal_area(shapely.union_all(polygons), *self.centre)
        return found

    def footprint_km2(self, by: tuple[str, ...]) -> dict[Cell, tuple[float, int]]:
        """By cell of county, industry and plan the ground under its sites, and how many share in it."""
        others = tuple(name for name in by if name != "county")
        whole = memberships(self.raw, others, "branch", self.scope) if others else {(): self._everything()}
        found: dict[Cell, tuple[float, int]] = {}
        for cell, members in whole.items():
            pieces: dict[str, list[shapely.Geometry]] = defaultdict(list)
            for site in sorted(members):
                if site in self.footprints:
                    for code, zone in self.zones.items():
                        if zone.intersects(self.footprints[site]):
                            pieces[code].append(shapely.intersection(self.footprints[site], zone))
            if "county" in by:
                found |= {(code, *cell): (_once(some), len(some)) for code, some in pieces.items()}
            elif pieces:
                everywhere = [piece for some in pieces.values() for piece in some]
                sites = sum(1 for s in members if s in self.footprints and self._inside(self.footprints[s]))
                found[cell] = (_once(everywhere), sites)
        return found

    def united_km2(self, sites: set[str]) -> float:
        """The ground under some sites within the scope."""
        shapes = [self.footprints[site] for site in sorted(sites) if site in self.footprints]
        return _once([zone.intersection(shape) for shape in shapes for zone in self.zones.values()])

    def _everything(self) -> dict[str, str]:
        return {site: "" for site in self.raw.county_of if self.raw.is_in(site, self.scope)}

    def _inside(self, shape: shapely.Geometry) -> bool:
        return any(zone.intersects(shape) for zone in self.zones.values())

    def land_km2(self) -> dict[str, float]:
        """By county what shares are taken of; counties without a published figure are absent."""
        if self.denominator == "published":
            rows = {row["adcode"]: row["land_area_km2"] for row in self.raw.rows("regions")}
            return {code: float(rows[code]) for code in self.zones if rows[code]}
        return {code: zone.area / KM2 for code, zone in self.zones.items()}


def _once(pieces: list[shapely.Geometry]) -> float:
    total, seen = 0.0, shapely.Point()
    for piece in pieces:
        total += piece.difference(seen).area
        seen = seen.union(piece)
    return total / KM2
