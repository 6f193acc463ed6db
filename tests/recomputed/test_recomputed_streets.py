"""Minutes over streets, against a search of our own over a small net."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geoplan.analysis.access import DESTINATION_KINDS, possible_travel, travel_to
from geoplan.analysis.nearest_site import fastest_sites
from geoplan.analysis.network_catchment import Network, network, travel_table
from geoplan.crs.metric import HOME
from recomputed.own_draws import HIGH, LOW, can_be, in_discs, on_ground
from recomputed.own_streets import X0, Y0, Net

DRAWS, OWN_DRAWS = 200, 400
LATTICE = 0.02  # some 20,000 points of the product against a tenth as many here: edges of reach are blurred alike


@pytest.fixture(scope="module")
def net() -> Net:
    return Net()


@pytest.fixture(scope="module")
def ways(net: Net) -> Network:
    return network(net, "car", HOME)  # type: ignore[arg-type]


def at(*xy: tuple[float, float]) -> list[shapely.Point]:
    return [shapely.Point(X0 + x, Y0 + y) for x, y in xy]


@pytest.fixture(scope="module")
def places() -> gpd.GeoDataFrame:
    """A point, an area that streets cross, and a point beyond all streets."""
    shapes = [*at((350, 520)), shapely.box(X0 + 2500, Y0 + 2600, X0 + 3300, Y0 + 3500), *at((9000, 9000))]
    return gpd.GeoDataFrame({"site_id": ["a", "b", "far"], "radius_m": [0.0, 200.0, 0.0]}, geometry=shapes, crs=HOME)


def test_the_share_of_land_within_so_many_minutes(net: Net, ways: Network, places: gpd.GeoDataFrame) -> None:
    land = shapely.box(X0 - 300, Y0 - 300, X0 + 4500, Y0 + 4500)
    region = gpd.GeoDataFrame({"adcode": ["1"]}, geometry=[land], crs=HOME)
    table = travel_table(places, region, ways, (6.0, 10.0, 14.0), draws=0).set_index("minutes")
    to = [net.to_place(shape) for shape in places.geometry]
    axis = np.linspace(-300, 4500, 49)[:-1] + 50
    soonest = np.array([min(net.minutes_from(X0 + x, Y0 + y, one) for one in to) for x in axis for y in axis])
    for minutes in (6.0, 10.0, 14.0):
        assert table.at[minutes, "share"] == pytest.approx((soonest <= minutes).mean(), abs=LATTICE)
    assert 0.1 < table.at[6.0, "share"] < table.at[14.0, "share"] < 1


def test_the_soonest_site_and_its_range_with_one_that_may_be_anywhere(
    net: Net, ways: Network, places: gpd.GeoDataFrame
) -> None:
    points = gpd.GeoDataFrame(geometry=at((100, 100), (1500, 900), (4100, 300), (2000, 4000)), crs=HOME)
    groups = pd.DataFrame({"site_id": ["a", "b", "far", "loose"], "industry_id": "it"})
    ground = shapely.box(X0, Y0, X0 + 4200, Y0 + 4200)
    loose = {"loose": on_ground(ground, DRAWS, 3)}
    table = fastest_sites(points, places, groups, ways, unplaced=loose, draws=DRAWS)
    to = [net.to_place(shape) for shape in places.geometry]
    steps, there = in_discs(places["radius_m"].to_numpy(), OWN_DRAWS, 5), on_ground(ground, OWN_DRAWS, 7)
    drawn = []
    for by, (x, y) in zip(steps, there, strict=True):
        moved = [shapely.transform(s, lambda xy, d=d: xy + d) for s, d in zip(places.geometry, by, strict=True)]
        reach = [net.to_place(shape) for shape in (*moved, shapely.Point(x, y))]
        drawn.append([min(net.minutes_from(p.x, p.y, one) for one in reach) for p in points.geometry])
    for row, point, own in zip(table.itertuples(), points.geometry, np.array(drawn).T, strict=True):
        each = [net.minutes_from(point.x, point.y, one) for one in to]
        assert row.minutes == pytest.approx(min(each))
        assert row.site_id == ["a", "b", "far"][int(np.argmin(each))]
        assert row.unplaced == 1
        assert can_be(row.minutes_low, own, LOW, DRAWS, 0.05)
        assert can_be(row.minutes_high, own, HIGH, DRAWS, 0.05)
    assert (table["minutes_low"] <= table["minutes"]).all() and (table["minutes_low"] < table["minutes"]).sum() == 3


def test_minutes_to_the_soonest_destination_from_known_and_from_possible_places(net: Net, ways: Network) -> None:
    ends = gpd.GeoDataFrame(
        {
            "destination_id": ["p", "q"], "site_id": "", "kind": "airport", "status": "existing", "radius_m": 0.0,
        },
        geometry=at((700, 3500), (3400, 800)), crs=HOME,
    )  # fmt: skip
    sites = gpd.GeoDataFrame({"site_id": ["a"], "radius_m": [0.0]}, geometry=at((2000, 2100)), crs=HOME)
    to = [net.to_place(end) for end in ends.geometry]
    each = [min((walk + one.get(node, np.inf)) for node, walk in net.doors(sites.geometry[0]).items()) for one in to]
    row = travel_to(sites, ends, ways).set_index("kind").loc["airport"]
    assert row["minutes"] == pytest.approx(min(each))
    assert row["soonest_id"] == ["p", "q"][int(np.argmin(each))]
    ground = shapely.box(X0 + 100, Y0 + 100, X0 + 2500, Y0 + 2500)
    frame = gpd.GeoDataFrame({"site_id": ["loose"]}, geometry=[ground], crs=HOME)
    table = possible_travel(frame, ends, ways, draws=DRAWS)
    own = np.array([min(net.minutes_from(x, y, one) for one in to) for x, y in on_ground(ground, OWN_DRAWS, 9)])
    bounds = table.set_index("kind").loc["airport"]
    assert can_be(bounds["minutes_low"], own, LOW, DRAWS, 0.05)
    assert can_be(bounds["minutes_high"], own, HIGH, DRAWS, 0.05)
    others = table.set_index("kind").loc[[kind for kind in DESTINATION_KINDS if kind != "airport"]]
    assert np.isinf(others["minutes_low"]).all()  # none of these is there
