"""数据 → 规划原文: files are given and recognised, kept for the session or for all; then citations open passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from plan_file_samples import SECTIONS_ALONE, as_pdf
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.settings import settings
from geoplan.text.message import translate
from geoplan.ui import plan_text_state

PLAN = "xiamen-susong"
SITE = "xiamen-university"  # that plan names it in 二/(二)/8, which is damaged


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own folder: a new one; Streamlit as it was afterwards."""
    import streamlit

    uploader = streamlit.file_uploader
    monkeypatch.setenv("GEOPLAN_USER_DATA", str(tmp_path))
    monkeypatch.delenv("GEOPLAN_PLANS", raising=False)
    monkeypatch.delenv("GEOPLAN_STORE_PLANS", raising=False)
    settings.cache_clear()
    yield tmp_path / "plans"
    streamlit.file_uploader = uploader
    settings.cache_clear()


def give(name: str, content: bytes, lang: str = "zh") -> AppTest:
    """Run the view with a file as though it had been dropped into it."""
    script = (
        "import io, streamlit as st\n"
        "import geoplan.ui.pages.data.plan_texts_view as view\n"
        f"file = io.BytesIO({content!r}); file.name = {name!r}; file.file_id = 'one'\n"
        "view.st.file_uploader = lambda *a, **k: [file]\n" + page_script("data", lang)
    )
    at = AppTest.from_string(script, default_timeout=60)
    at.session_state["data_view"] = "plan_texts"
    return at.run()


def t(key: str, lang: str = "zh") -> str:
    return translate(f"ui.plan_texts.{key}", lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_visitor_from_elsewhere_gives_a_text_to_this_session_alone(lang: str, folder: Path) -> None:
    at = give("plan.pdf", as_pdf(SECTIONS_ALONE), lang)
    assert not at.exception and not at.error
    assert "plan" in at.success[0].value and "25" in at.success[0].value
    assert t("session_only", lang) in [caption.value for caption in at.caption]
    rows = at.dataframe[0].value
    assert list(rows.iloc[:, 2]).count(t("in_session", lang)) == 1
    assert not folder.exists()
    at.button(key=f"remove_text_{PLAN}").click().run()
    assert t("in_session", lang) not in list(at.dataframe[0].value.iloc[:, 2])


def test_where_the_setting_allows_it_a_text_is_stored_for_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOPLAN_STORE_PLANS", "always")
    settings.cache_clear()
    at = give("plan.txt", SECTIONS_ALONE.encode())
    assert t("stored_for_all") in [caption.value for caption in at.caption]
    assert (folder / f"{PLAN}.txt").is_file()
    at.button(key=f"remove_text_{PLAN}").click().run()
    assert not (folder / f"{PLAN}.txt").exists()


def test_a_setting_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOPLAN_STORE_PLANS", "perhaps")
    settings.cache_clear()
    at = give("plan.txt", SECTIONS_ALONE.encode(), "en")
    assert any("GEOPLAN_STORE_PLANS" in code.value for code in at.code)


@pytest.mark.parametrize(
    ("ip", "url", "headers", "is_local"),
    [
        (None, "http://localhost:8501/data", {}, True),
        (None, "http://127.0.0.1:8501/", {}, True),
        (None, "https://plans.example.org/", {}, False),  # a proxy on the same machine
        (None, "http://localhost:8501/", {"X-Forwarded-For": "203.0.113.7"}, False),
        ("203.0.113.7", "http://localhost:8501/", {}, False),
        (None, None, {}, False),
    ],
)
def test_a_visitor_is_local_only_without_an_address_or_a_proxy(
    monkeypatch: pytest.MonkeyPatch, ip: str | None, url: str | None, headers: dict[str, str], is_local: bool
) -> None:
    monkeypatch.setattr(plan_text_state.st, "context", SimpleNamespace(ip_address=ip, url=url, headers=headers))
    assert plan_text_state.is_stored_for_all() is is_local


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("novel.txt", "从前有座山。".encode() * 200, "不是目录中的任何一部规划"),
        ("<b>*x*.pdf", b"%PDF-1.7 nothing", "损坏"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版"),
    ],
)
def test_a_file_that_is_no_plan_text_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    at = give(name, content)
    assert not at.exception
    assert words in at.error[0].value
    assert "*x*" not in at.error[0].value  # as Markdown it would be something else


def dossier(monkeypatch: pytest.MonkeyPatch, text: str = "") -> str:
    """The HTML of a dossier, where a text is stored for the plan."""
    if text:
        folder = settings().stored_plans
        folder.mkdir(parents=True)
        (folder / f"{PLAN}.txt").write_text(text, "utf-8")
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.query_params["site"] = SITE
    at.run()
    assert not at.exception
    return "".join(html.proto.body for html in at.get("html"))


def test_a_citation_opens_its_passage_with_the_words_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = dossier(monkeypatch, SECTIONS_ALONE.replace("任务8。", "任务8。支持<i>廈門大學</i>。"))
    assert "<details" in shown
    assert "支持&lt;i&gt;<mark>廈門大學</mark>&lt;/i&gt;" in shown


def test_without_the_text_a_citation_is_a_line_and_a_hint_says_how_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = dossier(monkeypatch)
    assert "<details" not in shown and "二/(二)/8" in shown


def test_a_damaged_passage_is_marked_with_its_reason_even_without_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "乱码" in dossier(monkeypatch)


@pytest.mark.parametrize("page", ["concordance", "data"])
def test_tables_with_citations_draw_with_a_text_at_hand(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(monkeypatch, SECTIONS_ALONE)
    at = AppTest.from_string(page_script(page, "zh"), default_timeout=60)
    at.session_state["browsed"] = "programmes"
    at.query_params["compare"] = "differences"
    at.run()
    assert not at.exception and not at.error
    assert translate("ui.dossier.pick_row", "zh") in [caption.value for caption in at.caption]


def test_a_picked_row_shows_the_passage_it_cites(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(monkeypatch, SECTIONS_ALONE)
    script = (
        "import pandas as pd\nimport streamlit as st\nfrom types import SimpleNamespace as N\n"
        "from geoplan.ui.resources import get_catalogue\n"
        "from geoplan.ui.widgets import plan_passages, row_pick\n"
        "row_pick.st.dataframe = lambda *a, **k: N(selection={'rows': [1]})\n"
        "rows = pd.DataFrame({'a': [1, 2]})\n"
        f"cited = [[('{PLAN}', '二/(一)/1')], [('{PLAN}', '二/(一)/2')]]\n"
        "plan_passages.cited_table(get_catalogue(), rows, cited, [[], ['任务2']], 'x')\n"
    )
    import streamlit

    drawn: Any = streamlit.dataframe
    try:
        at = AppTest.from_string(script, default_timeout=60).run()
    finally:
        streamlit.dataframe = drawn
    [html] = at.get("html")
    assert "<mark>任务2</mark>" in html.proto.body and " open>" in html.proto.body
