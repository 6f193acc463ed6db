"""数据→导出 and the popover of 布局 offer every format and system, and say what the file will hold."""

import json

import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.writers.formats import FORMATS


def opened(lang: str, **chosen: object) -> AppTest:
    at = AppTest.from_string(page_script("data", lang), default_timeout=60)
    at.session_state["data_view"] = "export"
    for key, value in chosen.items():
        at.session_state[key] = value
    return at.run()


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_chosen(lang: str, format: str) -> None:
    at = opened(lang, export_format=format)
    assert not at.exception and not at.error
    assert at.selectbox(key="export_format").value == format


def test_the_view_lists_what_the_file_will_hold(catalogue: Catalogue) -> None:
    files = (catalogue.home / "layers").glob("*.geojson")
    features = sum(len(json.loads(path.read_text("utf-8"))["features"]) for path in files)
    at = opened("zh", export_what="sites")
    table = at.dataframe[0].value
    assert table["行数"].tolist() == [features]
    assert "--what sites" in at.code[0].value


def test_the_zone_of_the_data_is_suggested_by_longitude() -> None:
    at = opened("zh", export_what="counties")
    assert any("117°E（EPSG:4548），数据所在分带" in option for option in at.selectbox(key="export_system").options)


def test_kml_offers_wgs84_only_and_gcj02_is_warned_of() -> None:
    assert len(opened("zh", export_format="kml").selectbox(key="export_system").options) == 1
    at = opened("en", export_system="GCJ-02")
    assert any("offset" in warning.value for warning in at.warning)
    assert "--crs GCJ-02" in at.code[0].value and "gcj02.gpkg" in at.code[0].value


def test_a_filter_that_finds_nothing_says_so() -> None:
    at = AppTest.from_string(page_script("data", "zh"), default_timeout=60)
    at.session_state["data_view"] = "export"
    at.query_params["q"] = "火星基地"
    at.run()
    assert any("放宽筛选" in info.value for info in at.info)


def test_the_map_page_offers_the_set_it_shows() -> None:
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60).run()
    at.session_state["industries"] = ["marine"]
    at.run()
    at.selectbox(key="take_format").set_value("kml").run()
    assert not at.exception
    assert len(at.selectbox(key="take_system").options) == 1
