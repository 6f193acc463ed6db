"""Scores, contributions and ranges of ranks, recomputed from the criteria values that the product publishes."""

from __future__ import annotations

import math

import pytest
from long_lists import one_in

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import DEFAULT_WEIGHTS
from geoplan.suitability.site_selection import SiteSelection, find_sites
from recomputed.own_criteria import gateways, room
from recomputed.own_draws import HIGH, LOW, can_be
from recomputed.own_ranking import ranks, ranks_under_other_weights, topsis, weighted_sum
from recomputed.raw_places import RawPlaces

NEEDS = {
    "as offered": (("ic",), {**DEFAULT_WEIGHTS, "room": 0.0}),
    "two industries": (("bio", "devices"), {"strength": 30.0, "knowledge": 50.0, "gateways": 20.0}),
    "one criterion": (("ai",), {"agreement": 10.0}),
}
WEIGHT_DRAWS, OWN_DRAWS, RARE = 500, 20_000, 0.02
GRADE = 2e-3  # 0.1 % of 60 km on a scale of 50 km, or of 40 km on one of 35
Values = dict[str, dict[str, float]]


def values_of(result: SiteSelection, column: str) -> Values:
    """By site and criterion a column of the published table."""
    found: Values = {}
    for row in result.criteria.to_dict("records"):
        found.setdefault(row["site_id"], {})[row["criterion"]] = float(row[column])
    return found


@pytest.fixture(scope="module", params=one_in(3, NEEDS))
def ranked(request: pytest.FixtureRequest, catalogue: Catalogue) -> tuple[SiteSelection, dict[str, float]]:
    """A ranking of the sites of which every weighted value is known: how others are ranked is tested elsewhere."""
    industries, weights = NEEDS[request.param]
    first = find_sites(catalogue, Requirements(industries, weights=weights), weight_draws=0, draws=0)
    known = values_of(first, "value")
    unknown = [s for s, of in known.items() if any(of[c] != of[c] for c in weights if weights[c])]
    need = Requirements(industries, weights=weights, without=tuple(unknown))
    result = find_sites(catalogue, need, weight_draws=WEIGHT_DRAWS, draws=5)
    assert len(result.ranking) >= 8
    again = values_of(result, "value")
    for site, of in again.items():  # who else is there changes no value
        assert [of[c] for c in weights if weights[c]] == pytest.approx([known[site][c] for c in weights if weights[c]])
    return result, weights


def test_scores_bounds_and_both_ranks(ranked: tuple[SiteSelection, dict[str, float]]) -> None:
    result, weights = ranked
    shown = result.ranking.set_index("site_id")
    values, low, high = (values_of(result, column) for column in ("value", "low", "high"))
    mine = {site: weighted_sum(of, weights) for site, of in values.items()}
    assert shown["score"].to_dict() == pytest.approx(mine)
    assert shown["score_low"].to_dict() == pytest.approx({s: weighted_sum(of, weights) for s, of in low.items()})
    assert shown["score_high"].to_dict() == pytest.approx({s: weighted_sum(of, weights) for s, of in high.items()})
    close = {site: topsis(of, weights) for site, of in values.items()}
    assert shown["topsis"].to_dict() == pytest.approx(close)
    assert shown["rank"].to_dict() == ranks(mine)
    assert shown["topsis_rank"].to_dict() == ranks(close)


def test_contributions_add_to_the_score(ranked: tuple[SiteSelection, dict[str, float]]) -> None:
    result, weights = ranked
    values, total = values_of(result, "value"), sum(weights.values())
    rows = result.contributions[result.contributions["criterion"].map(lambda c: weights.get(c, 0.0) > 0)]
    assert len(rows) == len(values) * sum(weight > 0 for weight in weights.values())
    for row in rows.itertuples():
        share = weights[row.criterion] / total
        value = values[row.site_id][row.criterion]
        assert (row.share, row.value, row.contribution) == pytest.approx((share, value, share * value))
    added = rows.groupby("site_id")["contribution"].sum().to_dict()
    assert added == pytest.approx(result.ranking.set_index("site_id")["score"].to_dict())


def test_ranges_of_ranks_under_other_weights(ranked: tuple[SiteSelection, dict[str, float]]) -> None:
    result, weights = ranked
    drawn = ranks_under_other_weights(values_of(result, "value"), weights, OWN_DRAWS, 3)
    for row in result.ranking.itertuples():
        mine = drawn[row.site_id]
        assert can_be(row.weights_p05, mine, LOW, WEIGHT_DRAWS, 0.5), row.site_id
        assert can_be(row.weights_p95, mine, HIGH, WEIGHT_DRAWS, 0.5), row.site_id
        assert row.weights_best <= min(row.weights_p05, row.rank)
        assert row.weights_worst >= max(row.weights_p95, row.rank)
        # No rank lies far beyond all of 20,000 draws; what comes up more than once in fifty draws is not missed in 500.
        assert mine.min() - 2 <= row.weights_best and row.weights_worst <= mine.max() + 2, row.site_id
        assert (mine < row.weights_best).mean() < RARE and (mine > row.weights_worst).mean() < RARE, row.site_id


def test_criteria_of_the_site_itself(ranked: tuple[SiteSelection, dict[str, float]], raw_places: RawPlaces) -> None:
    result, _ = ranked
    for site, of in values_of(result, "value").items():
        area = room(raw_places, site)
        assert math.isnan(of["room"]) if area is None else of["room"] == pytest.approx(area), site
        if site in raw_places.placed:
            assert of["gateways"] == pytest.approx(gateways(raw_places, site), abs=GRADE), site
