"""Needs that no tuning had seen when they were first asked: the industry first, within three, in pairs, and refusals.

Each set was asked once with the rules and the words frozen. What the frozen figures were (first, within three, pairs of
both languages that find the same, refusals):

- sets 1 and 2, by one reader: 86 % first of both; the other figures were not taken;
- set 3, labels agreed by two readers: 82 of 90, 87 of 90, 41 of 45, 29 of 30;
- set 4, by others: 76 of 90, 82 of 90, 35 of 45, 27 of 30;
- sets 5 and 6, each by one reader and labelled blind by the other (all 240 labels overlap): 170 of 180, 176 of 180,
  79 of 90, 53 of 60; when words written alike came to vote: 172, 177, 82, 51;
- set 7, by one reader and labelled alike by another: 88 of 90, 90 of 90, 43 of 45, 29 of 30, and none that is sure is
  wrong. Nothing was made for it.

Rules and words were then made for the kinds of failures of sets 1 to 3, so that their bounds guard against steps back and
do not tell how needs fare that nobody tuned on. Nothing was made for set 4: its bounds are what was measured when known
words written alike came to vote (81, 85, 40, 28), which is less than what is asked of the product within three (97 %) and in
both languages (95 %). Of sets 5 and 6 the words for where a site lies (市中心, by the beach) and workshops were mended.

They are harder than `test_needs`: several products, parts and trades in one line, in the words of companies.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from long_lists import all_but

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need
from geoplan.suitability.need_line import read_need_line

READINGS = Path(__file__).parents[1] / "readings"


class Bounds(NamedTuple):
    """The least shares."""

    first: float
    sure: float
    within: float
    same: float
    refused: float


TUNED = Bounds(0.95, 0.97, 0.97, 0.95, 0.95)
BOUNDS = {1: TUNED, 2: TUNED, 3: TUNED, 4: Bounds(81 / 90, 70 / 72, 85 / 90, 40 / 45, 28 / 30)}
BOUNDS |= {5: Bounds(86 / 90, 1.0, 89 / 90, 41 / 45, 26 / 30), 6: Bounds(88 / 90, 1.0, 1.0, 43 / 45, 28 / 30)}
BOUNDS[7] = Bounds(88 / 90, 1.0, 1.0, 43 / 45, 29 / 30)


@pytest.fixture(scope="module", params=all_but([7], BOUNDS))
def answers(request: pytest.FixtureRequest, catalogue: Catalogue) -> pd.DataFrame:
    rows = pd.read_csv(READINGS / f"needs_unseen_{request.param}.csv", dtype=str).fillna("")
    found = [match_need(catalogue, read_need_line(catalogue, need).product) for need in rows["need"]]
    offered = [[match.industry_id for match in matched.matches[:3]] for matched in found]
    expected = rows["expected"].str.split(";")
    return rows.assign(
        number=request.param,
        certainty=[matched.certainty for matched in found],
        first=[ids[0] if ids else "" for ids in offered],
        right=[ids[:1] != [] and ids[0] in e for ids, e in zip(offered, expected, strict=True)],
        within=[any(one in e for one in ids) for ids, e in zip(offered, expected, strict=True)],
    )


def bounds(answers: pd.DataFrame) -> Bounds:
    return BOUNDS[answers["number"].iloc[0]]


def named(answers: pd.DataFrame) -> pd.DataFrame:
    rows = answers[answers["refuse"] != "yes"]
    assert len(rows) == 90
    return rows


def test_most_are_right_and_what_is_sure_is_seldom_wrong(answers: pd.DataFrame) -> None:
    rows = named(answers)
    for row in rows[~rows["right"]].itertuples():
        print(f"{row.need}: {row.certainty} {row.first}, expected {row.expected}")
    assert rows["right"].mean() >= bounds(answers).first
    assert rows.loc[rows["certainty"] == "sure", "right"].mean() >= bounds(answers).sure


def test_the_right_industry_is_among_the_first_three(answers: pd.DataFrame) -> None:
    assert named(answers)["within"].mean() >= bounds(answers).within


def test_both_languages_find_the_same(answers: pd.DataFrame) -> None:
    pairs = named(answers).groupby("pair")["first"].agg(list)
    assert len(pairs) == 45 and {len(pair) for pair in pairs} == {2}
    assert pairs.map(lambda pair: pair[0] == pair[1] != "").mean() >= bounds(answers).same


def test_what_no_plan_covers_is_refused(answers: pd.DataFrame) -> None:
    none = answers[answers["refuse"] == "yes"]
    assert len(none) == 30
    assert (none["certainty"] == "refuse").mean() >= bounds(answers).refused
