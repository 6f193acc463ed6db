"""Which counties have a carrier: bounds on small catalogues by hand, and counted again from the shipped tables."""

import csv
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from shapely import Point, box
from small_catalogues import CITY, HULI, JIMEI, PROVINCE, SIMING, TONGAN, XIAMEN, small

from geoplan.analysis.carrier_gaps import ANY, asked_columns, carrier_gaps, carriers, unplaced_carriers
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties, site_regions, sites_within
from geoplan.geodata.boundaries import counties_in

JIMEI_TOWN = Point(118.06, 24.65)  # well inland in Jimei


def answer(catalogue: Catalogue, industries: list[str], scope: str = CITY) -> pd.DataFrame:
    found = carriers(catalogue, catalogue.sites.index.tolist(), industries, scope)
    table = carrier_gaps(found, industries, counties_in(scope)["adcode"].tolist())
    return table.set_index(["adcode", "industry_id"])


def row(table: pd.DataFrame, adcode: str, industry: str) -> tuple[int, int, str]:
    low, high, state = table.loc[(adcode, industry), ["low", "high", "state"]]
    return int(low), int(high), str(state)


def test_a_county_with_a_carrier_has_one_and_every_other_has_none_for_certain(catalogue: Catalogue) -> None:
    table = answer(small(catalogue, {"a": SIMING, "b": SIMING}, {"a": ["bio"], "b": ["bio"]}), ["bio"])
    assert row(table, SIMING, "bio") == (2, 2, "has")
    assert [row(table, code, "bio") for code in XIAMEN[1:]] == [(0, 0, "none")] * 5


def test_a_carrier_known_by_city_leaves_no_county_of_the_city_certain_to_have_none(catalogue: Catalogue) -> None:
    table = answer(small(catalogue, {"a": SIMING, "b": CITY}, {"a": ["bio"], "b": ["bio"]}), ["bio"])
    assert row(table, SIMING, "bio") == (1, 2, "has")
    assert [row(table, code, "bio") for code in XIAMEN[1:]] == [(0, 1, "may_have")] * 5


def test_a_carrier_known_by_another_city_changes_nothing_here_and_one_of_the_province_does(
    catalogue: Catalogue,
) -> None:
    fuzhou = answer(small(catalogue, {"a": "350100"}, {"a": ["bio"]}), ["bio"])
    assert set(fuzhou["state"]) == {"none"}
    province = answer(small(catalogue, {"a": PROVINCE}, {"a": ["bio"]}), ["bio"])
    assert set(province["state"]) == {"may_have"}
    everywhere = answer(small(catalogue, {"a": "350100"}, {"a": ["bio"]}), ["bio"], PROVINCE)
    assert len(everywhere) == 84 and (everywhere["state"] == "may_have").sum() == 13  # the counties of Fuzhou


def test_a_position_well_inside_one_county_is_known_there(catalogue: Catalogue) -> None:
    placed = small(catalogue, {"a": CITY}, {"a": ["bio"]}, points={"a": (JIMEI_TOWN, 300.0)})
    table = answer(placed, ["bio"])
    assert row(table, JIMEI, "bio") == (1, 1, "has")
    assert (table["state"] == "none").sum() == 5


def test_a_position_whose_radius_crosses_borders_may_lie_in_the_counties_it_touches_only(catalogue: Catalogue) -> None:
    # From the middle of Xiamen Island 2 km reach Siming and Huli, and no other district: the sea is wider.
    placed = small(catalogue, {"a": CITY}, {"a": ["bio"]}, points={"a": (Point(118.11, 24.487), 2000.0)})
    table = answer(placed, ["bio"])
    assert {code for code in XIAMEN if row(table, code, "bio")[2] == "may_have"} == {SIMING, HULI}
    assert {code for code in XIAMEN if row(table, code, "bio")[2] == "none"} == set(XIAMEN) - {SIMING, HULI}


def test_an_area_of_doubt_bounds_where_a_carrier_may_lie(catalogue: Catalogue) -> None:
    inland = box(118.05, 24.64, 118.07, 24.66)
    table = answer(small(catalogue, {"a": CITY}, {"a": ["bio"]}, doubts={"a": inland}), ["bio"])
    assert row(table, JIMEI, "bio") == (1, 1, "has")


def test_a_position_outside_the_city_that_is_named_bounds_nothing(catalogue: Catalogue) -> None:
    far = small(catalogue, {"a": CITY}, {"a": ["bio"]}, points={"a": (Point(119.3, 26.08), 100.0)})  # in Fuzhou
    assert set(answer(far, ["bio"])["state"]) == {"may_have"}


def test_a_site_said_to_reach_over_several_counties_may_reach_beyond_the_one_it_is_drawn_in(
    catalogue: Catalogue,
) -> None:
    spread = small(
        catalogue, {"a": CITY}, {"a": ["bio"]}, points={"a": (JIMEI_TOWN, 300.0)}, grounds={"a": "several_counties"}
    )
    table = answer(spread, ["bio"])
    assert row(table, JIMEI, "bio") == (1, 1, "has")
    assert row(table, TONGAN, "bio") == (0, 1, "may_have")


def test_a_county_that_the_catalogue_names_outweighs_a_position(catalogue: Catalogue) -> None:
    placed = small(catalogue, {"a": SIMING}, {"a": ["bio"]}, points={"a": (JIMEI_TOWN, 300.0)})
    assert possible_counties(placed).to_dict("records") == [{"site_id": "a", "adcode": SIMING, "certain": True}]


