"""The words of the catalogue: each code once, with its Chinese and English name.

Pure data. Every table and layer refers to these codes; the check refuses any other, and the app shows the names.
"""

from __future__ import annotations

from typing import Final

from geoplan.text.message import Text, message


def _names(table: str, codes: str) -> dict[str, Text]:
    """The names of codes, which are separated by blanks."""
    return {code: message(f"vocabulary.{table}.{code.replace('-', '_')}") for code in codes.split()}


LEVELS: Final = _names("levels", "province city district")

KINDS: Final = _names(
    "kinds",
    "science_city high_tech_zone park cluster new_town community innovation_block town base incubator laboratory "
    "institute platform university demonstration_zone gateway venue landmark",
)

GATEWAY_KINDS: Final = _names("gateway_kinds", "airport station port")

# `unstated` is never typed into data/: no plan says in which state the site is.
STATUSES: Final = _names("statuses", "existing building planned proposed unstated")

# Whether a plan is in force on a day. Never typed into data/: it is computed from the period.
VALIDITY: Final = _names("validity", "in_force ended not_yet")

ROLES: Final = _names("roles", "lead supporting new layout")

# The weight of a term in each role: where main industries are chosen and sites compared.
ROLE_WEIGHTS: Final = {"lead": 1.0, "layout": 0.75, "supporting": 0.5, "new": 0.25}

# How a designation is known. `inherited` is never typed into data/: it is computed from the parts of a site.
BASES: Final = _names("bases", "stated shared name inherited")

METHODS: Final = _names(
    "methods",
    "surveyed digitised bounding_roads poi_hull area_schematic point host_institution town area_of_doubt county",
)

# Methods by the geometry they give; `county` gives none. In an area of doubt a site may stand; it does not fill it.
AREA_METHODS: Final = ("surveyed", "digitised", "bounding_roads", "poi_hull", "area_schematic")
POINT_METHODS: Final = ("point", "host_institution", "town")
AREA_OF_DOUBT: Final = "area_of_doubt"

# How a site is drawn. `parts` is not drawn itself and shown through its parts.
WAYS: Final = _names("ways", "outline schematic position parts area_of_doubt county")
WAY_OF_METHOD: Final = {
    **dict.fromkeys(("surveyed", "digitised", "bounding_roads"), "outline"),
    **dict.fromkeys(("poi_hull", "area_schematic"), "schematic"),
    **dict.fromkeys(POINT_METHODS, "position"),
    AREA_OF_DOUBT: "area_of_doubt",
    "county": "county",
}

CONFIDENCES: Final = _names("confidences", "high medium low")

DATUMS: Final = _names("datums", "WGS84 GCJ-02 BD-09 estimate")

# How a site belongs to another. Only a part takes over what is designated for the whole.
RELATIONS: Final = _names("relations", "part_of located_in hosted_by extension_of branch_of")

# What plans name that is no place.
PROGRAMME_KINDS: Final = _names(
    "programme_kinds",
    "honour aspiration category network online body vessel policy action task mechanism talent fund event law other",
)

# Stated quantities of a site; measures carry the units they may be given in.
PROPERTIES: Final = _names(
    "properties",
    "land_area floor_area investment finish_year builder output_target tax_target capacity service_radius facility "
    "operator other",
)

# Square metres in one unit of area. 1 mu is 1/15 ha by the metric definition of 1984.
AREA_UNITS: Final = {"平方公里": 1e6, "万亩": 1e8 / 15, "公顷": 1e4, "亩": 1e4 / 15, "万平方米": 1e4, "平方米": 1.0}

# CNY in one unit of money.
MONEY_UNITS: Final = {"亿元": 1e8, "万元": 1e4}

# Units that count firms, sites, institutes, items and people: one of each is one.
COUNT_UNITS: Final = ("家", "个", "所", "项", "位")

RANK_UNIT: Final = "位"  # of a place in a ranking

# How far is far: a straight line, or the streets of one mode. A result always says which.
REACHES: Final = _names("reaches", "straight car bike foot")

# The tables a person may list.
TABLES: Final = (
    *("sites", "industries", "designations", "projects", "plans", "layers", "relations", "statuses", "facts"),
    *("functions", "indicators", "firms", "programmes", "fields", "gateways"),
)
