"""The value of every criterion at every candidate, on fixed scales, with the fact and the citations behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geoplan.analysis.network_catchment import Network
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability import designation_strength
from geoplan.suitability.competition import Competition, competition
from geoplan.suitability.evidence import evidence_table, to_wide
from geoplan.suitability.gateway_access import GatewayAccess, gateway_access
from geoplan.suitability.related_industries import related_industries
from geoplan.suitability.relevance import designations_of_plans, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.research_proximity import ResearchProximity, research_proximity
from geoplan.suitability.site_criteria import land_area


@dataclass(frozen=True)
class Criteria:
    """The graded candidates.

    Attributes
    ----------
    table : DataFrame
        Tidy, one row a site and criterion: ``site_id``, ``criterion`` (a key of `CRITERIA`), ``value``, ``low``,
        ``high`` (0 to 1; a missing value is NaN between 0 and 1), ``fact_zh``, ``fact_en``, ``citations`` (list of
        plan id and section).
    matrix, low, high : DataFrame
        The same as sites × criteria, sorted by site id.
    near : dict
        The criteria that follow from distances, to measure them again with every position drawn from where it may be.
    """

    table: pd.DataFrame
    matrix: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    near: dict[str, ResearchProximity | GatewayAccess | Competition]


def criteria(
    catalogue: Catalogue, need: Requirements, candidates: list[str], streets: Network | None = None
) -> Criteria:
    """Grade candidates by every criterion.

    No value looks at the other candidates: each compares a fact with the thresholds of `geoplan.suitability.scales`.

    Parameters
    ----------
    streets : Network, optional
        Of one mode, in the CRS of `geoplan.analysis.proximity.positioned_sites`; gateways are then graded by minutes.

    Returns
    -------
    Criteria
        By site id, then in the order of `CRITERIA`.
    """
    ids = sorted(candidates)
    rows = designations_of_plans(catalogue, need)
    relevant = relevant_designations(catalogue, need, rows)
    near: dict[str, ResearchProximity | GatewayAccess | Competition] = {
        "knowledge": research_proximity(catalogue, need, rows, ids),
        "gateways": gateway_access(catalogue, need, ids, streets),
        "competition": competition(catalogue, rows, ids),
    }
    table = evidence_table(
        [
            *designation_strength.designation_strength(catalogue, need, relevant, ids),
            *designation_strength.agreement(catalogue, relevant, ids),
            *related_industries(catalogue, need, rows, ids),
            *(evidence for each in near.values() for evidence in each.evidence()),
            *land_area(catalogue, ids),
        ]
    )
    table = table.sort_values("site_id", kind="stable", ignore_index=True)
    return Criteria(table, to_wide(table), to_wide(table, "low"), to_wide(table, "high"), near)
