"""The first reason for a site in one sentence: the designation closest to the need, and no more than its plan says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import state_of
from geoplan.suitability.designation_strength import designation_strengths
from geoplan.suitability.relevance import KINSHIPS, designations_of_plans, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.text.citation import plan_title, with_state
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, ROLES


def lead_reasons(catalogue: Catalogue, need: Requirements, site_ids: Iterable[str]) -> dict[str, Text]:
    """Say why each site is considered, by the designation that comes closest, of several the strongest.

    Returns
    -------
    dict of str to Text
        By site id, in the order given. A sentence quotes the plan's term and says whether it is the product itself
        (where ``need.words`` has one), its industry, a part of it or something broader; sites without a designation
        for the need are left out.
    """
    rows = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    rows = rows.assign(strength=designation_strengths(rows), near=rows["kinship"].map(list(KINSHIPS).index))
    order = ["near", "strength", "plan_id", "section", "wording"]
    rows = rows.sort_values(order, ascending=[True, False, True, True, True], kind="stable")
    first = {row.site_id: row for row in rows.drop_duplicates("site_id").itertuples()}
    return {site_id: _sentence(catalogue, need, first[site_id]) for site_id in site_ids if site_id in first}


def _sentence(catalogue: Catalogue, need: Requirements, row: Any) -> Text:
    plans = catalogue.plans
    how = ROLES[row.role] if row.basis == "stated" else message(
        "suitability.lead_reason.how", role=ROLES[row.role], basis=BASES[row.basis]
    )  # fmt: skip
    return message(
        f"suitability.lead_reason.{row.kinship}",
        plan=with_state(plan_title(name_of(plans, row.plan_id, "short")), state_of(plans, row.plan_id)),
        wording=row.wording,
        how=how,
        industry=name_of(catalogue.industries, row.need_id),
        needed=joined(need.words) if need.words else name_of(catalogue.industries, row.need_id),
    )
