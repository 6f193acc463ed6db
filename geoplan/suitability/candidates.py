"""Who may enter the ranking, and why each of the others may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pandas as pd

from geoplan.analysis.measures import PARK_KINDS
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.concordance.difference_table import short
from geoplan.suitability.relevance import designations_of_plans, relevant_designations
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.text.message import Text, local_text, message
from geoplan.vocabulary import KINDS, STATUSES

COLUMNS: Final = ["site_id", "reasons", "reason_zh", "reason_en"]
M2: Final = 1e6  # in one km²


def parks(catalogue: Catalogue) -> list[str]:
    """The carriers that take in enterprises, in the catalogue's order."""
    return catalogue.sites.index[catalogue.sites["kind"].isin(PARK_KINDS)].tolist()


def filter_candidates(catalogue: Catalogue, need: Requirements) -> tuple[list[str], pd.DataFrame]:
    """Part the parks into candidates and excluded ones.

    Parameters
    ----------
    catalogue : Catalogue
        Where to look.
    need : Requirements
        What must hold.

    Returns
    -------
    tuple of list of str and DataFrame
        Candidates in the catalogue's order; and of every other park ``site_id``, ``reasons`` (a list of codes: all
        that apply, for lifting one alone may not help), ``reason_zh``, ``reason_en``.
    """
    ids = parks(catalogue)
    said = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    rules = [_designation(catalogue, need, said), *_conditions(catalogue, need, said)]
    candidates, excluded = [], []
    for site_id in ids:
        faults = {code: why for rule in rules for code, why in [rule(site_id)] if code}
        if not faults:
            candidates.append(site_id)
            continue
        zh, en = ("；".join(w.zh for w in faults.values()), "; ".join(w.en for w in faults.values()))
        excluded.append((site_id, list(faults), zh, en))
    return candidates, pd.DataFrame(excluded, columns=COLUMNS)


Rule = Callable[[str], tuple[str, Text]]
_FINE: Final = ("", message("suitability.candidates.text"))


def _designation(catalogue: Catalogue, need: Requirements, said: pd.DataFrame) -> Rule:
    """Not designated; only by a plan that is not heeded; only in a way that was ruled out."""
    bases = said.groupby("site_id")["basis"].agg(set).to_dict()
    everyone = relevant_designations(catalogue, need, catalogue.all_designations) if need.plans else said
    by = everyone.groupby("site_id")["plan_id"].unique().to_dict()
    names = catalogue.industries.loc[list(need.industries), ["name_zh", "name_en"]]
    wanted = local_text("、".join(names["name_zh"]), ", ".join(names["name_en"]))

    def rule(site_id: str) -> tuple[str, Text]:
        if site_id not in by:
            return "not_designated", message("suitability.candidates.no_plan_designates", wanted=wanted)
        if site_id not in bases:
            plans = [short(catalogue, plan) for plan in by[site_id]]
            zh, en = "、".join(f"《{p.zh}》" for p in plans), ", ".join(p.en for p in plans)
            return "plan_not_heeded", message("suitability.candidates.says_not_heeded_here", zh=local_text(zh, en))
        own = bases[site_id] - {"inherited"}
        if "inherited_only" in need.exclude and not own:
            return "inherited_only", EXCLUSIONS["inherited_only"]
        if "name_only" in need.exclude and own == {"name"}:
            return "name_only", EXCLUSIONS["name_only"]
        return _FINE

    return rule


def _conditions(catalogue: Catalogue, need: Requirements, said: pd.DataFrame) -> Iterator[Rule]:
    """The conditions that do not ask what the plans designate."""
    sites = catalogue.sites
    areas = (stated_areas(catalogue) / M2).to_dict()
    if need.regions:
        yield lambda s: _region(catalogue, need, str(sites.at[s, "adcode"]))
    if need.kinds:
        yield lambda s: _FINE if sites.at[s, "kind"] in need.kinds else _other("kind", KINDS[sites.at[s, "kind"]])
    if need.statuses:
        yield (
            lambda s: (
                _FINE if sites.at[s, "status"] in need.statuses else _other("status", STATUSES[sites.at[s, "status"]])
            )
        )
    yield lambda s: _area(need, areas.get(s))
    if "unplaced" in need.exclude:
        yield lambda s: _FINE if s in catalogue.placed else ("unplaced", EXCLUSIONS["unplaced"])
    yield lambda s: _FINE if s not in need.without else ("by_hand", message("suitability.candidates.ruled_out_hand"))


def _other(code: str, term: Text) -> tuple[str, Text]:
    what = {"kind": message("suitability.candidates.kind"), "status": message("suitability.candidates.status")}[code]
    return code, message("suitability.candidates.not_one_those_chosen", what=what, term=term)


def _region(catalogue: Catalogue, need: Requirements, adcode: str) -> tuple[str, Text]:
    names = catalogue.regions
    if set(need.regions) & set(region_path(catalogue.regions, adcode)):
        return _FINE
    zh, en = names.at[adcode, "name_zh"], names.at[adcode, "name_en"]
    if any(adcode in region_path(catalogue.regions, wanted) for wanted in need.regions):
        return "region_unsure", message("suitability.candidates.known_not_where", zh=local_text(zh, en))
    return "region", message("suitability.candidates.outside_chosen_regions", zh=local_text(zh, en))


def _area(need: Requirements, km2: float | None) -> tuple[str, Text]:
    if km2 is None:
        return ("area_unstated", EXCLUSIONS["area_unstated"]) if "area_unstated" in need.exclude else _FINE
    if km2 < need.min_area_km2:
        least = need.min_area_km2
        return "area", message("suitability.candidates.states_km_less_than_needed", km2=km2, least=least)
    return _FINE
