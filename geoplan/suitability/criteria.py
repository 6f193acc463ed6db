"""The value of every criterion at every candidate, on fixed scales, with the fact and the citations behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geoplan.analysis.travel import Network
from geoplan.catalogue import Catalogue
from geoplan.suitability import designated, standing
from geoplan.suitability.company import related
from geoplan.suitability.competition import Competition, competition
from geoplan.suitability.evidence import table, wide
from geoplan.suitability.gateways import Gateways, gateways
from geoplan.suitability.knowledge import Knowledge, knowledge
from geoplan.suitability.need import Need
from geoplan.suitability.relevance import heeded, relevant


@dataclass(frozen=True)
class Criteria:
    """What is known of the candidates.

    Attributes
    ----------
    table : DataFrame
        Tidy, one row a site and criterion: ``site_id``, ``criterion`` (a key of `CRITERIA`), ``value``, ``low``,
        ``high`` (0 to 1; a missing value is NaN between 0 and 1), ``fact_zh``, ``fact_en``, ``citations`` (list of
        plan id and section).
    matrix, low, high : DataFrame
        The same as sites × criteria, sorted by site id.
    near : dict
        The criteria that follow from distances, to measure them again with every position moved.
    """

    table: pd.DataFrame
    matrix: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    near: dict[str, Knowledge | Gateways | Competition]


def criteria(catalogue: Catalogue, need: Need, candidates: list[str], streets: Network | None = None) -> Criteria:
    """Grade candidates by every criterion.

    No value looks at the other candidates: each compares a fact with the thresholds of `geoplan.suitability.scales`.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    need : Need
        What is asked for.
    candidates : list of str
        As from `geoplan.suitability.candidates.sort_out`.
    streets : Network, optional
        Of one mode, in the system of `geoplan.suitability.near.placed`: then gateways are graded by minutes.

    Returns
    -------
    Criteria
        By site id, then in the order of `CRITERIA`.
    """
    ids = sorted(candidates)
    rows = heeded(catalogue, need)
    said = relevant(catalogue, need, rows)
    near: dict[str, Knowledge | Gateways | Competition] = {
        "knowledge": knowledge(catalogue, need, rows, ids),
        "gateways": gateways(catalogue, need, ids, streets),
        "competition": competition(catalogue, rows, ids),
    }
    found = table(
        [
            *designated.strength(catalogue, need, said, ids),
            *designated.agreement(catalogue, said, ids),
            *related(catalogue, need, rows, ids),
            *(evidence for each in near.values() for evidence in each.evidence()),
            *standing.certainty(catalogue, ids),
            *standing.room(catalogue, ids),
        ]
    )
    found = found.sort_values("site_id", kind="stable", ignore_index=True)
    return Criteria(found, wide(found), wide(found, "low"), wide(found, "high"), near)
