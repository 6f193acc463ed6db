"""Every page runs in both languages and shows what the catalogue holds."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from long_lists import one_in
from own_widgets import on_map, told
from streamlit.testing.v1 import AppTest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.query.selection import Selection, select

HOME = Path(__file__).resolve().parents[2]


def page_script(name: str, lang: str) -> str:
    return (
        "import streamlit as st\n"
        f"st.session_state.setdefault('lang', '{lang}')\n"
        "from geoplan.ui.page_chrome import page_chrome\n"
        f"from geoplan.ui.pages.{name} import {name}_page\n"
        f"with page_chrome():\n    {name}_page.page()\n"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["map", "coverage", "find", "concordance", "registers", "data"])
def test_a_page_runs_without_error(name: str, lang: str) -> None:
    at = AppTest.from_string(page_script(name, lang), default_timeout=60).run()
    assert not at.exception
    assert not at.error
    assert at.title or on_map(at)  # the map has no heading, it is the page


def opened(**state: object) -> AppTest:
    """The map's page with a table and what the session holds."""
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.run()
    for key, value in {"table_open": True, **state}.items():
        at.session_state[key] = value
    return at.run()


def in_table(at: AppTest, catalogue: Catalogue) -> list[str]:
    all_sites = catalogue.sites.index.tolist()
    numbers: list[int] | None = told(at, "row_table")["ids"]
    return all_sites if numbers is None else [all_sites[number] for number in numbers]


def test_map_table_and_count_are_of_what_the_filter_finds(catalogue: Catalogue) -> None:
    at = opened(industries=["marine"])
    found = select(catalogue, Selection(industries=("marine",)))
    assert any(m.value.startswith(f"**{len(found)} 处") for m in at.markdown)
    assert on_map(at) == in_table(at, catalogue) == found
    assert told(at, "facet_list")["chosen"] == {"industries": ["marine"]}


def test_a_selection_that_finds_nothing_says_which_filter_to_drop() -> None:
    at = opened(text="火星基地")
    assert any("没有匹配结果" in m.value and "查找" in m.value for m in at.markdown)
    assert on_map(at) == []


def test_each_chip_takes_its_filter_away_and_clearing_takes_all(catalogue: Catalogue) -> None:
    at = opened(plans=["siming-st"], layers=["software-parks"], site="software-park-2")
    assert len(in_table(at, catalogue)) < 10
    at.button(key="chip:plans:siming-st").click().run()
    assert on_map(at) == select(catalogue, Selection(layers=("software-parks",)))
    at.button(key="clear").click().run()
    assert in_table(at, catalogue) == catalogue.sites.index.tolist()
    assert at.session_state["site"] is None and at.session_state["go"]["home"]


def test_the_map_and_the_page_of_data_count_alike() -> None:
    """0.5.0 said 88, 97 and 95 sites on the map in three places."""
    foot = next(m.value for m in opened().markdown if "可上图" in m.value)
    sites, drawn = re.findall(r"\d+", foot.replace(",", ""))
    page = AppTest.from_string(page_script("data", "zh"), default_timeout=60).run()
    told = {metric.label: metric.value.replace(",", "") for metric in page.metric}
    assert (told["载体"], told["已上图的载体"]) == (sites, drawn)


@pytest.mark.parametrize(
    "text", one_in(3, ["<script>alert(1)</script>", "${alert(1)}", "`x`", "\\", "'; DROP TABLE", "a" * 5000])
)
def test_hostile_search_text_does_no_harm(text: str) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.query_params["q"] = text
    at.run()
    assert not at.exception
    assert not at.error


def test_a_failure_is_told_in_words_and_not_as_a_trace() -> None:
    script = (
        "from geoplan.ui.page_chrome import page_chrome\n"
        "with page_chrome():\n    raise KeyError('<b>secret</b>')\n"
    )  # fmt: skip
    at = AppTest.from_string(script, default_timeout=60).run()
    assert not at.exception
    assert "操作未完成" in at.error[0].value


def test_a_broken_data_package_is_named_in_place_of_the_page(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / "data" / "datapackage.json").write_bytes(b"{")
    monkeypatch.setattr("geoplan.ui.page_chrome.get_catalogue", lambda: load(copy))
    at = AppTest.from_string(page_script("map", "en"), default_timeout=60).run()
    assert not at.exception
    assert [code.value for code in at.code] == [
        "data/datapackage.json cannot be read (Expecting property name enclosed in double quotes: line 1 column 2 "
        "(char 1)); save it as valid JSON in UTF-8"
    ]


def test_a_broken_row_is_left_out_and_said(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geoplan.settings import settings

    path = copy / "data" / "sites.csv"
    path.write_text(path.read_text("utf-8").replace(",新阳工业区,", ",新阳工业区 ,", 1), "utf-8")
    monkeypatch.setenv("GEOPLAN_HOME", str(copy))
    settings.cache_clear()
    try:
        at = AppTest.from_string(page_script("data", "zh"), default_timeout=60).run()
        assert not at.exception
        assert "1 处问题" in at.warning[0].value
    finally:
        settings.cache_clear()


@pytest.mark.long
def test_a_dossier_writes_its_brief(catalogue: Catalogue) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.query_params["site"] = "software-park-2"
    at.run()
    at.button(key="write_brief_software-park-2").click().run()
    assert not at.exception
    kept = at.session_state["brief_made"][1]
    with zipfile.ZipFile(io.BytesIO(kept)) as document:
        assert catalogue.sites.at["software-park-2", "name_zh"] in document.read("word/document.xml").decode()
