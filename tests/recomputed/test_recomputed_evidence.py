"""Criteria of a ranking that the plans and what stands near decide, against a reading of the tables site by site."""

from __future__ import annotations

import numpy as np
import pytest
from long_lists import one_in

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import SiteSelection, find_sites
from recomputed.own_evidence import OwnEvidence
from recomputed.own_whereabouts import Whereabouts

NEEDS = [("bio",), ("ic", "ai-chips"), ("film",)]
PRODUCT_DRAWS, DRAWS = 100, 100
TOGETHER = 5e-3  # sites at one spot move together in the product, each by itself here


@pytest.fixture(scope="module", params=NEEDS, ids="-".join)
def graded(
    request: pytest.FixtureRequest, catalogue: Catalogue, whereabouts: Whereabouts
) -> tuple[SiteSelection, OwnEvidence]:
    return (
        find_sites(catalogue, Requirements(request.param), weight_draws=0, draws=0),
        OwnEvidence(whereabouts, request.param),
    )


def rows(result: SiteSelection, criterion: str) -> list[dict[str, float]]:
    table = result.criteria[result.criteria["criterion"] == criterion]
    assert len(table) >= 8
    return table.to_dict("records")


def test_strength_is_role_by_basis_by_fit(graded: tuple[SiteSelection, OwnEvidence]) -> None:
    result, mine = graded
    for row in rows(result, "strength"):
        assert row["value"] == pytest.approx(mine.strength(row["site_id"])), row["site_id"]


def test_agreement_counts_plans_and_levels(graded: tuple[SiteSelection, OwnEvidence]) -> None:
    result, mine = graded
    for row in rows(result, "agreement"):
        assert row["value"] == pytest.approx(mine.agreement(row["site_id"])), row["site_id"]


def test_related_terms_and_firms_with_the_range_over_counties(graded: tuple[SiteSelection, OwnEvidence]) -> None:
    result, mine = graded
    for row in rows(result, "related"):
        figures = mine.related(row["site_id"])
        assert (row["value"], row["low"], row["high"]) == pytest.approx(figures), row["site_id"]


@pytest.mark.parametrize("criterion", one_in(2, ["knowledge", "competition"]))
def test_what_stands_near_a_placed_site_of_the_city(
    graded: tuple[SiteSelection, OwnEvidence], whereabouts: Whereabouts, criterion: str
) -> None:
    result, mine = graded
    inside = [
        row for row in rows(result, criterion)
        if row["site_id"] in whereabouts.places.placed and mine.raw.is_in(row["site_id"], "350200")
        and not np.isnan(row["value"])
    ][:6]  # fmt: skip
    assert len(inside) >= 4
    for row in inside:
        drawn = getattr(mine, criterion)(row["site_id"], DRAWS, 31)
        error = 4 * float(np.std(drawn)) * (1 / PRODUCT_DRAWS + 1 / DRAWS) ** 0.5
        assert row["value"] == pytest.approx(float(drawn.mean()), abs=error + TOGETHER), row["site_id"]
