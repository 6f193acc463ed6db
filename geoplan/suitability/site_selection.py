"""From requirements to a ranking with its grounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geoplan.analysis.network_catchment import Network
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import validity_today
from geoplan.suitability.candidates import filter_candidates, parks
from geoplan.suitability.conditions import GROUPS, NOT_MET, groups
from geoplan.suitability.criteria import Criteria, criteria
from geoplan.suitability.evidence import COLUMNS
from geoplan.suitability.ranking import RANKING, contributions, rank
from geoplan.suitability.relevance import designations_of_plans, related_terms, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.robustness import SOURCES, SPANS, WEIGHT_DRAWS, ValueDraws, rank_ranges, value_draws
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_RANGES: Final = [f"{source}_{span}" for source in SOURCES for span in SPANS]
_NEIGHBOURS: Final = 5  # sites named where none is designated for the need itself
_CONTRIBUTIONS: Final = ["site_id", "criterion", "share", "value", "contribution"]


@dataclass(frozen=True, eq=False)
class SiteSelection:
    """A ranking of sites and its grounds.

    Attributes
    ----------
    ranking : DataFrame
        ``site_id``, ``group`` (``met``: every condition is met; ``not_published``: of one at least it is not known),
        then, within the group and the first group first, ``rank``, ``score``, ``score_low``, ``score_high``,
        ``topsis``, ``topsis_rank``, ``missing`` (see `geoplan.suitability.ranking.rank`), ``rank_best``, ``rank_p05``,
        ``rank_p95``, ``rank_worst`` (under other weights, positions, matches and unpublished figures together), and
        the same for weights alone as ``weights_…``, positions as ``position_…``, matches and unpublished figures as
        ``data_…``; ``draft`` (``yes`` where the position is a user's draft, else "").
    contributions : DataFrame
        ``site_id``, ``criterion``, ``share``, ``value``, ``contribution``.
    criteria : DataFrame
        ``site_id``, ``criterion``, ``value``, ``low``, ``high``, ``fact_zh``, ``fact_en``, ``citations``.
    excluded : DataFrame
        ``site_id``, ``reasons``, ``reason_zh``, ``reason_en``.
    conditions : DataFrame
        ``site_id``, ``condition``, ``outcome``, ``fact_zh``, ``fact_en``, ``citations`` (see
        `geoplan.suitability.conditions.condition_table`) of the candidates and of sites excluded for a condition.
    reason : Text or None
        Why the ranking is empty; None where it is not.
    remarks : tuple of Text
        Needed industries that no park is designated for.
    streets : Network or None
        What gateways are measured over; None for straight lines.
    """

    need: Requirements
    ranking: pd.DataFrame
    contributions: pd.DataFrame
    criteria: pd.DataFrame
    matrix: pd.DataFrame
    excluded: pd.DataFrame
    conditions: pd.DataFrame
    reason: Text | None
    remarks: tuple[Text, ...]
    streets: Network | None = None


def find_sites(
    catalogue: Catalogue,
    need: Requirements,
    streets: Network | None = None,
    weight_draws: int = WEIGHT_DRAWS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> SiteSelection:
    """Rank the sites that answer a need, and say why each other one does not.

    Parameters
    ----------
    streets : Network, optional
        Of one mode, in the system of `geoplan.analysis.proximity.positioned_sites`: gateways by minutes.
    weight_draws, draws : int
        How often the weights, and the values, are drawn; 0 for none.
    seed : int
        The same seed, the same ranges.

    Raises
    ------
    RequirementsError
        An id that the catalogue does not know.
    """
    need.check(catalogue)
    candidates, excluded, conditions = filter_candidates(catalogue, need)
    of = groups(conditions, [*dict.fromkeys(conditions["site_id"])])
    told = {*candidates, *of.index[of == NOT_MET]}
    conditions = conditions[conditions["site_id"].isin(told)].reset_index(drop=True)
    remarks = tuple(_remarks(catalogue, need, candidates))
    if not candidates:
        ranking, parts, table, matrix = (
            pd.DataFrame(columns=c) for c in (_ranking_columns(), _CONTRIBUTIONS, COLUMNS, list(CRITERIA))
        )
        reason = _reason(catalogue, need, excluded)
        return SiteSelection(need, ranking, parts, table, matrix, excluded, conditions, reason, remarks, streets)
    graded = criteria(catalogue, need, candidates, streets)
    drawn = value_draws(graded, draws, seed) if draws else None
    in_group = groups(conditions, list(graded.matrix.index))
    ranking = pd.concat(
        [_ranked(graded, need, in_group, code, drawn, weight_draws, seed) for code in GROUPS],
        ignore_index=True,
    )
    marks = positioned_sites(catalogue)["draft"].reindex(ranking["site_id"]).fillna("")
    ranking = ranking.assign(draft=marks.to_numpy())[_ranking_columns()]
    parts = contributions(graded.matrix, need.weights)
    return SiteSelection(
        need, ranking, parts, graded.table, graded.matrix, excluded, conditions, None, remarks, streets
    )


def _ranked(
    graded: Criteria,
    need: Requirements,
    in_group: pd.Series,
    code: str,
    drawn: ValueDraws | None,
    weight_draws: int,
    seed: int,
) -> pd.DataFrame:
    """Rank the sites of one group among themselves."""
    inside = (in_group == code).to_numpy()
    matrix, low, high = (frame[inside] for frame in (graded.matrix, graded.low, graded.high))
    if matrix.empty:
        return pd.DataFrame()
    ranges = rank_ranges(matrix, need.weights, drawn and drawn.of(inside), weight_draws, seed)
    return rank(matrix, need.weights, low, high).join(ranges, "site_id").assign(group=code)


def _ranking_columns() -> list[str]:
    return ["site_id", "group", *RANKING[1:], *_RANGES, "draft"]


def _remarks(catalogue: Catalogue, need: Requirements, candidates: list[str]) -> Iterator[Text]:
    """Name each needed industry that only sites other than parks are designated for, and the plans that ended."""
    rows = designations_of_plans(catalogue, need)
    related = rows.merge(related_terms(catalogue, need.industries), on="industry_id")
    exact = related.query("kinship != 'broader'")
    enterprise_sites = set(parks(catalogue))
    for industry in dict.fromkeys(need.industries):
        designated = exact.loc[exact["need_id"] == industry, "site_id"]
        if designated.empty:
            yield _nowhere(catalogue, industry)
        elif not set(designated) & enterprise_sites:
            sites = joined(name_of(catalogue.sites, s) for s in [*dict.fromkeys(designated)][:3])
            name = name_of(catalogue.industries, industry)
            yield message("suitability.site_selection.no_park", industry=name, sites=sites)
    plans = related.loc[related["site_id"].isin(candidates), "plan_id"].drop_duplicates()
    ended = plans[(validity_today(catalogue.plans)[plans] == "ended").to_numpy()]
    if len(ended):
        titles = joined(name_of(catalogue.plans, p, "short") for p in catalogue.plans.index if p in set(ended))
        yield message("suitability.site_selection.ended", plans=len(plans), ended=len(ended), titles=titles)


def _nowhere(catalogue: Catalogue, industry: str) -> Text:
    name, parent = name_of(catalogue.industries, industry), str(catalogue.industries.at[industry, "parent_id"])
    if not parent:
        return message("suitability.site_selection.nowhere", industry=name)
    return message(
        "suitability.site_selection.nowhere_but_parent", industry=name, parent=name_of(catalogue.industries, parent)
    )


def _reason(catalogue: Catalogue, need: Requirements, excluded: pd.DataFrame) -> Text:
    """Why the ranking is empty."""
    if not need.industries:
        return message("suitability.site_selection.no_industry")
    if relevant_designations(catalogue, need, designations_of_plans(catalogue, need)).empty:
        industries = dict.fromkeys(need.industries)
        return joined((_nowhere(catalogue, i) for i in industries), "punctuation.between_sentences")
    broader = excluded.loc[excluded["reasons"].map(lambda reasons: "broader_only" in reasons), "site_id"]
    if len(broader):
        return _neighbours(catalogue, need, broader.tolist())
    designated = excluded["reasons"].map(lambda reasons: not {"not_designated", "plan_not_heeded"} & set(reasons))
    if not designated.any():
        return message("suitability.site_selection.no_enterprise_site")
    return message("suitability.site_selection.none_meets_conditions", n=int(designated.sum()))


def _neighbours(catalogue: Catalogue, need: Requirements, sites: list[str]) -> Text:
    """No site is designated for the need itself: the sites for the nearest broader term of the plans."""
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    rows = rows[rows["site_id"].isin(sites)].sort_values("fit", ascending=False, kind="stable")
    industry = str(rows["industry_id"].iloc[0])
    named = list(dict.fromkeys(rows.loc[rows["industry_id"] == industry, "site_id"]))[:_NEIGHBOURS]
    return message(
        "suitability.site_selection.broader_only",
        industries=joined(name_of(catalogue.industries, code) for code in need.industries),
        broader=name_of(catalogue.industries, industry),
        sites=joined(name_of(catalogue.sites, site) for site in named),
    )
