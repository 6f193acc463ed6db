"""What the tables of sites must hold: every site is a place, no two are one, names are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pandas as pd
from rapidfuzz import fuzz

from geoplan.plan_text.normalise import normalise
from geoplan.problem import Problem
from geoplan.sources import Sources

SIMILAR: Final = 80  # of 100: names this alike are judged by a person, in data/near_equals.csv
_LONGEST_ALIAS: Final = 72  # bytes of UTF-8: 24 Chinese characters
_NOT_IN_NAMES: Final = re.compile(r"[\u3001\uff0c\u3002\uff1b\uff1a,;:]")


def check_sites(sources: Sources) -> Iterator[Problem]:
    """Check what makes a row of sites a place with one id and proper names.

    Yields
    ------
    Problem
        A site without county, host or reason; a site that is a programme too; two sites with nearly the same name
        that nobody has judged; an alias that is no name.
    """
    tables = sources.tables
    sites = tables["sites"]
    yield from _without_place(sites, tables["relations"], tables["site_facts"], tables["regions"])
    yield from _programmes(sites, tables["programmes"])
    yield from _near_equals(sites, tables["relations"], tables["near_equals"])
    yield from _aliases(sites)


def _without_place(
    sites: pd.DataFrame, relations: pd.DataFrame, facts: pd.DataFrame, regions: pd.DataFrame
) -> Iterator[Problem]:
    counties = set(regions.loc[regions["level"] == "county", "adcode"])
    hosted = set(relations["site_id"]) | set(facts.loc[facts["property"] == "operator", "site_id"])
    placed = sites["adcode"].isin(counties) | sites["site_id"].isin(hosted) | (sites["ground"] != "")
    for row, site_id in sites.loc[~placed, "site_id"].items():
        yield Problem("data/sites.csv", row, "site-without-place", {"value": site_id})


def _programmes(sites: pd.DataFrame, programmes: pd.DataFrame) -> Iterator[Problem]:
    names = dict(zip(programmes["name_zh"].map(normalise), programmes["programme_id"], strict=True))
    for row, name in sites["name_zh"].items():
        if other := names.get(normalise(name)):
            yield Problem("data/sites.csv", row, "site-is-programme", {"value": name, "other": other})
    for row, other in sites.loc[sites["site_id"].isin(programmes["programme_id"]), "site_id"].items():
        yield Problem("data/sites.csv", row, "site-is-programme", {"value": other, "other": other})


def _near_equals(sites: pd.DataFrame, relations: pd.DataFrame, judged: pd.DataFrame) -> Iterator[Problem]:
    """Pairs of nearly equal names in one region; a site and what it belongs to may well be called alike."""
    settled = {frozenset(pair) for pair in zip(judged["site_id"], judged["other_id"], strict=True)}
    settled |= {frozenset(pair) for pair in zip(relations["site_id"], relations["parent_id"], strict=True)}
    names = [[normalise(n) for n in _names(row)] for row in sites.itertuples()]
    ids, rows, regions = sites["site_id"].tolist(), sites.index.tolist(), sites["adcode"].tolist()
    for a, b in combinations(range(len(sites)), 2):
        if not _may_be_one_region(regions[a], regions[b]) or frozenset((ids[a], ids[b])) in settled:
            continue
        if any(fuzz.ratio(one, other, score_cutoff=SIMILAR) for one in names[a] for other in names[b]):
            values = {"value": ids[b], "other": ids[a]}
            yield Problem("data/sites.csv", int(rows[b]), "near-equal-unjudged", values)


def _names(row: object) -> list[str]:
    aliases = (alias.strip() for alias in row.aliases.split(";"))  # type: ignore[attr-defined]
    return [row.name_zh, *(alias for alias in aliases if alias)]  # type: ignore[attr-defined]


def _may_be_one_region(a: str, b: str) -> bool:
    """Whether one region is the other or contains it; zeros at the end of an adcode stand for all of a region."""
    shorter = min(a.rstrip("0"), b.rstrip("0"), key=len)
    return a.startswith(shorter) and b.startswith(shorter)


def _aliases(sites: pd.DataFrame) -> Iterator[Problem]:
    for row, cell in sites["aliases"].items():
        for alias in filter(None, (part.strip() for part in cell.split(";"))):
            if len(alias.encode()) > _LONGEST_ALIAS or _NOT_IN_NAMES.search(alias):
                yield Problem("data/sites.csv", row, "alias-no-name", {"value": alias})
