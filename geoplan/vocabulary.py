"""The words of the catalogue: each code once, with its Chinese and English name.

Pure data. Every table and layer refers to these codes; the check refuses any other, and the app shows the names.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Term(NamedTuple):
    """A code's name in both languages."""

    zh: str
    en: str


LEVELS: Final = {
    "province": Term("省级", "Province"),
    "city": Term("市级", "City"),
    "district": Term("区级", "District"),
}

KINDS: Final = {
    "science_city": Term("科学城", "Science city"),
    "high_tech_zone": Term("高新区", "High-tech zone"),
    "park": Term("园区", "Park"),
    "cluster": Term("产业组团与集中区", "Industrial cluster"),
    "new_town": Term("新城", "New town"),
    "community": Term("创新社区", "Innovation community"),
    "innovation_block": Term("科创谷与创新街区", "Innovation block"),
    "town": Term("特色小镇", "Featured town"),
    "base": Term("基地", "Base"),
    "incubator": Term("孵化器", "Incubator"),
    "laboratory": Term("实验室", "Laboratory"),
    "institute": Term("研究院所", "Research institute"),
    "platform": Term("平台与中心", "Platform or centre"),
    "university": Term("高校", "University"),
    "demonstration_zone": Term("试验区与示范区", "Pilot or demonstration zone"),
    "gateway": Term("交通枢纽", "Transport gateway"),
    "venue": Term("场馆", "Venue"),
    "landmark": Term("地标", "Landmark"),
    "category": Term("类别", "Category"),
    "programme": Term("计划", "Programme"),
}

GATEWAY_KINDS: Final = {
    "airport": Term("机场", "Airport"),
    "station": Term("火车站", "Railway station"),
    "port": Term("港口", "Port"),
}

STATUSES: Final = {
    "existing": Term("已有", "Existing"),
    "building": Term("建设中", "Being built"),
    "planned": Term("规划或策划", "Planned"),
}

ROLES: Final = {
    "lead": Term("主导", "Lead"),
    "supporting": Term("配套与拓展", "Supporting"),
    "new": Term("新兴与前瞻", "Emerging"),
    "layout": Term("列入布局", "Listed in the layout"),
}

# How a designation is known. `inherited` is never typed into data/: it is computed from memberships.
BASES: Final = {
    "stated": Term("原文指明", "Stated by name"),
    "shared": Term("同句共指", "Shared by a sentence"),
    "name": Term("仅见于名称", "Read from the name"),
    "inherited": Term("承自上级", "Inherited from its parent"),
}

METHODS: Final = {
    "surveyed": Term("实测边界", "Surveyed outline"),
    "digitised": Term("据四至描绘", "Drawn from named bounds"),
    "poi_hull": Term("兴趣点外包", "Hull of points of interest"),
    "area_schematic": Term("等面积示意", "Equal-area schematic"),
    "point": Term("点位", "Point"),
    "county": Term("仅知所在县区", "County known, site not"),
}

CONFIDENCES: Final = {
    "high": Term("高", "High"),
    "medium": Term("中", "Medium"),
    "low": Term("低", "Low"),
}

DATUMS: Final = {
    "WGS84": Term("WGS 84", "WGS 84"),
    "GCJ-02": Term("GCJ-02（已转换）", "GCJ-02 (converted)"),
    "BD-09": Term("BD-09（已转换）", "BD-09 (converted)"),
    "estimate": Term("估定", "Estimate"),
}

# Stated quantities of a site; measures carry the units they may be given in.
PROPERTIES: Final = {
    "land_area": Term("用地面积", "Land area"),
    "floor_area": Term("建筑面积", "Floor area"),
    "investment": Term("总投入", "Investment"),
    "finish_year": Term("计划完成", "Planned completion"),
    "builder": Term("承担单位", "Builder"),
    "output_target": Term("目标产值", "Output target"),
    "tax_target": Term("目标税收", "Tax target"),
    "capacity": Term("产能", "Capacity"),
    "service_radius": Term("服务范围", "Service range"),
    "other": Term("其他", "Other"),
}

# Square metres in one unit of area. 1 mu is 1/15 ha by the metric definition of 1984.
AREA_UNITS: Final = {"平方公里": 1e6, "万亩": 1e8 / 15, "公顷": 1e4, "亩": 1e4 / 15, "万平方米": 1e4, "平方米": 1.0}

# The top branches of the 5+X vocabulary, in the plan's order, with colour-blind-safe colours
# (Okabe & Ito, 2008, darkened where they would drown in a pale sea).
BRANCH_COLOURS: Final = {
    "it": "#0072B2",
    "bio": "#00876A",
    "materials": "#D98E00",
    "creative": "#B85A94",
    "marine": "#2F9FD0",
    "future": "#C8500A",
    "other": "#6B6B6B",
}
NO_INDUSTRY_COLOUR: Final = "#9A9A93"

# How far is far: a straight line, or the streets of one mode. A result always says which.
REACHES: Final = {
    "straight": Term("直线距离", "Straight line"),
    "car": Term("驾车", "By car"),
    "bike": Term("骑行", "By bicycle"),
    "foot": Term("步行", "On foot"),
}
