"""Conditions are met, not met or not published; what is not known is never said to be met."""

from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from test_criteria import HERE, KM, town

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME
from geoplan.suitability.conditions import condition_table, groups
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_selection import find_sites

AI = ("ai",)
ELSEWHERE = "350902"  # its land is far from the town, so that no ground is cut to it


def outcome(catalogue: Catalogue, site_id: str, **asked: object) -> str:
    rows = condition_table(catalogue, Requirements(AI, **asked), [site_id])
    assert len(rows) == 1
    return str(rows["outcome"].iloc[0])


def near(catalogue: Catalogue, site_id: str, kind: str, km: float, name: str = "") -> str:
    return outcome(catalogue, site_id, near=(Nearness(kind, name, km),))


def with_stations(catalogue: Catalogue, stations: list[tuple[float, float]], status: str = "existing") -> Catalogue:
    """Stations so many km east of the town, each with a radius in metres; no other gateways."""
    ids = [f"station-{i}" for i in range(len(stations))]
    points = [shapely.Point(HERE[0] + km * KM, HERE[1]) for km, _ in stations]
    radii = [radius for _, radius in stations]
    columns = {"name_zh": ids, "name_en": ids, "kind": "station", "status": status, "radius_m": radii, "site_id": ""}
    frame = gpd.GeoDataFrame(columns, index=pd.Index(ids, name="gateway_id"), geometry=points, crs=HOME)
    return replace(catalogue, gateways=frame.to_crs(4326))


def in_doubt(catalogue: Catalogue, site_id: str, east_km: float, side_km: float = 10) -> Catalogue:
    """Let a site stand somewhere in a square."""
    x, half = HERE[0] + east_km * KM, side_km * KM / 2
    square = shapely.box(x - half, HERE[1] - half, x + half, HERE[1] + half)
    doubts = gpd.GeoDataFrame({"site_id": [site_id]}, geometry=[square], crs=HOME).to_crs(4326)
    sites = catalogue.sites.assign(adcode=catalogue.sites["adcode"].mask(catalogue.sites.index == site_id, ELSEWHERE))
    return replace(catalogue, areas_of_doubt=doubts, sites=sites)


@pytest.mark.parametrize(("site", "want"), [("small", "not_met"), ("large", "met"), ("unstated", "not_published")])
def test_an_area_counts_where_a_plan_states_it(catalogue: Catalogue, site: str, want: str) -> None:
    some = town(catalogue, [(s, "ai") for s in ("small", "large", "unstated")], areas={"small": 0.5, "large": 1})
    assert outcome(some, site, min_area_km2=1.0) == want


