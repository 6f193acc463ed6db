"""One filter: any within a facet, all across facets, and counts that keep their word."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.query.selection import FACETS, Selection, facet_counts, select


def test_nothing_asked_is_everything(catalogue: Catalogue) -> None:
    assert select(catalogue, Selection()) == catalogue.sites.index.tolist()


def test_a_parent_industry_finds_its_children(catalogue: Catalogue) -> None:
    found = select(catalogue, Selection(industries=("bio",)))
    assert "xiangan-digital-economy" in found  # 专栏6 item 9 names only 医疗大数据, 互联网医疗服务, 数字健康管理
    assert set(select(catalogue, Selection(industries=("smart-health",)))) <= set(found)


def test_a_city_finds_its_counties(catalogue: Catalogue) -> None:
    xiamen = select(catalogue, Selection(regions=("350200",)))
    assert {"software-park-2", "xinyang", "science-city"} <= set(xiamen)
    assert "fuzhou-software-park" not in xiamen


def test_industry_and_plan_must_hold_for_one_designation(catalogue: Catalogue) -> None:
    # The Siming plan names Software Park II, and gives it no medical devices; the strategic-industries plan
    # speaks of devices, but of other sites.
    assert select(catalogue, Selection(industries=("devices",), plans=("siming-st",), bases=("stated",))) == []


def test_a_plan_finds_what_it_names_without_any_industry(catalogue: Catalogue) -> None:
    assert "sanming-economic-zone" in select(catalogue, Selection(plans=("fujian-st",)))


def test_inherited_designations_can_be_left_out(catalogue: Catalogue) -> None:
    with_all = select(catalogue, Selection(industries=("fintech",)))
    stated = select(catalogue, Selection(industries=("fintech",), bases=("stated",)))
    assert "software-park-3" in with_all  # phase III inherits 金融科技服务 from the whole park
    assert "software-park-3" not in stated


@pytest.mark.parametrize("facet", FACETS)
def test_every_count_is_the_number_of_sites_found(catalogue: Catalogue, facet: str) -> None:
    for value, count in facet_counts(catalogue, Selection())[facet].items():
        assert len(select(catalogue, Selection(**{facet: (value,)}))) == count, value


@given(data=st.data())
def test_adding_a_value_to_a_facet_never_loses_sites(catalogue: Catalogue, data: st.DataObject) -> None:
    facet = data.draw(st.sampled_from(FACETS))
    values = sorted(facet_counts(catalogue, Selection())[facet])
    one, other = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
    narrow = set(select(catalogue, Selection(**{facet: (one,)})))
    assert narrow <= set(select(catalogue, Selection(**{facet: (one, other)})))


@given(data=st.data())
def test_a_second_facet_never_adds_sites(catalogue: Catalogue, data: st.DataObject) -> None:
    counts = facet_counts(catalogue, Selection())
    one = data.draw(st.sampled_from(sorted(counts["industries"])))
    two = data.draw(st.sampled_from(sorted(counts["regions"])))
    both = set(select(catalogue, Selection(industries=(one,), regions=(two,))))
    assert both <= set(select(catalogue, Selection(industries=(one,)))) & set(
        select(catalogue, Selection(regions=(two,)))
    )


def test_counts_are_those_of_the_selection_asked_for_in_any_order(catalogue: Catalogue, home: Path) -> None:
    with (home / "data" / "sites.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {code: Counter(row["kind"] for row in rows if row["adcode"] == code) for code in ("350404", "350112")}
    assert expected["350404"] != expected["350112"]
    for code in ("350404", "350112", "350404"):
        assert facet_counts(catalogue, Selection(regions=(code,)))["kinds"] == expected[code]


def test_changing_the_counts_does_not_change_the_next_answer(catalogue: Catalogue) -> None:
    counts = facet_counts(catalogue, Selection(kinds=("park",)))
    before = counts["regions"]["350203"]
    counts["regions"]["350203"] = -1
    del counts["plans"]
    again = facet_counts(catalogue, Selection(kinds=("park",)))
    assert again["regions"]["350203"] == before > 0
    assert "plans" in again


def test_counts_follow_a_changed_catalogue(copy: Path) -> None:
    before = facet_counts(load(copy, validated=True), Selection())["kinds"]
    path = copy / "data" / "sites.csv"
    zone = "xinyang,新阳工业区,Xinyang Industrial Zone,,"
    assert f"{zone}cluster," in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(f"{zone}cluster,", f"{zone}park,"), "utf-8")
    after = facet_counts(load(copy, validated=True), Selection())["kinds"]
    assert after["cluster"] == before["cluster"] - 1
    assert after["park"] == before["park"] + 1


def test_a_site_with_several_designations_of_one_industry_counts_once(catalogue: Catalogue) -> None:
    row = {"plan_id": "siming-st", "role": "lead", "basis": "stated", "section": "", "site_id": "xinyang"}
    rows = [{**row, "industry_id": "ai", "wording": wording} for wording in ("一", "二", "三")]
    only = replace(catalogue, designations=pd.DataFrame(rows, dtype="str"), relations=catalogue.relations.iloc[:0])
    assert facet_counts(only, Selection())["roles"] == {"lead": 1}
