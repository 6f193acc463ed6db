"""Who may use which street, and how fast: tables, the function that reads them, and their description.

Access follows OpenStreetMap's defaults for ``highway`` values, overruled by what a way's own access tags say, the
most specific tag first (``motorcar`` before ``motor_vehicle`` before ``vehicle`` before ``access``).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from geoplan.streets.speed_limits import CAR_KPH, IMPLICIT_KPH, LEAST_KPH, MOST_KPH, OTHER_KPH
from geoplan.text.message import Text, message

BIKE_KPH: Final = 15.0  # km/h; the most an e-bike may ride in a cycle lane: 道路交通安全法, article 58
FOOT_KPH: Final = 4.8  # km/h, 80 m a minute; as in Transport for London's access levels (PTAL)

_FAST: Final = frozenset({"motorway", "motorway_link", "trunk", "trunk_link"})
_SLOW: Final = frozenset(CAR_KPH) - _FAST
_HIGHWAYS: Final[dict[str, frozenset[str]]] = {
    "car": _FAST | _SLOW,
    "bike": _SLOW | {"cycleway", "path", "track"},
    "foot": _SLOW | {"footway", "path", "pedestrian", "steps", "track", "corridor", "elevator", "bridleway"},
}
_KNOWN: Final = frozenset().union(*_HIGHWAYS.values())  # any other kind is closed: construction, proposed, platform …
_TAGS: Final[dict[str, tuple[str, ...]]] = {  # the most specific first
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "bike": ("bicycle", "vehicle", "access"),
    "foot": ("foot", "access"),
}
_OPENS: Final = frozenset({"yes", "designated", "permissive", "official"})  # destination: as if nothing were said
_CLOSES: Final = frozenset(
    {"no", "private", "permit", "delivery", "agricultural", "forestry", "military", "emergency", "psv", "bus"}
    | {"dismount", "use_sidepath"}
)
_WIDE: Final = frozenset({"access", "vehicle"})  # they close, but open nothing their kind of street has closed

MODES: Final = ("car", "bike", "foot")
# The tags of a way that the rules and the speeds read.
TAGS: Final = (
    "highway", "area", "service", "junction", "oneway", "maxspeed", "access", "vehicle", "motor_vehicle", "motorcar",
    "motorroad", "bicycle", "oneway:bicycle", "foot",
)  # fmt: skip
_ACCESS_TAGS: Final = (
    "highway",
    "area",
    "service",
    "motorroad",
    *sorted({tag for tags in _TAGS.values() for tag in tags}),
)

Tags = Mapping[str, object]


class Access(NamedTuple):
    """Whether each mode may use a way, in the direction it is drawn."""

    car: bool
    bike: bool
    foot: bool


def access_of(tags: Tags) -> Access:
    """Who may use a way.

    Parameters
    ----------
    tags : mapping
        The OSM tags of the way. A tag may hold a list where ways were merged into one; then each mode must be
        allowed on every part.

    Returns
    -------
    Access
        For ``car``, ``bike`` and ``foot``; the direction of one-way streets is not read.
    """
    return _allowed(tuple(tag_values(tags.get(key)) for key in _ACCESS_TAGS))


def tag_values(tag: object) -> tuple[str, ...]:
    """The values of an edge's tag, several where ways were merged into one; ``("",)`` where it is absent."""
    if tag is None or tag != tag:  # absent, or NaN out of a table
        return ("",)
    return tuple(map(str, tag)) if isinstance(tag, list | tuple | set) else (str(tag),)


@lru_cache(maxsize=4096)
def _allowed(values: tuple[tuple[str, ...], ...]) -> Access:
    parts = [dict(zip(_ACCESS_TAGS, part, strict=True)) for part in itertools.product(*values)]
    return Access(*(all(_may_use(mode, part) for part in parts) for mode in MODES))


def _may_use(mode: str, tags: dict[str, str]) -> bool:
    # What the Overpass query leaves out is left out of files too, so that both give the same streets.
    if tags["highway"] not in _KNOWN or tags["area"] == "yes" or "private" in tags["access"] + tags["service"]:
        return False
    open_by_kind = tags["highway"] in _HIGHWAYS[mode] and not (mode != "car" and tags["motorroad"] == "yes")
    for key in _TAGS[mode]:
        if tags[key] in _CLOSES:
            return False
        if tags[key] in _OPENS:
            return open_by_kind if key in _WIDE else True
    return open_by_kind


def rules_version() -> str:
    """A short name of the rules that changes when a table of them does."""
    speeds = [BIKE_KPH, FOOT_KPH, LEAST_KPH, MOST_KPH, sorted(IMPLICIT_KPH.items()), sorted(CAR_KPH.items()), OTHER_KPH]
    tables = [speeds, sorted(_OPENS), sorted(_CLOSES), sorted(_WIDE)]
    ways = [(mode, sorted(_HIGHWAYS[mode]), _TAGS[mode]) for mode in MODES]
    return hashlib.sha256(repr((tables, ways)).encode()).hexdigest()[:8]


# How minutes are computed, as a page or a report prints it.
RULES: Final[tuple[Text, ...]] = (
    message("streets.travel_rules.source"),
    message("streets.travel_rules.car_access"),
    message("streets.travel_rules.bike_access"),
    message("streets.travel_rules.foot_access"),
    message("streets.travel_rules.tags"),
    message("streets.travel_rules.car_speed", least=LEAST_KPH, most=MOST_KPH),
    message("streets.travel_rules.other_speeds", bike=BIKE_KPH, foot=FOOT_KPH),
    message("streets.travel_rules.time"),
)
