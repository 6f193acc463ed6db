"""出图: the dialog makes the file that its choices describe, and refuses in words."""

import pytest
from streamlit.testing.v1 import AppTest

from geoplan.text.message import translate

SCRIPT = """
import streamlit as st
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.picture_dialog import picture_dialog
st.session_state["lang"] = {lang!r}
catalogue = get_catalogue()
picture_dialog(catalogue, catalogue.sites.index.tolist(), {view!r}, "海沧", ["生物"])
"""
PARK = (118.165, 24.475, 118.2, 24.495)


def opened(lang: str, view: tuple[float, float, float, float] = PARK) -> AppTest:
    return AppTest.from_string(SCRIPT.format(lang=lang, view=view), default_timeout=90).run()


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_is_made_when_asked_for_and_gone_when_a_choice_changes(lang: str) -> None:
    at = opened(lang)
    assert not at.exception and not at.get("download_button")
    at.button(key="picture_make").click().run()
    assert not at.exception and len(at.get("download_button")) == 1
    assert any("GeoPlan-海沧-生物-" in caption.value for caption in at.caption)
    at.text_input(key="picture_title").set_value("思明").run()
    assert not at.get("download_button")


def test_a_screen_has_no_orientation_to_choose() -> None:
    at = opened("zh")
    label = translate("ui.picture.orientation", "zh")
    assert label in [group.label for group in at.get("button_group")]
    at.session_state["picture_paper"] = "16:9"
    at.run()
    assert label not in [group.label for group in at.get("button_group")]


def test_a_view_far_away_is_refused_in_words() -> None:
    at = opened("zh", (-10.0, 40.0, 0.0, 50.0))
    at.button(key="picture_make").click().run()
    assert not at.exception and [error.value for error in at.error]
