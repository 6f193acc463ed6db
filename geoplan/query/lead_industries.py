"""The industries that stand for a site where there is room for a few only."""

from __future__ import annotations

import pandas as pd


def lead_industries(designations: pd.DataFrame) -> tuple[list[str], str]:
    """Choose the lead industries of one site.

    Parameters
    ----------
    designations : DataFrame
        Of the site, its own and inherited: ``industry_id``, ``role``, ``basis``.

    Returns
    -------
    list of str
        Ids, each once, in the order of the plans: those that a plan calls leading; where it calls none so, all of the
        site's own; where it has none of its own, those of the sites it is part of.
    str
        ``lead``, ``own`` or ``inherited``, as these are; "" where there are none.
    """
    own = designations[designations["basis"] != "inherited"]
    groups = {"lead": own[own["role"] == "lead"], "own": own, "inherited": designations}
    kind = next((kind for kind, rows in groups.items() if not rows.empty), "")
    return (list(dict.fromkeys(groups[kind]["industry_id"])), kind) if kind else ([], "")
