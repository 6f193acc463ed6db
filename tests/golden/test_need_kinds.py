"""Kinds of needs that unseen sets failed on, in other examples: a use beside the thing, parts, a team, everyday goods."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import MatchedNeed, match_need
from geoplan.suitability.need_line import read_need_line

NEEDS = pd.read_csv(Path(__file__).parents[1] / "readings" / "need_kinds.csv", dtype=str).fillna("")


def asked(catalogue: Catalogue, need: str) -> MatchedNeed:
    return match_need(catalogue, read_need_line(catalogue, need).product)


@pytest.mark.parametrize("kind", ["use", "parts", "team"])
def test_the_thing_itself_stands_first(catalogue: Catalogue, kind: str) -> None:
    rows = NEEDS[NEEDS["kind"] == kind]
    wrong = []
    for row in rows.itertuples():
        matches = asked(catalogue, row.need).matches
        if not matches or matches[0].industry_id not in row.expected.split(";"):
            wrong.append(row.need)
    assert len(rows) >= 15
    assert len(wrong) <= 1, wrong


def test_an_everyday_good_is_refused(catalogue: Catalogue) -> None:
    rows = NEEDS[NEEDS["kind"] == "everyday"]
    assert len(rows) >= 20
    assert [need for need in rows["need"] if asked(catalogue, need).certainty != "refuse"] == []


@pytest.mark.parametrize(
    "need", ["routers, sea cucumbers", "路由器、海参", "copper foil, structural adhesive", "铜箔、结构胶"]
)
def test_a_list_whose_things_are_of_different_industries_is_a_question(catalogue: Catalogue, need: str) -> None:
    assert asked(catalogue, need).certainty == "ask"


@pytest.mark.parametrize("need", ["sound stages, set building and webcasting", "摄影棚、置景、秀场直播"])
def test_a_list_mostly_of_the_whole_is_not_surely_of_a_part(catalogue: Catalogue, need: str) -> None:
    found = asked(catalogue, need)
    assert found.certainty == "ask" or found.matches[0].industry_id == "film"
