"""The words of the catalogue: each code once, with its Chinese and English name.

Pure data. Every table and layer refers to these codes; the check refuses any other, and the app shows the names.
"""

from __future__ import annotations

from typing import Final

from geoplan.text.message import message

LEVELS: Final = {
    "province": message("vocabulary.levels.province"),
    "city": message("vocabulary.levels.city"),
    "district": message("vocabulary.levels.district"),
}

KINDS: Final = {
    "science_city": message("vocabulary.kinds.science_city"),
    "high_tech_zone": message("vocabulary.kinds.high_tech_zone"),
    "park": message("vocabulary.kinds.park"),
    "cluster": message("vocabulary.kinds.cluster"),
    "new_town": message("vocabulary.kinds.new_town"),
    "community": message("vocabulary.kinds.community"),
    "innovation_block": message("vocabulary.kinds.innovation_block"),
    "town": message("vocabulary.kinds.town"),
    "base": message("vocabulary.kinds.base"),
    "incubator": message("vocabulary.kinds.incubator"),
    "laboratory": message("vocabulary.kinds.laboratory"),
    "institute": message("vocabulary.kinds.institute"),
    "platform": message("vocabulary.kinds.platform"),
    "university": message("vocabulary.kinds.university"),
    "demonstration_zone": message("vocabulary.kinds.demonstration_zone"),
    "gateway": message("vocabulary.kinds.gateway"),
    "venue": message("vocabulary.kinds.venue"),
    "landmark": message("vocabulary.kinds.landmark"),
    "category": message("vocabulary.kinds.category"),
    "programme": message("vocabulary.kinds.programme"),
}

GATEWAY_KINDS: Final = {
    "airport": message("vocabulary.gateway_kinds.airport"),
    "station": message("vocabulary.gateway_kinds.station"),
    "port": message("vocabulary.gateway_kinds.port"),
}

STATUSES: Final = {
    "existing": message("vocabulary.statuses.existing"),
    "building": message("vocabulary.statuses.building"),
    "planned": message("vocabulary.statuses.planned"),
}

ROLES: Final = {
    "lead": message("vocabulary.roles.lead"),
    "supporting": message("vocabulary.roles.supporting"),
    "new": message("vocabulary.roles.new"),
    "layout": message("vocabulary.roles.layout"),
}

# The weight of a term in each role: where main industries are chosen and sites compared.
ROLE_WEIGHTS: Final = {"lead": 1.0, "layout": 0.75, "supporting": 0.5, "new": 0.25}

# How a designation is known. `inherited` is never typed into data/: it is computed from memberships.
BASES: Final = {
    "stated": message("vocabulary.bases.stated"),
    "shared": message("vocabulary.bases.shared"),
    "name": message("vocabulary.bases.name"),
    "inherited": message("vocabulary.bases.inherited"),
}

METHODS: Final = {
    "surveyed": message("vocabulary.methods.surveyed"),
    "digitised": message("vocabulary.methods.digitised"),
    "poi_hull": message("vocabulary.methods.poi_hull"),
    "area_schematic": message("vocabulary.methods.area_schematic"),
    "point": message("vocabulary.methods.point"),
    "county": message("vocabulary.methods.county"),
}

CONFIDENCES: Final = {
    "high": message("vocabulary.confidences.high"),
    "medium": message("vocabulary.confidences.medium"),
    "low": message("vocabulary.confidences.low"),
}

DATUMS: Final = {
    "WGS84": message("vocabulary.datums.WGS84"),
    "GCJ-02": message("vocabulary.datums.GCJ_02"),
    "BD-09": message("vocabulary.datums.BD_09"),
    "estimate": message("vocabulary.datums.estimate"),
}

# Stated quantities of a site; measures carry the units they may be given in.
PROPERTIES: Final = {
    "land_area": message("vocabulary.properties.land_area"),
    "floor_area": message("vocabulary.properties.floor_area"),
    "investment": message("vocabulary.properties.investment"),
    "finish_year": message("vocabulary.properties.finish_year"),
    "builder": message("vocabulary.properties.builder"),
    "output_target": message("vocabulary.properties.output_target"),
    "tax_target": message("vocabulary.properties.tax_target"),
    "capacity": message("vocabulary.properties.capacity"),
    "service_radius": message("vocabulary.properties.service_radius"),
    "other": message("vocabulary.properties.other"),
}

# Square metres in one unit of area. 1 mu is 1/15 ha by the metric definition of 1984.
AREA_UNITS: Final = {"平方公里": 1e6, "万亩": 1e8 / 15, "公顷": 1e4, "亩": 1e4 / 15, "万平方米": 1e4, "平方米": 1.0}

# How far is far: a straight line, or the streets of one mode. A result always says which.
REACHES: Final = {
    "straight": message("vocabulary.reaches.straight"),
    "car": message("vocabulary.reaches.car"),
    "bike": message("vocabulary.reaches.bike"),
    "foot": message("vocabulary.reaches.foot"),
}

# The tables a person may list.
TABLES: Final = (
    "sites",
    "industries",
    "designations",
    "projects",
    "plans",
    "layers",
    "memberships",
    "facts",
    "indicators",
    "firms",
    "programmes",
    "fields",
    "gateways",
)
