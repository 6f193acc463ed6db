"""Every name under which a place of the gazetteer is known, and what each name is worth.

Names of plans are of unequal worth. ``厦门软件园二期`` says all; ``软件园二期`` says as much where Xiamen is meant,
and the plans call it so; ``智能产业园`` without its city could stand anywhere; ``二期`` says nothing unless the
software park is named beside it. The four grades below are computed from the names themselves, never typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.gazetteer import NOT_PLACES, Place, gazetteer
from geoplan.geocoding.name_normalisation import normalise_chinese, normalise_latin
from geoplan.geocoding.outside_province import short_name
from geoplan.geocoding.region_parser import RegionNameIndex

FULL: Final = "name"
ALIAS: Final = "alias"
BARE: Final = "bare"  # without its region, which must then be named
FRAGMENT: Final = "fragment"  # the tail or middle of a longer name, which must then be named
_SHORTEST: Final = 2
_SHORTEST_BARE: Final = 3
# What a name without its region may end in to be a name still: 厦门能源材料 is none once Xiamen is gone.
_PLACE_WORD: Final = re.compile(
    "(园|区|城|港|湾|谷|镇|院|所|馆|站|机场|中心|基地|实验室|平台|组团|大学|学院|研究院|片)[一二三四]?期?$"
)
_HEADLESS: Final = ("大学", "学院", "港", "新区", "地区")  # 厦门大学 and 福州港 are no names without their first word
_CLASS_WORDS: Final = frozenset({"airport", "station", "university"})  # what is left of some names without their region
_OWNER: Final = re.compile(r", (?:Ministry of|CAS\b|Chinese Academy of).*$")
_LISTS: Final = re.compile("[、，,;；]")
_STATION: Final = re.compile("站$")
_PORT_AREA: Final = re.compile("^.*?港(?=.{2,}港区$)")


@dataclass(frozen=True)
class NameVariant:
    """A name of a place.

    Attributes
    ----------
    text : str
        As `geoplan.geocoding.name_normalisation.normalise_chinese` or `latin` writes it.
    grade : str
        ``name``, ``alias``, ``bare`` or ``fragment``.
    place : Place
        What it means.
    whole : str
        The full name a fragment is cut from; empty otherwise.
    """

    text: str
    grade: str
    place: Place
    whole: str = ""


@lru_cache(maxsize=4)
def region_names(catalogue: Catalogue) -> RegionNameIndex:
    """The names of a catalogue's regions, made once."""
    return RegionNameIndex(catalogue)


@lru_cache(maxsize=4)
def chinese_names(catalogue: Catalogue) -> list[NameVariant]:
    """List the Chinese names of all places but regions.

    Parameters
    ----------
    catalogue : Catalogue
        Whose places.

    Returns
    -------
    list of NameVariant
        Names and aliases of sites, of their parts and of gateways, each also without its region; the best grade of
        each name of a place.
    """
    regions = region_names(catalogue)
    best: dict[tuple[str, str], NameVariant] = {}
    for known in _all_names(catalogue, regions):
        taken = known.text in regions.full or known.text in regions.short  # 柘荣 is the county, whatever else it is
        if len(known.text) >= _SHORTEST and not taken:
            best.setdefault((known.text, known.place.ref), known)
    return list(best.values())


def _all_names(catalogue: Catalogue, regions: RegionNameIndex) -> Iterator[NameVariant]:
    """From the best grade of a place to the least."""
    plan_names = catalogue.names.groupby("site_id")["name_zh"].unique().map(list).to_dict()
    for place in gazetteer(catalogue).values():
        if place.kind == "gateway":
            said = _gateway_names(place, regions)
        elif place.part:
            said = [f"{name}{place.part}" for name in _said(catalogue, place.id, plan_names)]
        elif place.kind == "site":
            said = _said(catalogue, place.id, plan_names)
        else:
            continue
        yield from _graded(said, place, regions)


def _said(catalogue: Catalogue, site_id: str, plan_names: dict[str, list[str]]) -> list[str]:
    """What plans call a site; lists of several (一期、二期) name no single one."""
    others = [*catalogue.sites.at[site_id, "aliases"], *plan_names.get(site_id, [])]
    return [catalogue.sites.at[site_id, "name_zh"], *(name for name in others if not _LISTS.search(name))]


