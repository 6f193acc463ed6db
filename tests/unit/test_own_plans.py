"""Whose plan was read: counted from the raw tables, and a catalogue as some plans alone would have it."""

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geoplan.analysis.coverage import coverage_table
from geoplan.analysis.measures import diversity, structure
from geoplan.analysis.own_plans import comparable, comparable_note, only_scope, own_plan_note
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.of_plans import of_plans, plans_of_all
from geoplan.geodata.boundaries import counties_in

CITY, PROVINCE, SIMING = "350200", "350000", "350203"
NAMING = ("sites", "mentions", "relations", "designations", "site_functions", "site_facts", "statuses")


def read(home: Path, table: str) -> list[dict[str, str]]:
    with (home / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def naming(home: Path) -> dict[str, set[str]]:
    """The plans that name each site, by the raw tables."""
    sites, plans = {row["site_id"] for row in read(home, "sites")}, defaultdict(set)
    for table in NAMING:
        for row in read(home, table):
            if row["site_id"] in sites:
                plans[row["site_id"]].add(row["plan_id"])
    return plans


@pytest.fixture(scope="module")
def siming_alone(home: Path, naming: dict[str, set[str]]) -> set[str]:
    """The sites of Siming that stand in its own plan alone."""
    return {
        row["site_id"]
        for row in read(home, "sites")
        if row["adcode"] == SIMING and naming[row["site_id"]] == {"siming-st"}
    }


def test_the_sites_of_a_countys_own_plan_alone_are_counted_in_its_rows(
    catalogue: Catalogue, home: Path, siming_alone: set[str]
) -> None:
    assert len(siming_alone) > 10
    table = coverage_table(catalogue, by=("county",), scope=CITY, draws=0).set_index("adcode")["own_plan"]
    assert table[SIMING] == len(siming_alone)
    assert pd.isna(table[CITY])  # of sites known by city no county has a plan
    assert (table.drop([SIMING, CITY]) == 0).all()  # no plan of another district is in the catalogue
    designated = {row["site_id"] for row in read(home, "designations")}
    rows = diversity(catalogue, catalogue.sites.index.tolist(), CITY).set_index("adcode")["own_plan"]
    assert rows[SIMING] == len(siming_alone & designated)
    cells = structure(catalogue, catalogue.sites.index.tolist(), CITY).set_index(["adcode", "industry_id"])
    creative = catalogue.designations["industry_id"].map(catalogue.industries["branch"]) == "creative"
    expected = siming_alone & set(catalogue.designations.loc[creative, "site_id"])
    assert cells.at[(SIMING, "creative"), "own_plan"] == len(expected) > 0


def test_a_site_that_a_wider_plan_names_too_is_not_of_one_scope(
    catalogue: Catalogue, naming: dict[str, set[str]]
) -> None:
    scope = only_scope(catalogue)
    both = next(s for s, plans in naming.items() if {"siming-st", "xiamen-st"} <= plans)
    two_of_the_city = next(s for s, plans in naming.items() if plans == {"xiamen-st", "xiamen-sei"})
    assert (scope[both], scope[two_of_the_city]) == ("", CITY)


def test_the_note_counts_them_and_the_counties_without_a_plan(catalogue: Catalogue, siming_alone: set[str]) -> None:
    sites = catalogue.sites.index.tolist()
    note = own_plan_note(catalogue, sites, CITY)
    assert note
    assert f", {len(siming_alone)} are named only by its own plan; for 5 other counties" in note.text("en")
    assert f"处载体中 {len(siming_alone)} 处仅见于该县区自己的规划" in note.text("zh")
    assert own_plan_note(catalogue, [s for s in sites if s not in siming_alone], CITY) is None
    assert own_plan_note(catalogue, sites, "350100") is None
    assert own_plan_note(catalogue, sites, SIMING) is None  # nothing is compared


def test_where_every_county_has_a_plan_of_its_own_their_detail_is_named(
    catalogue: Catalogue, siming_alone: set[str]
) -> None:
    districts = counties_in(CITY)["adcode"].tolist()
    others = [catalogue.plans.loc[["siming-st"]].assign(scope_adcode=code) for code in districts if code != SIMING]
    names = [f"plan-{i}" for i in range(len(others))]
    plans = pd.concat([catalogue.plans, *others]).set_axis([*catalogue.plans.index, *names])
    note = own_plan_note(replace(catalogue, plans=plans), catalogue.sites.index.tolist(), CITY)
    assert note and note.text("en").endswith(
        f"{len(siming_alone)} are named only by its own plan; differences between counties are in part differences "
        "between their plans."
    )


def test_only_plans_whose_scope_holds_every_county_can_be_compared(catalogue: Catalogue) -> None:
    city = ["fujian-st", "xiamen-st", "xiamen-sei", "xiamen-susong"]
    assert plans_of_all(catalogue, [SIMING, "350206"]) == city
    assert plans_of_all(catalogue, [SIMING]) == [*city[:3], "siming-st", city[3]]
    assert plans_of_all(catalogue, [SIMING, "350102"]) == ["fujian-st"]


def test_what_is_compared_is_what_those_plans_say(
    catalogue: Catalogue, home: Path, naming: dict[str, set[str]], siming_alone: set[str]
) -> None:
    of_city = comparable(catalogue, CITY)
    assert set(of_city.sites.index) == {s for s, plans in naming.items() if plans - {"siming-st"}}
    table = coverage_table(of_city, by=("county",), scope=CITY, draws=0).set_index("adcode")
    every = coverage_table(catalogue, by=("county",), scope=CITY, draws=0).set_index("adcode")
    assert table.at[SIMING, "carriers"] == every.at[SIMING, "carriers"] - len(siming_alone)
    assert table.at[SIMING, "own_plan"] == 0
    own = [row for row in read(home, "designations") if row["plan_id"] != "siming-st"]
    assert len(of_city.designations) == len(own)
    note = comparable_note(catalogue, CITY).text("en")
    assert note.endswith(f"{len(siming_alone)} sites that only other plans name are left out.")


def test_a_site_takes_the_address_at_which_a_plan_that_counts_names_it(catalogue: Catalogue) -> None:
    of_province = of_plans(catalogue, ("fujian-st",))
    assert set(of_province.sites["plan_id"]) == {"fujian-st"} and (of_province.sites["section"] != "").all()
    assert set(of_province.places["site_id"]) <= set(of_province.sites.index)
    assert of_province.version != catalogue.version and len(catalogue.sites) > len(of_province.sites)
    assert of_plans(catalogue, ()).sites.empty
