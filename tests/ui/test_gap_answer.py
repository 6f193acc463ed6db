"""The page 覆盖 answers first: the sentence, the matrix and what the map is told, for every filter and scope."""

from typing import Any

import orjson
import pytest
from streamlit.testing.v1 import AppTest
from test_coverage_views import opened

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.query.selection import Selection, select
from geoplan.symbology import symbology
from geoplan.ui import choice_state
from geoplan.ui.pages.coverage.gap_classes import class_of, contrast, ink_on


def grid(at: AppTest) -> dict[str, Any]:
    """What the matrix was given."""
    contents = [orjson.loads(component.proto.json) for component in at.get("bidi_component")]
    return next(content for content in contents if "cells" in content)


def sentence(at: AppTest) -> str:
    return next(str(m.value) for m in at.markdown if m.value.endswith(("。**", ".**")))


def test_the_sentence_answers_for_the_industry_asked_for() -> None:
    assert "新型疫苗载体" in sentence(opened(industries=["vaccines"]))
    assert "New vaccines" in sentence(opened("en", industries=["vaccines"]))


def test_the_matrix_has_a_row_for_each_county_and_a_column_for_each_child() -> None:
    content = grid(opened(industries=["new-energy"]))
    assert [row["name"] for row in content["rows"]] == ["思明区", "海沧区", "湖里区", "集美区", "同安区", "翔安区"]
    assert [c["id"] for c in content["columns"]] == ["new-energy", "clean-energy", "solar", "lithium", "energy-storage"]
    assert all(len(row) == 5 for row in content["cells"])
    whole = grid(opened(coverage_scope="350000"))
    assert len(whole["rows"]) == 84 and len(whole["columns"]) == 12


def test_the_map_shows_the_classes_of_the_industry_asked_for(catalogue: Catalogue) -> None:
    at = opened(industries=["bio"])
    content, shown = grid(at), at.session_state["page_map"]
    assert content["column"] == "bio"
    first = {row["id"]: cells[0][2] for row, cells in zip(content["rows"], content["cells"], strict=True)}
    assert shown["classes"]["of"] == first
    assert "生物医药与健康" in shown["classes"]["title"]
    assert {one["c"] for one in shown["classes"]["breaks"]} == set(symbology().charts["counties"])
    known = select(catalogue, Selection(industries=("bio",), regions=("350200",)))
    assert set(known) <= set(shown["sites"])  # with those known by province alone, which may lie here


def test_a_cell_lists_its_sites_and_shows_them_alone_on_the_map(catalogue: Catalogue) -> None:
    at = opened(industries=["devices"], coverage_cell="350205.devices", coverage_column="devices")
    listed = [b.key.removeprefix("cell_site:") for b in at.button if b.key and b.key.startswith("cell_site:")]
    [cell] = [cells[0] for row, cells in zip(grid(at)["rows"], grid(at)["cells"], strict=True) if row["id"] == "350205"]
    assert len(listed) == cell[1]
    assert at.session_state["page_map"]["sites"] == listed
    assert set(select(catalogue, Selection(industries=("devices",), regions=("350205",)))) <= set(listed)
    at.button(key=f"cell_site:{listed[0]}").click().run()
    assert at.session_state["site"] == listed[0]
    at.button(key="coverage_cell_close").click().run()
    assert not at.session_state["coverage_cell"]


def test_picks_choose_a_column_or_a_cell_and_a_second_pick_closes_it() -> None:
    def pick() -> None:
        import streamlit as st

        from geoplan.ui.pages.coverage.gap_answer import take_pick

        for one in st.session_state["picks"]:
            take_pick(one)

    def after(*picks: object) -> tuple[object, object, bool]:
        at = AppTest.from_function(pick)
        at.session_state["picks"] = list(picks)
        state = at.run().session_state
        assert not at.exception
        read = [state.get(key, None) for key in ("coverage_column", "coverage_cell")]
        return read[0], read[1], "go" in state

    cell = {"cell": ["350205", "bio"]}
    assert after({"column": "marine"}) == ("marine", None, False)
    assert after(cell) == ("bio", "350205.bio", True)
    assert after(cell, cell) == ("bio", "", True)
    assert after({"cell": [1, 2]}, {"cell": "x"}, {"column": None}, {}) == (None, None, False)


@pytest.mark.parametrize("cell", ["350205.nothing", "999999.bio", "<b>", "..", "350205"])
def test_an_unknown_cell_or_column_is_dropped(cell: str) -> None:
    at = opened(industries=["bio"], coverage_cell=cell, coverage_column="<b>")
    assert not at.exception and not at.error
    assert grid(at)["cell"] is None and grid(at)["column"] == "bio"


