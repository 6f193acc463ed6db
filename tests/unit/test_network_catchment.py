"""Catchments over a street drawn by hand: the walk to it, the way along it, and what is off it."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer
from scipy.sparse import coo_matrix, csr_matrix
from shapes import places, regions

from geoplan.analysis.nearest_site import fastest_sites, nearest_sites
from geoplan.analysis.network_catchment import access_points, network, snap, travel_table
from geoplan.crs.metric import HOME

X0, Y0 = 600_000.0, 2_700_000.0  # somewhere in Xiamen's zone


@dataclass
class Street:
    """Nodes every 800 m along y = 0 for 8 km; ten minutes on foot each, two by car; both ways."""

    @property
    def lon(self) -> np.ndarray:
        return self._degrees()[0]

    @property
    def lat(self) -> np.ndarray:
        return self._degrees()[1]

    def _degrees(self) -> tuple[np.ndarray, np.ndarray]:
        x = X0 + 800.0 * np.arange(11)
        return Transformer.from_crs(HOME, 4326, always_xy=True).transform(x, np.full(11, Y0))

    def minutes(self, mode: str) -> csr_matrix:
        each = {"foot": 10.0, "car": 2.0}[mode]
        i = np.arange(10)
        row, column = np.append(i, i + 1), np.append(i + 1, i)
        return coo_matrix((np.full(20, each), (row, column)), shape=(11, 11)).tocsr()


def here(*shapes: tuple[float, ...]) -> list[tuple[float, ...]]:
    return [tuple(v + (X0 if i % 2 == 0 else Y0) for i, v in enumerate(s)) for s in shapes]


def foot():  # type: ignore[no-untyped-def]
    return network(Street(), "foot", HOME)  # type: ignore[arg-type]


def test_a_point_walks_to_the_street_at_4_8_kilometres_an_hour() -> None:
    node, leg = snap(np.array([shapely.Point(X0 + 800, Y0 + 400), shapely.Point(X0, Y0 + 1001)]), foot())
    assert node[0] == 1
    assert leg[0] == pytest.approx(5, rel=1e-3)  # 400 m at 80 m a minute
    assert np.isinf(leg[1])  # a kilometre and a metre: not on the network


def test_a_park_is_entered_at_every_street_node_inside_it() -> None:
    park = places(*here((700, -100, 1700, 100)))
    entered = access_points(park.geometry.to_numpy(), foot())
    assert set(entered.node.tolist()) == {1, 2}
    assert entered.leg.max() == pytest.approx(0, abs=1e-6)


def test_land_within_thirty_minutes_on_foot_of_a_carrier_at_the_end_of_the_street() -> None:
    # The county is a strip of 8 km x 100 m along the street. Thirty minutes reach three nodes out, 2.4 km, and
    # the land that walks 0 minutes to them: none of the lattice but what lies by a node.
    strip = regions(*here((-400, -50, 8400, 50)))
    table = travel_table(places(*here((0, 0))), strip, foot(), [35.0], draws=0)
    row = table.iloc[0]
    # 35 minutes: nodes at 0, 800, 1600, 2400 m (0-30 min) serve walks of 5 min (400 m) and more: x from -400 to 2800.
    assert row["share"] == pytest.approx(3200 / 8800, abs=0.02)
    assert row["reach"] == "foot" and row["off_network"] == 0


def test_what_is_far_from_any_street_is_off_the_network_and_not_covered() -> None:
    strip = regions(*here((0, 0, 800, 4000)))
    row = travel_table(places(*here((0, 0))), strip, foot(), [600.0], draws=0).iloc[0]
    # Of 4 km, what lies within 1 km of one of the two corner nodes: x² + y² <= 1 from either end of an 0.8 km side.
    x = np.linspace(0, 800, 4001)
    covered = np.sqrt(1e6 - np.minimum(x, 800 - x) ** 2).mean()
    assert row["share"] == pytest.approx(covered / 4000, abs=0.01)
    assert row["off_network"] == pytest.approx(1 - covered / 4000, abs=0.01)


def test_by_car_more_is_reached_than_on_foot_and_the_result_says_by_what() -> None:
    strip, car = regions(*here((-400, -50, 8400, 50))), network(Street(), "car", HOME)  # type: ignore[arg-type]
    carrier = places(*here((0, 0)))
    by_car, on_foot = (travel_table(carrier, strip, streets, [15.0], draws=0).iloc[0] for streets in (car, foot()))
    assert by_car["share"] > on_foot["share"]
    assert (by_car["reach"], on_foot["reach"]) == ("car", "foot")


def test_people_and_doubt_are_carried_over_streets_too() -> None:
    strip = regions(*here((-400, -50, 8400, 50)))
    people = gpd.GeoDataFrame(
        {"weight": [3.0, 1.0]}, geometry=[shapely.Point(*p) for p in here((800, 0), (8000, 0))], crs=HOME
    )
    row = travel_table(places(*here((0, 0)), radius=900), strip, foot(), [10.5], people, draws=40).iloc[0]
    assert row["weight_share"] == 0.75
    assert 0 <= row["weight_share_low"] <= 0.75 <= row["weight_share_high"] <= 1
    assert row["weight_share_low"] == 0  # half a kilometre to the side and the node is out of time


def test_the_nearest_carrier_of_each_industry_in_a_straight_line() -> None:
    import pandas as pd

    carriers = places((0, 0), (10_000, 0), (0, 3000, 10, 3010), radius=100)
    groups = pd.DataFrame({"site_id": ["p0", "p1", "p2", "gone"], "industry_id": ["bio", "bio", "it", "marine"]})
    table = nearest_sites(places((4000, 0), (6001, 0)), carriers, groups).set_index(["point", "industry_id"])
    assert table["site_id"].to_dict() == {(0, "bio"): "p0", (1, "bio"): "p1", (0, "it"): "p2", (1, "it"): "p2"}
    first = table.loc[(0, "bio")]
    assert first["distance_km"] == 4.0
    # Uniform over a disc of 100 m, its shadow on the way lies with 5 % beyond 0.81 of the radius at either end.
    assert first["distance_low_km"] == pytest.approx(4 - 0.081, abs=0.02)
    assert first["distance_high_km"] == pytest.approx(4 + 0.081, abs=0.02)
    assert set(table["rivals"]) == {0}
    assert table.at[(0, "it"), "distance_km"] == pytest.approx(np.hypot(3990, 3000) / 1000)


def test_what_may_be_nearer_within_its_radius_is_a_rival_and_bounds_the_distance() -> None:
    import pandas as pd

    # p0 is 1 km away and sure; p1 is drawn 1.5 km away and may stand 1 km nearer; p2 is out of the question.
    carriers = places((1000, 0), (0, 1500), (9000, 0)).assign(radius_m=[0.0, 1000.0, 10.0])
    groups = pd.DataFrame({"site_id": ["p0", "p1", "p2"], "industry_id": "bio"})
    found = nearest_sites(places((0, 0)), carriers, groups, draws=400).iloc[0]
    assert (found["site_id"], found["distance_km"], found["rivals"]) == ("p0", 1.0, 1)
    assert found["distance_high_km"] == 1.0
    assert 0.5 <= found["distance_low_km"] < 1.0


def test_a_site_without_a_position_bounds_the_distance_and_an_industry_of_only_such_has_no_nearest() -> None:
    import pandas as pd

    groups = pd.DataFrame({"site_id": ["p0", "lost", "gone"], "industry_id": ["bio", "bio", "it"]})
    # In half of the draws the lost one stands 200 m away, in the others far off.
    there = {"lost": np.array([[200.0, 0.0], [70_000.0, 0.0]] * 50), "gone": np.full((100, 2), [0.0, 3000.0])}
    table = nearest_sites(places((0, 0)), places((1000, 0)), groups, there).set_index("industry_id")
    bio, it = table.loc["bio"], table.loc["it"]
    assert (bio["distance_km"], bio["distance_low_km"], bio["distance_high_km"], bio["unplaced"]) == (1.0, 0.2, 1.0, 1)
    assert it["site_id"] == "" and np.isnan(it["distance_km"])
    assert (it["distance_low_km"], it["distance_high_km"]) == (3.0, 3.0)


def test_a_feature_that_stands_for_a_whole_is_named_by_the_part_with_the_parts_own_radius() -> None:
    import pandas as pd

    twice = places((500, 0), (500, 0), (8000, 0)).assign(
        site_id=["a-whole", "part", "a-whole"], owner=["part", "part", "other"],
        feature=["part:0", "part:0", "other:0"], radius_m=[50.0, 50.0, 900.0],
    )  # fmt: skip
    groups = pd.DataFrame({"site_id": ["a-whole", "part"], "industry_id": "bio"})
    found = nearest_sites(places((0, 0)), twice, groups, draws=200).iloc[0]
    assert (found["site_id"], found["rivals"]) == ("part", 0)
    assert 0.45 <= found["distance_low_km"] <= found["distance_high_km"] <= 0.55


def test_of_two_equally_near_the_first_by_name_is_given() -> None:
    import pandas as pd

    groups = pd.DataFrame({"site_id": ["p1", "p0"], "industry_id": "bio"})
    assert nearest_sites(places((0, 0)), places((0, 5), (5, 0)), groups)["site_id"].tolist() == ["p0"]


def test_the_soonest_carrier_over_streets_need_not_be_the_nearest() -> None:
    import pandas as pd

    # From 400 m off the street's end, p1 stands 900 m away beyond the fields, with no street; p0 three nodes along it.
    carriers = places(*here((2400, 0), (0, 1300)))
    groups = pd.DataFrame({"site_id": ["p0", "p1"], "industry_id": "bio"})
    point = places(*here((0, 400)))
    assert nearest_sites(point, carriers, groups)["site_id"].tolist() == ["p1"]
    found = fastest_sites(point, carriers, groups, foot()).iloc[0]
    assert found["site_id"] == "p0"
    assert found["minutes"] == pytest.approx(35, rel=1e-3)  # 400 m and three streets of ten minutes
    late = fastest_sites(point, carriers, groups, foot(), limit=30).iloc[0]
    assert late["site_id"] == "" and np.isinf(late["minutes"])
