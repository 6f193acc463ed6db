"""The editor says what is missing, stores what is whole, and shows names and notes as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from geoplan.drafts.draft import NOTE, PLACE, POSITION, Draft
from geoplan.drafts.draft_store import DraftStore
from geoplan.settings import settings

PAGE = """
import shapely
import streamlit as st
from geoplan.ui import draft_state, map_state
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.drafts_panel import begin_position, drafts_list
from geoplan.ui.widgets.position_editor import position_editor

st.session_state.setdefault("lang", "{lang}")
catalogue = get_catalogue()
map_state.close_unknown(catalogue)
if "begun" not in st.session_state:
    st.session_state["begun"] = True
    {begin}
if edit := draft_state.edit():
    position_editor(catalogue, edit)
drafts_list(catalogue)
"""
SQUARE = shapely.box(118.16, 24.475, 118.17, 24.485)
BEGIN = {
    POSITION: 'draft_state.begin("position", "kaiyuan-community", "area", shapely.box(118.16, 24.475, 118.17, 24.485))',
    PLACE: 'draft_state.begin("place", "", "area", shapely.box(118.16, 24.475, 118.17, 24.485))',
    NOTE: 'draft_state.begin("note", "", "point", shapely.Point(118.1, 24.45))',
    "paste": "draft_state.begin('position', 'kaiyuan-community'); st.session_state['draft_way'] = 'paste'",
    "own": 'begin_position(catalogue, "own-00000001")',
    "list": "pass",
}
HOSTILE = "<img src=x onerror=alert(1)> **a** $x$ :red[b] [c](http://d.e)"
SHOWN = r"\<img src=x onerror=alert(1)> \*\*a\*\* \$x\$ \:red\[b\] \[c\](http:"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DraftStore]:
    monkeypatch.setenv("GEOPLAN_WORKSPACE", str(tmp_path))
    settings.cache_clear()
    yield DraftStore(tmp_path / "drafts")
    settings.cache_clear()


def opened(begin: str, lang: str = "zh") -> AppTest:
    settings().lang = lang  # options are named outside of the run too
    at = AppTest.from_string(PAGE.format(begin=BEGIN[begin], lang=lang), default_timeout=60).run()
    assert not at.exception
    return at


def field(at: AppTest, kind: str, label: str):  # type: ignore[no-untyped-def]
    [one] = [element for element in at.get(kind) if element.label == label]
    return one


def press(at: AppTest, label: str) -> AppTest:
    field(at, "button", label).click()
    at.run()
    assert not at.exception
    return at


def errors(at: AppTest) -> list[str]:
    return [error.value for error in at.error]


@pytest.mark.parametrize(
    ("begin", "lang", "button", "message"),
    [
        (POSITION, "zh", "存为草稿", "请填写依据。"),
        (POSITION, "en", "Save as a draft", "Enter the source."),
        (PLACE, "zh", "存为草稿", "请填写名称。"),
        (PLACE, "en", "Save as a draft", "Enter a name for the site."),
        (NOTE, "zh", "存为草稿", "请填写批注。"),
        (NOTE, "en", "Save as a draft", "Enter the note."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(
    store: DraftStore, begin: str, lang: str, button: str, message: str
) -> None:
    at = press(opened(begin, lang), button)
    assert errors(at) == [message]
    assert store.read() == []


def test_blanks_are_no_source(store: DraftStore) -> None:
    at = opened(POSITION)
    field(at, "text_input", "依据（必填）").set_value("  \t ")
    assert errors(press(at, "存为草稿")) == ["请填写依据。"] and store.read() == []


def test_a_whole_form_is_stored_as_it_was_filled_in(store: DraftStore) -> None:
    at = opened(POSITION)
    field(at, "text_input", "依据（必填）").set_value("图则")
    field(at, "text_input", "绘制人").set_value(HOSTILE[:60])
    field(at, "number_input", "位置误差（米）").set_value(20.0)
    press(at, "存为草稿")
    [draft] = store.read()
    assert (draft.category, draft.draft_id, draft.method) == (POSITION, "kaiyuan-community", "digitised")
    assert (draft.source, draft.author, draft.radius_m, draft.confidence) == ("图则", HOSTILE[:60], 20.0, "medium")
    assert draft.geometry.equals(SQUARE)
    assert not any(button.label == "存为草稿" for button in at.button)  # the form is closed


def test_an_area_of_doubt_is_of_low_confidence(store: DraftStore) -> None:
    at = opened(POSITION)
    field(at, "text_input", "依据（必填）").set_value("图则")
    field(at, "selectbox", "确定方法").set_value("area_of_doubt")
    assert errors(press(at, "存为草稿")) == []
    [draft] = store.read()
    assert (draft.method, draft.confidence) == ("area_of_doubt", "low")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pasted_text_that_is_no_geometry_is_quoted_as_text(store: DraftStore, lang: str) -> None:
    at = opened("paste", lang)
    field(at, "text_area", {"zh": "坐标", "en": "Coordinates"}[lang]).set_value(HOSTILE)
    press(at, {"zh": "放到图上", "en": "Put on the map"}[lang])
    [error] = errors(at)
    assert SHOWN[:20] in error and "<img" not in error.replace(r"\<img", "")


def test_an_own_place_is_put_right_as_a_place_with_what_was_said_of_it(store: DraftStore) -> None:
    store.save(
        Draft(
            PLACE, "own-00000001", SQUARE, "surveyed", "踏勘", "GCJ-02", 0.5, "high", "2025-01-01", name_zh="甲",
            name_en="A", kind="base", text="拟选",
        )
    )  # fmt: skip
    at = opened("own")
    assert [field(at, "text_input", label).value for label in ("名称", "依据（必填）")] == ["甲", "踏勘"]
    assert field(at, "number_input", "位置误差（米）").value == 1.0  # the least that the field takes
    assert field(at, "selectbox", "确定方法").value == "surveyed"
    press(at, "存为草稿")
    [draft] = store.read()
    assert (draft.category, draft.name_zh, draft.name_en, draft.kind, draft.text) == (PLACE, "甲", "A", "base", "拟选")
    assert (draft.method, draft.source_datum, draft.confidence) == ("surveyed", "GCJ-02", "high")
    assert len(store.history("own-00000001")) == 2


def test_names_and_notes_are_listed_as_they_are_written(store: DraftStore) -> None:
    store.save(Draft(PLACE, "own-00000001", SQUARE, name_zh=HOSTILE, kind="park"), author=HOSTILE)
    store.save(Draft(NOTE, "own-00000002", shapely.Point(118.1, 24.45), text=HOSTILE))
    at = opened("list")
    labels = [button.label for button in at.button if "onerror" in button.label]
    assert len(labels) == 2 and all(label.startswith(SHOWN[:20]) and "<img" not in label[2:] for label in labels)
    captions = [caption.value for caption in at.caption if "onerror" in caption.value]
    assert len(captions) == 1 and r"\*\*a\*\*" in captions[0]


def test_a_draft_of_a_site_that_is_gone_is_listed_and_can_be_deleted(store: DraftStore) -> None:
    store.save(Draft(POSITION, "no-such-site", SQUARE, source="x"))
    at = opened("list")
    [button] = [button for button in at.button if button.label == "no-such-site"]
    assert button.disabled
    [delete] = [button for button in at.button if button.key == "draft_remove_no-such-site"]
    delete.click().run()
    assert not at.exception and store.read() == []


def test_undoing_the_only_version_of_the_open_own_place_closes_its_dossier(store: DraftStore) -> None:
    store.save(Draft(PLACE, "own-00000001", SQUARE, name_zh="甲", kind="park"))
    at = opened("list")
    at.session_state["site"] = "own-00000001"
    [undo] = [button for button in at.button if button.key == "draft_undo_own-00000001"]
    undo.click().run()
    assert not at.exception and store.read() == [] and at.session_state["site"] is None


def test_a_damaged_file_is_said_and_the_others_are_shown(store: DraftStore) -> None:
    store.save(Draft(POSITION, "kaiyuan-community", SQUARE, source="x"))
    (store.folder / "torch-park.json").write_text("{")
    at = opened("list")
    [warning] = at.warning
    assert "torch-park.json" in warning.value.replace("\\", "")
    assert any(button.label == "开元创新社区" for button in at.button)
