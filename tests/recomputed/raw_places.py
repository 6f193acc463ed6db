"""The features of layers/*.geojson: what is drawn of a site, and what only says where it may stand."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import shapely
from shapely.geometry import shape

from recomputed.raw_tables import RawTables


@dataclass(frozen=True)
class Feature:
    """One feature in degrees; its position is sure to so many metres."""

    site: str
    method: str
    radius: float
    geometry: shapely.Geometry


@dataclass
class RawPlaces:
    """The features by site."""

    home: Path
    raw: RawTables

    @cached_property
    def _all(self) -> dict[str, list[Feature]]:
        found: dict[str, list[Feature]] = defaultdict(list)
        for path in sorted((self.home / "layers").glob("*.geojson")):
            for one in json.loads(path.read_text("utf-8"))["features"]:
                of = one["properties"]
                if one["geometry"]:
                    feature = Feature(of["site_id"], of["method"], float(of["radius_m"] or 0), shape(one["geometry"]))
                    found[of["site_id"]].append(feature)
        return found

    @cached_property
    def drawn(self) -> dict[str, list[Feature]]:
        """By site what is drawn of the site itself."""
        doubtless = {s: [f for f in every if f.method != "area_of_doubt"] for s, every in self._all.items()}
        return {site: every for site, every in doubtless.items() if every}

    @cached_property
    def doubts(self) -> dict[str, list[Feature]]:
        """By site the areas in which it may stand."""
        doubts = {s: [f for f in every if f.method == "area_of_doubt"] for s, every in self._all.items()}
        return {site: every for site, every in doubts.items() if every}

    @cached_property
    def placed(self) -> set[str]:
        """The sites that are drawn, and the wholes of any site that is."""
        every = set(self.raw.county_of)
        return {s for s in every if s in self.drawn or any(self.raw.is_within(part, s) for part in self.drawn)}

    def features(self, site: str) -> list[Feature]:
        """What stands for a site: its own features, else those of its nearest drawn parts."""
        if site in self.drawn:
            return self.drawn[site]
        parts = sorted(part for part, wholes in self.raw.wholes.items() if site in wholes)
        return list(dict.fromkeys(feature for part in parts for feature in self.features(part)))
