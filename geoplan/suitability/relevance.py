"""Which designations concern a need, and how closely: the same industry, a part of it, or something broader."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import BROADER, NARROWER
from geoplan.text.message import message

KINSHIPS: Final = {code: message(f"suitability.relevance.kinships.{code}") for code in ("same", "narrower", "broader")}


def related_terms(catalogue: Catalogue, industries: tuple[str, ...]) -> pd.DataFrame:
    """List the terms of the vocabulary that concern the needed industries.

    Returns
    -------
    DataFrame
        ``need_id``, ``industry_id``, ``kinship`` (a key of `KINSHIPS`), ``fit``: 1 for the same, `NARROWER` for a part,
        `BROADER` to the number of steps for what lies above. A term that is at once another needed industry has a row
        for each.
    """
    paths = catalogue.industries["path"]
    rows = []
    for need_id in dict.fromkeys(industries):
        above = paths[need_id][:-1]
        for term, path in paths.items():
            if term == need_id:
                rows.append((need_id, term, "same", 1.0))
            elif need_id in path:
                rows.append((need_id, term, "narrower", NARROWER))
            elif term in above:
                rows.append((need_id, term, "broader", BROADER ** (len(above) - above.index(term))))
    return pd.DataFrame(rows, columns=["need_id", "industry_id", "kinship", "fit"])


def designations_of_plans(catalogue: Catalogue, need: Requirements) -> pd.DataFrame:
    """The rows of ``all_designations``, inherited ones included, of the plans that count."""
    rows = catalogue.all_designations
    return rows[rows["plan_id"].isin(need.plans)] if need.plans else rows


def relevant_designations(catalogue: Catalogue, need: Requirements, rows: pd.DataFrame) -> pd.DataFrame:
    """Choose the designations that concern a need.

    A broader term counts only where some plan places the needed industry itself, or a part of it, somewhere: that
    "information technology" is placed does not place every corner of it.

    Returns
    -------
    DataFrame
        The rows with ``need_id``, ``kinship`` and ``fit``.
    """
    relevant = rows.merge(related_terms(catalogue, need.industries), on="industry_id")
    placed = set(relevant.loc[relevant["kinship"] != "broader", "need_id"])
    return relevant[relevant["need_id"].isin(placed)].reset_index(drop=True)


def headings(catalogue: Catalogue) -> frozenset[str]:
    """The branches without a class in the national classification: they gather what differs and are no need."""
    terms = catalogue.industries
    return frozenset(terms.index[(terms["code"] == "") & (terms["depth"] == 0)])


def industry_fields(catalogue: Catalogue) -> dict[str, str]:
    """Name the field of each term: its branch, or the term below it where the branch has no class of its own.

    As `geoplan.analysis.similarity.field_weights`: a branch without a class of its own in the national classification
    (future tracks, traditional industries, other fields) holds what differs, food beside textiles.
    """
    unclassified, paths = headings(catalogue), catalogue.industries["path"]
    return {t: path[1 if path[0] in unclassified and len(path) > 1 else 0] for t, path in paths.items()}
