"""地理编码: the page answers as the library does, draws only what is accepted and known, and sends nothing unasked."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from geocoder_standin import StandIn, amap, amap_error, service
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.settings import settings

LINES = "厦门市思明区软件园二期望海路10号\n软件园\n厦门市翔安区翔安西路6999号\n火星基地 <b>[x](http://y)</b>"
SECRET = "0123456789abcdef-secret"


def opened(lang: str = "zh", text: str = LINES) -> AppTest:
    at = AppTest.from_string(page_script("data", lang), default_timeout=60)
    at.session_state["data_view"] = "geocode"
    at.run()
    return at.text_area(key="geocode_text").set_value(text).run() if text else at


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    with service() as standin:
        monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path))
        monkeypatch.setenv("GEOPLAN_AMAP", standin.url)
        monkeypatch.setenv("GEOPLAN_AMAP_KEY", SECRET)
        settings.cache_clear()
        yield standin
    settings.cache_clear()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_shown_before_something_is_asked(lang: str) -> None:
    at = opened(lang, "")
    assert not at.exception and not at.error and not at.dataframe


def test_pasted_lines_are_answered() -> None:
    at = opened()
    assert not at.exception and not at.error
    rows = at.dataframe[0].value
    assert rows["接受"].tolist() == [True, False, False, False]
    assert rows["匹配结果"].tolist() == ["厦门软件园二期", "厦门软件园", "翔安区", ""]
    assert rows["置信度"].tolist() == ["高", "低", "低", ""]
    assert rows["经度"].notna().tolist() == [True, False, False, False]
    assert "2 厦门软件园一期（思明区）" in rows["候选"][1]
    assert any("4 行：1 行已定位（其中 1 行置信度高或中），2 行仅知县区，1 行未识别" in m.value for m in at.markdown)
    assert any("已接受的 1 处" in c.value and "另有 0 处" in c.value for c in at.caption)


def test_in_english_too() -> None:
    at = opened("en", "Software Park Phase II, Xiamen")
    assert at.dataframe[0].value["Match"].tolist() == ["Xiamen Software Park Phase II"]


def test_without_a_service_set_up_none_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened()
    assert not [e for e in at.expander if e.label == "联网查询"]


def test_a_service_is_asked_only_after_consent(server: StandIn) -> None:
    server.answers = [amap(("118.2200,24.6700", "门牌号"), label="翔安西路6999号")]
    at = opened()
    assert not server.asked
    assert "离开本机" in at.warning[0].value
    ask = next(b for b in at.button if b.label == "查询")
    assert ask.disabled
    at.checkbox(key="geocode_agree").check().run()
    next(b for b in at.button if b.label == "查询").click().run()
    assert not at.exception and not at.error
    assert len(server.asked) == 3  # not the first line, of which the catalogue is sure
    rows = at.dataframe[0].value
    assert rows["识别方式"].tolist()[2] == "高德" and rows["位置误差（m）"].tolist()[2] == 50
    assert SECRET not in json.dumps([m.value for m in [*at.markdown, *at.caption, *at.warning]])


def test_what_a_service_refuses_is_said_without_the_key(server: StandIn) -> None:
    server.answers = [amap_error("INVALID_USER_KEY")]
    at = opened()
    at.checkbox(key="geocode_agree").check().run()
    next(b for b in at.button if b.label == "查询").click().run()
    assert not at.exception
    assert "GEOPLAN" in at.error[0].value and SECRET not in at.error[0].value
    assert len(at.dataframe[0].value) == 4


def test_too_many_lines_are_refused() -> None:
    at = opened(text="\n".join(f"厦门{i}" for i in range(5001)))
    assert not at.exception and "5,001" in at.warning[0].value and not at.dataframe


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_sheet_is_read_and_its_columns_are_told(suffix: str) -> None:
    frame = pd.DataFrame({"企业名称": ["甲", "乙"], "地址": ["厦门市海沧区新阳工业区", "深圳市南山区"]})
    if suffix == "csv":
        content = frame.to_csv(index=False).encode("gb18030")
    else:
        buffer = io.BytesIO()
        frame.to_excel(buffer, index=False)
        content = buffer.getvalue()
    at = opened(text="")
    at.session_state["geocode_from"] = "file"
    at.run()
    at.file_uploader(key="geocode_file").set_value((f"x.{suffix}", content, "")).run()
    assert not at.exception and not at.error
    assert [s.value for s in at.selectbox] == ["企业名称", "地址"]
    assert at.dataframe[0].value["匹配结果"].tolist() == ["新阳工业区", ""]
    assert at.dataframe[0].value["输入"].tolist()[0] == "甲 · 厦门市海沧区新阳工业区"


def test_a_file_that_is_no_sheet_is_refused_in_words() -> None:
    at = opened(text="")
    at.session_state["geocode_from"] = "file"
    at.run()
    at.file_uploader(key="geocode_file").set_value(("x[1](2).csv", b"%PDF-1.4 \x00\x01", "text/csv")).run()
    assert not at.exception and at.error
    assert "Traceback" not in at.error[0].value and "[1](2)" not in at.error[0].value
