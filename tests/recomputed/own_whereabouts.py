"""In which counties a site stands or may stand, and on what ground one without a position is known to lie."""

from __future__ import annotations

from functools import cache

import shapely

from recomputed.own_distance import united
from recomputed.raw_ground import around, counties, equal_area
from recomputed.raw_places import Feature, RawPlaces


class Whereabouts:
    """Of every site, by the adcode of data/sites.csv and what is drawn of it."""

    def __init__(self, places: RawPlaces):
        self.places, self.raw = places, places.raw
        self.ground_of = {row["site_id"]: row["ground"] for row in self.raw.rows("sites")}
        self.possible = {site: self._counties(site) for site in self.raw.county_of}

    @property
    def regions(self) -> dict[str, set[str]]:
        """By site the counties in which it stands for certain, else the region that the table names."""
        certain = {site: {code for code, sure in of.items() if sure} for site, of in self.possible.items()}
        return {site: codes or {self.raw.county_of[site]} for site, codes in certain.items()}

    def in_region(self, region: str) -> list[str]:
        return [code for code in counties("amap") if self.raw.in_scope(code, region)]

    def may_stand_in(self, site: str, scope: str) -> bool:
        return any(self.raw.in_scope(code, scope) for code in self.possible[site])

    def asked_and_unplaced(self, sites: set[str], scope: str) -> tuple[int, int]:
        """How many of some sites stand or may stand in a scope, and how many of these have no position."""
        there = {site for site in sites if self.may_stand_in(site, scope)}
        return len(there), len(there - self.places.placed)

    def _counties(self, site: str) -> dict[str, bool]:
        """By adcode whether the site stands there for certain."""
        region = self.raw.county_of[site]
        inside = self.in_region(region)
        if inside == [region]:
            return {region: True}
        features = [*self.places.drawn.get(site, []), *self.places.doubts.get(site, [])]
        touched = [self._touched(feature, inside) for feature in features]
        if not touched or not all(touched):
            touched = [inside]
        certain = {codes[0] for codes in touched if len(codes) == 1}
        found = {code for codes in touched for code in codes}
        if len(found) == 1 and self.ground_of[site] == "several_counties":
            found |= set(inside)
        return {code: code in certain for code in found}

    def _touched(self, feature: Feature, inside: list[str]) -> list[str]:
        middle = feature.geometry.centroid
        reach = 0.0 if feature.method == "area_of_doubt" else feature.radius
        box = shapely.box(*feature.geometry.buffer(reach / 90_000).bounds)  # 90 km are less than a degree here
        near = [code for code in inside if counties("amap")[code].intersects(box)]
        shape = around(feature.geometry, middle.x, middle.y)
        cut = {code: counties("amap")[code].intersection(box.buffer(0.05)) for code in near}
        return [code for code in near if around(cut[code], middle.x, middle.y).distance(shape) <= reach]

    def stands_in_one_county(self, site: str) -> bool:
        """Whether the disc of a placed site's radius about its middle touches one county and no other."""
        geometry, radius = united(self.places, site)
        middle = geometry.centroid
        box = middle.buffer(radius / 90_000 + 0.01)
        here = around(middle, middle.x, middle.y)
        cut = [s.intersection(box) for s in counties("amap").values() if s.intersects(box)]
        return sum(around(shape, middle.x, middle.y).distance(here) <= radius for shape in cut) == 1

    def possible_ground(self, site: str) -> shapely.Geometry:
        """Where a site without a position may be, in the metres of `equal_area`: the narrowest of what is known."""
        doubts = self.places.doubts.get(site)
        hosts = [
            row["parent_id"]
            for row in self.raw.rows("relations")
            if row["site_id"] == site and row["parent_id"] in self.places.placed
        ]
        land = region_land(self.raw.county_of[site])
        if doubts:
            shape = equal_area(shapely.union_all([doubt.geometry for doubt in doubts]))
        elif hosts:
            discs = [equal_area(f.geometry).buffer(f.radius) for host in hosts for f in self.places.features(host)]
            shape = shapely.union_all(discs)
        else:
            return land
        return shape.intersection(land) if shape.intersects(land) else shape


@cache
def region_land(region: str) -> shapely.Geometry:
    """The land of a county, city or province; of a code without counties of its own that of the province."""
    stem = region.rstrip("0") if region.endswith("0000") else region[:4] if region.endswith("00") else region
    land = counties("land")
    return equal_area(shapely.union_all([s for code, s in land.items() if code.startswith(stem)] or [*land.values()]))
