"""Conditions with three outcomes: met, not met, and not published, which is neither.

An area or a floor that no plan states may be large enough or not; a distance that position errors leave open may be
within reach or not. Such a site is neither ruled out nor said to meet what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.proximity import positioned_sites
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.evidence import Citation
from geoplan.suitability.near_distance import Reach, near_places, near_reach
from geoplan.suitability.nearness import Nearness, near_what
from geoplan.suitability.requirements import Requirements
from geoplan.text.message import Text, message

MET, NOT_MET, NOT_PUBLISHED = OUTCOMES = ("met", "not_met", "not_published")
# The groups of a ranking, the first one first.
GROUPS: Final = {code: message(f"suitability.conditions.groups.{code}") for code in (MET, NOT_PUBLISHED)}
COLUMNS: Final = ["site_id", "condition", "outcome", "fact_zh", "fact_en", "citations"]
M2: Final = 1e6  # in one km²

_Row = tuple[str, str, str, Text, list[Citation]]


def condition_table(catalogue: Catalogue, need: Requirements, site_ids: list[str]) -> pd.DataFrame:
    """Say of each site whether it meets what is asked of its area, its floor and its nearness.

    Returns
    -------
    DataFrame
        One row a site and condition, sites as given: ``site_id``; ``condition`` (``area``, ``floor``,
        ``near:airport``, … see `Nearness.code`); ``outcome`` (of `OUTCOMES`); ``fact_zh``, ``fact_en``; ``citations``
        (list of plan id and section). Area and floor are those that plans state; a drawn area is none. A nearness is
        met where the whole range of the distance lies within the reach, not met where all of it lies beyond, see
        `geoplan.suitability.near_distance.near_reach`.
    """
    rows: list[_Row] = []
    if need.min_area_km2:
        rows += _stated(catalogue, site_ids, "area", "land_area", need.min_area_km2, M2)
    if need.min_floor_m2:
        rows += _stated(catalogue, site_ids, "floor", "floor_area", need.min_floor_m2, 1.0)
    for near in dict.fromkeys(need.near):
        rows += _near(catalogue, site_ids, near)
    order = {site_id: i for i, site_id in enumerate(site_ids)}
    rows.sort(key=lambda row: order[row[0]])
    table = [(s, code, outcome, fact.text("zh"), fact.text("en"), cited) for s, code, outcome, fact, cited in rows]
    return pd.DataFrame(table, columns=COLUMNS)


def groups(conditions: pd.DataFrame, site_ids: list[str]) -> pd.Series:
    """Name the group of each site: the worst outcome of its conditions, ``met`` where none is asked.

    Returns
    -------
    Series
        Of `OUTCOMES`, by site id.
    """
    outcomes = conditions.groupby("site_id")["outcome"].agg(set)
    each = [outcomes.get(site_id, set()) for site_id in site_ids]
    worst = [next((code for code in (NOT_MET, NOT_PUBLISHED) if code in codes), MET) for codes in each]
    return pd.Series(worst, index=site_ids, dtype=object)


def _stated(
    catalogue: Catalogue, site_ids: list[str], code: str, stated: str, least: float, unit: float
) -> Iterator[_Row]:
    """The rows of a quantity that plans state, in `unit` square metres."""
    sizes = stated_areas(catalogue, quantity=stated) / unit
    facts = catalogue.site_facts[catalogue.site_facts["property"] == stated]
    for site_id in site_ids:
        if site_id not in sizes.index:
            fact = message(f"suitability.conditions.not_published.{code}", least=least)
            yield site_id, code, NOT_PUBLISHED, fact, []
            continue
        rows = facts[facts["site_id"] == site_id]
        cited = list(dict.fromkeys(zip(rows["plan_id"], rows["section"], strict=True)))
        fact = message(f"suitability.conditions.stated.{code}", size=float(sizes[site_id]), least=least)
        yield site_id, code, MET if sizes[site_id] >= least else NOT_MET, fact, cited


def _near(catalogue: Catalogue, site_ids: list[str], near: Nearness) -> Iterator[_Row]:
    places = near_places(catalogue, near, positioned_sites(catalogue).crs)
    for site_id in site_ids:
        reach = near_reach(catalogue, site_id, places)
        outcome = _outcome(reach, near.reach_km)
        cited = list(dict.fromkeys(citation for place in places for citation in place.citations))
        yield site_id, near.code, outcome, _near_fact(catalogue, near, reach, outcome), cited


def _outcome(reach: Reach, km: float) -> str:
    if reach.high_km <= km:
        return MET
    return NOT_MET if km < reach.low_km < np.inf else NOT_PUBLISHED


def _near_fact(catalogue: Catalogue, near: Nearness, reach: Reach, outcome: str) -> Text:
    what = near_what(catalogue, near)
    if np.isinf(reach.low_km):
        return message("suitability.conditions.near.none", what=what)
    if not near.name and reach.nearest and reach.nearest.name:
        what = message("suitability.conditions.near.named", kind=what, name=reach.nearest.name)
    code = "cannot_be_said" if outcome == NOT_PUBLISHED else "measured"
    bounds = {"low": reach.low_km, "high": reach.high_km, "km": near.reach_km}
    return message(f"suitability.conditions.near.{code}", what=what, **bounds)