def test_a_filter_of_counties_narrows_the_rows_and_not_what_may_lie_in_them(catalogue: Catalogue) -> None:
    everywhere, one = grid(opened(industries=["devices"])), grid(opened(industries=["devices"], regions=["350211"]))
    [row] = one["rows"]
    assert row["name"] == "集美区"
    at = [r["id"] for r in everywhere["rows"]].index("350211")
    assert one["cells"] == [everywhere["cells"][at]]
    assert one["cells"][0][0][1] > 0  # sites of the city that could be here are not lost by the filter


def test_counties_outside_the_scope_are_said_to_be_elsewhere() -> None:
    at = opened(regions=["350100"])
    assert not at.exception and "范围" in at.info[0].value
    at = opened(regions=["350100"], coverage_scope="350000")
    assert len(grid(at)["rows"]) == len(counties_in("350100"))


def test_nothing_found_is_said_and_empties_the_map() -> None:
    at = opened(text="火星基地")
    assert at.info and not at.exception
    assert at.session_state["page_map"]["sites"] == []


def test_further_questions_are_folded_away_until_one_is_chosen() -> None:
    at = opened()
    assert not at.dataframe
    assert at.selectbox(key="coverage_view").value is None
    at.selectbox(key="coverage_view").select("pairs").run()
    assert len(at.dataframe) == 1 and not at.exception


def nearest_industry(at: AppTest) -> str:
    return str(at.session_state["nearest_industry"])


def test_the_nearest_site_is_of_the_industry_asked_for_and_follows_it() -> None:
    at = opened(industries=["bio"], coverage_view="nearest")
    assert nearest_industry(at) == "bio"
    at.session_state["industries"] = ["marine"]
    assert nearest_industry(at.run()) == "marine"
    at.session_state["industries"] = ["ai"]  # no branch
    assert nearest_industry(at.run()) == "ai"
    assert not at.exception and not at.error


@pytest.mark.long
def test_a_question_opened_without_an_industry_takes_up_the_one_asked_for_later() -> None:
    at = opened(coverage_view="nearest")
    assert nearest_industry(at) == "it"
    at.session_state["industries"] = ["bio"]
    assert nearest_industry(at.run()) == "bio"


def test_an_industry_without_a_position_is_not_replaced_by_another(catalogue: Catalogue) -> None:
    found = {i: select(catalogue, Selection(industries=(i,))) for i in catalogue.industries.index}
    nowhere = next(i for i, sites in found.items() if sites and catalogue.placed.isdisjoint(sites))
    at = opened(industries=[nowhere], coverage_view="nearest")
    assert str(catalogue.industries.at[nowhere, "name_zh"]) in at.info[0].value
    assert not at.dataframe and "nearest_industry" not in at.session_state


@pytest.mark.parametrize("scale", ["counties", "counties_dark"])
def test_numbers_can_be_read_on_every_class(scale: str) -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known near miss of WCAG
    for colour in symbology().charts[scale]:
        assert contrast(ink_on(colour), colour) >= 4.5, colour


def test_unknown_none_and_numbers_are_classes_of_their_own() -> None:
    assert [
        class_of(low, high)
        for low, high in [(0, 0), (0, 9), (1, 1), (1, 50), (2, 2), (4, 4), (5, 9), (10, 10), (20, 99)]
    ] == [0, 1, 2, 2, 3, 3, 4, 5, 6]


@pytest.mark.parametrize(("back", "left"), [(True, ""), (False, "350205.bio")])
def test_going_back_to_an_address_without_a_cell_closes_it(
    back: bool, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"coverage_cell": "350205.bio"}
    monkeypatch.setattr(choice_state.st, "session_state", state)
    monkeypatch.setattr(choice_state, "is_history_step", lambda: back)
    choice_state.CoverageQuery(show="pairs").to_session()
    assert state["coverage_cell"] == left
    assert state["coverage_view"] == "pairs"


def test_it_says_whose_plan_was_read_and_compares_by_plans_that_cover_all_on_request() -> None:
    at = opened("en", industries=["creative"])
    assert any("are named only by its own plan" in caption.value for caption in at.caption)
    every = {row["id"]: cells for row, cells in zip(grid(at)["rows"], grid(at)["cells"], strict=True)}
    at = opened("en", industries=["creative"], coverage_plans="comparable")
    captions = [caption.value for caption in at.caption]
    assert any("Only plans that cover all counties count" in caption for caption in captions)
    assert not any("are named only by its own plan" in caption for caption in captions)
    some = {row["id"]: cells for row, cells in zip(grid(at)["rows"], grid(at)["cells"], strict=True)}
    assert some["350203"][0][0] < every["350203"][0][0]  # in Siming a plan of its own was read
    assert some["350213"] == every["350213"]
