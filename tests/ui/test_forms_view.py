"""数据 → 模板: take one, bring one, see what is wrong with it and where; nothing a file holds stops the page."""

from __future__ import annotations

from typing import Any

import pytest
from form_samples import HOME, PLACE, SITE, blank, layer_book, opened, put, saved
from long_lists import one_in
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.sources import TABLES, data_version
from geoplan.text.message import translate


def bring(*files: tuple[str, bytes], lang: str = "zh") -> AppTest:
    """Run the view with files as though they had been dropped into it."""
    names = "; ".join(f"f{n} = io.BytesIO(contents[{n}]); f{n}.name = names[{n}]" for n in range(len(files)))
    given = ", ".join(f"f{n}" for n in range(len(files)))
    script = (
        "import io, streamlit as st\n"
        "import geoplan.ui.pages.data.forms_view as view\n"
        f"contents = {[content for _, content in files]!r}; names = {[name for name, _ in files]!r}\n"
        f"{names}\n"
        f"view.st.file_uploader = lambda *a, **k: [{given}]\n" + page_script("data", lang)
    )
    at = AppTest.from_string(script, default_timeout=60)
    at.session_state["data_view"] = "templates"
    return at.run()


@pytest.fixture(autouse=True)
def whole_streamlit() -> Any:
    import streamlit

    kept = streamlit.file_uploader
    yield
    streamlit.file_uploader = kept


def t(key: str, lang: str = "zh") -> str:
    return translate(f"ui.templates.{key}", lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_view_offers_templates(lang: str) -> None:
    at = AppTest.from_string(page_script("data", lang), default_timeout=60)
    at.session_state["data_view"] = "templates"
    at.run()
    assert not at.exception and not at.error
    assert t("take", lang) in [heading.value for heading in at.subheader]
    assert len(at.multiselect(key="templates_wanted").options) == len(TABLES) + 1  # and a layer


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_a_broken_row_is_shown_with_its_sheet_row_and_remedy(lang: str) -> None:
    book = opened("sites", "layer")
    put(book["sites"], [SITE, {**SITE, "site_id": "two", "kind": "castle"}])
    before = data_version(HOME)
    at = bring(("filled.xlsx", saved(book)), lang=lang)
    assert not at.exception and not at.error
    rows = at.dataframe[0].value
    [row] = rows[rows[t("column", lang)] == "kind"].to_dict("records")
    assert row[t("sheet", lang)] == "sites" and row[t("row", lang)] == 3 and row[t("cell", lang)] == "E3"
    assert row[t("remedy", lang)]
    assert data_version(HOME) == before


def test_a_sound_layer_is_drawn_and_can_be_taken() -> None:
    at = bring(("new.xlsx", layer_book([{**PLACE, "stated_area": 3.5, "area_unit": "平方公里"}])))
    assert not at.exception and not at.error
    assert t("sound") in [message.value for message in at.success]
    assert [m.value for m in at.metric] == ["0", "3", "0", "0"]
    assert at.dataframe[0].value[t("area")].tolist() == ["3.500"]
    assert len(at.get("vega_lite_chart")) == 1
    assert t("pair") in [button.label for button in at.get("download_button")]


HOSTILE = {
    "empty": ("a.csv", b""),
    "cut off": ("<b>`x`$y$.xlsx", b"PK\x03\x04"),
    "a picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64)),
    "no table": ("a.csv", b"x,y\n1,2\n"),
    "blank": ("a.xlsx", blank("sites")),
    "a formula for a name": ("=1+1.csv", b"site_id,plan_id,section\n=cmd|' /C calc'!A0,`x`,<script>\n"),
}


@pytest.mark.parametrize("case", one_in(3, HOSTILE))
def test_whatever_is_brought_the_page_goes_on(case: str) -> None:
    at = bring(HOSTILE[case])
    assert not at.exception
    told = [e.value for e in at.error] + [str(d.value.to_dict()) for d in at.dataframe]
    assert told
    assert t("failed") not in [e.value for e in at.error]
    assert not any("`" in e.value for e in at.error)


def test_what_nobody_foresaw_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    import geoplan.ui.pages.data.forms_view as view

    monkeypatch.setattr(view, "read_filled", lambda *_: 1 / 0)
    at = bring(("a.csv", b"site_id\n"))
    assert not at.exception
    assert [e.value for e in at.error] == [t("failed")]
