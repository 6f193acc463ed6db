"""Names that people say instead of those that are written: 软二, 海沧, 高崎机场."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import pandas as pd

from geoplan.geocoding.name_patterns import table, word, words
from geoplan.geocoding.outside_province import short_name
from geoplan.plan_text.normalise import normalise

_NUMERALS: Final = "".join(dict.fromkeys(table("normalisation")["stage_numerals"].values()))
_PHASE: Final = re.compile(rf"(\w{{2,}}?)([{_NUMERALS}]){word('normalisation.stage_suffix')}")
_SHORTEST: Final = 2  # characters of a name


def spoken_names(name: str, others: Iterable[str], regions: tuple[str, ...]) -> tuple[str, ...]:
    """List the other names of a thing: those that are written, then what people make of them.

    Parameters
    ----------
    others : iterable of str
        Aliases and the names that plans use.
    regions : tuple of str
        Short names of regions; see `short_regions`.

    Returns
    -------
    tuple of str
        Each once and none equal to `name`. 厦门软件园二期 is also 软件园二期 and 软二: the first character of the name
        without its region, and the number of the phase.
    """
    written = [other for other in others if other]
    bare = [without_region(known, regions) for known in (name, *written)]
    phases = [_PHASE.fullmatch(known) for known in dict.fromkeys(bare)]
    nicknames = [f"{phase[1][0]}{phase[2]}" for phase in phases if phase]
    known = {normalise(known): known for known in reversed([name, *written, *nicknames])}
    return tuple(other for key, other in reversed(known.items()) if key != normalise(name))


def without_region(name: str, regions: tuple[str, ...]) -> str:
    """A name without the region that it begins with; as it is where little would be left."""
    for region in regions:
        if name.startswith(region) and len(name) - len(region) > _SHORTEST:
            return name[len(region) :]
    return name


def short_latin(name: str) -> tuple[str, ...]:
    """The English name of a region without the word for its level, Haicang District to Haicang; nothing without one."""
    short, _, level = name.rpartition(" ")
    return (short,) if short and level.lower() in words("regions.latin_suffixes") else ()


def short_regions(regions: pd.DataFrame) -> tuple[str, ...]:
    """The regions' names without the word for their level, the longest first.

    Parameters
    ----------
    regions : DataFrame
        ``name_zh`` by adcode.
    """
    return _shortened(tuple(regions["name_zh"]))


@lru_cache(maxsize=4)
def _shortened(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({short_name(name) for name in names}, key=lambda name: (-len(name), name)))
