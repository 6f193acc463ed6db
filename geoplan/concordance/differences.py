"""What several plans say of one thing, side by side, and the differences between them, found by computation.

Nothing here is typed in: every difference follows from rows of data/, and goes when they go.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import SEVERITIES, Difference, difference_table
from geoplan.concordance.indicator_differences import indicator_differences
from geoplan.concordance.industry_differences import industry_differences
from geoplan.concordance.list_differences import list_differences
from geoplan.concordance.site_differences import (
    fact_differences,
    membership_differences,
    name_differences,
)
from geoplan.concordance.status_differences import status_differences
from geoplan.text.message import message

_OF_SITE: Final = ["names", "industries", "statuses", "part_of", "parts", "facts", "sections"]


@lru_cache(maxsize=4)
def differences(catalogue: Catalogue) -> pd.DataFrame:
    """Find every difference between plans, and within one.

    Returns
    -------
    DataFrame
        One row a difference: ``kind`` and ``severity`` (see `KINDS`, `SEVERITIES`), ``within`` (both sides in one
        plan), ``subject`` (the id of a site, programme or list, or an indicator's name) with ``subject_zh``,
        ``subject_en``, ``plan_a``, ``section_a``, ``says_a`` (the plan's words) and the same of the other side,
        ``why_zh``, ``why_en``.
    """
    rows = [
        *indicator_differences(catalogue),
        *industry_differences(catalogue),
        *status_differences(catalogue),
        *list_differences(catalogue),
        *membership_differences(catalogue),
        *fact_differences(catalogue),
        *name_differences(catalogue),
    ]
    order = {code: i for i, code in enumerate(SEVERITIES)}
    return difference_table(sorted(_between_editions(catalogue, rows), key=lambda d: order[d.severity]))


def _between_editions(catalogue: Catalogue, rows: list[Difference]) -> list[Difference]:
    """What differs between a plan and the edition it replaces is a change, never a contradiction."""
    older = catalogue.plans["supersedes"]
    editions = {frozenset((new, old)) for new in older.index for old in _replaced(older, new)}
    return [
        d._replace(kind="edition", severity="scope", why=message("concordance.differences.newer_edition", why=d.why))
        if frozenset((d.a.plan, d.b.plan)) in editions
        else d
        for d in rows
    ]


def _replaced(older: pd.Series, plan: str) -> list[str]:
    """The editions a plan replaces, newest first."""
    chain: list[str] = []
    while (plan := older.get(plan, "")) and plan not in chain:
        chain.append(plan)
    return chain


def side_by_side(catalogue: Catalogue, site_id: str) -> pd.DataFrame:
    """What each plan says of one site.

    Returns
    -------
    DataFrame
        Indexed by ``plan_id``, in the order of the plans: ``names``, ``industries`` (wordings), ``statuses`` (codes),
        ``part_of`` and ``parts`` (site ids), ``facts`` (property, value and unit) and ``sections``, each a list.
    """
    citations = catalogue.citations[catalogue.citations["site_id"] == site_id]
    plans = [plan for plan in catalogue.plans.index if plan in set(citations["plan_id"])]

    def of(frame: pd.DataFrame, plan: str, key: str = "site_id") -> pd.DataFrame:
        return frame[(frame[key] == site_id) & (frame["plan_id"] == plan)]

    rows = []
    for plan in plans:
        facts = of(catalogue.site_facts, plan)
        rows.append(
            {
                "plan_id": plan,
                "names": _once(of(catalogue.names, plan)["name_zh"]),
                "industries": _once(of(catalogue.designations, plan)["wording"]),
                "statuses": _once(of(catalogue.statuses, plan)["status"]),
                "part_of": _once(of(catalogue.memberships, plan)["parent_id"]),
                "parts": _once(of(catalogue.memberships, plan, "parent_id")["site_id"]),
                "facts": [(p, v, u) for p, v, u in zip(facts["property"], facts["value"], facts["unit"], strict=True)],
                "sections": _once(citations.loc[citations["plan_id"] == plan, "section"]),
            }
        )
    return pd.DataFrame(rows, columns=["plan_id", *_OF_SITE]).set_index("plan_id")


def _once(values: pd.Series) -> list[str]:
    return list(dict.fromkeys(values))
