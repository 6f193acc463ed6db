"""Nearest sites and nearest gateways, each measured in an azimuthal equidistant projection about where it is asked."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from recomputed.raw_ground import around
from recomputed.raw_places import RawPlaces

KINDS = ("airport", "station", "port", "university", "laboratory")
STAGES = ("existing", "building", "planned", "proposed")


@dataclass(frozen=True)
class End:
    """What may be near: its id, the site that it is ("" for none), its geometry in degrees and radius in metres."""

    id: str
    site: str
    kind: str
    geometry: shapely.Geometry
    radius: float


@dataclass(frozen=True)
class Reach:
    """An end and how far it is, in metres."""

    end: End
    metres: float


def status_of(places: RawPlaces, site: str) -> str:
    """What the plans whose period ends last say of a site; where they differ the furthest stage."""
    ends = {row["plan_id"]: int(row["period_end"]) for row in places.raw.rows("plans")}
    said = [(ends[r["plan_id"]], r["status"]) for r in places.raw.rows("statuses") if r["site_id"] == site]
    newest = [status for end, status in said if end == max(said)[0]]
    return min(newest, key=STAGES.index) if newest else "unstated"


def destinations(places: RawPlaces) -> list[End]:
    """Existing gateways, and existing universities and laboratories that are drawn."""
    ends = [
        End(
            row["gateway_id"], row["site_id"], row["kind"], shapely.Point(float(row["lon"]), float(row["lat"])),
            float(row["radius_m"]),
        )
        for row in places.raw.rows("gateways") if row["status"] == "existing"
    ]  # fmt: skip
    for row in places.raw.rows("sites"):
        site = row["site_id"]
        if row["kind"] in KINDS and site in places.drawn and status_of(places, site) == "existing":
            ends.append(End(site, site, row["kind"], *united(places, site)))
    return ends


def united(places: RawPlaces, site: str) -> tuple[shapely.Geometry, float]:
    """All that stands for a site as one geometry, and the radius of the least sure of it."""
    features = places.features(site)
    return shapely.union_all([f.geometry for f in features]), max(f.radius for f in features)


def by_distance(geometry: shapely.Geometry, ends: list[End], site: str = "") -> list[Reach]:
    """Ends from the nearest to the farthest, without the one that is the site itself."""
    middle = geometry.centroid
    here = around(geometry, middle.x, middle.y)
    others = [end for end in ends if not (site and end.site == site)]
    away = [Reach(end, here.distance(around(end.geometry, middle.x, middle.y))) for end in others]
    return sorted(away, key=lambda reach: reach.metres)


def carriers_as_ends(places: RawPlaces, industry: str) -> list[End]:
    """The features of an industry's sites, each once, named by its own site where that is one of them."""
    sites = sorted(site for site in places.raw.carriers_of(industry) if site in places.placed)
    stands_for: dict[int, list[str]] = {}
    features = {}
    for site in sites:
        for feature in places.features(site):
            features[id(feature)] = feature
            stands_for.setdefault(id(feature), []).append(site)
    ends = []
    for key, feature in features.items():
        name = feature.site if feature.site in stands_for[key] else min(stands_for[key])
        ends.append(End(name, name, industry, feature.geometry, feature.radius))
    return ends
