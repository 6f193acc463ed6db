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
from geoplan.geocoding.gazetteer import Place, gazetteer
from geoplan.geocoding.name_normalisation import normalise_chinese, normalise_latin
from geoplan.geocoding.name_patterns import pattern, word, words
from geoplan.geocoding.outside_province import short_name
from geoplan.geocoding.region_parser import RegionNameIndex

FULL: Final = "name"
ALIAS: Final = "alias"
BARE: Final = "bare"  # without its region, which must then be named
FRAGMENT: Final = "fragment"  # the tail or middle of a longer name, which must then be named
_SHORTEST: Final = 2
_SHORTEST_BARE: Final = 3
_PLACE_WORD: Final = pattern("names.place_word")
_HEADLESS: Final = words("names.headless")
_CLASS_WORDS: Final = frozenset({"airport", "station", "university"})  # what is left of some names without their region
_OWNER: Final = re.compile(r", (?:Ministry of|CAS\b|Chinese Academy of).*$")
_LIST_MARKS: Final = pattern("names.list_marks")
_AIRPORT: Final = word("names.airport")
_INTERNATIONAL_AIRPORT: Final = word("names.international_airport")
_STATION: Final = pattern("names.station")
_STATION_WORDS: Final = words("names.station_words")
_PORT_AREA: Final = pattern("names.port_area")
_AREA_SUFFIX: Final = word("names.area_suffix")


@dataclass(frozen=True)
class NameVariant:
    """A name of a place."""

    text: str  # as name_normalisation returns it
    grade: str  # ``name``, ``alias``, ``bare`` or ``fragment``
    place: Place


@lru_cache(maxsize=4)
def region_names(catalogue: Catalogue) -> RegionNameIndex:
    """The names of a catalogue's regions, indexed once."""
    return RegionNameIndex(catalogue)


@lru_cache(maxsize=4)
def chinese_names(catalogue: Catalogue) -> list[NameVariant]:
    """List the Chinese names of sites, their parts and gateways, each also without its region."""
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
            names = _gateway_names(place, regions)
        elif place.part:
            names = [f"{name}{place.part}" for name in _site_names(catalogue, place.id, plan_names)]
        elif place.kind == "site":
            names = _site_names(catalogue, place.id, plan_names)
        else:
            continue
        yield from _graded(names, place, regions)


def _site_names(catalogue: Catalogue, site_id: str, plan_names: dict[str, list[str]]) -> list[str]:
    """The names of a site in its table and in plans; lists of several (一期、二期) name no single one."""
    others = [*catalogue.sites.at[site_id, "aliases"], *plan_names.get(site_id, [])]
    return [catalogue.sites.at[site_id, "name_zh"], *(name for name in others if not _LIST_MARKS.search(name))]


def _graded(names: list[str], place: Place, regions: RegionNameIndex) -> Iterator[NameVariant]:
    full = normalise_chinese(names[0])
    yield NameVariant(full, FULL, place)
    bare = {full: regions.stripped(names[0], place.adcode)}
    for name in names[1:]:
        text = normalise_chinese(name)
        bare[text] = regions.stripped(name, place.adcode)
        # 福州数据技术研究院 stands by itself though 清华—福州数据技术研究院 holds it: it begins with its region.
        cut = place.kind == "site" and text in full and text not in (full, bare[full]) and bare[text] == text
        yield NameVariant(text, FRAGMENT if cut else ALIAS, place)
    for text in dict.fromkeys(bare.values()):
        if len(text) >= _SHORTEST_BARE and _PLACE_WORD.search(text) and not text.startswith(_HEADLESS):
            yield NameVariant(text, BARE, place)


def _gateway_names(place: Place, regions: RegionNameIndex) -> list[str]:
    """Airports without 国际 and city, stations as 火车站 and 高铁站, a port's area by itself: as people say it."""
    name = place.name_zh
    names = [name]
    if name.endswith(_AIRPORT):
        short = name.replace(_INTERNATIONAL_AIRPORT, _AIRPORT)
        cities = [short_name(str(regions.regions.at[code, "name_zh"])) for code in regions.path(place.adcode)]
        names += [short, *(rest for city in cities if len(rest := short.removeprefix(city)) > len(_AIRPORT))]
    if _STATION.search(name):
        names += [_STATION.sub(kind, name) for kind in _STATION_WORDS]
    if _PORT_AREA.search(name):
        area = _PORT_AREA.sub("", name)
        names += [area, area.removesuffix(_AREA_SUFFIX)]
    return names


@lru_cache(maxsize=4)
def english_names(catalogue: Catalogue) -> list[NameVariant]:
    """List the English names of all places but regions, each also without brackets, its owner and its region."""
    regions = region_names(catalogue)
    best: dict[tuple[str, str], NameVariant] = {}
    for place in gazetteer(catalogue).values():
        if place.kind == "region" or not place.name_en:
            continue
        aliases = catalogue.sites.at[place.id, "aliases"] if place.kind == "site" else []
        for name in [*_english_variants(place), *(alias for alias in aliases if alias.isascii())]:
            tokens = normalise_latin(name).split()
            _, left = regions.latin_mentions(tokens)
            bare = [tokens[at] for at in left]
            grades = [(tokens, FULL if name == place.name_en else ALIAS), (bare, BARE)]
            for chosen, grade in grades:
                if len(chosen) > 1 or (chosen and len(chosen[0]) > 5 and chosen[0] not in _CLASS_WORDS):
                    best.setdefault((" ".join(chosen), place.ref), NameVariant(" ".join(chosen), grade, place))
    return list(best.values())


def _english_variants(place: Place) -> list[str]:
    """A name, and what people leave out of it: Third Institute of Oceanography, of whichever ministry."""
    name = place.name_en
    variants = [name, re.sub(r"\s*\(.*?\)", "", name), name.split(":")[-1]]
    if (belongs := _OWNER.search(name)) is not None:
        variants.append(name[: belongs.start()])
    if place.kind == "gateway":
        variants.append(re.sub(r" (?:International|Railway)\b", "", name))
    return list(dict.fromkeys(variants))


def programme_names(catalogue: Catalogue) -> set[str]:
    """The normalised names that mean a programme, an honour or a class of sites, and no site."""
    sites = {normalise_chinese(name) for row in catalogue.sites.itertuples() for name in [row.name_zh, *row.aliases]}
    return {normalise_chinese(name) for name in catalogue.programmes["name_zh"]} - sites


def trade_names(catalogue: Catalogue) -> frozenset[str]:
    """The normalised names that mean an industry, though plans also call a place so for short: 智能制造, 航空航天."""
    industries = catalogue.industries
    return frozenset(normalise_chinese(name) for row in industries.itertuples() for name in [row.name_zh, *row.aliases])