def test_a_drawn_area_is_not_a_stated_one(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")], {"p": 0})
    discs = some.places.to_crs(HOME).buffer(2000).to_crs(4326)  # 12.6 km²
    assert outcome(replace(some, places=some.places.set_geometry(discs)), "p", min_area_km2=1.0) == "not_published"


@pytest.mark.parametrize(("least", "want"), [(80_000, "met"), (80_001, "not_met")])
def test_floor_is_not_land(catalogue: Catalogue, least: float, want: str) -> None:
    some = town(catalogue, [("p", "ai"), ("q", "ai")], areas={"p": 3.0})
    floor = pd.DataFrame(
        [("q", "floor_area", "8", "", "万平方米", "xiamen-sei", "一", "")], columns=some.site_facts.columns
    )
    some = replace(some, site_facts=pd.concat([some.site_facts, floor], ignore_index=True))
    assert outcome(some, "q", min_floor_m2=least) == want
    assert outcome(some, "p", min_floor_m2=least) == "not_published"
    assert outcome(some, "q", min_area_km2=0.01) == "not_published"


# The site ±100 m and a station 10 km away ±200 m: between 9.7 and 10.3 km.
@pytest.mark.parametrize(("km", "want"), [(10.31, "met"), (10.29, "not_published"), (9.71, "not_published"), (9.69, "not_met")])  # fmt: skip
def test_a_distance_is_within_reach_where_all_of_its_range_is(catalogue: Catalogue, km: float, want: str) -> None:
    some = with_stations(town(catalogue, [("p", "ai")], {"p": 0}), [(10, 200)])
    assert near(some, "p", "station", km) == want


# 10 km ±5 km and 11 km ±0.1 km, the site ±0.1 km: at least 10 - 5.1 = 4.9, and at most 11.2 by the rival, not 15.1.
@pytest.mark.parametrize(("km", "want"), [(11.21, "met"), (11.19, "not_published"), (4.89, "not_met")])
def test_a_rival_bounds_the_distance_to_the_nearest(catalogue: Catalogue, km: float, want: str) -> None:
    some = with_stations(town(catalogue, [("p", "ai")], {"p": 0}), [(10, 5000), (11, 100)])
    assert near(some, "p", "station", km) == want


# A square of 10 km by 10: its corners are √50 = 7.07 km from its middle, and √(25² + 5²) = 25.50 km, its near side 15 km,
# from a point 20 km east of it.
@pytest.mark.parametrize(
    ("station", "km", "want"),
    [(0, 7.08, "met"), (0, 7.06, "not_published"), (20, 25.5, "met"), (20, 15.01, "not_published"), (20, 14.9, "not_met")],
)  # fmt: skip
def test_a_site_without_a_position_is_judged_by_all_of_its_ground(
    catalogue: Catalogue, station: float, km: float, want: str
) -> None:
    some = with_stations(in_doubt(town(catalogue, [("p", "ai"), ("q", "ai")], {"q": 0}), "p", 0), [(station, 0)])
    assert near(some, "p", "station", km) == want


def test_a_ground_between_two_stations_is_within_reach_of_one_or_the_other(catalogue: Catalogue) -> None:
    """Stations 5 km west and east of the middle: a corner is 5 km from its side's station, the middle of a long side
    √(5² + 5²) = 7.07 km from both."""
    some = with_stations(in_doubt(town(catalogue, [("p", "ai"), ("q", "ai")], {"q": 0}), "p", 0), [(-5, 0), (5, 0)])
    assert near(some, "p", "station", 7.08) == "met"
    assert near(some, "p", "station", 7.06) == "not_published"


@pytest.mark.parametrize(("km", "want"), [(25.6, "met"), (25.58, "not_published"), (14.91, "not_published"), (14.89, "not_met")])  # fmt: skip
def test_a_firm_somewhere_on_a_ground_may_stand_at_any_corner_of_it(catalogue: Catalogue, km: float, want: str) -> None:
    """The site ±0.1 km, the firm in a square 20 km east: between 15 - 0.1 and 25.495 + 0.1 km."""
    firms = [("甲", "ai", "plant", ELSEWHERE)]
    some = in_doubt(town(catalogue, [("p", "ai"), ("plant", "ai")], {"p": 0}, firms=firms), "plant", 20)
    assert near(some, "p", "firm", km, "甲") == want
    cited = condition_table(some, Requirements(AI, near=(Nearness("firm", "甲"),)), ["p"])["citations"]
    assert cited.tolist() == [[("xiamen-sei", "一")]]


def test_a_firm_at_the_site_or_at_a_part_of_it_is_there(catalogue: Catalogue) -> None:
    firms = [("甲", "ai", "p", ELSEWHERE), ("乙", "ai", "part", ELSEWHERE)]
    some = town(catalogue, [("p", "ai"), ("q", "ai")], {"q": 0}, firms=firms, parts=(("part", "p"),))
    assert near(some, "p", "firm", 0.1, "甲") == near(some, "p", "firm", 0.1, "乙") == "met"
    assert near(some, "part", "firm", 0.1, "乙") == "met"
    assert near(some, "part", "firm", 0.1, "甲") == "not_published"  # somewhere in its whole


def test_a_site_of_a_county_is_near_it_and_one_of_the_city_may_be(catalogue: Catalogue) -> None:
    adcodes = {"inside": {"adcode": "350206"}, "city": {"adcode": "350200"}, "far": {"adcode": ELSEWHERE}}
    some = town(catalogue, [(s, "ai") for s in adcodes], {"q": 0}, adcodes)
    assert [near(some, s, "county", 1, "350206") for s in adcodes] == ["met", "not_published", "not_met"]


@pytest.mark.parametrize("status", ["existing", "planned"])
def test_what_is_not_built_yet_is_not_near(catalogue: Catalogue, status: str) -> None:
    some = with_stations(town(catalogue, [("p", "ai")], {"p": 0}), [(1, 0)], status)
    assert near(some, "p", "station", 5) == ("met" if status == "existing" else "not_published")
    assert near(some, "p", "airport", 5) == "not_published"  # none is recorded: unknown, not far


def test_a_range_that_cannot_be_decided_is_told(catalogue: Catalogue) -> None:
    some = with_stations(town(catalogue, [("p", "ai")], {"p": 0}), [(6, 2900)])  # 3 to 9 km
    row = condition_table(some, Requirements(AI, near=(Nearness("station", km=5.0),)), ["p"]).iloc[0]
    assert "无法判断：3.0–9.0 公里" in row["fact_zh"] and "cannot be said" in row["fact_en"]


def test_the_worst_outcome_of_a_site_is_its_group() -> None:
    outcomes = [("a", "met"), ("b", "met"), ("b", "not_published"), ("c", "not_published"), ("c", "not_met")]
    table = pd.DataFrame(outcomes, columns=["site_id", "outcome"])
    want = {"a": "met", "b": "not_published", "c": "not_met", "nothing asked": "met"}
    assert groups(table, list(want)).to_dict() == want


def test_ranks_count_within_a_group_and_the_first_group_comes_first(catalogue: Catalogue) -> None:
    said = [("best", "ai"), ("meets", "ai", "supporting"), ("meets too", "ai", "new"), ("small", "ai"), ("next", "ai", "new")]  # fmt: skip
    some = town(catalogue, said, areas={"meets": 2, "meets too": 2, "small": 0.5})
    asked = find_sites(some, Requirements(AI, min_area_km2=1.0))
    ranking = asked.ranking[["site_id", "group", "rank"]].to_numpy().tolist()
    assert ranking == [["meets", "met", 1], ["meets too", "met", 2], ["best", "not_published", 1], ["next", "not_published", 2]]  # fmt: skip
    assert (asked.ranking["rank_worst"] <= 2).all()
    out = asked.excluded.set_index("site_id")
    assert out.at["small", "reasons"] == ["area"] and "0.5" in out.at["small", "reason_zh"]
    assert asked.conditions["site_id"].tolist() == ["best", "meets", "meets too", "small", "next"]
    free = find_sites(some, Requirements(AI)).ranking
    assert free["group"].eq("met").all() and sorted(free["rank"]) == [1, 2, 3, 4, 5]


@pytest.mark.long
def test_a_wider_reach_never_loses_a_site(catalogue: Catalogue) -> None:
    sites = catalogue.sites.index[catalogue.sites["adcode"].str.startswith("3502")][:40].tolist()
    order = ["not_met", "not_published", "met"]
    by_reach = [
        condition_table(catalogue, Requirements(AI, near=(Nearness("port", km=km),)), sites)["outcome"].map(order.index)
        for km in (1, 5, 10, 20, 40, 80, 400)
    ]
    assert all((one <= two).all() for one, two in pairwise(by_reach))
    assert by_reach[0].lt(2).any() and by_reach[-1].eq(2).all()
