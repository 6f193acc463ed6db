"""The pages say in words which plans are in force on the day and which ended."""

from collections.abc import Iterator

import pytest
from own_widgets import address, on_map, told
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.selection import Selection, select
from geoplan.settings import settings


@pytest.fixture(params=["2025-12-31", "2026-01-01"])
def ended(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[bool]:
    """Whether the plans of 2021–2025 ended on the day; the one of 2023–2026 did not."""
    monkeypatch.setenv("GEOPLAN_TODAY", request.param)
    settings.cache_clear()
    yield request.param == "2026-01-01"
    settings.cache_clear()


def opened(page: str, **query: str) -> AppTest:
    at = AppTest.from_string(page_script(page, "zh"), default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def written(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def test_the_table_of_plans_has_a_column(ended: bool) -> None:
    at = opened("data")
    states = at.dataframe[0].value["效力"].tolist()
    assert sorted(states) == sorted(["已到期"] * 4 + ["现行"] if ended else ["现行"] * 5)
    assert any("后续规划未收入本目录" in caption.value for caption in at.caption)


def test_the_dossier_says_it_beside_titles_and_in_citations(ended: bool) -> None:
    shown = written(opened("map", site="biomedical-harbour"))
    assert ("《厦门新兴产业》（已到期）第五章" in shown) == ended
    assert ("《厦门新兴产业》第五章" in shown) != ended
    assert ("战略性新兴产业发展专项规划（已到期）" in shown) == ended
    assert "厦门市科技创新引领工程实施方案（苏颂工程）<" in shown


def test_the_filter_knows_the_state_of_plans(ended: bool) -> None:
    states = told(opened("map"), "facet_list")["states"]
    assert states["xiamen-susong"] == "in_force"
    assert list(states.values()).count("ended") == (4 if ended else 0)


def test_a_site_side_by_side_heads_each_plan_with_its_state(ended: bool) -> None:
    shown = written(opened("concordance", site="biomedical-harbour", compare="site"))
    assert ("厦门科技（已到期）</p>" in shown) == ended
    assert "厦门苏颂工程</p>" in shown


def test_the_switch_keeps_the_sites_of_plans_in_force_and_stands_in_the_address(
    ended: bool, catalogue: Catalogue
) -> None:
    at = opened("map")
    assert on_map(at) == catalogue.sites.index.tolist()
    at.session_state["in_force"] = True
    at.run()
    assert not at.exception
    assert on_map(at) == select(catalogue, Selection(in_force=True))
    assert (len(on_map(at)) < len(catalogue.sites)) == ended
    assert address(at)["in_force"] == ["1"]
    again = opened("map", in_force="1")
    assert told(again, "facet_list")["in_force"]
    assert on_map(again) == on_map(at)
    again.button(key="clear").click().run()
    assert not told(again, "facet_list")["in_force"]
