"""Designations of a site: stated by a plan, or inherited from the sites it is part of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geoplan.vocabulary import ROLE_WEIGHTS


def inherit(designations: pd.DataFrame, memberships: pd.DataFrame) -> pd.DataFrame:
    """Add to each site what is designated for the sites it is directly part of.

    A site that has a term of its own from a plan does not inherit that term from the same plan again.

    Parameters
    ----------
    designations : DataFrame
        ``site_id``, ``industry_id``, ``wording``, ``role``, ``basis``, ``plan_id``, ``section``.
    memberships : DataFrame
        ``site_id``, ``parent_id``: the site is part of the parent.

    Returns
    -------
    DataFrame
        The designations with ``from_site`` (the site the plan speaks of); the added rows have basis ``inherited``.
    """
    stated = designations.assign(from_site=designations["site_id"])
    links = memberships[["site_id", "parent_id"]].drop_duplicates()
    own = set(_terms(stated))
    passed = links.merge(stated.rename(columns={"site_id": "parent_id"}), on="parent_id")
    passed = passed.assign(basis="inherited")[stated.columns].drop_duplicates()
    passed = passed[np.array([term not in own for term in _terms(passed)], dtype=bool)]
    return pd.concat([stated, passed], ignore_index=True)


def _terms(designations: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = (designations[name] for name in ("site_id", "industry_id", "plan_id"))
    return list(zip(*columns, strict=True))


def main_branch(designations: pd.DataFrame, memberships: pd.DataFrame, industries: pd.DataFrame) -> pd.Series:
    """Choose for each site the branch of the vocabulary it is coloured by.

    The branch with the greatest sum, over the sections that speak of the site, of the weightiest role each section
    gives it: ten terms of one branch in one sentence weigh no more than one. What is inherited counts only where
    nothing is said of the site itself.

    Parameters
    ----------
    industries : DataFrame
        Indexed by ``industry_id`` with ``branch``, in the vocabulary's order.

    Returns
    -------
    Series
        Branch id by ``site_id``; sites without any designation are absent.
    """
    rows = inherit(designations, memberships)
    own = set(designations["site_id"])
    rows = rows[(rows["basis"] != "inherited") | ~rows["site_id"].isin(own)]
    rows = rows.assign(branch=rows["industry_id"].map(industries["branch"]), weight=rows["role"].map(ROLE_WEIGHTS))
    rows = rows.sort_values("weight", ascending=False).drop_duplicates(["site_id", "branch", "plan_id", "section"])
    order = {branch: -i for i, branch in enumerate(industries["branch"].drop_duplicates())}
    sums = rows.groupby(["site_id", "branch"], as_index=False)["weight"].sum()
    sums["rank"] = sums["branch"].map(order)
    return sums.sort_values(["weight", "rank"]).groupby("site_id")["branch"].last()
