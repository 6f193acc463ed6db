"""A site without a position is graded over the ground where it may stand, and its rank moves with it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from test_conditions import in_doubt, with_stations
from test_criteria import KM, grade, of, town

from geoplan.analysis.possible_ground import possible_ground, scattered
from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.gateway_access import gateway_access
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.robustness import value_draws
from geoplan.suitability.site_selection import find_sites

LABORATORY = {"l": {"kind": "laboratory"}}


# A square of 2 km about the site: across it the distance varies evenly by 1 km either way, and 5 to 95 % by 0.9 km. Of
# 100 draws the mean is good to 0.06 km (one standard deviation), the percentiles to 0.1 km.
def test_knowledge_of_a_site_without_a_position_is_the_mean_over_its_ground(catalogue: Catalogue) -> None:
    """11 km of 2 to 20 are half a place of three, 0.9 km a twentieth."""
    some = in_doubt(town(catalogue, [("p", "ai"), ("l", "ai")], {"l": 11}, LABORATORY, radius_m=0), "p", 0, 2)
    row = of(some, "p", "knowledge")
    assert row["value"] == pytest.approx(0.5 / 3, abs=0.2 / 18 / 3)
    assert (row["low"], row["high"]) == pytest.approx((0.45 / 3, 0.55 / 3), abs=0.3 / 18 / 3)
    assert "位置未定" in row["fact_zh"] and "1" in row["fact_zh"]


def test_a_laboratory_without_a_position_counts_by_where_it_may_be(catalogue: Catalogue) -> None:
    some = in_doubt(town(catalogue, [("p", "ai"), ("l", "ai")], {"p": 0}, LABORATORY, radius_m=0), "l", 11, 2)
    row = of(some, "p", "knowledge")
    assert row["value"] == pytest.approx(0.5 / 3, abs=0.2 / 18 / 3)
    assert (row["low"], row["high"]) == pytest.approx((0.45 / 3, 0.55 / 3), abs=0.3 / 18 / 3)
    assert "另有 1 处位置未定" in row["fact_zh"]


def test_competition_of_a_site_without_a_position_is_the_mean_over_its_ground(catalogue: Catalogue) -> None:
    """A twin 6 km away, of 2 to 10, presses by a half: 1 - 0.5 / 2."""
    some = in_doubt(town(catalogue, [("p", "ai"), ("twin", "ai")], {"twin": 6}, radius_m=0), "p", 0, 2)
    row = of(some, "p", "competition")
    assert row["value"] == pytest.approx(0.75, abs=0.2 / 8 / 2)
    assert (row["low"], row["high"]) == pytest.approx((0.75 - 0.9 / 16, 0.75 + 0.9 / 16), abs=0.3 / 8 / 2)


def test_gateways_of_a_site_without_a_position_are_measured_over_its_ground(catalogue: Catalogue) -> None:
    """22.5 km of 5 to 40 are a half."""
    some = in_doubt(town(catalogue, [("p", "ai"), ("q", "ai")], {"q": 0}), "p", 0, 2)
    near = gateway_access(with_stations(some, [(22.5, 0)]), Requirements(("ai",), gateway_kinds=("station",)), ["p"])
    row = next(near.evidence())
    assert row.value == pytest.approx(0.5, abs=0.2 / 35)
    assert (row.low, row.high) == pytest.approx((0.5 - 0.9 / 35, 0.5 + 0.9 / 35), abs=0.3 / 35)
    said = re.search(r"([\d.]+)–([\d.]+) 公里（位置未定", row.fact.text("zh"))
    assert said and [float(bound) for bound in said.groups()] == pytest.approx([21.6, 23.4], abs=0.3)


def test_the_draws_are_those_of_the_analysis(catalogue: Catalogue) -> None:
    """The score of each draw, by hand from the points that the analysis scatters."""
    some = in_doubt(town(catalogue, [("p", "ai"), ("l", "ai")], {"l": 11}, LABORATORY, radius_m=0), "p", 0, 6)
    graded = grade(some, Requirements(("ai",)))
    drawn = value_draws(graded, draws=20, seed=7).position[:, 0, list(graded.matrix).index("knowledge")]
    frame = positioned_sites(some)
    x, y = scattered(possible_ground(some, ["p"], frame.crs), 20, 7)[:, 0].T
    laboratory = frame.geometry["l"]
    km = np.hypot(x - laboratory.x, y - laboratory.y) / KM
    assert drawn == pytest.approx(np.clip((20 - km) / 18, 0, 1) / 3)
    assert graded.matrix.at["p", "knowledge"] != pytest.approx(drawn.mean(), abs=1e-6)  # always the same seed there


def test_a_score_does_not_depend_on_the_seed_nor_on_whether_ranges_are_drawn(catalogue: Catalogue) -> None:
    some = in_doubt(town(catalogue, [("p", "ai"), ("l", "ai")], {"l": 11}, LABORATORY), "p", 0)
    scores = [find_sites(some, Requirements(("ai",)), None, 50, n, seed).ranking["score"][0] for n, seed in ((0, 1), (20, 1), (20, 2))]  # fmt: skip
    assert scores[0] == scores[1] == scores[2]


def test_the_rank_of_a_site_without_a_position_moves_with_it(catalogue: Catalogue) -> None:
    """Laboratories 0, 0 and 0 km off make knowledge 1, at 20 km 0: the middle site is known, the other anywhere."""
    said = [("known", "ai"), ("loose", "ai"), *((f"l{i}", "ai") for i in range(3))]
    kinds = {f"l{i}": {"kind": "laboratory"} for i in range(3)}
    places = {"known": 11, **dict.fromkeys(kinds, 0)}
    some = in_doubt(town(catalogue, said, places, kinds), "loose", 11, 12)
    some = replace(some, gateways=with_stations(some, [(11, 0)]).gateways)
    table = find_sites(some, Requirements(("ai",), weights={"knowledge": 1.0})).ranking.set_index("site_id")
    for site in ("known", "loose"):
        assert table.loc[site, ["position_best", "position_worst"]].tolist() == [1, 2]
        assert table.loc[site, ["weights_best", "weights_worst"]].tolist() == [table.at[site, "rank"]] * 2


def test_to_lose_its_position_takes_nothing_from_a_site(catalogue: Catalogue) -> None:
    """Two sites alike at one spot, one of them known by its ground alone: a square about that spot."""
    said = [("known", "ai"), ("loose", "ai"), ("l", "ai")]
    some = in_doubt(town(catalogue, said, {"known": 0, "l": 8}, LABORATORY, radius_m=0), "loose", 0, 1)
    table = find_sites(some, Requirements(("ai",)), weight_draws=0, draws=0).ranking.set_index("site_id")
    assert table.at["loose", "score"] == pytest.approx(table.at["known", "score"], abs=0.01)
    assert table.loc["loose", "missing"] == table.loc["known", "missing"] == ["room"]
