"""Needs as people type them find the industry that two readers expect, in both languages, or are refused.

The readers labelled the needs before the matching was tuned, without seeing each other's labels. A need has the
industries that either of them names; where one names an industry and the other none, either answer is right.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.industry_matching import match_need

READINGS = Path(__file__).parents[1] / "readings"


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue) -> pd.DataFrame:
    """Each need with what either reader expects and what is found."""
    first, second = (pd.read_csv(READINGS / f"needs_{reader}.csv", dtype=str).fillna("") for reader in "AB")
    rows = first.merge(second, on="need_id", suffixes=("", "_b"), validate="one_to_one")
    expected = [
        set(filter(None, f"{a};{b}".split(";"))) for a, b in zip(rows["expected"], rows["expected_b"], strict=True)
    ]
    found = [match_need(catalogue, need) for need in rows["need"]]
    ids = [[match.industry_id for match in matched.matches] for matched in found]
    return rows.assign(
        wanted=expected,
        certainty=[matched.certainty for matched in found],
        found=ids,
        first=[bool(set(i[:1]) & w) for i, w in zip(ids, expected, strict=True)],
        third=[bool(set(i[:3]) & w) for i, w in zip(ids, expected, strict=True)],
        may_refuse=(rows["expected"] == "") | (rows["expected_b"] == ""),
    )


def _share(name: str, right: pd.Series, rows: pd.DataFrame) -> float:
    print(f"{name}: {right.sum()} of {len(right)} ({right.mean():.1%})")
    for row in rows[~right].itertuples():
        print(f"  {row.need}: {row.certainty} {row.found[:3]}, expected {sorted(row.wanted) or 'a refusal'}")
    return float(right.mean())


def test_the_right_industry_stands_first(answers: pd.DataFrame) -> None:
    named = answers[~answers["may_refuse"]]
    assert len(named) >= 150
    assert _share("right industry first", named["first"], named) >= 0.90
    assert _share("right industry within three", named["third"], named) >= 0.97


def test_a_need_of_no_industry_is_refused(answers: pd.DataFrame) -> None:
    none = answers[answers["may_refuse"]]
    assert len(none) >= 30
    right = (none["certainty"] == "refuse") | none["first"]
    assert _share("refusals right", right, none) >= 0.90


def test_a_need_finds_the_same_industry_in_both_languages(answers: pd.DataFrame) -> None:
    pair = answers["note"].map(lambda note: m[1] if (m := re.search(r"pair:(\d+)", note)) else None)
    pairs = answers.groupby(pair)["found"].agg(lambda found: [tuple(ids[:1]) for ids in found])
    assert len(pairs) >= 30 and pairs.map(len).eq(2).all()
    same = pairs.map(lambda ids: ids[0] == ids[1])
    print(f"the same industry in both languages: {same.sum()} of {len(same)} ({same.mean():.1%})")
    assert same.mean() >= 0.95


def test_a_need_that_is_sure_is_seldom_wrong(answers: pd.DataFrame) -> None:
    sure = answers[answers["certainty"] == "sure"]
    assert _share("sure and right", sure["first"], sure) >= 0.95
