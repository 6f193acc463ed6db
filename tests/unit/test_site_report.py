"""A brief prints what was computed for it: neighbours, distances, differences and the comparison, minutes included."""

import re
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree
from test_criteria import HERE, HOME
from test_criteria import town as plain_town

from geoplan.analysis.network_catchment import Network
from geoplan.analysis.proximity import positioned_sites
from geoplan.brief.blocks import Table
from geoplan.brief.comparison_section import comparison_part
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import NEAR_KM, site_report
from geoplan.suitability.site_selection import find_sites
from geoplan.text.message import local_text

pytestmark = pytest.mark.slow


def town(catalogue: Catalogue, *how: Any, **more: Any) -> Catalogue:
    """The town of the criteria, of which no plan gives another name or a list."""
    some = plain_town(catalogue, *how, **more)
    return replace(
        some, names=catalogue.names.iloc[:0], lists=catalogue.lists.iloc[:0], sites=some.sites.assign(branch="it")
    )


def streets_to_the_nearest_station(catalogue: Catalogue, site_id: str, minutes: float) -> Network:
    """One street, by car, from a site to the station that is nearest in a straight line."""
    frame = positioned_sites(catalogue)
    here = frame.geometry[site_id]
    stations = catalogue.gateways[
        (catalogue.gateways["kind"] == "station") & (catalogue.gateways["status"] == "existing")
    ]
    station = min(stations.to_crs(frame.crs).geometry, key=here.distance)
    xy = np.array([[here.x, here.y], [station.x, station.y]])
    matrix = csr_matrix(np.array([[0, minutes], [minutes, 0]]))
    return Network("car", matrix, xy, np.array([0, 1]), cKDTree(xy))


@pytest.mark.long
def test_the_comparison_gives_minutes_where_the_ranking_went_by_minutes(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("q", "ai")], {"p": 0, "q": 300})
    streets = streets_to_the_nearest_station(some, "p", 35)
    for ways, at_p, at_q in ((streets, "35 分钟", "路网未覆盖"), (None, "公里", "公里")):
        result = find_sites(some, Requirements(("ai",)), ways, weight_draws=0, draws=0)
        table = site_report(some, ["p", "q"], result).comparison
        cells = table[table["fact"] == "gateway:station"].set_index("site_id")["value_zh"]
        assert at_p in cells["p"] and at_q in cells["q"]
        assert ("分钟" in cells["p"]) == (ways is not None)


def test_neighbours_are_the_nearest_parks_outside_the_family_with_both_radii(catalogue: Catalogue) -> None:
    # Radii of 100 m each: 3 km is 2.8 to 3.2 km, and 0.1 km is 0 to 0.3 km.
    some = town(
        catalogue,
        [(s, "ai") for s in ("p", "near", "close", "part", "unknown")],
        {"p": 0, "near": 3, "close": 0.1, "part": 0.5},
        parts=(("part", "p"),),
    )
    table = site_report(some, ["p"]).profiles[0].neighbours
    assert table["site_id"].tolist() == ["close", "near"]
    assert table["distance_km"].tolist() == pytest.approx([0.1, 3], rel=0.01)
    assert table["distance_low_km"].tolist() == pytest.approx([0, 2.8], rel=0.01)
    assert table["distance_high_km"].tolist() == pytest.approx([0.3, 3.2], rel=0.01)
    assert site_report(some, ["unknown"]).profiles[0].neighbours.empty


def test_neighbours_beyond_the_reach_that_is_told_are_left_out(catalogue: Catalogue) -> None:
    near, far = NEAR_KM - 0.5, NEAR_KM + 0.5
    some = town(catalogue, [(s, "ai") for s in ("p", "near", "far")], {"p": 0, "near": near, "far": far})
    assert site_report(some, ["p"]).profiles[0].neighbours["site_id"].tolist() == ["near"]


def test_access_names_the_nearest_existing_station_and_how_far_it_is(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")], {"p": 0})
    stations = catalogue.gateways[catalogue.gateways["kind"] == "station"].to_crs(HOME)
    km = stations.distance(gpd.points_from_xy([HERE[0]], [HERE[1]])[0]) / 1000
    nearest = km[stations["status"] == "existing"].idxmin()
    row = site_report(some, ["p"]).profiles[0].access.set_index("kind").loc["station"]
    assert row["name_zh"] == stations.at[nearest, "name_zh"]
    assert row["distance_km"] == pytest.approx(km[nearest], rel=1e-3)


@pytest.mark.long
@pytest.mark.slow
def test_a_reversal_is_told_for_each_pair_of_neighbours_in_rank(catalogue: Catalogue) -> None:
    result = find_sites(catalogue, Requirements(("devices",), ("350200",)), weight_draws=0, draws=0)
    first, second, third = result.ranking["site_id"].head(3)
    report = site_report(catalogue, [third, "xiamen-university", first, second], result)
    assert [(r.a, r.b) for r in report.reversals] == [(first, second), (second, third)]
    assert site_report(catalogue, [first, second]).reversals == ()


def test_the_differences_of_a_site_are_those_about_it(catalogue: Catalogue) -> None:
    found = site_report(catalogue, ["kaiyuan-community"]).profiles[0].differences
    assert set(found["subject"]) == {"kaiyuan-community"}
    assert "membership" in set(found["kind"])


def test_the_brief_prints_the_comparison_it_is_given(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("q", "ai")], {"p": 0, "q": 300})
    result = find_sites(some, Requirements(("ai",)), streets_to_the_nearest_station(some, "p", 35), 0, 0)
    names = {s: local_text(s, s.upper()) for s in ("p", "q")}
    part = comparison_part(site_report(some, ["p", "q"], result), names, "Sheet", "en")
    assert part
    table = next(b for b in part.blocks if isinstance(b, Table) and b.title == "Conditions and facts")
    assert [re.sub(r"\s+", " ", column.title) for column in table.columns] == ["Item", "1 P", "2 Q"]
    row = next(row for row in table.rows if str(row[0]) == "Transport gateways")
    assert "35 min by car" in str(row[1])
    assert "beyond the street network" in str(row[2])


@pytest.mark.long
def test_no_reversal_is_told_across_groups(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("q", "ai")], {"p": 0, "q": 300})
    result = find_sites(some, Requirements(("ai",)), None, 0, 0)
    groups = replace(result, ranking=result.ranking.assign(group=["met", "not_published"]))
    assert len(site_report(some, ["p", "q"], result).reversals) == 1
    assert site_report(some, ["p", "q"], groups).reversals == ()
