"""The present status of a site: what the newest plans say of it."""

from __future__ import annotations

from typing import Final

import pandas as pd

STAGES: Final = ("existing", "building", "planned", "proposed")  # from the furthest to the first
UNSTATED: Final = "unstated"


def latest_status(statuses: pd.DataFrame, plans: pd.DataFrame) -> pd.Series:
    """Find the status of each site.

    The newest statements are those of the plans whose period ends last. Where these differ the furthest stage counts:
    plans of one period describe one time, and what one of them calls built is built.

    Parameters
    ----------
    statuses : DataFrame
        ``site_id``, ``status`` (one of `STAGES`), ``plan_id``.
    plans : DataFrame
        Indexed by ``plan_id``, with ``period_end`` (year).

    Returns
    -------
    Series
        A stage by ``site_id``; a site of which no plan says it is absent.
    """
    rows = statuses.assign(
        end=statuses["plan_id"].map(plans["period_end"]).astype(int),
        stage=statuses["status"].map({code: at for at, code in enumerate(STAGES)}).astype(int),
    )
    return (
        rows.sort_values(["end", "stage"], ascending=[False, True], kind="stable").groupby("site_id")["status"].first()
    )
