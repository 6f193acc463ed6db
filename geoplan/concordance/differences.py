"""What several plans say of one thing, side by side, and the differences between them, found by computation.

Nothing here is typed in: every difference follows from rows of data/, and goes when they go.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import COLUMNS, SEVERITIES
from geoplan.concordance.indicator_differences import indicator_differences
from geoplan.concordance.industry_differences import industry_differences, list_differences
from geoplan.concordance.site_differences import (
    extent_differences,
    fact_differences,
    membership_differences,
    name_differences,
)


@lru_cache(maxsize=4)
def differences(catalogue: Catalogue) -> pd.DataFrame:
    """Find every difference between plans, and within one.

    Parameters
    ----------
    catalogue : Catalogue
        What the plans say.

    Returns
    -------
    DataFrame
        One row a difference: ``kind`` and ``severity`` (see `KINDS`, `SEVERITIES`), ``within`` (both sides in one
        plan), ``subject`` (a site id or an indicator's name) with names, plan, section and words of both sides, and
        a sentence in both languages saying why.
    """
    rows = [
        *indicator_differences(catalogue),
        *industry_differences(catalogue),
        *list_differences(catalogue),
        *membership_differences(catalogue),
        *extent_differences(catalogue),
        *fact_differences(catalogue),
        *name_differences(catalogue),
    ]
    frame = _between_editions(catalogue, pd.DataFrame(rows, columns=COLUMNS))
    order = {code: i for i, code in enumerate([*SEVERITIES])}
    return frame.sort_values("severity", key=lambda s: s.map(order), kind="stable", ignore_index=True)


def _between_editions(catalogue: Catalogue, frame: pd.DataFrame) -> pd.DataFrame:
    """What differs between a plan and the edition it replaces is a change, never a contradiction."""
    older = catalogue.plans["supersedes"]
    chain = {(new, old) for new in older.index for old in _replaced(older, new)}
    pairs = zip(frame["plan_a"], frame["plan_b"], strict=True)
    changed = pd.Series([(a, b) in chain or (b, a) in chain for a, b in pairs], index=frame.index, dtype=bool)
    frame.loc[changed, ["kind", "severity"]] = ["edition", "scope"]
    frame.loc[changed, "why_zh"] = "新版改动：" + frame.loc[changed, "why_zh"]
    frame.loc[changed, "why_en"] = "Changed in the newer edition: " + frame.loc[changed, "why_en"]
    return frame


def _replaced(older: pd.Series, plan: str) -> list[str]:
    """The editions a plan replaces, newest first."""
    chain: list[str] = []
    while (plan := older.get(plan, "")) and plan not in chain:
        chain.append(plan)
    return chain


def side_by_side(catalogue: Catalogue, site_id: str) -> pd.DataFrame:
    """What each plan says of one site.

    Parameters
    ----------
    catalogue : Catalogue
        What the plans say.
    site_id : str
        The site.

    Returns
    -------
    DataFrame
        Indexed by ``plan_id``, in the order of the plans: ``names``, ``industries`` (wordings), ``part_of`` and
        ``parts`` (site ids), ``facts`` (property, value and unit) and ``sections``, each a list.
    """
    said = catalogue.namings[catalogue.namings["site_id"] == site_id]
    plans = [plan for plan in catalogue.plans.index if plan in set(said["plan_id"])]

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
                "part_of": _once(of(catalogue.memberships, plan)["parent_id"]),
                "parts": _once(of(catalogue.memberships, plan, "parent_id")["site_id"]),
                "facts": [(p, v, u) for p, v, u in zip(facts["property"], facts["value"], facts["unit"], strict=True)],
                "sections": _once(said.loc[said["plan_id"] == plan, "section"]),
            }
        )
    columns = ["plan_id", "names", "industries", "part_of", "parts", "facts", "sections"]
    return pd.DataFrame(rows, columns=columns).set_index("plan_id")


def _once(values: pd.Series) -> list[str]:
    return list(dict.fromkeys(values))
