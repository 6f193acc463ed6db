"""The first screen: a finding from the data with its next step, and the help of the bar."""

from own_widgets import told
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.analysis.carrier_gaps import carrier_gaps, carriers
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.ui.page_switch import ASKED
from geoplan.ui.widgets.first_finding import finding


def opened(**state: object) -> AppTest:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.run()
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


def buttons(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def test_the_finding_is_of_an_industry_that_some_counties_lack_and_others_have(catalogue: Catalogue) -> None:
    found = finding(catalogue)
    assert found is not None
    industry, sentence = found
    counties = counties_in("350200").set_index("adcode")["name_zh"]
    known = carriers(catalogue, catalogue.sites.index.tolist(), [industry], "350200")
    lacking = carrier_gaps(known, [industry], counties.index.tolist()).query("low == 0")["adcode"].tolist()
    assert 0 < len(lacking) < len(counties)
    assert all(counties[code] in sentence.text("zh") for code in lacking)
    assert str(catalogue.industries.at[industry, "name_zh"]) in sentence.text("zh")


def test_the_first_screen_has_a_finding_that_a_click_closes() -> None:
    at = opened()
    assert "finding_coverage" in buttons(at)
    at.button(key="finding_close").click().run()
    assert "finding_coverage" not in buttons(at)


def test_a_filter_or_an_open_site_takes_the_place_of_the_finding() -> None:
    assert "finding_coverage" not in buttons(opened(industries=["marine"]))
    assert "finding_coverage" not in buttons(opened(site="biomedical-harbour"))
    assert "finding_coverage" not in buttons(opened(table_open=True))


def test_the_next_step_asks_for_the_industry_on_the_page_of_coverage(catalogue: Catalogue) -> None:
    at = opened()
    at.button(key="finding_coverage").click().run()
    found = finding(catalogue)
    assert found is not None
    assert at.session_state["industries"] == [found[0]]
    assert at.session_state[ASKED] == "coverage"


HELP = """
import streamlit as st
from geoplan.ui.widgets.help_dialog import help_entry, run_tour
help_entry()
run_tour()
"""


def test_help_explains_figures_in_two_sentences_and_begins_the_tour() -> None:
    at = AppTest.from_string(HELP, default_timeout=60).run()
    at.button(key="help").click().run()
    assert not at.exception
    means = [
        line.split("</dd>")[0] for line in next(h.value for h in at.get("html") if "<dl" in h.value).split("<dd>")[1:]
    ]
    assert len(means) == 8
    assert all(text.count("。") == 2 for text in means)
    at.button(key="begin_tour").click().run()
    steps = told(at, "tour")["steps"]
    assert 3 <= len(steps) <= 5
    assert all(step["title"] and step["text"] for step in steps)
