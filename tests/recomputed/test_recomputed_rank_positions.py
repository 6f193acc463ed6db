"""Ranges of ranks under positions, with gateways the only criterion, against own draws of where everything may stand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import find_sites
from recomputed.own_criteria import GATEWAY_KM, falling
from recomputed.own_distance import destinations, united
from recomputed.own_draws import HIGH, LOW, can_be, in_discs, moving_together, on_ground
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_ground import equal_area

CITY = "350200"
PRODUCT_DRAWS, DRAWS = 200, 200
# A rank of three draws in a hundred is not missed in 200 (0.97^200 = 0.002); the own share of it is off by its error.
RARE = 0.03 + 4 * (0.03 * 0.97 / DRAWS) ** 0.5


@pytest.mark.long
@pytest.mark.parametrize("industry", ["ic", "film"])
def test_ranks_with_every_position_somewhere_it_may_be(
    catalogue: Catalogue, whereabouts: Whereabouts, industry: str
) -> None:
    places, raw = whereabouts.places, whereabouts.raw
    weights = {"gateways": 10.0}
    every = find_sites(catalogue, Requirements((industry,), weights=weights), weight_draws=0, draws=0).ranking
    # In the city: the ground of others is in a projection about its middle.
    elsewhere = tuple(site for site in every["site_id"] if not raw.is_in(site, CITY))
    need = Requirements((industry,), weights=weights, without=elsewhere)
    ranking = find_sites(catalogue, need, weight_draws=0, draws=PRODUCT_DRAWS).ranking
    sites = ranking["site_id"].tolist()
    assert len(sites) >= 5
    placed = [united(places, site) if site in places.placed else None for site in sites]
    radii = np.array([0.0 if one is None else one[1] for one in placed])
    group = np.arange(len(sites))  # sites drawn at one spot move together
    single = [i for i, site in enumerate(sites) if site in places.placed and len(places.features(site)) == 1]
    of = moving_together(places, [places.features(sites[i])[0] for i in single])
    group[single] = [single[one] for one in of]
    steps = in_discs(np.ones(len(sites)), DRAWS, 51)[:, group] * radii[None, :, None]
    ends = [end for end in destinations(places) if end.kind in GATEWAY_KM and raw_near(end.geometry)]
    moves = in_discs(np.array([end.radius for end in ends]), DRAWS, 52)
    at = [equal_area(end.geometry) for end in ends]
    shapes = []
    for i, (site, one) in enumerate(zip(sites, placed, strict=True)):
        if one is None:
            shapes.append(shapely.points(on_ground(whereabouts.possible_ground(site), DRAWS, 60 + i)))
        else:
            here = equal_area(one[0])
            shapes.append([shapely.transform(here, lambda xy, d=d: xy + d) for d in steps[:, i]])
    ranks = np.empty((DRAWS, len(sites)))
    for draw in range(DRAWS):
        gates = [shapely.transform(shape, lambda xy, d=d: xy + d) for shape, d in zip(at, moves[draw], strict=True)]
        values = []
        for i in range(len(sites)):
            least = dict.fromkeys(GATEWAY_KM, np.inf)
            for end, gate in zip(ends, gates, strict=True):
                if end.site != sites[i] or not end.site:
                    least[end.kind] = min(least[end.kind], shapes[i][draw].distance(gate) / 1000)
            values.append(sum(falling(least[kind], *GATEWAY_KM[kind]) for kind in GATEWAY_KM) / len(GATEWAY_KM))
        level = np.round(values, 9)
        ranks[draw] = [1 + (level > mine).sum() for mine in level]
    for row, mine in zip(ranking.itertuples(), ranks.T, strict=True):
        assert can_be(row.position_p05, mine, LOW, PRODUCT_DRAWS, 1), row.site_id
        assert can_be(row.position_p95, mine, HIGH, PRODUCT_DRAWS, 1), row.site_id
        assert (mine < row.position_best).mean() < RARE and (mine > row.position_worst).mean() < RARE, row.site_id
    assert (ranking["position_p95"] > ranking["position_p05"]).any()


def raw_near(shape: shapely.Geometry) -> bool:
    """Whether a gateway is less than about a degree from the city: none farther can be the nearest of its kind."""
    return bool(shape.distance(shapely.Point(118.11, 24.62)) < 1.2)
