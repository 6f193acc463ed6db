"""The pages say which positions are users' drafts, and refuse a workspace that is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geoplan.settings import settings

PAGE = """
import shapely
import streamlit as st
from geoplan.catalogue.catalogue import load
from geoplan.drafts.draft import PLACE, POSITION, Draft
from geoplan.drafts.with_drafts import with_drafts
from geoplan.settings import settings
from geoplan.ui.widgets.display_table import display_table
from geoplan.ui.widgets.dossier.dossier_panel import dossier_panel
from geoplan.ui.widgets.site_table import site_rows
from geoplan.analysis.measures import gateway_distances

st.session_state["lang"] = "{lang}"
position = Draft(
    POSITION, "kaiyuan-community", shapely.box(118.16, 24.475, 118.17, 24.485), source="踏勘", radius_m=30.0,
    author="*林*", drawn_at="2026-11-28T08:00:00+00:00",
)
place = Draft(PLACE, "own-00000001", shapely.Point(118.3, 23.3), name_zh="甲", kind="base")
plain = load(settings().home, validated=True)
catalogue = with_drafts(plain, [position, place])
dossier_panel(catalogue, "{site}")
st.dataframe(site_rows(catalogue, ["{site}", "biomedical-harbour"]))
for one in (plain, catalogue):
    st.dataframe(display_table(one, gateway_distances(one, ["biomedical-harbour"], "350200")))
"""


def opened(site: str, lang: str) -> AppTest:
    at = AppTest.from_string(PAGE.format(site=site, lang=lang), default_timeout=60).run()
    assert not at.exception
    return at


def test_a_dossier_says_whose_draft_the_position_is_and_from_when() -> None:
    at = opened("kaiyuan-community", "zh")
    assert "位置为用户草稿（\\*林\\*，2026-11-28）。" in [caption.value for caption in at.caption]
    shown = "".join(element.proto.body for element in at.get("html"))
    assert "（用户草稿），位置误差约 30 米" in shown and "踏勘" in shown
    english = [caption.value for caption in opened("kaiyuan-community", "en").caption]
    assert "The position is a user's draft (\\*林\\*, 2026-11-28)." in english


@pytest.mark.long
def test_the_dossier_of_an_own_place_without_county_and_radius_is_shown() -> None:
    at = opened("own-00000001", "zh")
    assert "位置为用户草稿。" in [caption.value for caption in at.caption]
    shown = "".join(element.proto.body for element in at.get("html"))
    assert "位置误差约 ? 米" in shown and "None" not in shown and "nan" not in shown


@pytest.mark.long
def test_tables_mark_drafts_and_have_no_column_for_them_where_there_are_none() -> None:
    sites, plain, drafted = (frame.value for frame in opened("kaiyuan-community", "zh").dataframe)
    assert ["（用户草稿）" in text for text in sites["位置"]] == [True, False]
    assert "用户草稿" not in plain and set(drafted["用户草稿"]) == {""}


@pytest.fixture
def no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("GEOPLAN_WORKSPACE", str(tmp_path / "missing"))
    settings.cache_clear()
    yield tmp_path / "missing"
    settings.cache_clear()


def test_a_workspace_that_is_none_is_said_in_place_of_the_page(no_workspace: Path, home: Path) -> None:
    at = AppTest.from_file(str(home / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert any("GEOPLAN_WORKSPACE" in code.value and str(no_workspace) in code.value for code in at.code)