def _graded(said: list[str], place: Place, regions: RegionNameIndex) -> Iterator[NameVariant]:
    full = normalise_chinese(said[0])
    yield NameVariant(full, FULL, place)
    bare = {full: regions.stripped(said[0], place.adcode)}
    for name in said[1:]:
        text = normalise_chinese(name)
        bare[text] = regions.stripped(name, place.adcode)
        # 福州数据技术研究院 stands by itself though 清华—福州数据技术研究院 holds it: it begins with its region.
        cut = place.kind == "site" and text in full and text not in (full, bare[full]) and bare[text] == text
        yield NameVariant(text, FRAGMENT if cut else ALIAS, place, full if cut else "")
    for text in dict.fromkeys(bare.values()):
        if len(text) >= _SHORTEST_BARE and _PLACE_WORD.search(text) and not text.startswith(_HEADLESS):
            yield NameVariant(text, BARE, place)


def _gateway_names(place: Place, regions: RegionNameIndex) -> list[str]:
    """Airports without 国际 and city, stations as 火车站 and 高铁站, a port's area by itself: as people say it."""
    name = place.name_zh
    said = [name]
    if name.endswith("机场"):
        short = name.replace("国际机场", "机场")
        cities = [short_name(str(regions.regions.at[code, "name_zh"])) for code in regions.path(place.adcode)]
        said += [short, *(s for city in cities if len(s := short.removeprefix(city)) > len("机场"))]
    if _STATION.search(name):
        said += [_STATION.sub(word, name) for word in ("火车站", "高铁站", "动车站")]
    if _PORT_AREA.search(name):
        area = _PORT_AREA.sub("", name)
        said += [area, area.removesuffix("区")]
    return said


@lru_cache(maxsize=4)
def english_names(catalogue: Catalogue) -> list[NameVariant]:
    """List the English names of all places but regions.

    Parameters
    ----------
    catalogue : Catalogue
        Whose places.

    Returns
    -------
    list of NameVariant
        Words as from `geoplan.geocoding.name_normalisation.normalise_latin`; each also without brackets, without
        the body it belongs to and without its region.
    """
    regions = region_names(catalogue)
    best: dict[tuple[str, str], NameVariant] = {}
    for place in gazetteer(catalogue).values():
        if place.kind == "region" or not place.name_en:
            continue
        for name in _said_in_english(place):
            words = normalise_latin(name).split()
            _, left = regions.latin_mentions(words)
            bare = [words[at] for at in left]
            grades = [(words, FULL if name == place.name_en else ALIAS), (bare, BARE)]
            for chosen, grade in grades:
                if len(chosen) > 1 or (chosen and len(chosen[0]) > 5 and chosen[0] not in _CLASS_WORDS):
                    best.setdefault((" ".join(chosen), place.ref), NameVariant(" ".join(chosen), grade, place))
    return list(best.values())


def _said_in_english(place: Place) -> list[str]:
    """A name, and what people leave out of it: Third Institute of Oceanography, of whichever ministry."""
    name = place.name_en
    said = [name, re.sub(r"\s*\(.*?\)", "", name), name.split(":")[-1]]
    if (belongs := _OWNER.search(name)) is not None:
        said.append(name[: belongs.start()])
    if place.kind == "gateway":
        said.append(re.sub(r" (?:International|Railway)\b", "", name))
    return list(dict.fromkeys(said))


def category_names(catalogue: Catalogue) -> set[str]:
    """Names that mean a class of places and no place.

    Parameters
    ----------
    catalogue : Catalogue
        Whose sites.

    Returns
    -------
    set of str
        As `geoplan.geocoding.name_normalisation.normalise_chinese` writes them.
    """
    sites = catalogue.sites
    classes, others = sites[sites["kind"].isin(NOT_PLACES)], sites[~sites["kind"].isin(NOT_PLACES)]
    named = {normalise_chinese(name) for row in classes.itertuples() for name in [row.name_zh, *row.aliases]}
    return named - {normalise_chinese(name) for row in others.itertuples() for name in [row.name_zh, *row.aliases]}


def trade_names(catalogue: Catalogue) -> frozenset[str]:
    """Names that mean an industry, though plans also call a place so for short: 智能制造, 航空航天.

    Parameters
    ----------
    catalogue : Catalogue
        Whose industries.

    Returns
    -------
    frozenset of str
        Names and aliases, as `geoplan.geocoding.name_normalisation.normalise_chinese` writes them.
    """
    industries = catalogue.industries
    return frozenset(normalise_chinese(name) for row in industries.itertuples() for name in [row.name_zh, *row.aliases])
