"""Every view of the page 覆盖 answers, in both languages and scopes, with what the measures say."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.analysis import measures
from geoplan.analysis.coverage import coverage_table
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import site_regions
from geoplan.query.selection import Selection, select
from geoplan.settings import settings
from geoplan.streets.store import load, save, store_path, streets_folder
from geoplan.text.message import translate
from geoplan.ui import address
from geoplan.ui.pages.coverage import site_counts_view
from geoplan.ui.pages.coverage.coverage_page import VIEWS
from geoplan.ui.widgets.scope_choice import scopes
from geoplan.vocabulary import REACHES


def opened(lang: str = "zh", **state: object) -> AppTest:
    at = AppTest.from_string(page_script("coverage", lang), default_timeout=90)
    # What the session holds counts, not the address, which is empty here.
    at.session_state[address._BEGUN] = ("SelectionQuery", "CoverageQuery")
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


@pytest.mark.parametrize("scope", one_in(len(scopes()), scopes()))
@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("view", one_in(2, VIEWS))
def test_a_view_answers(view: str, lang: str, scope: str) -> None:
    at = opened(lang, coverage_view=view, coverage_scope=scope)
    assert not at.exception
    assert not at.error
    assert len(at.dataframe[0].value)
    how = next(e for e in at.expander if e.label == translate("ui.coverage.how", lang))
    assert len(how.markdown[0].value) > 100


def test_the_counts_are_those_of_the_measure(catalogue: Catalogue) -> None:
    at = opened(coverage_view="counts", coverage_by="county", industries=["marine"], text="")
    found = select(catalogue, Selection(industries=("marine",)))
    table = coverage_table(catalogue, found, ("county",), scope="350200", denominator="published")
    shown = at.dataframe[0].value
    of_city = [s for s in found if catalogue.sites.at[s, "adcode"].startswith("3502")]
    assert shown["载体数"].tolist() == [*table["carriers"], len(of_city)]
    assert shown["县区"].iloc[-1] == "合计"


@pytest.mark.long
def test_the_total_counts_a_site_once_and_wholes_and_parts_as_chosen(catalogue: Catalogue) -> None:
    at = opened("en", coverage_view="counts", coverage_by="industry")
    rows, of_city = at.dataframe[0].value, catalogue.sites["adcode"].str.startswith("3502")
    designated = set(catalogue.all_designations["site_id"]) & set(catalogue.sites.index[of_city])
    assert rows["Industry"].iloc[-1] == "Total"
    assert rows["Sites"].iloc[-1] == len(designated) < rows["Sites"].iloc[:-1].sum()
    assert any("Rows must not be added" in caption.value for caption in at.caption)
    at = opened("en", coverage_view="counts", coverage_by="industry", coverage_count="wholes")
    alone = [s for s in designated if not catalogue.ancestors(s) & designated]
    assert at.dataframe[0].value["Sites"].iloc[-1] == len(alone)
    assert any("wholes count, without their parts" in caption.value for caption in at.caption)


CROSSES = ("county", "industry", "plan", "county_plan", "industry_plan", "county_industry_plan")
MEASURES = ("carriers", "stated_area_km2", "footprint_km2", "share")


@pytest.mark.parametrize(("by", "measure"), one_in(23, [(by, measure) for by in CROSSES for measure in MEASURES]))
def test_every_cross_and_figure_is_drawn(by: str, measure: str) -> None:
    at = opened(coverage_view="counts", coverage_by=by, coverage_measure=measure)
    assert not at.exception and not at.error
    assert len(at.get("vega_lite_chart")) == 1


def test_the_chart_of_clustering_is_drawn_once() -> None:
    assert len(opened(coverage_view="clusters").get("vega_lite_chart")) == 1


def test_a_cross_of_three_draws_each_site_once_whatever_the_number_of_plans(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[pd.DataFrame] = []
    real = site_counts_view.heat_map

    def kept(cells: pd.DataFrame, *rest: object) -> object:
        drawn.append(cells)
        return real(cells, *rest)

    monkeypatch.setattr(site_counts_view, "heat_map", kept)
    opened(coverage_view="counts", coverage_by="county_industry_plan")
    cells = drawn[-1].set_index("pick")["value"].dropna()
    rows = catalogue.all_designations.merge(site_regions(catalogue), on="site_id")
    rows = rows.assign(branch=rows["industry_id"].map(catalogue.industries["branch"]))
    sites = rows.groupby(["adcode", "branch"])["site_id"].nunique()
    assert len(cells) > 20
    assert {pick: sites[tuple(pick.split())] for pick in cells.index} == cells.to_dict()


def test_sites_without_a_position_are_counted_in_the_caption_and_alone_give_a_reason() -> None:
    at = opened("en", coverage_view="reach", industries=["bio"])
    assert any("have no position to measure from" in note.body for note in at.get("html"))
    alone = opened("en", coverage_view="reach", text="新松机器人")
    assert any("there is no figure" in note.value for note in alone.info)


@pytest.mark.long
def test_shares_of_land_are_those_of_the_measure(catalogue: Catalogue) -> None:
    at = opened(coverage_view="reach")
    table = measures.catchments(catalogue, catalogue.sites.index.tolist(), "350200")
    assert at.dataframe[0].value["占比"].tolist() == pytest.approx(table["share"].round(4).tolist())


@pytest.mark.parametrize("mode", one_in(3, [m for m in REACHES if m != "straight"]))
def test_without_streets_the_page_says_how_to_get_them(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
    settings.cache_clear()
    try:
        at = opened(coverage_view="reach", reach_mode=mode)
        assert not at.exception and not at.error
        assert "geoplan fetch streets" in at.info[0].value
    finally:
        settings.cache_clear()


def test_a_selection_of_nothing_says_so() -> None:
    at = opened(coverage_view="reach", text="火星基地")
    assert not at.exception and not at.error
    assert at.info


@pytest.mark.long
def test_carriers_without_a_position_leave_nothing_to_measure(catalogue: Catalogue) -> None:
    nowhere = [s for s in catalogue.sites.index if s not in catalogue.placed]
    layers = catalogue.layers.index[[set(catalogue.layer_sites(i)) <= set(nowhere) for i in catalogue.layers.index]]
    for view in VIEWS:
        at = opened(coverage_view=view, layers=list(layers[:1]), text="")
        assert not at.exception and not at.error, view


@pytest.mark.long
@pytest.mark.parametrize("mode", [m for m in REACHES if m != "straight"])
def test_with_streets_minutes_are_shown_and_say_where_they_are_from(mode: str, streets: str) -> None:
    at = opened(coverage_view="reach", reach_mode=mode)
    assert not at.exception and not at.error
    rows = at.dataframe[0].value
    assert set(rows["县区"]) == {"思明区"}  # only where there are streets
    assert rows["时间（分钟）"].tolist() == [10, 15, 30]
    assert set(rows["距离按"]) == {REACHES[mode].text("zh")}
    assert rows["占比"].is_monotonic_increasing and rows["占比"].iloc[0] > 0
    how = next(e for e in at.expander if e.label == "计算方法").markdown[0].value
    assert streets in how and "ODbL" in how


def test_streets_of_elsewhere_are_said_to_be_of_elsewhere(streets: str) -> None:
    folder = streets_folder(settings())
    here = load(store_path(folder, streets))
    metadata = replace(here.metadata, name="a far city", area="")
    save(replace(here, lon=here.lon - 90, lat=here.lat + 35, metadata=metadata), folder)
    store_path(folder, streets).unlink()
    at = opened(coverage_view="reach", reach_mode="car")
    assert not at.exception and not at.error
    assert "a far city" in at.info[0].value
