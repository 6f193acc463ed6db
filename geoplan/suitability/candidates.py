"""Which parks enter the ranking, and why each of the others does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import pandas as pd

from geoplan.analysis.measures import PARK_KINDS
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.query.selection import Selection, possible_sites, select
from geoplan.suitability.conditions import NOT_MET, condition_table
from geoplan.suitability.relevance import designations_of_plans, relevant_designations
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS, STATUSES

COLUMNS: Final = ["site_id", "reasons", "reason_zh", "reason_en"]

Fault = tuple[str, Text]  # its code and the reason
Rule = Callable[[str], Fault | None]


def parks(catalogue: Catalogue) -> list[str]:
    """The sites of a kind that takes in enterprises, in the catalogue's order."""
    return catalogue.sites.index[catalogue.sites["kind"].isin(PARK_KINDS)].tolist()


class Candidates(NamedTuple):
    """The parks in two parts.

    Attributes
    ----------
    sites : list of str
        The candidates, in the catalogue's order; none where all are designated for something broader than the need.
    excluded : DataFrame
        Every other park: ``site_id``, ``reasons`` (a list of codes: all that apply, for lifting one alone may not
        help), ``reason_zh``, ``reason_en``.
    conditions : DataFrame
        `geoplan.suitability.conditions.condition_table` of the parks that are designated for the need.
    """

    sites: list[str]
    excluded: pd.DataFrame
    conditions: pd.DataFrame


def filter_candidates(catalogue: Catalogue, need: Requirements) -> Candidates:
    """Part the parks into candidates and excluded ones."""
    relevant = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    designated = set(relevant["site_id"])
    conditions = condition_table(catalogue, need, [s for s in parks(catalogue) if s in designated])
    rules = [_designation(catalogue, need, relevant), *_conditions(catalogue, need), *_not_met(conditions)]
    candidates, excluded = [], []
    for site_id in parks(catalogue):
        faults = dict(filter(None, (rule(site_id) for rule in rules)))
        if faults:
            reason = joined(faults.values(), "punctuation.semicolon")
            excluded.append((site_id, list(faults), reason.text("zh"), reason.text("en")))
        else:
            candidates.append(site_id)
    if not set(candidates) & set(relevant.loc[relevant["kinship"] != "broader", "site_id"]):
        reason = message("suitability.candidates.broader_only")
        excluded += [(site_id, ["broader_only"], reason.text("zh"), reason.text("en")) for site_id in candidates]
        candidates = []
    return Candidates(candidates, pd.DataFrame(excluded, columns=COLUMNS), conditions)


def _designation(catalogue: Catalogue, need: Requirements, relevant: pd.DataFrame) -> Rule:
    """Not designated; only by a plan that does not count; only in a way that is ruled out."""
    bases = relevant.groupby("site_id")["basis"].agg(set).to_dict()
    of_all_plans = relevant_designations(catalogue, need, catalogue.all_designations) if need.plans else relevant
    plans = of_all_plans.groupby("site_id")["plan_id"].unique().to_dict()
    industries = joined(name_of(catalogue.industries, code) for code in need.industries)

    def rule(site_id: str) -> Fault | None:
        if site_id not in plans:
            return "not_designated", message("suitability.candidates.not_designated", industries=industries)
        if site_id not in bases:
            titles = joined(plan_title(name_of(catalogue.plans, plan, "short")) for plan in plans[site_id])
            return "plan_not_heeded", message("suitability.candidates.plan_not_heeded", plans=titles)
        own = bases[site_id] - {"inherited"}
        if "inherited_only" in need.exclude and not own:
            return "inherited_only", EXCLUSIONS["inherited_only"]
        if "name_only" in need.exclude and own == {"name"}:
            return "name_only", EXCLUSIONS["name_only"]
        return None

    return rule


def _conditions(catalogue: Catalogue, need: Requirements) -> Iterator[Rule]:
    """The conditions that do not ask what the plans designate."""
    sites = catalogue.sites
    areas = set(stated_areas(catalogue).index)
    if need.regions:
        yield _region(catalogue, need)
    if need.kinds:
        yield lambda s: _chosen("kind", sites.at[s, "kind"], need.kinds, KINDS)
    if need.statuses:
        yield lambda s: _chosen("status", sites.at[s, "status"], need.statuses, STATUSES)
    if "area_unstated" in need.exclude:
        yield lambda s: None if s in areas else ("area_unstated", EXCLUSIONS["area_unstated"])
    if "unplaced" in need.exclude:
        yield lambda s: None if s in catalogue.placed else ("unplaced", EXCLUSIONS["unplaced"])
    yield lambda s: ("by_hand", message("suitability.candidates.by_hand")) if s in need.without else None


def _chosen(column: str, code: str, chosen: tuple[str, ...], terms: dict[str, Text]) -> Fault | None:
    return None if code in chosen else (column, message(f"suitability.candidates.{column}", term=terms[code]))


def _region(catalogue: Catalogue, need: Requirements) -> Rule:
    """Not known to stand in a chosen region, though it may; standing elsewhere."""
    chosen = Selection(regions=need.regions)
    there, may = set(select(catalogue, chosen)), set(possible_sites(catalogue, chosen))

    def rule(site_id: str) -> Fault | None:
        if site_id in there:
            return None
        code = "region_unsure" if site_id in may else "region"
        return code, message(f"suitability.candidates.{code}", region=place_name(catalogue, site_id))

    return rule


def _not_met(conditions: pd.DataFrame) -> Iterator[Rule]:
    """The conditions that a site is known not to meet."""
    failed = conditions[conditions["outcome"] == NOT_MET]
    for code, rows in failed.groupby("condition", sort=False):
        facts = {row.site_id: local_text(row.fact_zh, row.fact_en) for row in rows.itertuples()}
        yield partial(_failed, str(code), facts)


def _failed(code: str, facts: dict[str, Text], site_id: str) -> Fault | None:
    return (code, facts[site_id]) if site_id in facts else None
