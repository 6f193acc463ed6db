"""Every page runs in both languages and shows what the catalogue holds."""

import io
import zipfile
from pathlib import Path

import pytest
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
@pytest.mark.parametrize("name", ["map", "coverage", "find", "concordance", "data"])
def test_a_page_runs_without_error(name: str, lang: str) -> None:
    at = AppTest.from_string(page_script(name, lang), default_timeout=60).run()
    assert not at.exception
    assert not at.error
    assert at.title


def test_the_map_page_counts_what_the_filter_finds(catalogue: Catalogue) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60).run()
    at.multiselect(key="industries").set_value(["marine"]).run()
    found = select(catalogue, Selection(industries=("marine",)))
    assert any(f"{len(found)} 处" in m.value for m in at.markdown)
    assert len(at.dataframe[0].value) == len(found)


def test_a_selection_that_finds_nothing_says_which_filter_to_drop() -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60).run()
    at.text_input(key="text").set_value("火星基地").run()
    assert "查找" in at.info[0].value


def test_clear_all_brings_everything_back(catalogue: Catalogue) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60).run()
    at.multiselect(key="plans").set_value(["siming-st"]).run()
    at.checkbox(key="layer:software-parks").check().run()
    assert len(at.dataframe[0].value) < 10
    at.button(key="clear").click().run()
    assert len(at.dataframe[0].value) == len(catalogue.sites)
    assert not at.checkbox(key="layer:software-parks").value


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "${alert(1)}", "`x`", "\\", "'; DROP TABLE", "a" * 5000])
def test_hostile_search_text_does_no_harm(text: str) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60).run()
    at.text_input(key="text").set_value(text).run()
    assert not at.exception
    assert not at.error


def test_a_failure_is_told_in_words_and_not_as_a_trace() -> None:
    script = (
        "from geoplan.ui.page_chrome import page_chrome\n"
        "with page_chrome():\n    raise KeyError('<b>secret</b>')\n"
    )  # fmt: skip
    at = AppTest.from_string(script, default_timeout=60).run()
    assert not at.exception
    assert "没有完成" in at.error[0].value


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


def test_a_dossier_writes_its_brief(catalogue: Catalogue) -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.query_params["site"] = "software-park-2"
    at.run()
    at.button(key="write_brief_software-park-2").click().run()
    assert not at.exception
    kept = at.session_state["brief_made"][1]
    with zipfile.ZipFile(io.BytesIO(kept)) as document:
        assert catalogue.sites.at["software-park-2", "name_zh"] in document.read("word/document.xml").decode()
