"""The view 自有图层: bring, answer, see; what is wrong is said and the page goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_files import CASES, Refused
from long_lists import one_in
from reader_samples import NAMES, PLACES, geojson, point, table
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.text.message import translate

LON, LAT = ([xy[i] for xy in PLACES.values()] for i in (0, 1))


def opened(*files: tuple[str, bytes], lang: str = "zh") -> AppTest:
    at = AppTest.from_string(page_script("data", lang), default_timeout=90)
    at.session_state["data_view"] = "own_layers"
    at.run()
    assert not at.exception
    if files:
        at.file_uploader[0].set_value([(name, content, "application/octet-stream") for name, content in files]).run()
        assert not at.exception
    return at


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_view_says_that_nothing_is_kept(lang: str) -> None:
    at = opened(lang=lang)
    assert any(c.value == translate("ui.own.lead", lang) for c in at.caption)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_good_file_is_read_reported_and_measured(lang: str) -> None:
    at = opened(("点位.csv", table(LON, LAT)), lang=lang)
    assert not at.error
    frames = [f.value for f in at.dataframe]
    assert any(translate("ui.own.why", lang) in f.columns and len(f) == 3 for f in frames)
    found = next(f for f in frames if translate("ui.own.nearest", lang) in f.columns)
    assert found[translate("ui.own.feature", lang)].tolist() == NAMES
    assert (found[translate("ui.own.distance", lang)] >= 0).all()


def test_swapped_columns_wait_for_an_answer() -> None:
    at = opened(("a.csv", table(LON, LAT, ("纬度", "经度"))))
    assert any("1 个问题" in i.value for i in at.info)
    assert not any(translate("ui.own.nearest", "zh") in f.value.columns for f in at.dataframe)
    box = next(s for s in at.selectbox if "写反" in s.label)
    assert box.value is None
    box.set_value("all").run()
    assert not at.exception and not at.info
    assert any(translate("ui.own.nearest", "zh") in f.value.columns for f in at.dataframe)


def test_an_answer_can_be_taken_back() -> None:
    at = opened(("a.csv", table(LON, LAT)))
    box = next(s for s in at.selectbox if "GCJ-02" in s.label)
    box.set_value("GCJ-02").run()
    again = next(b for b in at.button if b.label == translate("ui.own.start_over", "zh"))
    again.click().run()
    assert not at.exception
    assert "WGS 84" in next(s for s in at.selectbox if "GCJ-02" in s.label).label


def test_a_layer_can_be_removed() -> None:
    at = opened(("a.csv", table(LON, LAT)), ("b.csv", table(LON, LAT)))
    assert len([e for e in at.expander if "：3" in e.label]) == 2
    next(b for b in at.button if b.label == translate("ui.own.remove", "zh")).click().run()
    assert not at.exception
    assert len([e for e in at.expander if "：3" in e.label]) == 1


def test_too_many_layers_are_refused_and_the_others_stay() -> None:
    at = opened(*((f"{i}.csv", table(LON, LAT)) for i in range(8)))
    assert any("最多 6 个" in w.value for w in at.warning)
    assert len([e for e in at.expander if "：3" in e.label]) == 6


REFUSED = ["nothing_at_all", "a_pdf_called_geojson", "a_workbook_that_laughs", "a_zip_with_a_symbolic_link", "a_name_that_is_a_script", "an_unknown_encoding"]  # fmt: skip


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_refused_files_are_said_and_the_app_goes_on(lang: str, tmp_path: Path) -> None:
    for name in REFUSED:
        case = CASES[name]
        at = opened((case.name, case.build(tmp_path)), ("good.csv", table(LON, LAT)), lang=lang)
        assert isinstance(case.says, Refused)
        said = at.error[0].value.replace("\\", "")
        assert getattr(case.says, lang) in said
        assert any(translate("ui.own.nearest", lang) in f.value.columns for f in at.dataframe), (
            "the good one is still there"
        )


def test_hostile_names_and_texts_do_no_harm() -> None:
    nasty = "<img onerror=alert(1)>${1}`x`[a](b) :red[x] $y$"
    made = geojson(point(118.1, 24.5)).replace("第1处".encode(), nasty.encode())
    at = opened((f"{nasty.replace('/', '')}.geojson", made))
    assert not at.exception and not at.error
    label = next(e.label for e in at.expander if "1" in e.label and "img" in e.label)
    assert "\\<img" in label and "\\[a\\]" in label and "\\:red" in label