def test_a_parent_industry_takes_in_its_children_and_a_part_its_whole(catalogue: Catalogue) -> None:
    family = small(catalogue, {"whole": CITY, "part": HULI}, {"whole": ["vaccines"]}, parts={"part": "whole"})
    table = answer(family, ["bio", "new-drugs", "vaccines", "devices"])
    for industry in ("bio", "new-drugs", "vaccines"):  # vaccines are new drugs, and these biomedicine
        assert row(table, HULI, industry) == (1, 2, "has")
    assert row(table, HULI, "devices") == (0, 0, "none")


def test_a_site_of_two_industries_counts_once_among_any(catalogue: Catalogue) -> None:
    both = small(catalogue, {"a": HULI, "b": HULI}, {"a": ["bio", "marine"], "b": ["marine"]})
    table = answer(both, [ANY, "bio", "marine"])
    assert [row(table, HULI, industry)[0] for industry in (ANY, "bio", "marine")] == [2, 1, 2]


def test_only_the_chosen_sites_count(catalogue: Catalogue) -> None:
    two = small(catalogue, {"a": HULI, "b": JIMEI}, {"a": ["bio"], "b": ["bio"]})
    found = carriers(two, ["b"], ["bio"], CITY)
    assert found.to_dict("records") == [{"site_id": "b", "adcode": JIMEI, "industry_id": "bio", "certain": True}]


def test_no_carriers_at_all_leave_every_county_without(catalogue: Catalogue) -> None:
    table = answer(small(catalogue, {"a": HULI}, {}), ["bio"])
    assert table[["low", "high"]].to_numpy().sum() == 0 and set(table["state"]) == {"none"}


def test_what_is_certain_in_one_county_is_not_unplaced(catalogue: Catalogue) -> None:
    three = small(catalogue, {"a": HULI, "b": CITY, "c": PROVINCE}, {key: ["bio"] for key in "abc"})
    assert unplaced_carriers(carriers(three, list("abc"), ["bio"], CITY), "bio") == ["b", "c"]


def test_the_columns_follow_what_is_asked(catalogue: Catalogue) -> None:
    assert asked_columns(catalogue, ["new-energy"]) == [
        "new-energy",
        "clean-energy",
        "solar",
        "lithium",
        "energy-storage",
    ]
    assert asked_columns(catalogue, ["vaccines"]) == ["vaccines"]
    assert asked_columns(catalogue, ["bio", "marine"]) == [ANY, "bio", "marine"]
    assert asked_columns(catalogue, [])[:3] == [ANY, "it", "bio"]


# ---- the shipped tables, read with csv alone -------------------------------------------------------------------------
def read(home: Path, table: str) -> list[dict[str, str]]:
    with (home / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("branch", ["it", "bio", "materials", "creative", "marine", "future", "agriculture"])
def test_counts_by_county_are_those_of_the_tables(catalogue: Catalogue, home: Path, branch: str) -> None:
    parent = {row["industry_id"]: row["parent_id"] for row in read(home, "industries")}

    def of_branch(industry: str) -> bool:
        while industry and industry != branch:
            industry = parent[industry]
        return industry == branch

    own = {row["site_id"] for row in read(home, "designations") if of_branch(row["industry_id"])}
    inherited = {r["site_id"] for r in read(home, "relations") if r["relation"] == "part_of" and r["parent_id"] in own}
    where = {row["site_id"]: row["adcode"] for row in read(home, "sites")}
    expected: dict[str, set[str]] = defaultdict(set)
    for site in own | inherited:
        expected[where[site]].add(site)

    found = carriers(catalogue, catalogue.sites.index.tolist(), [branch], CITY)
    for code in XIAMEN:
        by_county = found[found["certain"] & (found["adcode"] == code)]["site_id"]
        assert {site for site in by_county if where[site] == code} == expected[code]
    wide = {site for site in found["site_id"] if where[site] in (CITY, PROVINCE)}
    assert wide >= expected[CITY] and wide <= expected[CITY] | expected[PROVINCE]
    table = carrier_gaps(found, [branch], XIAMEN)
    assert (table["high"] >= table["low"]).all()
    assert table["low"].sum() >= sum(len(expected[code]) for code in XIAMEN)


def test_every_site_of_the_area_has_counties_within_its_region(catalogue: Catalogue) -> None:
    table = possible_counties(catalogue)
    assert set(table["site_id"]) == set(catalogue.sites.index)
    region = catalogue.sites.loc[table["site_id"], "adcode"].str.replace(r"(00)+$", "", regex=True)
    assert all(code.startswith(stem) for code, stem in zip(table["adcode"], region, strict=True))


def test_every_measure_counts_a_site_where_it_stands_for_certain_else_in_its_region(catalogue: Catalogue) -> None:
    where = {"a": SIMING, "b": CITY, "c": CITY, "d": PROVINCE}
    points = {"b": (JIMEI_TOWN, 300.0)}
    known = small(
        catalogue, where, {site: ["bio"] for site in where}, points=points, doubts={"c": box(118.0, 24.5, 118.2, 24.7)}
    )
    rows = site_regions(known)
    assert list(zip(rows["site_id"], rows["adcode"], strict=True)) == [("a", SIMING), ("b", JIMEI), ("c", CITY), ("d", PROVINCE)]  # fmt: skip
    assert sites_within(known, ["d", "c", "b", "a"], CITY) == ["c", "b", "a"]
    assert sites_within(known, list(where), JIMEI) == ["b"]
    assert sites_within(known, list(where), PROVINCE) == list(where)
