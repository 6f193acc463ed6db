"""Beside each figure a small button opens the page on how it is computed, from the file that came along."""

from pathlib import Path

import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest
from test_coverage_views import opened
from test_pages import page_script

from geoplan.text import method_pages
from geoplan.text.message import translate
from geoplan.ui import compare_state

DOCS = Path(__file__).resolve().parents[2] / "docs" / "method"
# The pages whose buttons stand beside the figures of each view of 覆盖; that of the answer stands above all of them.
OF_VIEW = {
    "counts": {"coverage"},
    "reach": {"catchments", "uncovered"},
    "nearest": {"nearest"},
    "mix": {"specialisation"},
    "pairs": {"pairs"},
    "clusters": {"clusters", "moran"},
    "access": {"access"},
}


def links(at: AppTest) -> set[str]:
    return {b.key.removeprefix("method-") for b in at.button if b.key and b.key.startswith("method-")}


@pytest.mark.parametrize("view", one_in(12, OF_VIEW))
def test_each_figure_of_coverage_has_its_page(view: str) -> None:
    assert links(opened(coverage_view=view)) == {"gaps", *OF_VIEW[view]}


@pytest.mark.parametrize("view", one_in(2, compare_state.VIEWS))
def test_each_comparison_has_its_page(view: str) -> None:
    at = AppTest.from_string(page_script("concordance", "zh"), default_timeout=60)
    at.session_state[compare_state.VIEW] = view
    assert links(at.run()) == {"indicators" if view == "indicator" else "concordance"}


@pytest.mark.parametrize(("lang", "suffix"), [("zh", ""), ("en", ".en")])
def test_the_button_opens_the_page_and_the_common_rules_in_the_language(lang: str, suffix: str) -> None:
    script = f"import streamlit as st\nst.session_state['lang'] = '{lang}'\n"
    at = AppTest.from_string(
        f"{script}from geoplan.ui.widgets.method_link import method_link\nmethod_link('pairs')\n"
    ).run()
    assert [b.label for b in at.button] == [translate("ui.help.method_page", lang)] and not at.tabs
    at.button(key="method-pairs").click().run()
    assert not at.exception
    titles = [(DOCS / f"{name}{suffix}.md").read_text("utf-8").splitlines()[0][2:] for name in ("pairs", "index")]
    assert [tab.label for tab in at.tabs] == titles
    page, rules = (tab.markdown[0].value for tab in at.tabs)
    assert "Ružička" in page and "`analysis.similarity.WITHIN_KM` | 10 |" in page
    assert "Okabe" in rules
    assert "](" not in page + rules  # links would lead nowhere in the app


def test_where_no_page_came_along_there_is_no_button(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method_pages, "_CHECKOUT", tmp_path / "none")
    monkeypatch.setattr(method_pages, "_INSTALLED", tmp_path / "none")
    method_pages.method_page.cache_clear()
    try:
        at = opened(coverage_view="pairs")
        assert not at.exception and links(at) == set()
    finally:
        monkeypatch.undo()
        method_pages.method_page.cache_clear()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_shows_the_common_rules(lang: str) -> None:
    script = f"import streamlit as st\nst.session_state['lang'] = '{lang}'\n"
    at = AppTest.from_string(f"{script}from geoplan.ui.widgets.help_dialog import help_entry\nhelp_entry()\n").run()
    at.button(key="help").click().run()
    assert [tab.label for tab in at.tabs][-1] == translate("ui.help.method", lang)
    assert "Okabe" in at.tabs[-1].markdown[0].value
