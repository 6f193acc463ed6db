"""Where two plans, or two sections of one, give a site or programme different states."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import Difference, Statement, sections_of, short_title, words_of
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import STATUSES

# How far a site has come. Plans say 建设 and 加快建设 of the same site without distinction: to be built and being built
# are one stage.
_STAGES: Final = {"proposed": 0, "planned": 1, "building": 1, "existing": 2}


def status_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Pairs of stages that one plan gives a site, and of stages that two plans share none of."""
    statuses = catalogue.statuses.assign(stage=catalogue.statuses["status"].map(_STAGES))
    for site_id, rows in statuses[statuses.duplicated("site_id", keep=False)].groupby("site_id", sort=False):
        subject = _name(catalogue, str(site_id))
        if subject is None:
            continue
        plans = [own for _, own in rows.groupby("plan_id", sort=False)]
        stages = [[own for _, own in plan.groupby("stage", sort=False)] for plan in plans]
        pairs = [pair for own in stages for pair in combinations(own, 2)]
        pairs += [(a, b) for a, b in combinations(plans, 2) if not set(a["stage"]) & set(b["stage"])]
        for a, b in pairs:
            severity, why = _verdict(catalogue, a, b)
            yield Difference("status", severity, str(site_id), subject, _statement(a), _statement(b), why)


def _name(catalogue: Catalogue, site_id: str) -> Text | None:
    """The name of a site or programme; None where neither has the id."""
    tables = (catalogue.sites, catalogue.programmes)
    return next((name_of(table, site_id) for table in tables if site_id in table.index), None)


def _statement(rows: pd.DataFrame) -> Statement:
    """The plan's words; the names of the states where no words are cited."""
    words = [word or STATUSES[status].text("zh") for word, status in zip(rows["wording"], rows["status"], strict=True)]
    return Statement(str(rows["plan_id"].iloc[0]), sections_of(rows["section"]), words_of(words))


def _verdict(catalogue: Catalogue, a: pd.DataFrame, b: pd.DataFrame) -> tuple[str, Text]:
    """A site may have come further by the time of a newer plan: such a difference is one of year."""
    (plan_a, state_a), (plan_b, state_b) = (
        (str(rows["plan_id"].iloc[0]), max(rows["status"], key=lambda status: _STAGES[status])) for rows in (a, b)
    )
    newer = _year(catalogue, plan_b) - _year(catalogue, plan_a)
    further = _STAGES[state_b] - _STAGES[state_a]
    within, moved_on = plan_a == plan_b, newer * further > 0
    code = "one_plan" if within else "moved_on" if moved_on else "two_plans"
    why = message(
        f"concordance.status_differences.{code}",
        plan_a=plan_title(short_title(catalogue, plan_a)),
        plan_b=plan_title(short_title(catalogue, plan_b)),
        state_a=STATUSES[state_a],
        state_b=STATUSES[state_b],
    )
    # Something cannot stand and be still to be built; what is sought and what is planned may be two words for one step.
    return "contradiction" if not moved_on and "existing" in (state_a, state_b) else "scope", why


def _year(catalogue: Catalogue, plan_id: str) -> int:
    """The year a plan was issued, or the first it covers where no day is printed."""
    plan = catalogue.plans.loc[plan_id]
    return int(plan["issued_on"][:4] or plan["period_start"])
