"""Criteria in a town of a few points, whose values are mental arithmetic; and what rules a site out."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geoplan.analysis.network_catchment import Network
from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import HOME
from geoplan.suitability.candidates import filter_candidates, parks
from geoplan.suitability.criteria import Criteria, criteria
from geoplan.suitability.gateway_access import gateway_access
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_criteria import position_facts
from geoplan.suitability.site_selection import find_sites

pytestmark = pytest.mark.slow

KM = 1000.0
HERE = (610_000.0, 2_710_000.0)  # metres, EPSG:4548; somewhere in Xiamen
SIMING, HULI, XIAMEN_CITY = "350203", "350206", "350200"


def town(
    catalogue: Catalogue,
    said: list[tuple],
    east_km: dict[str, float] | None = None,
    sites: dict[str, dict] | None = None,
    firms: list[tuple] = (),
    areas: dict[str, float] | None = None,
    parts: tuple[tuple[str, str], ...] = (),
    radius_m: float = 100.0,
) -> Catalogue:
    """Sites so many km east of one spot; `said` holds (site, industry[, role, basis, plan])."""
    stands, named = east_km or {}, sites or {}
    ids = list(dict.fromkeys([*(row[0] for row in said), *stands, *named, *(s for pair in parts for s in pair)]))
    plain = {
        "kind": "park",
        "status": "existing",
        "adcode": SIMING,
        "aliases": [],
        "note": "",
        "plan_id": "xiamen-sei",
        "ground": "",
    }
    rows = [
        {**plain, "name_zh": s, "name_en": s, "section": "一", "drawn": s in stands, **named.get(s, {})} for s in ids
    ]
    full = [(*row, *("lead", "stated", "xiamen-sei")[len(row) - 2 :]) for row in said]
    designations = pd.DataFrame(
        [(s, i, i, r, b, p, "一") for s, i, r, b, p in full],
        columns=["site_id", "industry_id", "wording", "role", "basis", "plan_id", "section"],
    )
    points = [shapely.Point(HERE[0] + km * KM, HERE[1]) for km in stands.values()]
    passport = {"radius_m": radius_m, "method": "point", "confidence": "high"}
    columns = {"site_id": pd.Series(list(stands), dtype=object), **passport}
    places = gpd.GeoDataFrame(columns, index=range(len(stands)), geometry=points, crs=HOME).to_crs(4326)
    facts = [(s, "land_area", f"{km2:g}", "", "平方公里", "xiamen-sei", "一", "") for s, km2 in (areas or {}).items()]
    return replace(
        catalogue,
        sites=pd.DataFrame(rows, index=pd.Index(ids, name="site_id")),
        designations=designations,
        relations=pd.DataFrame(
            [(a, "part_of", b, "xiamen-sei", "一") for a, b in parts], columns=catalogue.relations.columns
        ),
        firms=pd.DataFrame([(*f, "xiamen-sei", "一") for f in firms], columns=catalogue.firms.columns),
        site_facts=pd.DataFrame(facts, columns=catalogue.site_facts.columns),
        places=places,
    )


def grade(catalogue: Catalogue, need: Requirements) -> Criteria:
    return criteria(catalogue, need, filter_candidates(catalogue, need)[0])


def of(catalogue: Catalogue, site: str, criterion: str, *industries: str) -> pd.Series:
    rows = grade(catalogue, Requirements(industries or ("ai",))).table
    return rows[(rows["site_id"] == site) & (rows["criterion"] == criterion)].iloc[0]


@pytest.mark.parametrize(
    ("role", "basis", "value"),
    [
        ("lead", "stated", 1.0),
        ("layout", "stated", 0.75),
        ("supporting", "stated", 0.5),
        ("new", "stated", 0.25),
        ("lead", "shared", 0.8),
        ("lead", "name", 0.6),
        ("new", "name", 0.15),
    ],
)
def test_strength_is_role_times_basis(catalogue: Catalogue, role: str, basis: str, value: float) -> None:
    assert of(town(catalogue, [("p", "ai", role, basis)]), "p", "strength")["value"] == pytest.approx(value)


@pytest.mark.parametrize(("term", "value"), [("ai", 1.0), ("ai-chips", 0.9), ("it", 0.5)])
def test_a_part_of_what_is_needed_fits_less_and_a_broader_term_less_again(
    catalogue: Catalogue, term: str, value: float
) -> None:
    some = town(catalogue, [("p", term), ("elsewhere", "ai")])
    assert of(some, "p", "strength")["value"] == pytest.approx(value)


# Fit ± min(fit, 1 - fit): of 0.9 and 0.8 up to 1, of 0.5 from 0 to 1; times 0.5 of a supporting role.
@pytest.mark.parametrize(
    ("term", "words", "low", "high"),
    [
        ("ai", (), 0.5, 0.5),
        ("ai-chips", (), 0.4, 0.5),
        ("it", (), 0, 0.5),
        ("ai", ("无人问津",), 0.3, 0.5),
        ("ai", ("ai",), 0.5, 0.5),
    ],
)
def test_a_match_that_the_plan_leaves_open_has_a_range(
    catalogue: Catalogue, term: str, words: tuple, low: float, high: float
) -> None:
    some = town(catalogue, [("p", term, "supporting"), ("elsewhere", "ai")])
    rows = grade(some, Requirements(("ai",), words=words)).table.set_index(["site_id", "criterion"])
    row = rows.loc[("p", "strength")]
    assert (row["low"], row["high"]) == pytest.approx((low, high))
    assert row["value"] == pytest.approx((low + high) / 2)


def test_strength_averages_over_the_needed_industries_and_says_which_is_not_given(catalogue: Catalogue) -> None:
    row = of(town(catalogue, [("p", "ai"), ("q", "film")]), "p", "strength", "ai", "film")
    assert row["value"] == 0.5
    assert "影视创制：无此定位" in row["fact_zh"]
    assert row["citations"] == [("xiamen-sei", "一")]


def test_an_inherited_designation_counts_four_tenths_and_no_plan_agrees(catalogue: Catalogue) -> None:
    some = town(catalogue, [("whole", "ai")], sites={"part": {}}, parts=(("part", "whole"),))
    assert of(some, "part", "strength")["value"] == pytest.approx(0.4)
    assert of(some, "part", "agreement")["value"] == 0


@pytest.mark.parametrize(
    ("plans", "value"),
    [
        ("xiamen-sei", 1 / 3),
        ("xiamen-sei xiamen-st", 1 / 2),
        ("xiamen-sei siming-st", 2 / 3),
        ("xiamen-sei siming-st fujian-st", 1),
        ("xiamen-sei xiamen-st siming-st fujian-st", 1),
    ],
)
def test_agreement_counts_plans_and_levels(catalogue: Catalogue, plans: str, value: float) -> None:
    said = [("p", "ai", "lead", "stated", plan) for plan in plans.split()]
    row = of(town(catalogue, said), "p", "agreement")
    assert row["value"] == pytest.approx(value)
    assert {plan for plan, _ in row["citations"]} == set(plans.split())


def test_related_counts_terms_of_the_field_and_firms_there_and_in_the_county(catalogue: Catalogue) -> None:
    firms = [
        ("甲", "cloud", "p", SIMING),
        ("乙", "iot", "", SIMING),
        ("丙", "film", "p", SIMING),
        ("丁", "iot", "", HULI),
    ]
    some = town(catalogue, [("p", "ai"), ("p", "cloud"), ("p", "film"), ("p", "it")], firms=firms)
    # One other term of the field (a quarter), a firm there and one in the county (1.5 of 3).
    assert of(some, "p", "related")["value"] == pytest.approx((1 / 4 + 1 / 2) / 2)


def test_firms_count_by_the_counties_a_site_may_stand_in(catalogue: Catalogue) -> None:
    """In one of the six of Xiamen: half a firm of three, a half of the criterion, in one case of six."""
    some = town(catalogue, [("p", "ai")], sites={"p": {"adcode": XIAMEN_CITY}}, firms=[("乙", "iot", "", SIMING)])
    row = of(some, "p", "related")
    most = 0.5 / 3 / 2
    assert (row["value"], row["low"], row["high"]) == pytest.approx((most / 6, 0, most))
    assert "所在县区未定" in row["fact_zh"]


def test_a_firm_in_a_part_of_the_site_is_there(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")], firms=[("甲", "iot", "part", HULI)], parts=(("part", "p"),))
    assert of(some, "p", "related")["value"] == pytest.approx(1 / 3 / 2)


def test_knowledge_falls_from_2_to_20_km(catalogue: Catalogue) -> None:
    said = [("p", "ai"), ("near", "ai"), ("half", "cloud"), ("far", "ai"), ("other", "film")]
    kinds = {s: {"kind": "laboratory"} for s in ("near", "half", "far", "other")}
    some = town(catalogue, said, {"p": 0, "near": 1, "half": 11, "far": 21, "other": 1}, kinds)
    row = of(some, "p", "knowledge")
    assert row["value"] == pytest.approx(1.5 / 3, abs=0.002)
    assert row["low"] < row["value"] < row["high"]
    assert "near" in row["fact_en"]
    assert "other" not in row["fact_en"]


def test_a_laboratory_that_is_part_of_the_site_is_as_near_as_can_be(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("l", "ai")], {"p": 0}, {"l": {"kind": "laboratory"}}, parts=(("l", "p"),))
    assert of(some, "p", "knowledge")["value"] == pytest.approx(1 / 3)


def test_a_twin_next_door_halves_freedom_from_competition_and_one_far_away_does_not(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("twin", "ai"), ("far", "ai"), ("unlike", "film")],
                {"p": 0, "twin": 1, "far": 30, "unlike": 1})  # fmt: skip
    assert of(some, "p", "competition")["value"] == pytest.approx(0.5)
    assert of(some, "far", "competition")["value"] == 1


def test_a_part_is_no_rival_of_its_whole(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("part", "ai")], {"p": 0, "part": 0.5}, parts=(("part", "p"),))
    assert of(some, "p", "competition")["value"] == 1


def test_how_sure_a_position_is_weighs_nothing_and_is_told(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("q", "ai")], {"p": 0}, radius_m=1234)
    facts = position_facts(some, ["p", "q"])
    assert "1,234" in facts["p"].text("zh") and "位置未定" in facts["q"].text("zh")
    assert "certainty" not in CRITERIA


def test_of_several_parts_the_least_sure_is_told(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")], {"a": 0, "b": 1}, parts=(("a", "p"), ("b", "p")))
    some = replace(some, places=some.places.assign(radius_m=[300.0, 900.0]))
    assert "900" in position_facts(some, ["p"])["p"].text("en")


def test_room_grows_with_the_logarithm_of_the_stated_area(catalogue: Catalogue) -> None:
    some = town(catalogue, [(s, "ai") for s in "abc"], areas={"a": 0.1, "b": 1, "c": 10})
    assert [of(some, s, "room")["value"] for s in "abc"] == pytest.approx([0, 0.5, 1])


def test_what_is_not_published_is_missing_between_0_and_1_with_the_reason(catalogue: Catalogue) -> None:
    some = town(catalogue, [("whole", "ai")], parts=(("p", "whole"),))
    rows = grade(some, Requirements(("ai",))).table
    rows = rows[rows["site_id"] == "p"].set_index("criterion")
    assert set(rows.index[rows["value"].isna()]) == {"competition", "room"}  # no plan describes the site itself
    for code in ("competition", "room"):
        assert (rows.at[code, "low"], rows.at[code, "high"]) == (0, 1)
        assert rows.at[code, "fact_zh"]
        assert rows.at[code, "fact_en"]


def test_every_value_of_the_shipped_catalogue_is_graded_bounded_and_cited(catalogue: Catalogue) -> None:
    for branch in ("it", "bio", "marine"):
        graded = grade(catalogue, Requirements((branch,)))
        known = graded.table[graded.table["value"].notna()]
        assert known["value"].between(0, 1).all()
        assert (known["low"] <= known["value"] + 1e-12).all()
        assert (known["value"] <= known["high"] + 1e-12).all()
        assert (graded.table[["fact_zh", "fact_en"]] != "").all(axis=None)
        said = known[known["criterion"] == "strength"]
        assert said["citations"].map(len).gt(0).all()
        assert list(graded.matrix.columns) == list(CRITERIA)


@pytest.mark.long
def test_a_nearer_end_of_the_radius_is_never_worse(catalogue: Catalogue) -> None:
    graded = grade(catalogue, Requirements(("it",)))
    for code in ("knowledge", "gateways"):
        assert (graded.low[code].fillna(0) <= graded.high[code].fillna(1)).all()


@pytest.mark.long
def test_distances_do_not_depend_on_who_else_is_a_candidate(catalogue: Catalogue) -> None:
    everywhere, here = (grade(catalogue, Requirements(("bio",), regions=r)).matrix for r in ((), (XIAMEN_CITY,)))
    pd.testing.assert_frame_equal(everywhere.loc[here.index], here)


def test_the_plans_heeded_decide_what_is_said(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai", "new", "stated", "siming-st"), ("p", "ai", "lead", "stated", "xiamen-sei")])
    row = grade(some, Requirements(("ai",), plans=("siming-st",))).matrix.loc["p"]
    assert row["strength"] == 0.25


def reasons(catalogue: Catalogue, need: Requirements) -> dict[str, list[str]]:
    return filter_candidates(catalogue, need)[1].set_index("site_id")["reasons"].to_dict()


@pytest.mark.parametrize(
    ("site", "condition", "reason"),
    [
        ("film", {}, "not_designated"),
        ("park", {"plans": ("fujian-st",)}, "plan_not_heeded"),
        ("park", {"regions": (HULI,)}, "region"),
        ("city", {"regions": (SIMING,)}, "region_unsure"),
        ("park", {"kinds": ("base",)}, "kind"),
        ("park", {"statuses": ("planned",)}, "status"),
        ("small", {"min_area_km2": 1.0}, "area"),
        ("park", {"exclude": ("area_unstated",)}, "area_unstated"),
        ("park", {"exclude": ("unplaced",)}, "unplaced"),
        ("name", {"exclude": ("name_only",)}, "name_only"),
        ("part", {"exclude": ("inherited_only",)}, "inherited_only"),
        ("park", {"without": ("park",)}, "by_hand"),
    ],
)
def test_a_site_is_out_for_a_reason_that_is_told(catalogue: Catalogue, site: str, condition: dict, reason: str) -> None:
    some = town(
        catalogue,
        [("park", "ai"), ("small", "ai"), ("name", "ai", "lead", "name"), ("city", "ai"), ("film", "film")],
        {"small": 0},
        {"part": {}, "city": {"adcode": XIAMEN_CITY}},
        areas={"small": 0.5},
        parts=(("part", "park"),),
    )
    assert site not in reasons(some, Requirements(("ai",))) or reason == "not_designated"
    need = Requirements(("ai",), **condition)
    candidates, out, _ = filter_candidates(some, need)
    row = out.set_index("site_id").loc[site]
    assert reason in row["reasons"]
    assert row["reason_zh"]
    assert row["reason_en"]
    assert site not in candidates
    assert sorted([*candidates, *out["site_id"]]) == sorted(parks(some))


def test_a_site_without_a_stated_area_stays_under_a_least_area(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")])
    assert filter_candidates(some, Requirements(("ai",), min_area_km2=5))[0] == ["p"]


def test_a_broader_term_counts_only_where_a_plan_places_the_industry_somewhere(catalogue: Catalogue) -> None:
    broad = town(catalogue, [("p", "it")])
    assert filter_candidates(broad, Requirements(("ai",)))[0] == []
    assert filter_candidates(town(catalogue, [("p", "it"), ("q", "ai")]), Requirements(("ai",)))[0] == ["p", "q"]


def test_only_what_takes_in_enterprises_is_considered(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai"), ("u", "ai")], sites={"u": {"kind": "university"}})
    candidates, out, _ = filter_candidates(some, Requirements(("ai",)))
    assert candidates == ["p"]
    assert "u" not in set(out["site_id"])


def test_every_exclusion_is_tested_here() -> None:
    assert set(EXCLUSIONS) == {"name_only", "inherited_only", "unplaced", "area_unstated"}


def test_gateways_are_graded_by_km_and_by_minutes_where_streets_are_given(catalogue: Catalogue) -> None:
    some = town(catalogue, [("p", "ai")], {"p": 0})
    near = gateway_access(some, Requirements(("ai",), gateway_kinds=("station",)), ["p"])
    km = near.nearest["distance_km"].iloc[0]
    assert near.value(near.pairs.km)[0] == pytest.approx(min(1, (40 - km) / 35))
    assert positioned_sites(some).crs.is_projected
    by_minutes = replace(near, nearest=near.nearest.assign(minutes=35.0), mode="car")
    assert by_minutes.value(by_minutes.pairs.km)[0] == pytest.approx(0.5)
    assert "35 分钟" in by_minutes.nearest_gateway("p", "station").text("zh")


def test_over_streets_the_minutes_count_and_where_they_do_not_reach_the_straight_line_stands_in(
    catalogue: Catalogue,
) -> None:
    from scipy.sparse import csr_matrix
    from scipy.spatial import cKDTree

    some = town(catalogue, [("p", "ai"), ("far", "ai")], {"p": 0, "far": 300})
    need = Requirements(("ai",), gateway_kinds=("station",))
    straight = gateway_access(some, need, ["p", "far"])
    frame = positioned_sites(some)
    station = some.gateways.to_crs(frame.crs).geometry[straight.nearest.at[("p", "station"), "destination_id"]]
    here = frame.geometry["p"]
    xy = np.array([[here.x, here.y], [station.x, station.y]])
    minutes = csr_matrix(np.array([[0, 35.0], [35.0, 0]]))
    ways = Network("car", minutes, xy, np.array([0, 1]), cKDTree(xy))
    near = gateway_access(some, need, ["p", "far"], ways)
    assert near.value(near.pairs.km)[0] == pytest.approx(0.5, abs=0.01)  # 35 of 10 to 60 minutes
    assert near.value(near.pairs.km)[1] == straight.value(straight.pairs.km)[1]
    assert "驾车 35 分钟" in near.nearest_gateway("p", "station").text("zh")
    assert "路网未覆盖" in near.nearest_gateway("far", "station").text("zh")
    low, value, high = (near.value(km)[0] for km in (near.pairs.high_km, near.pairs.km, near.pairs.low_km))
    assert low < value < high
    assert find_sites(some, need, ways).ranking["site_id"].tolist() == ["p", "far"]
