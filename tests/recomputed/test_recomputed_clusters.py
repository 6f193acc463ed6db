"""Clark and Evans' R and its p values, against own points, own ground and own scatters."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from long_lists import one_in

from geoplan.analysis import measures
from geoplan.catalogue.catalogue import Catalogue
from recomputed.own_clusters import OwnClusters, holm
from recomputed.own_draws import HIGH, LOW, can_be
from recomputed.own_structure import p_error
from recomputed.own_whereabouts import Whereabouts
from recomputed.raw_places import RawPlaces

DRAWS, PRODUCT_DRAWS = 999, 499
RATIO = 3e-3  # lengths are 0.03 % and areas 0.05 % off; the ground is simplified by 20 m
FEWEST, ALPHA = 8, 0.05
DISPLACEMENTS = 99


@pytest.fixture(scope="module", params=one_in(2, ["350200", "350000"]))
def compared(
    request: pytest.FixtureRequest, catalogue: Catalogue, raw_places: RawPlaces
) -> tuple[pd.DataFrame, OwnClusters]:
    sites = sorted(raw_places.raw.county_of)
    table = measures.clusters(catalogue, sites, request.param, draws=PRODUCT_DRAWS)
    return table.set_index("industry_id"), OwnClusters(raw_places, request.param)


def test_spots_and_indices(compared: tuple[pd.DataFrame, OwnClusters]) -> None:
    table, mine = compared
    for branch, row in table.iterrows():
        carriers = {site for site, branches in mine.carried.items() if branch in branches}
        outside = sum(branch in dict(labels) for _, labels in mine.outside)
        counted = (len(carriers), mine.of(branch).sum(), outside, len(carriers & mine.unplaced))
        assert (row["carriers"], row["n"], row["outside"], row["unplaced"]) == counted, branch
        if row["n"] >= FEWEST:
            index, mean = mine.index(branch)
            assert row["index"] == pytest.approx(index, rel=RATIO), branch
            assert 1000 * row["mean_nn_km"] == pytest.approx(mean, rel=RATIO), branch
            displaced = mine.displaced(branch, DRAWS, 17)
            assert can_be(row["displaced_low"], displaced, LOW, DISPLACEMENTS, RATIO), branch
            assert can_be(row["displaced_high"], displaced, HIGH, DISPLACEMENTS, RATIO), branch


def test_p_values_within_their_error_and_their_correction(compared: tuple[pd.DataFrame, OwnClusters]) -> None:
    table, mine = compared
    tested = table[table["n"] >= FEWEST]
    assert len(tested) >= 3
    assert table.loc[table["n"] < FEWEST, ["p_value", "among_p_value"]].isna().all(axis=None)
    for branch, row in tested.iterrows():
        tests = {"": mine.p_on_land(branch, DRAWS, 11), "among_": mine.p_among_sites(branch, DRAWS, 13)}
        for prefix, (p, chance) in tests.items():
            error = math.hypot(p_error(p, DRAWS), p_error(p, PRODUCT_DRAWS))
            assert row[f"{prefix}p_value"] == pytest.approx(p, abs=4 * error + 2 / PRODUCT_DRAWS), branch
            expected = "among_expected_km" if prefix else "expected_nn_km"
            assert 1000 * row[expected] == pytest.approx(
                chance.mean(), rel=RATIO, abs=4 * chance.std() * (1 / DRAWS + 1 / PRODUCT_DRAWS) ** 0.5
            ), branch
    for prefix, below, above in (("", "clustered", "dispersed"), ("among_", "nearer", "farther")):
        assert tested[f"{prefix}p_holm"].tolist() == pytest.approx(holm(tested[f"{prefix}p_value"].tolist()))
        errors = [p_error(p, PRODUCT_DRAWS) for p in tested[f"{prefix}p_value"]]
        assert tested[f"{prefix}p_error"].tolist() == pytest.approx(errors, rel=1e-6)
        expected = tested["among_expected_km" if prefix else "expected_nn_km"]
        found = np.where(tested["mean_nn_km"] < expected, below, above)
        verdicts = np.where(tested[f"{prefix}p_holm"] <= ALPHA, found, "no evidence")
        sides = tested[[f"{prefix}p_holm", f"{prefix}p_low", f"{prefix}p_high"]].dropna(axis=1) <= ALPHA
        verdicts = np.where(sides.any(axis=1) & ~sides.all(axis=1), "unknown", verdicts)
        assert tested[f"{prefix}verdict"].tolist() == verdicts.tolist()


@pytest.mark.long
@pytest.mark.parametrize("compared", ["350200"], indirect=True)
def test_bounds_of_p_with_unplaced_sites_somewhere_they_may_stand(
    compared: tuple[pd.DataFrame, OwnClusters], whereabouts: Whereabouts
) -> None:
    table, mine = compared
    tested = table[table["n"] >= FEWEST]
    assert len(tested) >= 4
    own = tested["among_p_value"].index.tolist()
    land, among = mine.p_with_unplaced(own, tested["p_value"].tolist(), whereabouts, 30, DRAWS // 2)
    for prefix, p in (("", land), ("among_", among)):
        corrected = np.array([holm(list(one)) for one in p])
        for branch, values in zip(own, corrected.T, strict=True):
            # The second least of 20 lies below the 40th percentile of many (0.6^20 + 20 · 0.4 · 0.6^19 = 0.0005).
            error = 4 * len(own) * math.hypot(p_error(0.05, DRAWS // 2), p_error(0.05, PRODUCT_DRAWS))
            least, low, high, greatest = np.quantile(values, [0, 0.4, 0.6, 1])
            assert least - error <= tested.at[branch, f"{prefix}p_low"] <= low + error, (prefix, branch)
            assert high - error <= tested.at[branch, f"{prefix}p_high"] <= greatest + error, (prefix, branch)
