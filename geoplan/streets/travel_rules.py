"""Who may use which street, and how fast: tables, one function that reads them, and the same said in words.

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
# The tags of a way that the rules and the speeds look at.
TAGS: Final = (
    "highway", "area", "service", "junction", "oneway", "maxspeed", "access", "vehicle", "motor_vehicle", "motorcar",
    "motorroad", "bicycle", "oneway:bicycle", "foot",
)  # fmt: skip
_LOOKED_AT: Final = (
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
        For ``car``, ``bike`` and ``foot``; the direction of one-way streets is not looked at.
    """
    return _allowed(tuple(tag_values(tags.get(key)) for key in _LOOKED_AT))


def tag_values(tag: object) -> tuple[str, ...]:
    """The values of a tag of an edge.

    Parameters
    ----------
    tag : object
        A value, a list of them where ways were merged into one; None or NaN where the tag is absent.

    Returns
    -------
    tuple of str
        At least one; ``("",)`` where the tag is absent.
    """
    if tag is None or tag != tag:  # absent, or NaN out of a table
        return ("",)
    return tuple(map(str, tag)) if isinstance(tag, list | tuple | set) else (str(tag),)


@lru_cache(maxsize=4096)
def _allowed(values: tuple[tuple[str, ...], ...]) -> Access:
    parts = [dict(zip(_LOOKED_AT, part, strict=True)) for part in itertools.product(*values)]
    return Access(*(all(_may_use(mode, part) for part in parts) for mode in MODES))


def _may_use(mode: str, tags: dict[str, str]) -> bool:
    # What OSMnx leaves out of "all_public" is left out of files too, so that both give the same streets.
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


# How minutes were computed, as a page or a report prints it.
RULES: Final[dict[str, tuple[str, ...]]] = {
    "zh": (
        "街道来自 OpenStreetMap（© OpenStreetMap 贡献者，ODbL 1.0）；面状道路、在建、规划和私有道路不计。",
        "机动车：高速公路至居住区道路和内部通道；人行道、小径、台阶、步行街、自行车道、机耕路不通行。",
        "自行车：除高速公路、快速路（trunk）、人行道、步行街和台阶以外的道路。",
        "步行：除高速公路、快速路（trunk）、自行车专用道以外的道路，单行路可双向步行。",
        "道路自身的 access、motor_vehicle、bicycle、foot 等标签优先于上述默认规则；机动车遵守单行，"
        "自行车亦然，标明 oneway:bicycle=no 的除外。",
        f"机动车速度：限速标签（maxspeed）在 {LEAST_KPH:g}–{MOST_KPH:g} 公里/小时之间的用限速，一路多值取最低；"
        "没有限速或限速不可用的，用该类道路设计速度的中值（CJJ 37-2012；高速公路 JTG B01-2014）。"
        "这是自由流速度，不含拥堵。",
        f"自行车 {BIKE_KPH:g} 公里/小时（道路交通安全法第五十八条非机动车道最高时速），"
        f"步行 {FOOT_KPH:g} 公里/小时（每分钟 80 米）。",
        "时间 = 长度 ÷ 速度；路口、转弯、红灯、坡度和停车均不计时，转弯限制不计。",
    ),
    "en": (
        "Streets are from OpenStreetMap (© OpenStreetMap contributors, ODbL 1.0); areas, streets planned or under "
        "construction, and private ones are left out.",
        "Cars use motorways down to residential streets and service roads; not footways, paths, steps, pedestrian "
        "streets, cycleways or tracks.",
        "Bicycles use all but motorways, trunk roads, footways, pedestrian streets and steps.",
        "Walking uses all but motorways, trunk roads and cycleways, and goes both ways along one-way streets.",
        "A way's own tags (access, motor_vehicle, bicycle, foot and their like) overrule these defaults. Cars obey "
        "one-way streets, and so do bicycles unless oneway:bicycle=no.",
        f"Cars drive at the tagged limit (maxspeed) where it lies between {LEAST_KPH:g} and {MOST_KPH:g} km/h, at the "
        "lowest of several; elsewhere at the middle design speed of that kind of street (CJJ 37-2012; motorways "
        "JTG B01-2014). This is free flow, without congestion.",
        f"Bicycles ride {BIKE_KPH:g} km/h (the limit for e-bikes in cycle lanes, Road Traffic Safety Law of China, "
        f"article 58), walkers go {FOOT_KPH:g} km/h (80 m a minute).",
        "Time is length over speed: junctions, turns, lights, slopes and parking take no time, and turn restrictions "
        "are not heeded.",
    ),
}
